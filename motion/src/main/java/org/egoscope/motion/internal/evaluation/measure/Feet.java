package org.egoscope.motion.internal.evaluation.measure;

import org.egoscope.core.Shape;
import org.egoscope.core.motion.SmplJoint;
import org.egoscope.motion.BodySequence;
import org.egoscope.motion.BodySkeleton;

/**
 * What feet should not do: slide, sink, float. Toe means the ball of the foot (joint {@code foot}). The four channels are those of
 * {@link BodySequence#CONTACTS}: left toe, right toe, left ankle, right ankle.
 */
public final class Feet {
    /** Toes and ankles. */
    public static final int CHANNELS = 4;

    /** Heights of toe and ankle up to which a foot can rest (EgoEgo, kinpoly, EgoAllo), metres. */
    private static final double TOE_HEIGHT = 0.04;

    private static final double ANKLE_HEIGHT = 0.08;

    /** Below this a foot rests (GVHMR), m/s. */
    private static final double RESTING_SPEED = 0.15;

    /** True feet slower than this stand still, metres per frame (GVHMR). */
    private static final double STANDING_STEP = 0.01;

    private static final int[] JOINTS = {
        SmplJoint.LEFT_FOOT.ordinal(), SmplJoint.RIGHT_FOOT.ordinal(), SmplJoint.LEFT_ANKLE.ordinal(), SmplJoint.RIGHT_ANKLE.ordinal()
    };

    private Feet() {}

    private static double limit(int channel) {
        return channel < 2 ? TOE_HEIGHT : ANKLE_HEIGHT;
    }

    private static int at(int frame, int channel) {
        return (frame * BodySkeleton.JOINTS + JOINTS[channel]) * 3;
    }

    /** Height of the joint in flat standing, metres. */
    private static double standingHeight(BodySkeleton skeleton, int channel) {
        return skeleton.ballHeightMeters() - (channel < 2 ? 0 : skeleton.offset(JOINTS[channel - 2]).z());
    }

    /**
     * {@code [T - 1]} metres: sum over toes and ankles of {@code (|dx| + |dy|) (2 - 2^(h/H))} where {@code h < H}, as the code of EgoAllo
     * has it (the paper writes a norm): heights h count from the lowest joint of the sequence, so that floating bodies are judged too.
     * A body with one foot deep in the floor for a moment is hardly judged at all: see {@link #skate(BodySequence, double)}.
     */
    public static @Shape("T-1") double[] skate(BodySequence body) {
        return skate(body, lowest(body));
    }

    /** The same with heights from a level that is known; what is below it counts as on it. */
    public static @Shape("T-1") double[] skate(BodySequence body, double levelMeters) {
        float[] p = body.jointsInWorld();
        double[] skate = new double[Math.max(0, body.frames() - 1)];
        for (int t = 0; t < skate.length; t++) {
            for (int c = 0; c < CHANNELS; c++) {
                int before = at(t, c);
                int after = at(t + 1, c);
                double height = Math.max(0, p[after + 2] - levelMeters);
                if (height < limit(c)) {
                    double step = Math.abs(p[after] - p[before]) + Math.abs(p[after + 1] - p[before + 1]);
                    skate[t] += step * (2 - Math.pow(2, height / limit(c)));
                }
            }
        }
        return skate;
    }

    /** Of all joints in all frames, z in metres. */
    public static double lowest(BodySequence body) {
        float[] p = body.jointsInWorld();
        double lowest = Double.POSITIVE_INFINITY;
        for (int i = 2; i < p.length; i += 3) {
            lowest = Math.min(lowest, p[i]);
        }
        return lowest;
    }

    /**
     * {@code [T - 1, 4]} metres: how far toes and ankles move while the true ones move less than 1 cm; NaN where they move more. Its mean
     * is FS of GVHMR, which takes vertices of the feet in place of joints.
     */
    public static @Shape("T-1 4") double[] slideWhileStanding(BodySequence predicted, BodySequence truth) {
        JointErrors.requireSameLength(predicted, truth);
        double[] slide = new double[Math.max(0, truth.frames() - 1) * CHANNELS];
        for (int i = 0; i < slide.length; i++) {
            slide[i] = step(truth, i / CHANNELS, i % CHANNELS) < STANDING_STEP ? step(predicted, i / CHANNELS, i % CHANNELS) : Double.NaN;
        }
        return slide;
    }

