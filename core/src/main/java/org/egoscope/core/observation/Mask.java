package org.egoscope.core.observation;

import java.util.Arrays;
import java.util.function.IntConsumer;
import org.egoscope.core.Shape;
import org.egoscope.core.geometry.ImageSize;

/**
 * A binary mask of the working image as run lengths, COCO convention: column-major (down the first column, then the next),
 * runs alternate between 0 and 1, the first run counts zeros and may be 0. The runs sum up to width x height.
 */
public final class Mask {
    /** First character of compressed runs. */
    private static final int CODE_START = '0';

    /** Of the last five bits that may belong to an int. */
    private static final int MAX_SHIFT = 30;

    private final ImageSize size;
    private final int[] runs;
    private final int area;

    private Mask(ImageSize size, int[] runs) {
        this.size = size;
        this.runs = runs;
        this.area = areaOf(runs);
    }

    /** Checks and copies the runs. */
    public static Mask ofRuns(ImageSize size, int[] runs) {
        long sum = 0;
        for (int run : runs) {
            if (run < 0) {
                throw new IllegalArgumentException("mask run: expected >= 0, got " + run);
            }
            sum += run;
        }
        if (sum != size.pixels()) {
            throw new IllegalArgumentException("mask runs: expected sum " + size.pixels() + " for " + size + ", got " + sum);
        }
        return new Mask(size, runs.clone());
    }

    /** From a row-major bitmap; any non-zero byte is inside. */
    public static Mask ofBitmap(ImageSize size, @Shape("H W") byte[] bitmap) {
        if (bitmap.length != size.pixels()) {
            throw new IllegalArgumentException("bitmap: expected " + size.pixels() + " bytes for " + size + ", got " + bitmap.length);
        }
        int[] runs = new int[64];
        int count = 0;
        int length = 0;
        boolean inside = false;
        for (int x = 0; x < size.width(); x++) {
            for (int y = 0, at = x; y < size.height(); y++, at += size.width()) {
                if ((bitmap[at] != 0) != inside) {
                    runs = append(runs, count++, length);
                    inside = !inside;
                    length = 0;
                }
                length++;
            }
        }
        runs = append(runs, count++, length);
        return new Mask(size, Arrays.copyOf(runs, count));
    }

    /**
     * From COCO's compressed run lengths, see {@link #toCompressedRuns()}.
     *
     * @throws IllegalArgumentException if the text ends within a number, has other characters, or its runs do not fit the size
     */
    public static Mask ofCompressedRuns(ImageSize size, String text) {
        int[] runs = new int[16];
        int count = 0;
        int at = 0;
        while (at < text.length()) {
            int value = 0;
            int shift = 0;
            int bits;
            do {
                bits = at < text.length() ? text.charAt(at++) - CODE_START : -1;
                if (bits < 0 || bits > 0x3f || shift > MAX_SHIFT) {
                    throw new IllegalArgumentException("compressed runs: expected numbers of 5 bits a character, got " + text);
                }
                value |= (bits & 0x1f) << shift;
                shift += 5;
            } while ((bits & 0x20) != 0);
            if ((bits & 0x10) != 0 && shift < Integer.SIZE) {
                value |= -1 << shift;
            }
            runs = append(runs, count, count > 2 ? value + runs[count - 2] : value);
            count++;
        }
        return ofRuns(size, Arrays.copyOf(runs, count));
    }

    private static int[] append(int[] runs, int count, int value) {
        int[] target = count < runs.length ? runs : Arrays.copyOf(runs, runs.length * 2);
        target[count] = value;
        return target;
    }

    private static int areaOf(int[] runs) {
        int area = 0;
        for (int i = 1; i < runs.length; i += 2) {
            area += runs[i];
        }
        return area;
    }

    public ImageSize size() {
        return size;
    }

    /** Number of pixels inside. */
    public int area() {
        return area;
    }

    /** A copy of the run lengths. */
    public int[] toRuns() {
        return runs.clone();
    }

