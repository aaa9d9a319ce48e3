package org.egoscope.motion.internal;

import java.util.Arrays;
import org.egoscope.core.motion.SmplJoint;
import org.egoscope.motion.BodySequence;

/** Where feet that rest are, relative to where they are when they stand on the floor at z = 0. */
final class StandingFeet {
    /** Left toe, right toe, left ankle, right ankle: the first channels of {@link BodySequence#CONTACTS}. */
    private static final int[] JOINTS = {
        SmplJoint.LEFT_FOOT.ordinal(), SmplJoint.RIGHT_FOOT.ordinal(), SmplJoint.LEFT_ANKLE.ordinal(), SmplJoint.RIGHT_ANKLE.ordinal()
    };

    private static final double SURE_CONTACT = 0.6;

    /** Hip to ankle over thigh and shank of somebody who stands: knees bent by up to 36 degrees. */
    private static final double STRAIGHT_LEG = 0.95;

    private static final int LEFT_LEG = 0;
    private static final int RIGHT_LEG = 1;

    private StandingFeet() {}

    /**
     * What resting feet are found to say.
     *
     * @param gapMeters median over the frames of the lowest resting joint's height above its place in standing; negative below it
     * @param frames with a foot at rest
     */
    record Gap(double gapMeters, int frames) {}

    /**
     * Of frames {@code [from, to)}.
     *
     * @param straightLegs true to leave out feet below bent legs
     */
    static Gap gap(BodySequence body, int from, int to, boolean straightLegs) {
        double[] gaps = new double[to - from];
        int count = 0;
        for (int t = from; t < to; t++) {
            double lowest = Double.POSITIVE_INFINITY;
            for (int c = 0; c < JOINTS.length; c++) {
                if (body.contact(t, c) >= SURE_CONTACT && (!straightLegs || isStraight(body, t, c % 2 == 0 ? LEFT_LEG : RIGHT_LEG))) {
                    double standing = ContactLabels.standingHeightMeters(body.skeleton(), c);
                    lowest = Math.min(lowest, body.jointInWorld(t, JOINTS[c]).z() - standing);
                }
            }
            if (lowest < Double.POSITIVE_INFINITY) {
                gaps[count++] = lowest;
            }
        }
        Arrays.sort(gaps, 0, count);
        return new Gap(count == 0 ? 0 : gaps[count / 2], count);
    }

    private static boolean isStraight(BodySequence body, int t, int leg) {
        int hip = SmplJoint.LEFT_HIP.ordinal() + leg;
        int knee = SmplJoint.LEFT_KNEE.ordinal() + leg;
        int ankle = SmplJoint.LEFT_ANKLE.ordinal() + leg;
        double length = body.skeleton().offset(knee).norm() + body.skeleton().offset(ankle).norm();
        return body.jointInWorld(t, hip).distanceTo(body.jointInWorld(t, ankle)) >= STRAIGHT_LEG * length;
    }
}
