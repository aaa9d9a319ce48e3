package org.egoscope.app.segmentation;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.egoscope.core.PipelineException;
import org.egoscope.ingest.VrsRecording;

/**
 * Pictures of an Aria Digital Twin sequence with the object of each pixel: {@code video.vrs} and
 * {@code segmentations_with_skeleton.vrs} (or {@code segmentations.vrs}), joined by time of capture.
 */
final class LabelledRecording {
    private static final String RGB_STREAM = "214-1";
    private static final String RGB_FLAVOR = "rgbFlavor";
    private static final List<String> LABEL_FILES = List.of("segmentations_with_skeleton.vrs", "segmentations.vrs");

    /** The labels quote the picture's time to a tenth of a millisecond; pictures are 33 ms apart. */
    private static final long MOST_NANOS_APART = 5_000_000;

    private LabelledRecording() {}

    /**
     * The labelled pictures in time order.
     *
     * @throws PipelineException with kind BAD_INPUT if a file is missing or damaged, or labels have no picture of their time
     */
    static List<LabelledPicture.Raw> read(Path folder) {
        Path labelFile = LABEL_FILES.stream().map(folder::resolve).filter(Files::isRegularFile).findFirst()
                .orElseThrow(() -> PipelineException.badInput("data: expected one of " + LABEL_FILES + " in " + folder + ", got none"));
        try (VrsRecording video = VrsRecording.open(folder.resolve("video.vrs"));
                VrsRecording labels = VrsRecording.open(labelFile)) {
            VrsRecording.Stream ids = labels.streams().stream().filter(s -> s.flavor().equals(RGB_FLAVOR)).findFirst()
                    .orElseThrow(() -> PipelineException.badInput("data: expected a stream of flavor " + RGB_FLAVOR + " in " + labelFile));
            List<VrsRecording.Picture> pictures = pictures(video);
            List<LabelledPicture.Raw> raw = new ArrayList<>();
            for (int i = 0; i < ids.dataRecords(); i++) {
                raw.add(join(labels.numberPicture(ids.id(), i), pictures, i));
            }
            return raw;
        }
    }

    private static List<VrsRecording.Picture> pictures(VrsRecording video) {
        int count = video.streams().stream().filter(s -> s.id().equals(RGB_STREAM)).mapToInt(VrsRecording.Stream::dataRecords).sum();
        List<VrsRecording.Picture> pictures = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            pictures.add(video.picture(RGB_STREAM, i));
        }
        return pictures;
    }

    private static LabelledPicture.Raw join(VrsRecording.NumberPicture ids, List<VrsRecording.Picture> pictures, int number) {
        VrsRecording.Picture nearest = pictures.stream()
                .min((a, b) -> Long.compare(Math.abs(a.captureNanos() - ids.captureNanos()), Math.abs(b.captureNanos() - ids.captureNanos())))
                .orElseThrow(() -> PipelineException.badInput("data: expected pictures in stream " + RGB_STREAM + ", got none"));
        long apart = Math.abs(nearest.captureNanos() - ids.captureNanos());
        if (apart > MOST_NANOS_APART || !nearest.size().equals(ids.size())) {
            throw PipelineException.badInput("labels " + number + ": expected a picture of " + ids.size() + " within " + MOST_NANOS_APART
                    + " ns, got one of " + nearest.size() + " at " + apart + " ns");
        }
        return new LabelledPicture.Raw("frame " + number, nearest.size(), nearest.rgb(), ids.numbers());
    }
}
