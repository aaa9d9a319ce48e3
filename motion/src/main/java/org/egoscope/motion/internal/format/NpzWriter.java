package org.egoscope.motion.internal.format;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** A ZIP archive of NumPy arrays, version 1.0, little endian, C order; equal arrays give equal bytes. */
final class NpzWriter implements Closeable {
    /** The first moment that a ZIP entry can name (MS-DOS time): the wall clock stays out. */
    private static final LocalDateTime FIXED_TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

    /** NumPy pads headers so that values start at a multiple of this. */
    private static final int ALIGNMENT = 64;

    private static final int PREFIX_BYTES = 10;
    private final ZipOutputStream zip;

    NpzWriter(OutputStream out) {
        zip = new ZipOutputStream(out);
    }

    void put(String name, double[] values, int... shape) throws IOException {
        ByteBuffer data = ByteBuffer.allocate(values.length * 8).order(ByteOrder.LITTLE_ENDIAN);
        data.asDoubleBuffer().put(values);
        write(name, "<f8", shape, data.array());
    }

    void put(String name, float[] values, int... shape) throws IOException {
        ByteBuffer data = ByteBuffer.allocate(values.length * 4).order(ByteOrder.LITTLE_ENDIAN);
        data.asFloatBuffer().put(values);
        write(name, "<f4", shape, data.array());
    }

    /** A scalar of fixed-width text. */
    void put(String name, String text) throws IOException {
        int[] codePoints = text.codePoints().toArray();
        int width = Math.max(1, codePoints.length);
        ByteBuffer data = ByteBuffer.allocate(width * 4).order(ByteOrder.LITTLE_ENDIAN);
        data.asIntBuffer().put(codePoints);
        write(name, "<U" + width, new int[0], data.array());
    }

    private void write(String name, String description, int[] shape, byte[] data) throws IOException {
        StringBuilder lengths = new StringBuilder();
        for (int length : shape) {
            lengths.append(length).append(shape.length == 1 ? "," : ", ");
        }
        String header = "{'descr': '" + description + "', 'fortran_order': False, 'shape': (" + lengths.toString().stripTrailing() + "), }";
        int padding = ALIGNMENT - (PREFIX_BYTES + header.length() + 1) % ALIGNMENT;
        byte[] text = (header + " ".repeat(padding) + "\n").getBytes(StandardCharsets.US_ASCII);
        ZipEntry entry = new ZipEntry(name + ".npy");
        entry.setTimeLocal(FIXED_TIME);
        zip.putNextEntry(entry);
        zip.write(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, (byte) text.length, (byte) (text.length >> 8)});
        zip.write(text);
        zip.write(data);
        zip.closeEntry();
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }
}
