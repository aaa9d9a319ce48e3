package org.egoscope.perception.internal.segment;

import java.util.Arrays;
import org.egoscope.core.Shape;

/**
 * Cuts an edge map into many small regions whose borders lie on the ridges of the map: marker-controlled flooding (Meyer 1992).
 *
 * <p>Markers are the lowest plateaus of a landscape in steps: edge strength, and where that is flat, nearness to an edge. So a flat area
 * that narrows, as at a gap in a contour, is flooded from both sides and cut at the neck, and a spot between two close edges gets a marker
 * too; the hierarchy decides later which cuts are real.
 * Work arrays are kept between calls; a call allocates nothing.
 */
public final class Watershed {
    /** Below this edge strength a pixel is flat: 0.12 of 1, from the decoding rule of the edge network's card. */
    private static final int FLAT_LEVEL = 31;

    /** Flat pixels are lower the farther they are from an edge, in these steps of pixels. */
    private static final int[] CLASS_STARTS = {3, 6, 11, 20, 36};

    /** Height of a step of the landscape where it is not flat; shallower dents are no markers. */
    private static final int LEVEL_STEP = 16;

    /** Smaller dents are noise; the widest place of a flat area counts even if it is a single pixel. */
    private static final int LEAST_MARKER = 4;

    private static final int LEVELS = 256;

    private final int width;
    private final int height;
    private final int[] level;
    private final int[] distance;
    private final byte[] landscape;
    private final int[] labels;
    private final int[] stack;
    private final int[] next;
    private boolean plateauIsMinimum;
    private final int[] head = new int[LEVELS];
    private final int[] tail = new int[LEVELS];

    public Watershed(int width, int height) {
        this.width = width;
        this.height = height;
        int pixels = width * height;
        level = new int[pixels];
        distance = new int[pixels];
        landscape = new byte[pixels];
        labels = new int[pixels];
        stack = new int[pixels];
        next = new int[pixels];
    }

    /** Fills {@link #labels} with region numbers 0..count-1 and returns the count (at least 1). */
    public int run(@Shape("H W") float[] edges) {
        for (int p = 0; p < level.length; p++) {
            level[p] = Math.max(0, Math.min(255, (int) (edges[p] * 255)));
        }
        measureDistance();
        shapeLandscape();
        int count = placeMarkers();
        if (count == 0) {
            labels[lowestPixel()] = 0;
            count = 1;
        }
        flood();
        return count;
    }

    /** Row-major region numbers of the last run; valid until the next. */
    public @Shape("H W") int[] labels() {
        return labels;
    }

    /** City-block distance to the nearest pixel that is not flat. */
    private void measureDistance() {
        int far = width + height;
        for (int y = 0, p = 0; y < height; y++) {
            for (int x = 0; x < width; x++, p++) {
                int d = level[p] >= FLAT_LEVEL ? 0 : far;
                d = x > 0 ? Math.min(d, distance[p - 1] + 1) : d;
                distance[p] = y > 0 ? Math.min(d, distance[p - width] + 1) : d;
            }
        }
        for (int y = height - 1, p = level.length - 1; y >= 0; y--) {
            for (int x = width - 1; x >= 0; x--, p--) {
                int d = distance[p];
                d = x < width - 1 ? Math.min(d, distance[p + 1] + 1) : d;
                distance[p] = y < height - 1 ? Math.min(d, distance[p + width] + 1) : d;
            }
        }
    }

    private void shapeLandscape() {
        for (int p = 0; p < distance.length; p++) {
            int c = 0;
            while (c < CLASS_STARTS.length && distance[p] >= CLASS_STARTS[c]) {
                c++;
            }
            int step = (level[p] - FLAT_LEVEL) / LEVEL_STEP;
            landscape[p] = (byte) (level[p] < FLAT_LEVEL ? CLASS_STARTS.length - c : CLASS_STARTS.length + 1 + step);
        }
    }

    private int placeMarkers() {
        Arrays.fill(labels, -1);
        int count = 0;
        for (int p = 0; p < labels.length; p++) {
            if (labels[p] == -1) {
                int size = collectPlateau(p);
                boolean marker = plateauIsMinimum && (size >= LEAST_MARKER || level[p] < FLAT_LEVEL);
                for (int i = 0; i < size; i++) {
                    labels[stack[i]] = marker ? count : -2;
                }
                count += marker ? 1 : 0;
            }
        }
        return count;
    }

    /** Collects one plateau into the stack and notes whether all its neighbours lie higher. */
    private int collectPlateau(int start) {
        byte value = landscape[start];
        plateauIsMinimum = true;
        int size = 0;
        stack[size++] = start;
        labels[start] = -2;
        for (int i = 0; i < size; i++) {
            int p = stack[i];
            int x = p % width;
            for (int side = 0; side < 4; side++) {
                int n = neighbour(p, x, side);
                if (n < 0) {
                    continue;
                }
                plateauIsMinimum &= landscape[n] >= value;
                if (landscape[n] == value && labels[n] == -1) {
                    labels[n] = -2;
                    stack[size++] = n;
                }
            }
        }
        return size;
    }

    private int neighbour(int p, int x, int side) {
        return switch (side) {
            case 0 -> x > 0 ? p - 1 : -1;
            case 1 -> x < width - 1 ? p + 1 : -1;
            case 2 -> p - width;
            default -> p + width < level.length ? p + width : -1;
        };
    }

    private int lowestPixel() {
        int best = 0;
        for (int p = 1; p < level.length; p++) {
            best = level[p] < level[best] ? p : best;
        }
        return best;
    }

    /** Flat pixels flood in order of falling distance from edges, then the others in order of rising edge strength. */
    private int priority(int p) {
        return level[p] < FLAT_LEVEL ? Math.max(0, FLAT_LEVEL - 1 - distance[p]) : level[p];
    }

    private void flood() {
        Arrays.fill(head, -1);
        for (int p = 0; p < labels.length; p++) {
            if (labels[p] >= 0) {
                enqueue(p, priority(p));
            }
        }
        for (int current = 0; current < LEVELS; current++) {
            while (head[current] >= 0) {
                int p = head[current];
                head[current] = next[p];
                int x = p % width;
                for (int side = 0; side < 4; side++) {
                    int n = neighbour(p, x, side);
                    if (n >= 0 && labels[n] < 0) {
                        labels[n] = labels[p];
                        enqueue(n, Math.max(current, priority(n)));
                    }
                }
            }
        }
    }

    private void enqueue(int p, int queue) {
        next[p] = -1;
        if (head[queue] < 0) {
            head[queue] = p;
        } else {
            next[tail[queue]] = p;
        }
        tail[queue] = p;
    }
}
