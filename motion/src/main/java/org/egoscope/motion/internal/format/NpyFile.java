package org.egoscope.motion.internal.format;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.egoscope.core.PipelineException;

/**
 * The NumPy array file, versions 1.0, 2.0 and 3.0 (numpy.lib.format): magic, version, length of the header, the header as the text of a
 * Python dictionary, values. The header is matched, never evaluated, and pickled objects are refused.
 */
public final class NpyFile {
    /** Far above any motion clip (half an hour of AMASS at 120 Hz), far below what would exhaust memory. */
    static final long MOST_BYTES = 256L << 20;

    private static final int LONGEST_HEADER = 1 << 16;
    private static final int MOST_DIMENSIONS = 8;
    private static final int MAGIC_BYTES = 6;
    private static final Pattern DESCRIPTION = Pattern.compile("'descr'\\s*:\\s*(?:'([^']*)'|(\\[))");
    private static final Pattern ORDER = Pattern.compile("'fortran_order'\\s*:\\s*(True|False)");
    private static final Pattern SHAPE = Pattern.compile("'shape'\\s*:\\s*\\(([\\d,\\sL]*)\\)");

    private NpyFile() {}

    private record Header(NpyType type, boolean columnMajor, int[] shape, long dataBytes, long headerBytes) {}

    /**
     * @param name for messages
     * @param bytesInAll length of the stream as its container says; the array must fill it exactly
     */
    static NpyArray read(InputStream in, String name, long bytesInAll) throws IOException {
        Header header;
        byte[] data;
        try {
            header = header(in, name);
            if (header.headerBytes + header.dataBytes != bytesInAll) {
                throw PipelineException.badInput("array " + name + ": expected " + header.dataBytes + " bytes of "
                        + Arrays.toString(header.shape) + " " + header.type + ", got " + (bytesInAll - header.headerBytes));
            }
            data = in.readNBytes((int) header.dataBytes);
        } catch (EOFException e) {
            throw PipelineException.badInput("array " + name + ": expected a complete header, got the end of the file");
        }
        if (data.length != header.dataBytes) {
            throw PipelineException.badInput("array " + name + ": expected " + header.dataBytes + " bytes, got " + data.length);
        }
        boolean reorder = header.columnMajor && header.shape.length > 1;
        return new NpyArray(name, header.type, header.shape, reorder ? rowMajor(data, header) : data);
    }

    private static Header header(InputStream in, String name) throws IOException {
        byte[] start = exactly(in, MAGIC_BYTES + 2);
        boolean magic = (start[0] & 0xFF) == 0x93 && new String(start, 1, 5, StandardCharsets.US_ASCII).equals("NUMPY");
        int version = start[MAGIC_BYTES];
        if (!magic || version < 1 || version > 3) {
            throw PipelineException.badInput("array " + name + ": expected a NumPy array of version 1 to 3, got other bytes");
        }
        byte[] lengthBytes = exactly(in, version == 1 ? 2 : 4);
        long length = 0;
        for (int i = lengthBytes.length - 1; i >= 0; i--) {
            length = length << 8 | lengthBytes[i] & 0xFF;
        }
        if (length > LONGEST_HEADER) {
            throw PipelineException.badInput("array " + name + ": expected a header of at most " + LONGEST_HEADER + " bytes, got " + length);
        }
        // Version 3 allows UTF-8 for field names; those of versions 1 and 2 are Latin-1. Neither matters to plain arrays.
        String text = new String(exactly(in, (int) length), StandardCharsets.UTF_8);
        return parsed(text, name, MAGIC_BYTES + 2 + lengthBytes.length + length);
    }

    private static byte[] exactly(InputStream in, int bytes) throws IOException {
        byte[] read = in.readNBytes(bytes);
        if (read.length != bytes) {
            throw new EOFException();
        }
        return read;
    }

    private static Header parsed(String text, String name, long headerBytes) {
        Matcher description = DESCRIPTION.matcher(text);
        Matcher order = ORDER.matcher(text);
        Matcher shape = SHAPE.matcher(text);
        if (!description.find() || !order.find() || !shape.find() || description.group(2) != null) {
            throw PipelineException.badInput(
                    "array " + name + ": expected a plain type, an order and a shape, got header " + Text.shortened(text.strip()));
        }
        NpyType type = NpyType.parse(name, description.group(1));
        int[] lengths = shape(name, shape.group(1), type);
        long count = Arrays.stream(lengths).asLongStream().reduce(1, (a, b) -> a * b);
        return new Header(type, order.group(1).equals("True"), lengths, count * type.bytes(), headerBytes);
    }

    /** Checked step by step, so that no product overflows and nothing is allocated for an absurd size. */
    private static int[] shape(String name, String text, NpyType type) {
        String[] parts = text.isBlank() ? new String[0] : text.strip().replace("L", "").split("\\s*,\\s*");
        if (parts.length > MOST_DIMENSIONS) {
            throw PipelineException.badInput(
                    "array " + name + ": expected at most " + MOST_DIMENSIONS + " dimensions, got " + parts.length);
        }
        int[] shape = new int[parts.length];
        // Lengths of zero count as one: the other lengths of an empty array are bounded as well.
        long bytes = Math.max(1, type.bytes());
        for (int i = 0; i < parts.length; i++) {
            boolean digits = parts[i].matches("\\d{1,10}");
            long length = digits ? Long.parseLong(parts[i]) : Long.MAX_VALUE;
            if (length > MOST_BYTES || bytes * Math.max(1, length) > MOST_BYTES) {
                throw PipelineException.badInput(
                        "array " + name + ": expected at most " + MOST_BYTES + " bytes, got shape " + Text.shortened(text));
            }
            bytes *= Math.max(1, length);
            shape[i] = (int) length;
        }
        return shape;
    }

    private static byte[] rowMajor(byte[] data, Header header) {
        int[] shape = header.shape;
        int width = header.type.bytes();
        int[] strides = new int[shape.length];
        strides[0] = width;
        for (int i = 1; i < shape.length; i++) {
            strides[i] = strides[i - 1] * shape[i - 1];
        }
        byte[] out = new byte[data.length];
        int[] place = new int[shape.length];
        int from = 0;
        for (int to = 0; to < out.length; to += width) {
            System.arraycopy(data, from, out, to, width);
            for (int axis = shape.length - 1; axis >= 0; axis--) {
                from += strides[axis];
                if (++place[axis] < shape[axis]) {
                    break;
                }
                from -= strides[axis] * shape[axis];
                place[axis] = 0;
            }
        }
        return out;
    }
}
