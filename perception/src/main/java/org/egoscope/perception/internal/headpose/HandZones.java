package org.egoscope.perception.internal.headpose;

import java.util.List;
import org.egoscope.core.observation.Hand;
import org.egoscope.core.observation.HandKeypoints;

/**
 * Where hands, forearms and what they hold cover the picture: those points move by themselves and must not carry the camera. A union of
 * capsules along the bones of all hands, of fingers' and palm's thickness, and one along the forearm.
 */
final class HandZones {
    /** Around the bones, in palm lengths (wrist to middle knuckle): half a finger's thickness, and what the fingers hold. */
    private static final double RADIUS_PALMS = 0.45;

    /** Of the forearm: about 2.5 palm lengths long, half as thick as long is the palm. */
    private static final double FOREARM_PALMS = 2.5;

    private static final int VALUES = 5;

    /** Start of each finger's chain; every finger hangs on the wrist. */
    private static final int[] FINGERS = {1, 5, 9, 13, 17};

    /** {@code [count, 5]} start x, y, end x, y, squared radius; pixels with centres at whole numbers, as OpenCV counts. */
    private double[] capsules = new double[VALUES * 64];

    private int count;

    void set(List<Hand> hands) {
        count = 0;
        for (Hand hand : hands) {
            add(hand.keypoints().toImageArray());
        }
    }

    private void add(float[] xy) {
        double palmX = xy[HandKeypoints.MIDDLE_MCP * 2] - xy[0];
        double palmY = xy[HandKeypoints.MIDDLE_MCP * 2 + 1] - xy[1];
        double palm = Math.hypot(palmX, palmY);
        double across = Math.hypot(
                xy[HandKeypoints.INDEX_MCP * 2] - xy[HandKeypoints.LITTLE_MCP * 2],
                xy[HandKeypoints.INDEX_MCP * 2 + 1] - xy[HandKeypoints.LITTLE_MCP * 2 + 1]);
        // A palm seen from its end is short; its width then tells the size.
        double radius = RADIUS_PALMS * Math.max(palm, 1.2 * across);
        for (int finger : FINGERS) {
            segment(xy[0], xy[1], xy[finger * 2], xy[finger * 2 + 1], radius);
            for (int k = finger; k < finger + 3; k++) {
                segment(xy[k * 2], xy[k * 2 + 1], xy[k * 2 + 2], xy[k * 2 + 3], radius);
            }
        }
        segment(xy[0], xy[1], xy[0] - FOREARM_PALMS * palmX, xy[1] - FOREARM_PALMS * palmY, radius);
    }

    private void segment(double x0, double y0, double x1, double y1, double radius) {
        int at = count * VALUES;
        if (at + VALUES > capsules.length) {
            capsules = java.util.Arrays.copyOf(capsules, capsules.length * 2);
        }
        capsules[at] = x0 - 0.5;
        capsules[at + 1] = y0 - 0.5;
        capsules[at + 2] = x1 - 0.5;
        capsules[at + 3] = y1 - 0.5;
        capsules[at + 4] = radius * radius;
        count++;
    }

    boolean covers(double x, double y) {
        for (int i = 0; i < count; i++) {
            int at = i * VALUES;
            double dx = capsules[at + 2] - capsules[at];
            double dy = capsules[at + 3] - capsules[at + 1];
            double px = x - capsules[at];
            double py = y - capsules[at + 1];
            double along = Math.max(0, Math.min(1, (px * dx + py * dy) / Math.max(1e-9, dx * dx + dy * dy)));
            double ex = px - along * dx;
            double ey = py - along * dy;
            if (ex * ex + ey * ey < capsules[at + 4]) {
                return true;
            }
        }
        return false;
    }
}
