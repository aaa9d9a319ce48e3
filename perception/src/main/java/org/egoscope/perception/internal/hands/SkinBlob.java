package org.egoscope.perception.internal.hands;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A connected region of skin colour in the small picture. Pixel indices rise. */
final class SkinBlob {
    /** How far around itself a blob looks for its sleeve, in square roots of its area. */
    private static final double RING_SIZES = 4;

    final int[] pixels;
    final int width;
    final int height;
    double middleX;
    double middleY;
    double meanLikelihood;
    double meanBlue;
    double meanRed;
    /** Direction of largest spread, unit, pointing up the picture. */
    double axisX;
    double axisY;
    /** Standard deviations along and across the axis. */
    double length;
    double breadth;
    /** Where the arm comes in: middle of the pixels on the bottom edge or the lower part of a side; NaN if it touches none. */
    double entryX = Double.NaN;
    double entryY = Double.NaN;
    /** Change of brightness since the last frame, mean over the blob. */
    double change;

    private SkinBlob(int[] pixels, int width, int height) {
        this.pixels = pixels;
        this.width = width;
        this.height = height;
    }

    /** Regions of at least {@code minimumPixels}, in order of their first pixel. Four-connected. */
    static List<SkinBlob> find(boolean[] mask, int width, int height, int minimumPixels) {
        boolean[] seen = new boolean[mask.length];
        int[] queue = new int[mask.length];
        List<SkinBlob> blobs = new ArrayList<>();
        for (int start = 0; start < mask.length; start++) {
            if (mask[start] && !seen[start]) {
                int count = flood(mask, seen, queue, start, width);
                if (count >= minimumPixels) {
                    int[] pixels = Arrays.copyOf(queue, count);
                    Arrays.sort(pixels);
                    blobs.add(new SkinBlob(pixels, width, height));
                }
            }
        }
        return blobs;
    }

    private static int flood(boolean[] mask, boolean[] seen, int[] queue, int start, int width) {
        int tail = 0;
        queue[tail++] = start;
        seen[start] = true;
        for (int head = 0; head < tail; head++) {
            int at = queue[head];
            int x = at % width;
            int[] next = {x > 0 ? at - 1 : -1, x + 1 < width ? at + 1 : -1, at - width, at + width};
            for (int one : next) {
                if (one >= 0 && one < mask.length && mask[one] && !seen[one]) {
                    seen[one] = true;
                    queue[tail++] = one;
                }
            }
        }
        return tail;
    }

    void measure(SmallPicture picture, float[] likelihood, float[] changes) {
        double sumXx = 0;
        double sumXy = 0;
        double sumYy = 0;
        for (int at : pixels) {
            middleX += at % width;
            middleY += at / width;
            meanLikelihood += likelihood[at];
            meanBlue += picture.blueDifference[at];
            meanRed += picture.redDifference[at];
            change += changes[at];
        }
        double count = pixels.length;
        middleX /= count;
        middleY /= count;
        meanLikelihood /= count;
        meanBlue /= count;
        meanRed /= count;
        change /= count;
        for (int at : pixels) {
            double dx = at % width - middleX;
            double dy = at / width - middleY;
            sumXx += dx * dx;
            sumXy += dx * dy;
            sumYy += dy * dy;
        }
        principalAxis(sumXx / count, sumXy / count, sumYy / count);
        findEntry();
    }

    private void principalAxis(double xx, double xy, double yy) {
        double half = (xx + yy) / 2;
        double root = Math.sqrt(Math.max(0, (xx - yy) * (xx - yy) / 4 + xy * xy));
        double angle = Math.atan2(2 * xy, xx - yy) / 2;
        axisX = Math.cos(angle);
        axisY = Math.sin(angle);
        if (axisY > 0) {
            axisX = -axisX;
            axisY = -axisY;
        }
        length = Math.sqrt(Math.max(0, half + root));
        breadth = Math.sqrt(Math.max(0, half - root));
    }

    private void findEntry() {
        double sumX = 0;
        double sumY = 0;
        int count = 0;
        for (int at : pixels) {
            int x = at % width;
            int y = at / width;
            boolean lowerSide = y > height * 0.35 && (x == 0 || x == width - 1);
            if (y == height - 1 || lowerSide) {
                sumX += x;
                sumY += y;
                count++;
            }
        }
        if (count > 1) {
            entryX = sumX / count;
            entryY = sumY / count;
        }
    }

    boolean entersFromBorder() {
        return !Double.isNaN(entryX);
    }

    /** Sum of unit vectors from the blob to what moves around it (a sleeve follows the hand), weighted by the change. */
    double[] pullOfMotion(float[] changes, double meanChange) {
        double size = Math.sqrt(pixels.length);
        int reach = (int) (RING_SIZES * size);
        double x = 0;
        double y = 0;
        for (int v = Math.max(0, (int) middleY - reach); v < Math.min(height, (int) middleY + reach); v++) {
            for (int u = Math.max(0, (int) middleX - reach); u < Math.min(width, (int) middleX + reach); u++) {
                double dx = u - middleX;
                double dy = v - middleY;
                double distance = Math.hypot(dx, dy);
                double weight = changes[v * width + u] - 2 * meanChange;
                if (weight > 0 && distance > size) {
                    x += weight * dx / distance;
                    y += weight * dy / distance;
                }
            }
        }
        return new double[] {x / pixels.length, y / pixels.length};
    }
}
