package org.egoscope.synthetic;

import java.nio.ByteBuffer;
import java.util.OptionalLong;
import org.egoscope.core.geometry.ImageSize;

/**
 * A frame's number as black and white cells along the top edge, so that loss and duplication can be proven behind any codec.
 *
 * <p>32 cells of equal width over the whole picture, 1/24 of its height: white, black, 20 bits of the number and 8 bits of checksum
 * (CRC-8, polynomial 0x07, of the number's three bytes) from the highest bit, white = 1, then black, white. Cells scale with the picture,
 * so a resized picture reads the same. Reading takes the middle half of each cell against the mean of the four guard cells.
 */
public final class FrameStrip {
    private static final int NUMBER_BITS = 20;

    /** Largest number that fits. */
    public static final int MAX_NUMBER = (1 << NUMBER_BITS) - 1;

    private static final int CELLS = 32;
    private static final int CHECK_BITS = 8;
    private static final int HEIGHT_SHARE = 24;
    private static final byte WHITE = (byte) 235;
    private static final byte BLACK = 16;

    /** Guards must differ by this many levels, else there is no strip. */
    private static final double LEAST_CONTRAST = 60;

    private FrameStrip() {}

    /** Rows that the strip covers. */
    public static int height(ImageSize size) {
        return Math.max(2, size.height() / HEIGHT_SHARE);
    }

    /** Draws over the top edge of an RGB picture. */
    public static void draw(ByteBuffer rgb, ImageSize size, long number) {
        if (number < 0 || number > MAX_NUMBER) {
            throw new IllegalArgumentException("strip number: expected 0.." + MAX_NUMBER + ", got " + number);
        }
        int bits = encode((int) number);
        for (int y = 0; y < height(size); y++) {
            for (int x = 0; x < size.width(); x++) {
                int cell = x * CELLS / size.width();
                byte level = (bits >>> (CELLS - 1 - cell) & 1) == 1 ? WHITE : BLACK;
                int at = (y * size.width() + x) * 3;
                rgb.put(at, level).put(at + 1, level).put(at + 2, level);
            }
        }
    }

    private static int encode(int number) {
        int payload = number << CHECK_BITS | checksum(number);
        return 0b10 << CELLS - 2 | payload << 2 | 0b01;
    }

    static int checksum(int number) {
        int crc = 0x5A;
        for (int shift = 16; shift >= 0; shift -= 8) {
            crc ^= number >> shift & 255;
            for (int bit = 0; bit < 8; bit++) {
                crc = (crc << 1 ^ ((crc & 128) != 0 ? 0x07 : 0)) & 255;
            }
        }
        return crc;
    }

    /** The number, or empty if there is no strip or its checksum is wrong. */
    public static OptionalLong read(ByteBuffer rgb, ImageSize size) {
        double[] levels = new double[CELLS];
        for (int cell = 0; cell < CELLS; cell++) {
            levels[cell] = level(rgb, size, cell);
        }
        double white = (levels[0] + levels[CELLS - 1]) / 2;
        double black = (levels[1] + levels[CELLS - 2]) / 2;
        double contrast = Math.min(levels[0], levels[CELLS - 1]) - Math.max(levels[1], levels[CELLS - 2]);
        if (contrast < LEAST_CONTRAST) {
            return OptionalLong.empty();
        }
        int payload = 0;
        for (int cell = 2; cell < CELLS - 2; cell++) {
            payload = payload << 1 | (levels[cell] > (white + black) / 2 ? 1 : 0);
        }
        int number = payload >>> CHECK_BITS;
        boolean valid = checksum(number) == (payload & 255);
        return valid ? OptionalLong.of(number) : OptionalLong.empty();
    }

    private static double level(ByteBuffer rgb, ImageSize size, int cell) {
        double cellWidth = (double) size.width() / CELLS;
        double rows = (double) size.height() / HEIGHT_SHARE;
        int x0 = (int) (cellWidth * (cell + 0.25));
        int x1 = Math.max(x0 + 1, (int) Math.ceil(cellWidth * (cell + 0.75)));
        int y0 = (int) (rows * 0.2);
        int y1 = Math.max(y0 + 1, (int) (rows * 0.7));
        long sum = 0;
        for (int y = y0; y < y1; y++) {
            for (int x = x0; x < Math.min(x1, size.width()); x++) {
                int at = (y * size.width() + x) * 3;
                sum += (rgb.get(at) & 255) + (rgb.get(at + 1) & 255) + (rgb.get(at + 2) & 255);
            }
        }
        return sum / (3.0 * (y1 - y0) * (x1 - x0));
    }
}
