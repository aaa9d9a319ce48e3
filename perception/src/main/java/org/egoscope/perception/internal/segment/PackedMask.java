package org.egoscope.perception.internal.segment;

/** A mask of cells with one bit for each, so that hundreds of pairs are compared in no time. */
final class PackedMask {
    private final long[] words;
    private final int area;

    /** @param cells 1 inside, 0 outside */
    PackedMask(byte[] cells) {
        words = new long[(cells.length + 63) / 64];
        int inside = 0;
        for (int cell = 0; cell < cells.length; cell++) {
            words[cell >> 6] |= (long) cells[cell] << (cell & 63);
            inside += cells[cell];
        }
        area = inside;
    }

    int area() {
        return area;
    }

    /** 0 where both are empty. The masks must have the same number of cells. */
    double iou(PackedMask other) {
        int common = 0;
        for (int i = 0; i < words.length; i++) {
            common += Long.bitCount(words[i] & other.words[i]);
        }
        int either = area + other.area - common;
        return either == 0 ? 0 : (double) common / either;
    }
}