    /**
     * The runs as COCO writes them: five bits a character from {@code '0'}, lowest first; bit 0x20 says that more follow, bit 0x10 of the
     * last is the sign; from the fourth run on the difference to the run two before is stored (cocoapi, rleToString).
     */
    public String toCompressedRuns() {
        StringBuilder text = new StringBuilder(runs.length * 2);
        for (int i = 0; i < runs.length; i++) {
            int value = i > 2 ? runs[i] - runs[i - 2] : runs[i];
            boolean more = true;
            while (more) {
                int bits = value & 0x1f;
                value >>= 5;
                more = (bits & 0x10) != 0 ? value != -1 : value != 0;
                text.append((char) ((more ? bits | 0x20 : bits) + CODE_START));
            }
        }
        return text.toString();
    }

    public int runCount() {
        return runs.length;
    }

    /** Writes 1 for inside and 0 for outside into a row-major bitmap. */
    public void copyTo(@Shape("H W") byte[] bitmap) {
        int position = 0;
        for (int i = 0; i < runs.length; i++) {
            byte value = (byte) (i & 1);
            for (int end = position + runs[i]; position < end; position++) {
                bitmap[position % size.height() * size.width() + position / size.height()] = value;
            }
        }
    }

    /** Gives the row-major index of each pixel inside, column by column. */
    public void forEachInside(IntConsumer pixel) {
        int position = 0;
        for (int i = 0; i < runs.length; i++) {
            int end = position + runs[i];
            for (; (i & 1) == 1 && position < end; position++) {
                pixel.accept(position % size.height() * size.width() + position / size.height());
            }
            position = end;
        }
    }

    public boolean contains(int x, int y) {
        if (x < 0 || y < 0 || x >= size.width() || y >= size.height()) {
            return false;
        }
        int position = x * size.height() + y;
        int end = 0;
        for (int i = 0; i < runs.length; i++) {
            end += runs[i];
            if (position < end) {
                return (i & 1) == 1;
            }
        }
        return false;
    }

    /** Tight box of the pixels inside; an empty mask gives a box of no size at the origin. */
    public BoundingBox boundingBox() {
        int minX = Integer.MAX_VALUE;
        int maxX = -1;
        int minY = Integer.MAX_VALUE;
        int maxY = -1;
        int position = 0;
        int height = size.height();
        for (int i = 0; i < runs.length; i++) {
            int end = position + runs[i];
            if ((i & 1) == 1 && runs[i] > 0) {
                minX = Math.min(minX, position / height);
                maxX = Math.max(maxX, (end - 1) / height);
                boolean spansColumns = position / height != (end - 1) / height;
                minY = Math.min(minY, spansColumns ? 0 : position % height);
                maxY = Math.max(maxY, spansColumns ? height - 1 : (end - 1) % height);
            }
            position = end;
        }
        return maxX < 0 ? new BoundingBox(0, 0, 0, 0) : new BoundingBox(minX, minY, maxX - minX + 1, maxY - minY + 1);
    }

    /** Pixels inside both. Both must be of the same size. Linear in the number of runs. */
    public int intersectionArea(Mask other) {
        if (!size.equals(other.size)) {
            throw new IllegalArgumentException("masks: expected equal sizes, got " + size + " and " + other.size);
        }
        int i = 0;
        int j = 0;
        int endA = runs[0];
        int endB = other.runs[0];
        int position = 0;
        int common = 0;
        while (i < runs.length && j < other.runs.length) {
            int end = Math.min(endA, endB);
            if ((i & 1) == 1 && (j & 1) == 1) {
                common += end - position;
            }
            position = end;
            if (endA == end && ++i < runs.length) {
                endA += runs[i];
            }
            if (endB == end && ++j < other.runs.length) {
                endB += other.runs[j];
            }
        }
        return common;
    }

    /** Intersection over union, 0..1; two empty masks give 0. */
    public double iou(Mask other) {
        int intersection = intersectionArea(other);
        int union = area + other.area - intersection;
        return union == 0 ? 0 : (double) intersection / union;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Mask that && size.equals(that.size) && Arrays.equals(runs, that.runs);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(runs);
    }

    @Override
    public String toString() {
        return "Mask[" + size + ", area " + area + "]";
    }
}
