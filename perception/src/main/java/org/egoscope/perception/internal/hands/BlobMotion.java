package org.egoscope.perception.internal.hands;

/** The shift of one region since the frame before, searched about the shift of the background there, and how far the two differ. */
final class BlobMotion {
    private static final int REACH = 9;
    private static final int SIDE = 2 * REACH + 1;
    /** Shifts within this share of the gain are about as good as the best. */
    private static final double NEARLY_BEST = 0.25;
    private static final int MOST_SAMPLES = 240;
    private static final int LEAST_SAMPLES = 20;
    /** Luma steps across two pixels from which a pixel tells a shift. */
    private static final int LEAST_GRADIENT = 8;
    /** The background's shift is kept unless another explains the region this much better: by ratio and in luma steps. */
    private static final double BETTER_RATIO = 0.75;
    private static final double BETTER_STEPS = 1.5;

    private final double[] differences = new double[SIDE * SIDE];
    private final int[] samples = new int[MOST_SAMPLES];
    private int sampleCount;

    /** Shift of the region's content since the frame before, whole small pixels. */
    int shiftX;
    int shiftY;
    /** Length of the difference to the background's shift; 0 where it moves as the background does or cannot be told. */
    double independent;

    void measure(SkinBlob blob, byte[] before, SmallPicture now, BackgroundMotion background) {
        int backX = (int) Math.round(blob.middleX - background.beforeX(blob.middleX, blob.middleY));
        int backY = (int) Math.round(blob.middleY - background.beforeY(blob.middleX, blob.middleY));
        shiftX = backX;
        shiftY = backY;
        independent = 0;
        if (before.length != now.pixels()) {
            return;
        }
        sample(blob, now);
        if (sampleCount < LEAST_SAMPLES) {
            return;
        }
        double still = difference(before, now, backX, backY);
        double least = search(before, now, backX, backY);
        if (least < BETTER_RATIO * still && least < still - BETTER_STEPS) {
            independent = surelyIndependent(least + NEARLY_BEST * (still - least));
        } else {
            shiftX = backX;
            shiftY = backY;
        }
    }

    private double search(byte[] before, SmallPicture now, int backX, int backY) {
        double least = Double.MAX_VALUE;
        for (int dy = -REACH; dy <= REACH; dy++) {
            for (int dx = -REACH; dx <= REACH; dx++) {
                double difference = difference(before, now, backX + dx, backY + dy);
                differences[(dy + REACH) * SIDE + dx + REACH] = difference;
                if (difference < least) {
                    least = difference;
                    shiftX = backX + dx;
                    shiftY = backY + dy;
                }
            }
        }
        return least;
    }

    /** The smallest difference to the background's shift among shifts that explain the region about as well: an edge may slide along itself. */
    private double surelyIndependent(double nearlyLeast) {
        double smallest = Double.MAX_VALUE;
        for (int i = 0; i < differences.length; i++) {
            if (differences[i] <= nearlyLeast) {
                smallest = Math.min(smallest, Math.hypot(i % SIDE - REACH, i / SIDE - REACH));
            }
        }
        return smallest;
    }

    private void sample(SkinBlob blob, SmallPicture now) {
        int step = Math.max(1, blob.pixels.length / (3 * MOST_SAMPLES));
        sampleCount = 0;
        for (int i = 0; i < blob.pixels.length && sampleCount < MOST_SAMPLES; i += step) {
            int at = blob.pixels[i];
            int x = at % now.width;
            int y = at / now.width;
            if (x > 0 && y > 0 && x + 1 < now.width && y + 1 < now.height) {
                int across = Math.abs(now.luma[at + 1] - now.luma[at - 1]);
                int down = Math.abs(now.luma[at + now.width] - now.luma[at - now.width]);
                if (across + down >= LEAST_GRADIENT) {
                    samples[sampleCount++] = at;
                }
            }
        }
    }

    private double difference(byte[] before, SmallPicture now, int dx, int dy) {
        int sum = 0;
        int count = 0;
        for (int i = 0; i < sampleCount; i++) {
            int x = samples[i] % now.width - dx;
            int y = samples[i] / now.width - dy;
            if (x >= 0 && y >= 0 && x < now.width && y < now.height) {
                sum += Math.abs(now.luma[samples[i]] - (before[y * now.width + x] & 0xff));
                count++;
            }
        }
        return count < sampleCount / 2 ? Double.MAX_VALUE : (double) sum / count;
    }
}
