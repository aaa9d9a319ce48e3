package org.egoscope.perception.internal.hands;

import org.egoscope.core.Shape;
import org.egoscope.core.observation.HandKeypoints;
import org.egoscope.core.observation.HandSide;

/**
 * 21 keypoints guessed from a region's outline: a mean hand laid between wrist and farthest point and stretched across to the outline.
 * It is where a hand is and which way it points, not a reading of fingers.
 */
final class SkinKeypoints {
    /** Share of the way from wrist to tip, and place across: -0.5 the little finger's edge, 0.5 the thumb's. */
    private static final double[][] MEAN_HAND = {
        {0, 0},
        {0.15, 0.25}, {0.30, 0.40}, {0.45, 0.45}, {0.58, 0.45},
        {0.48, 0.27}, {0.68, 0.30}, {0.82, 0.28}, {0.95, 0.25},
        {0.50, 0.07}, {0.72, 0.08}, {0.87, 0.07}, {1.00, 0.05},
        {0.46, -0.13}, {0.66, -0.15}, {0.80, -0.15}, {0.92, -0.15},
        {0.40, -0.33}, {0.55, -0.36}, {0.65, -0.37}, {0.74, -0.36}
    };
    private static final int SLICES = 8;

    private SkinKeypoints() {}

    /** Frame pixels. */
    static @Shape("21 2") float[] of(SkinBlob blob, HandEnd hand, HandSide side, SmallPicture picture) {
        double dx = hand.tipX - hand.wristX;
        double dy = hand.tipY - hand.wristY;
        double length = Math.max(2, Math.hypot(dx, dy));
        dx /= length;
        dy /= length;
        double[] low = new double[SLICES];
        double[] high = new double[SLICES];
        outline(blob, hand, new double[] {dx, dy, length}, low, high);
        // Seen from the back with fingers up, a right hand's thumb is on the left: across points to the thumb.
        double acrossX = side == HandSide.RIGHT ? dy : -dy;
        double acrossY = side == HandSide.RIGHT ? -dx : dx;
        double sign = side == HandSide.RIGHT ? 1 : -1;
        float[] xy = new float[HandKeypoints.COUNT * 2];
        for (int k = 0; k < HandKeypoints.COUNT; k++) {
            double along = MEAN_HAND[k][0] * length;
            double place = MEAN_HAND[k][1];
            int slice = (int) HandRoles.clamp(MEAN_HAND[k][0] * SLICES, 0, SLICES - 1);
            double thumbEdge = sign > 0 ? high[slice] : -low[slice];
            double littleEdge = sign > 0 ? low[slice] : -high[slice];
            double across = (thumbEdge + littleEdge) / 2 + place * (thumbEdge - littleEdge);
            double x = hand.wristX + along * dx + across * acrossX;
            double y = hand.wristY + along * dy + across * acrossY;
            xy[k * 2] = (float) ((x + 0.5) * picture.scaleX);
            xy[k * 2 + 1] = (float) ((y + 0.5) * picture.scaleY);
        }
        return xy;
    }

    /** Extent of the region across the hand per slice, in the right hand's sense; gaps take the palm's width. */
    private static void outline(SkinBlob blob, HandEnd hand, double[] direction, double[] low, double[] high) {
        java.util.Arrays.fill(low, Double.MAX_VALUE);
        java.util.Arrays.fill(high, -Double.MAX_VALUE);
        double limit = 2.2 * hand.palmRadius;
        for (int at : blob.pixels) {
            double x = at % blob.width - hand.wristX;
            double y = at / blob.width - hand.wristY;
            double along = x * direction[0] + y * direction[1];
            double across = x * direction[1] - y * direction[0];
            int slice = (int) Math.floor(along / direction[2] * SLICES);
            if (slice >= 0 && slice < SLICES && Math.abs(across) < limit) {
                low[slice] = Math.min(low[slice], across);
                high[slice] = Math.max(high[slice], across);
            }
        }
        for (int i = 0; i < SLICES; i++) {
            if (low[i] > high[i]) {
                low[i] = -hand.palmRadius;
                high[i] = hand.palmRadius;
            }
        }
    }
}
