package org.egoscope.synthetic.internal.body;

import org.egoscope.core.geometry.Quaternion;
import org.egoscope.core.geometry.Vec3;
import org.egoscope.core.observation.HandKeypoints;
import org.egoscope.core.observation.HandSide;

/**
 * A hand of adult size whose fingers open and close.
 *
 * <p>Hand space is that of the wrist joint (x forward, y left, z up in the T-pose). Inside this class points are (u, v, w): u along
 * the fingers, v toward the thumb, w out of the palm. Lengths are rounded means of adult hand anthropometry.
 */
public final class HandShape {
    /** thumb, index, middle, ring, little */
    public static final int FINGERS = 5;

    /** Where each finger leaves the palm, metres from the wrist: u, v, w. */
    private static final double[][] ROOTS = {
        {0.026, 0.028, 0.010}, {0.090, 0.026, 0}, {0.093, 0.004, 0}, {0.087, -0.017, 0}, {0.078, -0.036, 0}
    };

    private static final double[][] LENGTHS = {
        {0.042, 0.033, 0.027}, {0.043, 0.025, 0.021}, {0.047, 0.029, 0.022}, {0.043, 0.027, 0.022}, {0.034, 0.021, 0.020}
    };

    /** Sideways angle of the open fingers, radians. */
    private static final double[] SPREAD = {0, 0.10, 0.02, -0.07, -0.17};

    private static final double[] OPEN_BEND = {0.10, 0.12, 0.08};
    private static final double[] CLOSED_BEND = {1.15, 1.60, 0.90};

    /** Thumb direction in (u, v, w), open and closed. */
    private static final double[][] THUMB = {{0.62, 0.74, 0.26}, {0.72, 0.12, 0.68}};

    private HandShape() {}

    /** Rotation of the hand in the world from the directions of the fingers and (roughly) of the thumb. */
    public static Quaternion rotation(HandSide side, Vec3 fingersInWorld, Vec3 thumbInWorld) {
        Vec3 u = fingersInWorld.normalized();
        Vec3 v = thumbInWorld.minus(u.times(thumbInWorld.dot(u))).normalized();
        Vec3 y = side == HandSide.LEFT ? u : u.times(-1);
        return Quaternion.fromColumns(v, y, v.cross(y));
    }

    /** A point given as (u, v, w) in hand space. */
    public static Vec3 inHand(HandSide side, double u, double v, double w) {
        return new Vec3(v, side == HandSide.LEFT ? u : -u, -w);
    }

    /** Fills {@code [21]} keypoints in hand space; {@code curls[f]} is 0 for an open finger and 1 for a closed one. */
    public static void keypoints(HandSide side, double[] curls, Vec3[] out) {
        out[HandKeypoints.WRIST] = Vec3.ZERO;
        for (int finger = 0; finger < FINGERS; finger++) {
            chain(side, finger, curls[finger], out);
        }
    }

    private static void chain(HandSide side, int finger, double curl, Vec3[] out) {
        double[] root = ROOTS[finger];
        double u = root[0];
        double v = root[1];
        double w = root[2];
        double bend = 0;
        int at = 1 + finger * 4;
        out[at] = inHand(side, u, v, w);
        for (int joint = 0; joint < 3; joint++) {
            double length = LENGTHS[finger][joint];
            if (finger == 0) {
                double blend = Math.min(1, curl + 0.25 * joint * curl);
                Vec3 direction = thumbDirection(blend);
                u += direction.x() * length;
                v += direction.y() * length;
                w += direction.z() * length;
            } else {
                bend += OPEN_BEND[joint] + (CLOSED_BEND[joint] - OPEN_BEND[joint]) * curl;
                double spread = SPREAD[finger] * (1 - curl);
                u += Math.cos(bend) * Math.cos(spread) * length;
                v += Math.cos(bend) * Math.sin(spread) * length;
                w += Math.sin(bend) * length;
            }
            out[at + 1 + joint] = inHand(side, u, v, w);
        }
    }

    private static Vec3 thumbDirection(double blend) {
        return new Vec3(
                        THUMB[0][0] + (THUMB[1][0] - THUMB[0][0]) * blend,
                        THUMB[0][1] + (THUMB[1][1] - THUMB[0][1]) * blend,
                        THUMB[0][2] + (THUMB[1][2] - THUMB[0][2]) * blend)
                .normalized();
    }
}
