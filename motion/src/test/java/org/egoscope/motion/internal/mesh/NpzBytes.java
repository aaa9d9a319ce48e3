package org.egoscope.motion.internal.mesh;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** A NumPy archive made by hand. */
final class NpzBytes {
    private final Map<String, byte[]> entries = new LinkedHashMap<>();

    NpzBytes doubles(String name, double[] values, int... shape) {
        ByteBuffer data = ByteBuffer.allocate(values.length * 8).order(ByteOrder.LITTLE_ENDIAN);
        data.asDoubleBuffer().put(values);
        return put(name, "<f8", data, shape);
    }

    NpzBytes unsigned(String name, int[] values, int... shape) {
        ByteBuffer data = ByteBuffer.allocate(values.length * 4).order(ByteOrder.LITTLE_ENDIAN);
        data.asIntBuffer().put(values);
        return put(name, "<u4", data, shape);
    }

    NpzBytes text(String name, String value) {
        return put(name, "|S" + value.length(), ByteBuffer.wrap(value.getBytes(StandardCharsets.US_ASCII)));
    }

    NpzBytes pickled(String name) {
        return put(name, "|O", ByteBuffer.wrap(new byte[] {(byte) 0x80, 4, '.'}));
    }

    NpzBytes without(String name) {
        entries.remove(name);
        return this;
    }

    private NpzBytes put(String name, String type, ByteBuffer data, int... shape) {
        String sides = Arrays.stream(shape).mapToObj(side -> side + ",").collect(Collectors.joining());
        StringBuilder header = new StringBuilder("{'descr': '" + type + "', 'fortran_order': False, 'shape': (" + sides + "), }");
        while ((header.length() + 11) % 64 != 0) {
            header.append(' ');
        }
        header.append('\n');
        ByteBuffer file = ByteBuffer.allocate(10 + header.length() + data.capacity()).order(ByteOrder.LITTLE_ENDIAN);
        file.put((byte) 0x93).put("NUMPY".getBytes(StandardCharsets.US_ASCII)).put((byte) 1).put((byte) 0);
        file.putShort((short) header.length());
        file.put(header.toString().getBytes(StandardCharsets.US_ASCII)).put(data.array());
        entries.put(name, file.array());
        return this;
    }

    Path write(Path file) {
        try (OutputStream out = Files.newOutputStream(file); ZipOutputStream zip = new ZipOutputStream(out)) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                zip.putNextEntry(new ZipEntry(entry.getKey() + ".npy"));
                zip.write(entry.getValue());
                zip.closeEntry();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return file;
    }
}
