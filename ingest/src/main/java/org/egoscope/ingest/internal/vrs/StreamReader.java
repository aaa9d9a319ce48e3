package org.egoscope.ingest.internal.vrs;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.egoscope.core.PipelineException;
import org.jspecify.annotations.Nullable;

/** Pictures of one stream. Every record of the stream is split into its blocks as the stream's tags say. */
final class StreamReader {
    private static final Map<Integer, String> TYPE_NAMES =
            Map.of(RecordHeader.STATE, "State", RecordHeader.CONFIGURATION, "Configuration", RecordHeader.DATA, "Data");

    private final StreamId id;
    private final Description.Tags tags;
    private final RecordingBytes bytes;
    private final FileHeader file;
    private final List<RecordIndex.Entry> entries;
    private final Map<String, DataLayout> layouts = new HashMap<>();

    /** @param entries this stream's records in file order */
    StreamReader(StreamId id, Description.Tags tags, RecordingBytes bytes, FileHeader file, List<RecordIndex.Entry> entries) {
        this.id = id;
        this.tags = tags;
        this.bytes = bytes;
        this.file = file;
        this.entries = entries;
    }

    /** A record's layout values (of all its layouts) and, where it has one, its picture. */
    private record Content(List<Values> values, @Nullable ContentBlock image, ByteBuffer imageBytes) {
        OptionalLong whole(String name) {
            for (int i = values.size() - 1; i >= 0; i--) {
                OptionalLong value = values.get(i).layout().whole(values.get(i).block(), name);
                if (value.isPresent()) {
                    return value;
                }
            }
            return OptionalLong.empty();
        }

        OptionalDouble real(String name) {
            for (int i = values.size() - 1; i >= 0; i--) {
                OptionalDouble value = values.get(i).layout().real(values.get(i).block(), name);
                if (value.isPresent()) {
                    return value;
                }
            }
            return OptionalDouble.empty();
        }
    }

    private record Values(DataLayout layout, ByteBuffer block) {}

    /** @param entry a data record of this stream */
    CodedPicture picture(RecordIndex.Entry entry) {
        Content data = content(entry);
        ContentBlock image = data.image();
        if (image == null) {
            throw PipelineException.badInput("stream " + id + ": expected a picture in the record at " + entry.position() + ", got none");
        }
        // Seconds as a double keep 10 ns at a day; the layout's own stamp is exact, and is the one that annotations quote.
        long nanos = data.whole("capture_timestamp_ns").orElse(Math.round(entry.timestamp() * 1e9));
        if (!image.format().equals("raw")) {
            return new CodedPicture(nanos, image.format(), null, data.imageBytes());
        }
        return new CodedPicture(nanos, "raw", rawShape(entry, data, image), data.imageBytes());
    }

    private RawShape rawShape(RecordIndex.Entry entry, Content data, ContentBlock image) {
        String size = image.format();
        OptionalLong ownWidth = data.whole("image_width");
        Content source = ownWidth.isPresent() ? data : configurationBefore(entry);
        int width = (int) need(source.whole("image_width"), "image_width");
        int height = (int) need(source.whole("image_height"), "image_height");
        int format = (int) need(source.whole("image_pixel_format"), "image_pixel_format");
        long stride = source.whole("image_stride").orElse(0);
        return RawShape.of("stream " + id + ", " + size, width, height, stride, format);
    }

    private long need(OptionalLong value, String name) {
        if (value.isEmpty() || value.getAsLong() < 1 || value.getAsLong() > RawShape.LONGEST_SIDE) {
            throw PipelineException.badInput("stream " + id + ": expected " + name + " 1.." + RawShape.LONGEST_SIDE + ", got "
                    + (value.isEmpty() ? "none" : value.getAsLong()));
        }
        return value.getAsLong();
    }

    private Content configurationBefore(RecordIndex.Entry entry) {
        RecordIndex.@Nullable Entry found = null;
        for (RecordIndex.Entry other : entries) {
            if (other.position() > entry.position()) {
                break;
            }
            found = other.type() == RecordHeader.CONFIGURATION ? other : found;
        }
        if (found == null) {
            throw PipelineException.badInput("stream " + id + ": expected a configuration record before the one at " + entry.position() + ", got none");
        }
        return content(found);
    }

    private Content content(RecordIndex.Entry entry) {
        RecordHeader header = RecordHeader.read(bytes, entry.position());
        ByteBuffer payload = Payload.read(bytes, file, entry.position());
        String key = TYPE_NAMES.getOrDefault(header.type(), "?") + ":" + header.formatVersion();
        String format = tags.format().get("RF:" + key);
        if (format == null) {
            throw PipelineException.badInput("stream " + id + ": expected a tag RF:" + key + ", got none");
        }
        return split(payload, ContentBlock.parse(format), key);
    }

    /** Layouts know their size; of the other blocks one may be of unknown size: it takes what the rest leaves. */
    private Content split(ByteBuffer payload, List<ContentBlock> blocks, String key) {
        List<Values> values = new java.util.ArrayList<>();
        ContentBlock image = null;
        ByteBuffer imageBytes = ByteBuffer.allocate(0);
        int at = 0;
        for (int i = 0; i < blocks.size(); i++) {
            ContentBlock block = blocks.get(i);
            ByteBuffer rest = slice(payload, at, payload.limit());
            int size = rest.limit();
            if (block.isLayout()) {
                DataLayout layout = layout(key + ":" + i);
                size = layout.sizeIn(rest);
                values.add(new Values(layout, slice(payload, at, at + size)));
            } else if (block.number("size").isPresent()) {
                size = (int) Math.min(size, block.number("size").getAsLong());
            } else if (i + 1 < blocks.size()) {
                throw PipelineException.badInput("stream " + id + ": expected one block of unknown size at the end, got " + blocks);
            }
            if (block.isImage() && image == null) {
                image = block;
                imageBytes = slice(payload, at, at + size);
            }
            at += size;
        }
        return new Content(values, image, imageBytes);
    }

    private DataLayout layout(String key) {
        return layouts.computeIfAbsent(key, k -> {
            String json = tags.format().get("DL:" + k);
            if (json == null) {
                throw PipelineException.badInput("stream " + id + ": expected a tag DL:" + k + ", got none");
            }
            return DataLayout.parse(json);
        });
    }

    private static ByteBuffer slice(ByteBuffer buffer, int from, int to) {
        return buffer.slice(from, to - from).order(ByteOrder.LITTLE_ENDIAN);
    }
}
