package org.egoscope.motion.internal.evaluation.control;

import java.util.function.IntPredicate;
import org.egoscope.core.geometry.Vec3;
import org.egoscope.motion.BodySequence;
import org.egoscope.motion.BodySkeleton;

/** Mean distances of joints in the world, millimetres. */
final class Distances {
    private static final double MILLIMETERS = 1000;

    private Distances() {}

    /** Where something says a joint is. */
    interface Places {
        Vec3 of(int joint);
    }

    static double mean(Places said, BodySequence truth, int frame, IntPredicate joints) {
        double sum = 0;
        int count = 0;
        for (int joint = 0; joint < BodySkeleton.JOINTS; joint++) {
            if (joints.test(joint)) {
                sum += said.of(joint).distanceTo(truth.jointInWorld(frame, joint));
                count++;
            }
        }
        return sum / count * MILLIMETERS;
    }

    static double mean(Places said, BodySequence truth, int frame) {
        return mean(said, truth, frame, joint -> true);
    }

    /** Over frames {@code [from, to)} of both. */
    static double mean(BodySequence said, BodySequence truth, int from, int to, IntPredicate joints) {
        double sum = 0;
        for (int t = from; t < to; t++) {
            int frame = t;
            sum += mean(joint -> said.jointInWorld(frame, joint), truth, t, joints);
        }
        return sum / (to - from);
    }
}
