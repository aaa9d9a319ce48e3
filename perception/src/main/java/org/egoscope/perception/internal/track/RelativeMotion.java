package org.egoscope.perception.internal.track;

import org.egoscope.core.Shape;
import org.egoscope.core.observation.BoundingBox;
import org.jspecify.annotations.Nullable;

/**
 * How two neighbouring masks have moved since the last key frame against what lies around them. What lies around is followed by an affine
 * field (least squares, once more without what it fits badly), so that turning and nearing of the camera are no motion; parallax is.
 */
final class RelativeMotion {
    /** How far around the two the surroundings reach: this share of their longer side, and at least so many pixels. */
    private static final float AROUND = 0.4f;

    private static final float LEAST_AROUND = 24;

    /** Cells whose motion differs by more from that of most are not of the ground. */
    private static final double GROUND_PIXELS = 2;

    private static final int LEAST_CELLS = 12;

    /** Pixels, the masks' mean motion against the surroundings; NaN where too little is seen. */
    private final double aX;
    private final double aY;
    private final double bX;
    private final double bY;

    private final MotionField motion;
    private final long[] planes;
    private final int width;
    private final int height;

    /**
     * @param both box around the two
     * @param ignored bits of planes that are no ground, either
     */
    RelativeMotion(MotionField motion, @Shape("H W") long[] planes, int a, int b, BoundingBox both, long ignored) {
        this.motion = motion;
        this.planes = planes;
        width = motion.width();
        height = motion.height();
        long pair = 1L << a | 1L << b;
        float around = Math.max(LEAST_AROUND, AROUND * Math.max(both.width(), both.height()));
        BoundingBox wide = new BoundingBox(
                both.x() - around, both.y() - around, both.width() + 2 * around, both.height() + 2 * around);
        AffineField ground = fit(wide, pair | ignored, null);
        ground = ground == null ? null : fit(wide, pair | ignored, ground);
        double[] ofA = ground == null ? new double[] {Double.NaN, Double.NaN} : residual(both, 1L << a, ground);
        double[] ofB = ground == null ? new double[] {Double.NaN, Double.NaN} : residual(both, 1L << b, ground);
        aX = ofA[0];
        aY = ofA[1];
        bX = ofB[0];
        bY = ofB[1];
    }

    /** Pixels by which the two moved apart or along each other; NaN where too little is seen. */
    double apart() {
        return Math.hypot(aX - bX, aY - bY);
    }

    private interface CellVisitor {
        void visit(int cell, int x, int y, long bits);
    }

    private void cells(BoundingBox box, CellVisitor visitor) {
        int step = motion.step();
        int c1 = Math.min(motion.columns() - 1, (int) (box.right() / step));
        int r1 = Math.min(motion.rows() - 1, (int) (box.bottom() / step));
        for (int r = Math.max(0, (int) (box.y() / step)); r <= r1; r++) {
            for (int c = Math.max(0, (int) (box.x() / step)); c <= c1; c++) {
                int cell = r * motion.columns() + c;
                int x = Math.min(width - 1, c * step + step / 2);
                int y = Math.min(height - 1, r * step + step / 2);
                if (!motion.isBroken(cell)) {
                    visitor.visit(cell, x, y, planes[y * width + x]);
                }
            }
        }
    }

    private @Nullable AffineField fit(BoundingBox box, long without, @Nullable AffineField first) {
        AffineField.Fit fit = new AffineField.Fit(box.centerX(), box.centerY());
        cells(box, (cell, x, y, bits) -> {
            if ((bits & without) == 0
                    && (first == null
                            || Math.hypot(motion.shiftX(cell) - first.x(x, y), motion.shiftY(cell) - first.y(x, y)) <= GROUND_PIXELS)) {
                fit.add(x, y, motion.shiftX(cell), motion.shiftY(cell));
            }
        });
        return fit.count() < LEAST_CELLS ? null : fit.solve();
    }

    private double[] residual(BoundingBox box, long plane, AffineField ground) {
        double[] sum = new double[3];
        cells(box, (cell, x, y, bits) -> {
            if ((bits & plane) != 0) {
                sum[0] += motion.shiftX(cell) - ground.x(x, y);
                sum[1] += motion.shiftY(cell) - ground.y(x, y);
                sum[2]++;
            }
        });
        return sum[2] < 4 ? new double[] {Double.NaN, Double.NaN} : new double[] {sum[0] / sum[2], sum[1] / sum[2]};
    }
}
