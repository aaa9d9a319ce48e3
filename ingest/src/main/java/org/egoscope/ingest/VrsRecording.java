package org.egoscope.ingest;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.egoscope.core.Shape;
import org.egoscope.core.geometry.ImageSize;
import org.egoscope.ingest.internal.vrs.StreamId;
import org.egoscope.ingest.internal.vrs.VrsFile;

/**
 * A VRS recording, as Aria glasses and the data sets made with them give: streams of timed records, of which the pictures are read here.
 *
 * <p>Read: files in one or several parts, with or without an index, cut files up to the cut; LZ4 and zstd; jpg and png pictures and
 * raw ones in grey, RGB, BGR, RGBA or 64 bits per pixel. Not read: H.264 and H.265 streams, sound, sensor values.
 * Not for several threads at once.
 */
public final class VrsRecording implements AutoCloseable {
    private final VrsFile file;

    private VrsRecording(VrsFile file) {
        this.file = file;
    }

    /**
     * @throws org.egoscope.core.PipelineException with kind BAD_INPUT if the file is no recording or its description is damaged
     */
    public static VrsRecording open(Path file) {
        return new VrsRecording(VrsFile.open(file));
    }

    /**
     * One stream.
     *
     * @param id kind and number, such as {@code 214-1}, the RGB camera of Aria glasses
     * @param name in the recorder's words
     * @param flavor a finer name, may be empty
     * @param dataRecords how many records of data it has
     */
    public record Stream(String id, String name, String flavor, int dataRecords) {}

    /**
     * A picture as the sensor gave it (Aria's cameras lie on their side).
     *
     * @param captureNanos on the recording's own clock
     * @param rgb row-major, grey repeated in three channels
     */
    public record Picture(long captureNanos, ImageSize size, @Shape("H W 3") byte[] rgb) {}

    /**
     * A picture of numbers, such as the object ids of a segmentation.
     *
     * @param captureNanos on the recording's own clock
     * @param numbers row-major
     */
    public record NumberPicture(long captureNanos, ImageSize size, @Shape("H W") long[] numbers) {}

    /** In file order. */
    public List<Stream> streams() {
        return file.streams().stream()
                .map(id -> new Stream(id.toString(), file.streamName(id), file.streamFlavor(id), file.dataRecordCount(id)))
                .toList();
    }

    /** Notes on the whole recording, such as {@code calib_json}. */
    public Map<String, String> fileTags() {
        return file.fileTags();
    }

    /** What is missing at the end of a cut file; empty if nothing is. */
    public Optional<String> damage() {
        return file.damage();
    }

    /**
     * A colour or grey picture.
     *
     * @param stream an id of {@link #streams}
     * @param index 0..dataRecords-1
     * @throws org.egoscope.core.PipelineException with kind BAD_INPUT if there is no such stream or its record is damaged or of another kind
     */
    public Picture picture(String stream, int index) {
        VrsFile.Picture picture = file.picture(StreamId.parse(stream), index);
        return new Picture(picture.captureNanos(), picture.size(), picture.rgb());
    }

    /** A picture with 64 bits per pixel; otherwise as {@link #picture}. */
    public NumberPicture numberPicture(String stream, int index) {
        VrsFile.NumberPicture picture = file.numberPicture(StreamId.parse(stream), index);
        return new NumberPicture(picture.captureNanos(), picture.size(), picture.numbers());
    }

    @Override
    public void close() {
        file.close();
    }
}
