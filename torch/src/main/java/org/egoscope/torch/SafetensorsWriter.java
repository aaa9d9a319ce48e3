package org.egoscope.torch;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Writes safetensors files: whole or not at all (temporary name, fsync, rename), tensors and metadata in the order of their names. */
public final class SafetensorsWriter {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int ALIGNMENT = 8;

    private SafetensorsWriter() {}

    /**
     * @param half true for float16 (values beyond its range become infinite), false for float32
     * @param metadata free text for the header
     */
    public static void write(Path file, SortedMap<String, FloatTensor> tensors, boolean half, Map<String, String> metadata) {
        Path temporary = file.resolveSibling(file.getFileName() + ".tmp");
        try {
            writeAll(temporary, tensors, half, metadata);
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            UncheckedIOException failure = new UncheckedIOException("safetensors " + file + ": cannot write, " + e, e);
            delete(temporary, failure);
            throw failure;
        } catch (RuntimeException e) {
            delete(temporary, e);
            throw e;
        }
    }

    private static void delete(Path temporary, RuntimeException failure) {
        try {
            if (!Files.isDirectory(temporary)) {
                Files.deleteIfExists(temporary);
            }
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }

    private static void writeAll(Path file, SortedMap<String, FloatTensor> tensors, boolean half, Map<String, String> metadata)
            throws IOException {
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16);
            byte[] header = header(tensors, half, metadata);
            out.write(ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN).putLong(header.length).array());
            out.write(header);
            for (FloatTensor tensor : tensors.values()) {
                out.write(bytes(tensor, half));
            }
            out.flush();
            channel.force(true);
        }
    }

    private static byte[] header(SortedMap<String, FloatTensor> tensors, boolean half, Map<String, String> metadata)
            throws IOException {
        ObjectNode root = JSON.createObjectNode();
        if (!metadata.isEmpty()) {
            ObjectNode texts = root.putObject("__metadata__");
            new TreeMap<>(metadata).forEach(texts::put);
        }
        long position = 0;
        for (Map.Entry<String, FloatTensor> entry : tensors.entrySet()) {
            ObjectNode node = root.putObject(entry.getKey());
            node.put("dtype", half ? "F16" : "F32");
            ArrayNode shape = node.putArray("shape");
            for (long side : entry.getValue().shape()) {
                shape.add(side);
            }
            long end = position + (long) entry.getValue().count() * (half ? 2 : 4);
            node.putArray("data_offsets").add(position).add(end);
            position = end;
        }
        byte[] json = JSON.writeValueAsBytes(root);
        // The format asks for padding by spaces, so that the data start aligned.
        byte[] padded = new byte[(json.length + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT];
        Arrays.fill(padded, (byte) ' ');
        System.arraycopy(json, 0, padded, 0, json.length);
        return padded;
    }

    private static byte[] bytes(FloatTensor tensor, boolean half) {
        int count = tensor.count();
        ByteBuffer bytes = ByteBuffer.allocate(count * (half ? 2 : 4)).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < count; i++) {
            if (half) {
                bytes.putShort(floatToHalf(tensor.get(i)));
            } else {
                bytes.putFloat(tensor.get(i));
            }
        }
        return bytes.array();
    }

    /** binary32 to IEEE 754 binary16, to nearest even; {@code Float.floatToFloat16} comes only with JDK 20. */
    static short floatToHalf(float value) {
        int bits = Float.floatToRawIntBits(value);
        int sign = bits >>> 16 & 0x8000;
        int magnitude = bits & 0x7fffffff;
        if (magnitude >= 0x7f800000) {
            return (short) (sign | (magnitude > 0x7f800000 ? 0x7e00 : 0x7c00));
        }
        if (magnitude >= 0x477ff000) {
            return (short) (sign | 0x7c00);
        }
        if (magnitude < 0x38800000) {
            // Subnormal: units of 2^-24; adding 0.5 lets the float adder do the rounding.
            float shifted = Float.intBitsToFloat(magnitude) + 0.5f;
            return (short) (sign | Float.floatToRawIntBits(shifted) - 0x3f000000);
        }
        int rounded = magnitude + 0xfff + (magnitude >>> 13 & 1) - 0x38000000;
        return (short) (sign | rounded >>> 13);
    }
}