    private static double step(BodySequence body, int frame, int channel) {
        float[] p = body.jointsInWorld();
        int a = at(frame, channel);
        int b = at(frame + 1, channel);
        double x = p[b] - p[a];
        double y = p[b + 1] - p[a + 1];
        double z = p[b + 2] - p[a + 2];
        return Math.sqrt(x * x + y * y + z * z);
    }

    private static boolean low(BodySequence body, int frame, int channel) {
        double height = body.jointsInWorld()[at(frame, channel) + 2] - standingHeight(body.skeleton(), channel);
        return height < limit(channel);
    }

    /**
     * {@code [T]}: whether any toe or ankle is near the floor (GND of EgoAllo). Heights count from that of flat standing, because the
     * ball of our recorded feet stands at up to 5 cm, above EgoAllo's 4 cm for SMPL.
     */
    public static @Shape("T") boolean[] grounded(BodySequence body) {
        boolean[] grounded = new boolean[body.frames()];
        for (int t = 0; t < grounded.length; t++) {
            for (int c = 0; c < CHANNELS; c++) {
                grounded[t] |= low(body, t, c);
            }
        }
        return grounded;
    }

    /** {@code [T]} metres: depth of the deepest sole (below the ball of the foot) or other joint under the floor. */
    public static @Shape("T") double[] penetration(BodySequence body) {
        float[] p = body.jointsInWorld();
        double[] depths = new double[body.frames()];
        for (int i = 0; i < p.length / 3; i++) {
            int joint = i % BodySkeleton.JOINTS;
            boolean ball = joint == JOINTS[0] || joint == JOINTS[1];
            double depth = (ball ? body.skeleton().ballHeightMeters() : 0) - p[i * 3 + 2];
            depths[i / BodySkeleton.JOINTS] = Math.max(depths[i / BodySkeleton.JOINTS], depth);
        }
        return depths;
    }

    /** {@code [T]} metres: height of the lower ball of the foot above its height in flat standing, 0 below it. */
    public static @Shape("T") double[] lowerSoles(BodySequence body) {
        float[] p = body.jointsInWorld();
        double[] heights = new double[body.frames()];
        for (int t = 0; t < heights.length; t++) {
            double lower = Math.min(p[at(t, 0) + 2], p[at(t, 1) + 2]);
            heights[t] = Math.max(0, lower - body.skeleton().ballHeightMeters());
        }
        return heights;
    }

    /** {@code [T, 4]}: slower than 0.15 m/s (over the frames beside it) and near the height of flat standing. */
    public static @Shape("T 4") boolean[] contacts(BodySequence body) {
        boolean[] contacts = new boolean[body.frames() * CHANNELS];
        for (int i = 0; i < contacts.length; i++) {
            contacts[i] = low(body, i / CHANNELS, i % CHANNELS) && speed(body, i / CHANNELS, i % CHANNELS) < RESTING_SPEED;
        }
        return contacts;
    }

    private static double speed(BodySequence body, int frame, int channel) {
        int first = Math.max(0, frame - 1);
        int last = Math.min(body.frames() - 1, frame + 1);
        double length = 0;
        for (int t = first; t < last; t++) {
            length += step(body, t, channel);
        }
        return last == first ? 0 : length * body.framesPerSecond() / (last - first);
    }

    /** {@code [T, 4]}: the body's own contact channels at one half, or those of its motion where it names none. */
    public static @Shape("T 4") boolean[] claimedContacts(BodySequence body) {
        boolean[] contacts = contacts(body);
        for (int i = 0; i < contacts.length; i++) {
            float claimed = body.contact(i / CHANNELS, i % CHANNELS);
            contacts[i] = Float.isNaN(claimed) ? contacts[i] : claimed >= 0.5f;
        }
        return contacts;
    }
}
