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
    /** Streams of pictures and the flavor of their labels, whose streams follow each other in the same order. */
    private record Cameras(String flavor, List<String> streams) {}

    private static final Cameras COLOUR = new Cameras("rgbFlavor", List.of("214-1"));
    private static final Cameras SIDES = new Cameras("slamFlavor", List.of("1201-1", "1201-2"));
    private static final List<String> LABEL_FILES = List.of("segmentations_with_skeleton.vrs", "segmentations.vrs");

    /** The labels quote the picture's time to a tenth of a millisecond; pictures are 33 ms apart. */
    private static final long MOST_NANOS_APART = 5_000_000;

    private LabelledRecording() {}

    /**
     * The labelled pictures, camera by camera in time order.
     *
     * @param sides whether those of the side cameras, not of the colour camera
     * @throws PipelineException with kind BAD_INPUT if a file is missing or damaged, or labels have no picture of their time
     */
    static List<LabelledPicture.Raw> read(Path folder, boolean sides) {
        Path labelFile = LABEL_FILES.stream().map(folder::resolve).filter(Files::isRegularFile).findFirst()
                .orElseThrow(() -> PipelineException.badInput("data: expected one of " + LABEL_FILES + " in " + folder + ", got none"));
        Cameras cameras = sides ? SIDES : COLOUR;
        try (VrsRecording video = VrsRecording.open(folder.resolve("video.vrs"));
                VrsRecording labels = VrsRecording.open(labelFile)) {
            List<VrsRecording.Stream> ids = labels.streams().stream().filter(s -> s.flavor().equals(cameras.flavor())).toList();
            if (ids.size() != cameras.streams().size()) {
                throw PipelineException.badInput("data: expected " + cameras.streams().size() + " streams of flavor " + cameras.flavor() + " in "
                        + labelFile + ", got " + ids.size());
            }
            List<LabelledPicture.Raw> raw = new ArrayList<>();
            for (int camera = 0; camera < ids.size(); camera++) {
                List<VrsRecording.Picture> pictures = pictures(video, cameras.streams().get(camera));
                String name = sides ? "side " + (camera + 1) + " frame " : "frame ";
                for (int i = 0; i < ids.get(camera).dataRecords(); i++) {
                    raw.add(join(labels.numberPicture(ids.get(camera).id(), i), pictures, name + i));
                }
            }
            return raw;
        }
    }

    private static List<VrsRecording.Picture> pictures(VrsRecording video, String stream) {
        int count = video.streams().stream().filter(s -> s.id().equals(stream)).mapToInt(VrsRecording.Stream::dataRecords).sum();
        List<VrsRecording.Picture> pictures = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            pictures.add(video.picture(stream, i));
        }
        return pictures;
    }

    private static LabelledPicture.Raw join(VrsRecording.NumberPicture ids, List<VrsRecording.Picture> pictures, String name) {
        VrsRecording.Picture nearest = pictures.stream()
                .min((a, b) -> Long.compare(Math.abs(a.captureNanos() - ids.captureNanos()), Math.abs(b.captureNanos() - ids.captureNanos())))
                .orElseThrow(() -> PipelineException.badInput("data: expected pictures of " + name + ", got none"));
        long apart = Math.abs(nearest.captureNanos() - ids.captureNanos());
        if (apart > MOST_NANOS_APART || !nearest.size().equals(ids.size())) {
            throw PipelineException.badInput("labels of " + name + ": expected a picture of " + ids.size() + " within " + MOST_NANOS_APART
                    + " ns, got one of " + nearest.size() + " at " + apart + " ns");
        }
        return new LabelledPicture.Raw(name, nearest.size(), nearest.rgb(), ids.numbers());
    }
}
