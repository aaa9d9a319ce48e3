package org.egoscope.perception.internal.hands;

/** Change of brightness between two small pictures after the shift of the whole (the head's motion) is taken out. */
final class BackgroundMotion {
    private static final int MAX_SHIFT = 12;
    private static final int STEP = 4;
    private static final float NO_CHANGE = 0;

    private BackgroundMotion() {}

    /** Fills {@code changes} with the absolute difference per pixel, 0 where there is no counterpart; returns its mean. */
    static double measure(float[] before, SmallPicture now, float[] changes) {
        int[] shift = bestShift(before, now);
        double sum = 0;
        for (int y = 0; y < now.height; y++) {
            for (int x = 0; x < now.width; x++) {
                int at = y * now.width + x;
                int fromX = x + shift[0];
                int fromY = y + shift[1];
                boolean inside = fromX >= 0 && fromY >= 0 && fromX < now.width && fromY < now.height;
                changes[at] = inside ? Math.abs(now.luma[at] - before[fromY * now.width + fromX]) : NO_CHANGE;
                sum += changes[at];
            }
        }
        return sum / now.pixels();
    }

    /** Coarse, then fine; the first of equal ones. */
    private static int[] bestShift(float[] before, SmallPicture now) {
        int[] best = {0, 0};
        double least = difference(before, now, 0, 0);
        for (int step = 3; step >= 1; step -= 2) {
            int reach = step == 3 ? MAX_SHIFT : 2;
            int[] origin = best.clone();
            for (int dy = -reach; dy <= reach; dy += step) {
                for (int dx = -reach; dx <= reach; dx += step) {
                    double difference = difference(before, now, origin[0] + dx, origin[1] + dy);
                    if (difference < least) {
                        least = difference;
                        best = new int[] {origin[0] + dx, origin[1] + dy};
                    }
                }
            }
        }
        return best;
    }

    private static double difference(float[] before, SmallPicture now, int dx, int dy) {
        double sum = 0;
        int count = 0;
        for (int y = Math.max(0, -dy); y < now.height - Math.max(0, dy); y += STEP) {
            for (int x = Math.max(0, -dx); x < now.width - Math.max(0, dx); x += STEP) {
                sum += Math.min(40, Math.abs(now.luma[y * now.width + x] - before[(y + dy) * now.width + x + dx]));
                count++;
            }
        }
        return sum / count;
    }
}
