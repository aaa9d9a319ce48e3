package org.egoscope.perception.internal.hands;

import java.util.Arrays;

/**
 * Finds the hand at the end of an arm: the way through the region from where the arm comes in to the farthest point, the palm as the
 * largest circle near that end, the wrist a little before it. Arrays are used again for the next region.
 */
final class HandEnd {
    /** The palm's middle is looked for within this many median radii of the arm from the farthest point. */
    private static final double SEARCH_RADII = 4;
    /** Radii of the palm's circle from its middle to the wrist. */
    private static final double WRIST_RADII = 1.7;
    /** How often the search is widened where no palm is found. */
    private static final int WIDENINGS = 3;
    private static final int UNREACHED = Integer.MAX_VALUE;

    private final int width;
    private final int height;
    private final int[] way;
    private final float[] inner;
    private final int[] queue;

    /** All in small pixels. */
    double wristX;
    double wristY;
    double tipX;
    double tipY;
    double palmX;
    double palmY;
    double palmRadius;
    /** Way from the arm's end to the wrist and to the farthest point. */
    double wristWay;
    double longestWay;

    HandEnd(int width, int height) {
        this.width = width;
        this.height = height;
        way = new int[width * height];
        inner = new float[width * height];
        queue = new int[width * height];
        Arrays.fill(way, UNREACHED);
    }

    /** @param arm unit direction from hand to arm, used where the region does not come in over the edge */
    void measure(SkinBlob blob, double armX, double armY) {
        for (int at : blob.pixels) {
            way[at] = -1;
        }
        innerDistances(blob);
        int reached = spread(blob.entersFromBorder() ? blob.entry : armEnd(blob, armX, armY));
        longestWay = way[queue[reached - 1]];
        findPalm(reached, blob.entersFromBorder());
        findTipAndWrist(reached, armX, armY);
        for (int at : blob.pixels) {
            way[at] = UNREACHED;
        }
    }

    private static int[] armEnd(SkinBlob blob, double armX, double armY) {
        double farthest = -Double.MAX_VALUE;
        for (int at : blob.pixels) {
            farthest = Math.max(farthest, at % blob.width * armX + at / blob.width * armY);
        }
        int[] end = new int[blob.pixels.length];
        int count = 0;
        for (int at : blob.pixels) {
            if (at % blob.width * armX + at / blob.width * armY > farthest - 2) {
                end[count++] = at;
            }
        }
        return Arrays.copyOf(end, count);
    }

    /** City-block-free distance to the region's outline: two chamfer passes of 1 and 1.4; the picture's edge is no outline. */
    private void innerDistances(SkinBlob blob) {
        int[] sorted = blob.pixels.clone();
        Arrays.sort(sorted);
        for (int at : sorted) {
            inner[at] = Math.min(Math.min(step(at, -1, 0, 1), step(at, 0, -1, 1)), Math.min(step(at, -1, -1, 1.4f), step(at, 1, -1, 1.4f)));
        }
        for (int i = sorted.length - 1; i >= 0; i--) {
            int at = sorted[i];
            float back = Math.min(Math.min(step(at, 1, 0, 1), step(at, 0, 1, 1)), Math.min(step(at, 1, 1, 1.4f), step(at, -1, 1, 1.4f)));
            inner[at] = Math.min(inner[at], back);
        }
    }

    private float step(int at, int dx, int dy, float length) {
        int x = at % width + dx;
        int y = at / width + dy;
        if (x < 0 || y < 0 || x >= width || y >= height) {
            return Float.MAX_VALUE / 4;
        }
        int next = y * width + x;
        return way[next] == UNREACHED ? length : inner[next] + length;
    }

    /** Ways in steps, four and eight neighbours in turn, which is round enough. Returns how many pixels were reached, in rising order. */
    private int spread(int[] from) {
        int tail = 0;
        for (int at : from) {
            if (way[at] == -1) {
                way[at] = 0;
                queue[tail++] = at;
            }
        }
        if (tail == 0) {
            // The entry was seen beside the region's very edge pixels.
            tail = touchNeighbours(from);
        }
        int ringStart = 0;
        for (int distance = 1; ringStart < tail; distance++) {
            int ringEnd = tail;
            for (int i = ringStart; i < ringEnd; i++) {
                tail = reach(queue[i], distance, tail);
            }
            ringStart = ringEnd;
        }
        return tail;
    }

    private int touchNeighbours(int[] from) {
        int tail = 0;
        for (int at : from) {
            tail = reach(at, 0, tail);
        }
        return tail;
    }

    private int reach(int at, int distance, int tail) {
        int x = at % width;
        int y = at / width;
        int end = tail;
        for (int dy = -1; dy <= 1; dy++) {
            for (int dx = -1; dx <= 1; dx++) {
                boolean diagonal = dx != 0 && dy != 0;
                boolean inside = x + dx >= 0 && y + dy >= 0 && x + dx < width && y + dy < height;
                if (inside && !(diagonal && (distance & 1) == 1) && way[at + dy * width + dx] == -1) {
                    way[at + dy * width + dx] = distance;
                    queue[end++] = at + dy * width + dx;
                }
            }
        }
        return end;
    }

    private void findPalm(int reached, boolean isArm) {
        float[] radii = new float[(int) longestWay + 1];
        for (int i = 0; i < reached; i++) {
            radii[way[queue[i]]] = Math.max(radii[way[queue[i]]], inner[queue[i]]);
        }
        float[] sorted = radii.clone();
        Arrays.sort(sorted);
        double window = isArm ? SEARCH_RADII * sorted[sorted.length / 2] : longestWay;
        palmRadius = largestRadius(reached, window);
        for (int i = 0; i < WIDENINGS && SEARCH_RADII * palmRadius > window; i++) {
            window = SEARCH_RADII * palmRadius;
            palmRadius = largestRadius(reached, window);
        }
        double x = 0;
        double y = 0;
        double along = 0;
        int count = 0;
        for (int i = reached - 1; i >= 0 && way[queue[i]] >= longestWay - window; i--) {
            if (inner[queue[i]] > palmRadius - 0.7) {
                x += queue[i] % width;
                y += queue[i] / width;
                along += way[queue[i]];
                count++;
            }
        }
        palmX = x / count;
        palmY = y / count;
        wristWay = Math.max(0, along / count - WRIST_RADII * palmRadius);
    }

    private double largestRadius(int reached, double window) {
        double largest = 0;
        for (int i = reached - 1; i >= 0 && way[queue[i]] >= longestWay - window; i--) {
            largest = Math.max(largest, inner[queue[i]]);
        }
        return largest;
    }

    private void findTipAndWrist(int reached, double armX, double armY) {
        double[] tip = new double[3];
        double[] wrist = new double[3];
        for (int i = 0; i < reached; i++) {
            double[] target = way[queue[i]] >= longestWay - 1 ? tip : Math.abs(way[queue[i]] - wristWay) < 1.5 ? wrist : null;
            if (target != null) {
                target[0] += queue[i] % width;
                target[1] += queue[i] / width;
                target[2]++;
            }
        }
        tipX = tip[0] / tip[2];
        tipY = tip[1] / tip[2];
        wristX = wrist[2] > 0 ? wrist[0] / wrist[2] : palmX + WRIST_RADII * palmRadius * armX;
        wristY = wrist[2] > 0 ? wrist[1] / wrist[2] : palmY + WRIST_RADII * palmRadius * armY;
    }
}
