package org.egoscope.perception.internal.hands;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Regions of skin colour: grown from sure pixels over less sure ones, then cut where two arms that come in at different places touch.
 * Arrays are used again for the next frame.
 */
final class SkinRegions {
    private static final float SURE = 0.5f;
    private static final float ENOUGH = 0.3f;
    /** Share of a region's pixels that must be sure. */
    private static final double SURE_SHARE = 0.25;
    /** Share of the height above which a side edge is not where the wearer's arms come in. */
    private static final double ENTRY_FROM_HEIGHT = 0.3;
    private static final int EDGE_DEPTH = 2;
    private static final int LEAST_ENTRY = 4;
    private static final int LEAST_GAP = 8;

    private final int width;
    private final int height;
    private final float[] smooth;
    private final boolean[] mask;
    private final boolean[] seen;
    private final int[] queue;
    private final byte[] owner;
    private final int[] perimeter;

    SkinRegions(int width, int height) {
        this.width = width;
        this.height = height;
        smooth = new float[width * height];
        mask = new boolean[width * height];
        seen = new boolean[width * height];
        queue = new int[width * height];
        owner = new byte[width * height];
        perimeter = perimeter(width, height);
    }

    /** Edge pixels from the left side's middle down, along the bottom and up the right side. */
    private static int[] perimeter(int width, int height) {
        int top = (int) (ENTRY_FROM_HEIGHT * height);
        int side = height - top;
        int[] pixels = new int[2 * side + width - 2];
        int count = 0;
        for (int y = top; y < height; y++) {
            pixels[count++] = y * width;
        }
        for (int x = 1; x < width - 1; x++) {
            pixels[count++] = (height - 1) * width + x;
        }
        for (int y = height - 1; y >= top; y--) {
            pixels[count++] = y * width + width - 1;
        }
        return pixels;
    }

    /** @param likelihood of skin per pixel */
    List<SkinBlob> find(float[] likelihood, int minimumPixels) {
        blur(likelihood);
        for (int i = 0; i < mask.length; i++) {
            mask[i] = smooth[i] >= ENOUGH;
        }
        Arrays.fill(seen, false);
        List<SkinBlob> blobs = new ArrayList<>();
        for (int start = 0; start < mask.length; start++) {
            if (mask[start] && !seen[start]) {
                int count = flood(start);
                if (count >= minimumPixels && sureShare(count) >= SURE_SHARE) {
                    addBlobs(Arrays.copyOf(queue, count), minimumPixels, blobs);
                }
            }
        }
        blobs.forEach(this::measure);
        return blobs;
    }

    private void measure(SkinBlob blob) {
        double sum = 0;
        for (int at : blob.pixels) {
            sum += smooth[at];
        }
        blob.meanLikelihood = sum / blob.pixels.length;
    }

    /** Mean of 3 x 3, at the edges of what there is. */
    private void blur(float[] source) {
        for (int y = 0; y < height; y++) {
            int above = Math.max(0, y - 1) * width;
            int below = Math.min(height - 1, y + 1) * width;
            int row = y * width;
            float left = source[above] + source[row] + source[below];
            float middle = left;
            for (int x = 0; x < width; x++) {
                int next = Math.min(width - 1, x + 1);
                float rightColumn = source[above + next] + source[row + next] + source[below + next];
                smooth[row + x] = (left + middle + rightColumn) / 9;
                left = middle;
                middle = rightColumn;
            }
        }
    }

    private double sureShare(int count) {
        int sure = 0;
        for (int i = 0; i < count; i++) {
            sure += smooth[queue[i]] >= SURE ? 1 : 0;
        }
        return (double) sure / count;
    }

    private int flood(int start) {
        int tail = 0;
        queue[tail++] = start;
        seen[start] = true;
        for (int head = 0; head < tail; head++) {
            int at = queue[head];
            int x = at % width;
            tail = visit(x > 0, at - 1, tail);
            tail = visit(x + 1 < width, at + 1, tail);
            tail = visit(at >= width, at - width, tail);
            tail = visit(at + width < mask.length, at + width, tail);
        }
        return tail;
    }

    private int visit(boolean exists, int at, int tail) {
        if (exists && mask[at] && !seen[at]) {
            seen[at] = true;
            queue[tail] = at;
            return tail + 1;
        }
        return tail;
    }

    private void addBlobs(int[] pixels, int minimumPixels, List<SkinBlob> blobs) {
        for (int at : pixels) {
            owner[at] = 1;
        }
        List<int[]> entries = entries();
        for (int at : pixels) {
            owner[at] = 0;
        }
        if (entries.size() < 2) {
            blobs.add(new SkinBlob(pixels, entries.isEmpty() ? new int[0] : entries.get(0), width));
        } else {
            for (int i = 0; i < entries.size(); i++) {
                int[] part = nearestTo(i, entries, pixels);
                if (part.length >= minimumPixels) {
                    blobs.add(new SkinBlob(part, entries.get(i), width));
                }
            }
        }
    }

    /** Runs of the region (owner 1) along the perimeter, small gaps closed. */
    private List<int[]> entries() {
        List<int[]> entries = new ArrayList<>();
        int[] run = new int[perimeter.length];
        int count = 0;
        int gap = 0;
        for (int at : perimeter) {
            if (touches(at)) {
                run[count++] = at;
                gap = 0;
            } else if (++gap > LEAST_GAP) {
                if (count >= LEAST_ENTRY) {
                    entries.add(Arrays.copyOf(run, count));
                }
                count = 0;
            }
        }
        if (count >= LEAST_ENTRY) {
            entries.add(Arrays.copyOf(run, count));
        }
        return entries;
    }

    private boolean touches(int edge) {
        int x = edge % width;
        int y = edge / width;
        int stepX = x == 0 ? 1 : x == width - 1 ? -1 : 0;
        int stepY = y == height - 1 ? -1 : 0;
        for (int depth = 0; depth < EDGE_DEPTH; depth++) {
            if (owner[(y + depth * stepY) * width + x + depth * stepX] == 1) {
                return true;
            }
        }
        return false;
    }

    /** Pixels whose way through the region to entry {@code index} is not longer than to any other. */
    private int[] nearestTo(int index, List<int[]> entries, int[] pixels) {
        for (int at : pixels) {
            owner[at] = -1;
        }
        int tail = 0;
        for (int i = 0; i < entries.size(); i++) {
            for (int at : entries.get(i)) {
                owner[at] = (byte) (i + 1);
                queue[tail++] = at;
            }
        }
        for (int head = 0; head < tail; head++) {
            int at = queue[head];
            int x = at % width;
            tail = claim(x > 0, at, at - 1, tail);
            tail = claim(x + 1 < width, at, at + 1, tail);
            tail = claim(at >= width, at, at - width, tail);
            tail = claim(at + width < mask.length, at, at + width, tail);
        }
        int[] part = new int[pixels.length];
        int count = 0;
        for (int at : pixels) {
            if (owner[at] == index + 1) {
                part[count++] = at;
            }
        }
        for (int i = 0; i < tail; i++) {
            owner[queue[i]] = 0;
        }
        for (int at : pixels) {
            owner[at] = 0;
        }
        return Arrays.copyOf(part, count);
    }

    private int claim(boolean exists, int from, int at, int tail) {
        if (exists && owner[at] == -1) {
            owner[at] = owner[from];
            queue[tail] = at;
            return tail + 1;
        }
        return tail;
    }
}
