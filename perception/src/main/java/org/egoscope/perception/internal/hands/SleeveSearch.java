package org.egoscope.perception.internal.hands;

/**
 * From which direction the arm comes to a hand that does not touch the picture's edge: along each ray away from the hand, a sleeve is a
 * band of even colour that differs from what is beside it, and that moves with the hand where the hand moves otherwise than the
 * background. Votes are gathered over time.
 */
final class SleeveSearch {
    static final int DIRECTIONS = 32;
    private static final double DECAY = 0.9;
    /** Samples along a ray lie this far apart, small pixels, and end after this many square roots of the hand's area. */
    private static final double STEP = 2;
    private static final double REACH_SIZES = 3;
    private static final int LEAST_SAMPLES = 4;
    /** Half the width within the band, and the distance of what is beside it, in square roots of the hand's area. */
    private static final double INSIDE = 0.2;
    private static final double BESIDE = 0.95;
    private static final double CONTRAST_CAP = 40;
    private static final double UNEVENNESS_COST = 1.0;
    private static final double MOTION_GAIN = 1.5;
    /** The wearer's arms come from below: worth of straight down against straight up, in units of contrast. */
    private static final double BELOW_GAIN = 18;
    /** Chroma is steadier than luma on cloth: shading and folds. */
    private static final double LUMA_WEIGHT = 0.4;

    private final double[] sum = new double[3];
    private final double[] squares = new double[3];
    private double contrast;
    private double motion;
    private int count;

    /** Adds this frame's evidence to {@code votes}, a decayed mean per direction. */
    void vote(SkinBlob blob, Views views, BlobMotion moved, double[] votes, boolean first) {
        for (int i = 0; i < DIRECTIONS; i++) {
            double angle = angle(i);
            double score = score(blob, views, moved, Math.cos(angle), Math.sin(angle));
            votes[i] = first ? score : DECAY * votes[i] + (1 - DECAY) * score;
        }
    }

    static double angle(int direction) {
        return 2 * Math.PI * direction / DIRECTIONS;
    }

    /** The picture now and before, and the background's motion between them. */
    record Views(SmallPicture now, byte[] before, BackgroundMotion background) {}

    private double score(SkinBlob blob, Views views, BlobMotion moved, double dx, double dy) {
        double size = blob.size();
        double start = edgeOf(blob, dx, dy) + 2;
        reset();
        boolean leaves = false;
        for (double t = start; t < start + REACH_SIZES * size; t += STEP) {
            double x = blob.middleX + t * dx;
            double y = blob.middleY + t * dy;
            if (!inside(views.now(), x, y)) {
                leaves = true;
                break;
            }
            sample(views, x, y, dx * size, dy * size);
            if (moved.independent > 0) {
                motion += movesWith(views, moved, x, y);
            }
        }
        double below = BELOW_GAIN * dy;
        if (count < LEAST_SAMPLES) {
            // The hand is at the edge: the arm is outside, or there is none this way.
            return leaves && dy > -0.3 ? below + CONTRAST_CAP / 2 : below - CONTRAST_CAP;
        }
        double uneven = 0;
        for (int c = 0; c < 3; c++) {
            uneven += Math.max(0, squares[c] / count - sum[c] / count * sum[c] / count);
        }
        return below + contrast / count - UNEVENNESS_COST * Math.sqrt(uneven) + MOTION_GAIN * motion / count;
    }

    private void reset() {
        java.util.Arrays.fill(sum, 0);
        java.util.Arrays.fill(squares, 0);
        contrast = 0;
        motion = 0;
        count = 0;
    }

    /** How far the region reaches from its middle in a direction, within a narrow strip. */
    private static double edgeOf(SkinBlob blob, double dx, double dy) {
        double farthest = 0;
        double half = INSIDE * blob.size() + 1;
        for (int at : blob.pixels) {
            double x = at % blob.width - blob.middleX;
            double y = at / blob.width - blob.middleY;
            if (Math.abs(x * dy - y * dx) < half) {
                farthest = Math.max(farthest, x * dx + y * dy);
            }
        }
        return farthest;
    }

    private static boolean inside(SmallPicture picture, double x, double y) {
        return x >= 0 && y >= 0 && x < picture.width && y < picture.height;
    }

    /** @param alongX direction times the hand's size */
    private void sample(Views views, double x, double y, double alongX, double alongY) {
        SmallPicture now = views.now();
        int middle = at(now, x, y);
        double[] beside = {Double.NaN, Double.NaN};
        for (int side = 0; side < 2; side++) {
            double sign = side == 0 ? 1 : -1;
            int inner = at(now, x + sign * INSIDE * -alongY, y + sign * INSIDE * alongX);
            int outer = at(now, x + sign * BESIDE * -alongY, y + sign * BESIDE * alongX);
            if (outer >= 0) {
                beside[side] = distance(now, middle, outer);
            }
            add(now, inner >= 0 ? inner : middle);
        }
        double left = Double.isNaN(beside[0]) ? beside[1] : beside[0];
        double right = Double.isNaN(beside[1]) ? left : beside[1];
        if (!Double.isNaN(left)) {
            contrast += 2 * Math.min(CONTRAST_CAP, Math.min(left, right) * 0.7 + 0.3 * Math.max(left, right));
        }
    }

    private void add(SmallPicture now, int at) {
        double[] value = {LUMA_WEIGHT * now.luma[at], now.blueDifference[at], now.redDifference[at]};
        for (int c = 0; c < 3; c++) {
            sum[c] += value[c];
            squares[c] += value[c] * value[c];
        }
        count++;
    }

    private static int at(SmallPicture now, double x, double y) {
        return inside(now, x, y) ? (int) y * now.width + (int) x : -1;
    }

    private static double distance(SmallPicture now, int a, int b) {
        return LUMA_WEIGHT * Math.abs(now.luma[a] - now.luma[b]) + Math.abs(now.blueDifference[a] - now.blueDifference[b])
                + Math.abs(now.redDifference[a] - now.redDifference[b]);
    }

    /** Luma steps by which the hand's shift explains a point better than the background's; negative the other way. */
    private static double movesWith(Views views, BlobMotion moved, double x, double y) {
        SmallPicture now = views.now();
        int here = now.luma[at(now, x, y)];
        int withHand = at(now, x - moved.shiftX, y - moved.shiftY);
        int withBackground = at(now, views.background().beforeX(x, y), views.background().beforeY(x, y));
        if (withHand < 0 || withBackground < 0) {
            return 0;
        }
        int hand = Math.abs(here - (views.before()[withHand] & 0xff));
        int back = Math.abs(here - (views.before()[withBackground] & 0xff));
        return 2 * HandRoles.clamp(back - hand, -20, 20);
    }
}
