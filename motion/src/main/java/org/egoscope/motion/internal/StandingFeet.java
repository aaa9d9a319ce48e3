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

    private StandingFeet() {}

    /**
     * What resting feet are found to say.
     *
     * @param gapMeters median over the frames of the lowest resting joint's height above its place in standing; negative below it
     * @param frames with a foot at rest
     */
    record Gap(double gapMeters, int frames) {}

    /** Of frames {@code [from, to)}. */
    static Gap gap(BodySequence body, int from, int to) {
        double[] gaps = new double[to - from];
        int count = 0;
        for (int t = from; t < to; t++) {
            double lowest = Double.POSITIVE_INFINITY;
            for (int c = 0; c < JOINTS.length; c++) {
                if (body.contact(t, c) >= SURE_CONTACT) {
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
}
