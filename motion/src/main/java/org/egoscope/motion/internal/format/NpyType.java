package org.egoscope.motion.internal.format;

import java.nio.ByteOrder;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.egoscope.core.PipelineException;

/**
 * Element type of a NumPy array, as its {@code descr} says: {@code <f4}, {@code |u1}, {@code <U7}.
 *
 * @param kind {@code f} float, {@code i} signed, {@code u} unsigned, {@code b} boolean, {@code U} UTF-32 text, {@code S} bytes
 * @param bytes of one element
 */
record NpyType(char kind, int bytes, ByteOrder order) {
    private static final Pattern DESCRIPTION = Pattern.compile("([<>|=])([a-zA-Z])(\\d{0,7})");
    private static final int LONGEST_TEXT = 1 << 20;

    static NpyType parse(String array, String description) {
        Matcher matcher = DESCRIPTION.matcher(description);
        boolean fits = matcher.matches();
        char kind = fits ? matcher.group(2).charAt(0) : '?';
        if (kind == 'O') {
            throw PipelineException.badInput("array " + array + ": expected plain values, got pickled objects, which are never loaded");
        }
        int size = fits && !matcher.group(3).isEmpty() ? Integer.parseInt(matcher.group(3)) : -1;
        if (!known(kind, size)) {
            throw PipelineException.badInput("array " + array
                    + ": expected element type f2 f4 f8, i1..i8, u1..u8, b1, U or S, got " + Text.shortened(description));
        }
        ByteOrder order = matcher.group(1).equals(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
        return new NpyType(kind, kind == 'U' ? size * 4 : size, order);
    }

    private static boolean known(char kind, int size) {
        boolean power = size == 1 || size == 2 || size == 4 || size == 8;
        return switch (kind) {
            case 'f' -> power && size > 1;
            case 'i', 'u' -> power;
            case 'b' -> size == 1;
            case 'U', 'S' -> size >= 1 && size <= LONGEST_TEXT;
            default -> false;
        };
    }

    boolean isNumber() {
        return kind == 'f' || isInteger();
    }

    boolean isInteger() {
        return kind == 'i' || kind == 'u' || kind == 'b';
    }

    boolean isText() {
        return kind == 'U' || kind == 'S';
    }

    @Override
    public String toString() {
        return kind + Integer.toString(kind == 'U' ? bytes / 4 : bytes);
    }
}
