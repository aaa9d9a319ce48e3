package org.egoscope.motion.internal.mesh;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The binary part of a GLB file: one buffer, one tightly packed view per accessor, each starting at a multiple of four bytes. */
final class GlbBuffer {
    static final int NO_TARGET = 0;
    static final int VERTICES = 34962;
    private static final int INDICES = 34963;
    private static final int UNSIGNED_BYTE = 5121;
    private static final int UNSIGNED_SHORT = 5123;
    private static final int UNSIGNED_INT = 5125;
    private static final int FLOAT = 5126;

    private final ObjectNode root;
    private final ArrayNode accessors;
    private final ArrayNode views;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    GlbBuffer(ObjectNode root) {
        this.root = root;
        this.accessors = root.arrayNode();
        this.views = root.arrayNode();
    }

    /** Index of a new accessor. */
    int add(float[] values, String type, int target) {
        ByteBuffer data = little(values.length * 4);
        data.asFloatBuffer().put(values);
        return add(data, FLOAT, type, values.length / width(type), target);
    }

    /** The same with least and most values, which glTF demands of positions and times. */
    int addBounded(float[] values, String type, int target) {
        int index = add(values, type, target);
        ObjectNode accessor = (ObjectNode) accessors.get(index);
        ArrayNode least = accessor.putArray("min");
        ArrayNode most = accessor.putArray("max");
        int width = width(type);
        for (int c = 0; c < width; c++) {
            float low = Float.POSITIVE_INFINITY;
            float high = Float.NEGATIVE_INFINITY;
            for (int i = c; i < values.length; i += width) {
                low = Math.min(low, values[i]);
                high = Math.max(high, values[i]);
            }
            least.add(low);
            most.add(high);
        }
        return index;
    }

    int addBytes(int[] values, String type) {
        ByteBuffer data = little(values.length);
        for (int value : values) {
            data.put((byte) value);
        }
        return add(data, UNSIGNED_BYTE, type, values.length / width(type), VERTICES);
    }

    /** As 16 bits where the largest index allows it; 65535 means a restart and is not allowed. */
    int addIndices(int[] triangles) {
        int most = 0;
        for (int vertex : triangles) {
            most = Math.max(most, vertex);
        }
        boolean small = most < 0xFFFF;
        ByteBuffer data = little(triangles.length * (small ? 2 : 4));
        for (int vertex : triangles) {
            if (small) {
                data.putShort((short) vertex);
            } else {
                data.putInt(vertex);
            }
        }
        return add(data, small ? UNSIGNED_SHORT : UNSIGNED_INT, "SCALAR", triangles.length, INDICES);
    }

    private static ByteBuffer little(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static int width(String type) {
        return switch (type) {
            case "VEC3" -> 3;
            case "VEC4" -> 4;
            case "MAT4" -> 16;
            default -> 1;
        };
    }

    private int add(ByteBuffer data, int componentType, String type, int count, int target) {
        ObjectNode view = views.addObject().put("buffer", 0).put("byteOffset", bytes.size()).put("byteLength", data.capacity());
        if (target != NO_TARGET) {
            view.put("target", target);
        }
        bytes.writeBytes(data.array());
        while (bytes.size() % 4 != 0) {
            bytes.write(0);
        }
        accessors.addObject().put("bufferView", views.size() - 1).put("componentType", componentType).put("count", count).put("type", type);
        return accessors.size() - 1;
    }

    /** Puts the accessors, views and the buffer into the document. */
    void finish() {
        root.set("accessors", accessors);
        root.set("bufferViews", views);
        root.putArray("buffers").addObject().put("byteLength", bytes.size());
    }

    int length() {
        return bytes.size();
    }

    void copyTo(ByteBuffer out) {
        out.put(bytes.toByteArray());
    }
}
