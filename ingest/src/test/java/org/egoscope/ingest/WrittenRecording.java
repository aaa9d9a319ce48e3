package org.egoscope.ingest;

import com.github.luben.zstd.Zstd;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/** A VRS file in memory, written field by field from the format's description: one stream of pictures, no index. */
final class WrittenRecording {
    private static final String CONFIGURATION = layout("image_width", 0, "image_height", 4, "image_pixel_format", 8);
    private static final int TYPE = 214;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    WrittenRecording(int width, int height, int pixelFormat) {
        ByteBuffer header = little(80);
        header.put("VisionRe".getBytes(StandardCharsets.US_ASCII)).putLong(1).putInt(80).putInt(32).putLong(0).putLong(80).putLong(0);
        header.position(72).put("cordVRS1".getBytes(StandardCharsets.US_ASCII));
        out.writeBytes(header.array());
        Map<String, String> tags = new TreeMap<>(Map.of(
                "RF:Configuration:1", "data_layout", "DL:Configuration:1:0", CONFIGURATION, "RF:Data:1", "data_layout/size=8+image/raw",
                "DL:Data:1:0", "{\"data_layout\":[{\"name\":\"capture_timestamp_ns\",\"type\":\"DataPieceValue<int64_t>\",\"offset\":0}]}",
                "VRS_Recordable_Flavor", "test"));
        ByteArrayOutputStream description = new ByteArrayOutputStream();
        description.writeBytes(little(10).putInt(1).putInt(TYPE).putShort((short) 1).array());
        writeMap(description, Map.of("who", "test"));
        writeMap(description, tags);
        writeMap(description, Map.of("note", "kitchen"));
        record(2, 2, 3, 0, description.toByteArray(), 0);
        record(TYPE, 1, 2, 0, little(12).putInt(width).putInt(height).putInt(pixelFormat).array(), 0);
    }

    private static String layout(Object... namesAndOffsets) {
        StringBuilder text = new StringBuilder("{\"data_layout\":[");
        for (int i = 0; i < namesAndOffsets.length; i += 2) {
            text.append(i > 0 ? "," : "").append("{\"name\":\"").append(namesAndOffsets[i])
                    .append("\",\"type\":\"DataPieceValue<uint32_t>\",\"offset\":").append(namesAndOffsets[i + 1]).append('}');
        }
        return text.append("]}").toString();
    }

    private static ByteBuffer little(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static void writeMap(ByteArrayOutputStream target, Map<String, String> map) {
        target.writeBytes(little(4).putInt(map.size()).array());
        map.forEach((key, value) -> {
            for (String text : new String[] {key, value}) {
                byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
                target.writeBytes(little(4).putInt(bytes.length).array());
                target.writeBytes(bytes);
            }
        });
    }

    private void record(int typeId, int version, int recordType, double seconds, byte[] payload, int plainSize) {
        ByteBuffer header = little(32);
        header.putInt(32 + payload.length).putInt(0).putInt(typeId).putInt(version).putDouble(seconds).putShort((short) 1);
        header.put((byte) recordType).put((byte) (plainSize > 0 ? 2 : 0)).putInt(plainSize);
        out.writeBytes(header.array());
        out.writeBytes(payload);
    }

    WrittenRecording picture(long nanos, byte[] pixels, boolean compressed) {
        byte[] payload = little(8 + pixels.length).putLong(nanos).put(pixels).array();
        record(TYPE, 1, 3, nanos / 1e9, compressed ? Zstd.compress(payload) : payload, compressed ? payload.length : 0);
        return this;
    }

    byte[] bytes() {
        return out.toByteArray();
    }
}
