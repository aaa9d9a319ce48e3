package org.egoscope.ingest.internal.vrs;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.egoscope.core.PipelineException;
import org.egoscope.core.Shape;
import org.egoscope.core.geometry.ImageSize;

/** An open recording: its streams and the pictures in them. Not for several threads at once. */
public final class VrsFile implements AutoCloseable {
    private final RecordingBytes bytes;
    private final Description description;
    private final Optional<String> damage;
    private final Map<StreamId, List<RecordIndex.Entry>> dataRecords = new HashMap<>();
    private final Map<StreamId, StreamReader> readers = new HashMap<>();

    private VrsFile(RecordingBytes bytes) {
        this.bytes = bytes;
        FileHeader header = FileHeader.read(bytes);
        description = Description.read(bytes, header);
        RecordIndex index = RecordIndex.read(bytes, header);
        damage = index.damage();
        Map<StreamId, List<RecordIndex.Entry>> byStream = new HashMap<>();
        for (RecordIndex.Entry entry : index.entries()) {
            byStream.computeIfAbsent(entry.stream(), id -> new ArrayList<>()).add(entry);
        }
        description.streams().forEach((id, tags) -> {
            List<RecordIndex.Entry> entries = byStream.getOrDefault(id, List.of());
            dataRecords.put(id, entries.stream().filter(e -> e.type() == RecordHeader.DATA).toList());
            readers.put(id, new StreamReader(id, tags, bytes, header, entries));
        });
    }

    /** @throws PipelineException with kind BAD_INPUT if it is not a recording that can be read */
    public static VrsFile open(Path file) {
        RecordingBytes bytes = RecordingBytes.open(file);
        try {
            return new VrsFile(bytes);
        } catch (RuntimeException e) {
            bytes.close();
            throw e;
        }
    }

    /** In file order. */
    public List<StreamId> streams() {
        return List.copyOf(description.streams().keySet());
    }

    /** Notes on the whole recording, such as {@code calib_json}. */
    public Map<String, String> fileTags() {
        return description.fileTags();
    }

    /** The recorder's notes on a stream. */
    public Map<String, String> streamTags(StreamId stream) {
        return tags(stream).user();
    }

    /** What kind of stream it is, in its recorder's words; empty if it does not say. */
    public String streamName(StreamId stream) {
        return tags(stream).format().getOrDefault("VRS_Original_Recordable_Name", "");
    }

    /** A finer name, such as {@code rgbFlavor}; empty if it does not say. */
    public String streamFlavor(StreamId stream) {
        return tags(stream).format().getOrDefault("VRS_Recordable_Flavor", "");
    }

    private Description.Tags tags(StreamId stream) {
        Description.Tags tags = description.streams().get(stream);
        if (tags == null) {
            throw PipelineException.badInput("recording: expected one of the streams " + streams() + ", got " + stream + " for " + bytes.file());
        }
        return tags;
    }

    /** What is missing at the end of a cut file; empty if it is whole. */
    public Optional<String> damage() {
        return damage;
    }

    public int dataRecordCount(StreamId stream) {
        tags(stream);
        return dataRecords.getOrDefault(stream, List.of()).size();
    }

    private CodedPicture coded(StreamId stream, int index) {
        int count = dataRecordCount(stream);
        if (index < 0 || index >= count) {
            throw PipelineException.badInput("stream " + stream + ": expected record 0.." + (count - 1) + ", got " + index);
        }
        return readers.get(stream).picture(dataRecords.get(stream).get(index));
    }

    /** Pixels of a colour or grey picture as the sensor gave them, not turned upright. */
    public Picture picture(StreamId stream, int index) {
        CodedPicture coded = coded(stream, index);
        return coded.decode((size, rgb) -> new Picture(coded.captureNanos(), size, rgb));
    }

    /** Numbers of a picture with 64 bits per pixel. */
    public NumberPicture numberPicture(StreamId stream, int index) {
        CodedPicture coded = coded(stream, index);
        long[] numbers = coded.numbers();
        return new NumberPicture(coded.captureNanos(), java.util.Objects.requireNonNull(coded.shape()).size(), numbers);
    }

    @Override
    public void close() {
        bytes.close();
    }

    /** RGB bytes, row-major, with the time of capture on the recording's clock. */
    public record Picture(long captureNanos, ImageSize size, @Shape("H W 3") byte[] rgb) {}

    /** One 64-bit number per pixel, row-major, with the time of capture on the recording's clock. */
    public record NumberPicture(long captureNanos, ImageSize size, @Shape("H W") long[] numbers) {}
}
