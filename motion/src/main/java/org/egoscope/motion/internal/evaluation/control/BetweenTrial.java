package org.egoscope.motion.internal.evaluation.control;

import org.egoscope.core.geometry.Quaternion;
import org.egoscope.core.geometry.Vec3;
import org.egoscope.core.motion.SmplJoint;
import org.egoscope.motion.BodySequence;
import org.egoscope.motion.BodySkeleton;
import org.egoscope.motion.LearnedMotion;
import org.egoscope.motion.MotionSampling;
import org.egoscope.motion.internal.evaluation.control.ControlScores.Cell;

/**
 * One second of motion is missing between one second before and one after, and nobody measured its head: filled in as expected, by a
 * sample, and by interpolation (pelvis on a straight line, every joint's own turn on the shortest arc, as Harvey et al. 2020 have it).
 */
final class BetweenTrial {
    static final String TASK = "in-between";
    static final int KNOWN = 30;
    static final int MISSING = 30;
    static final int FRAMES = KNOWN + MISSING + KNOWN;

    private static final int[] TOES = {SmplJoint.LEFT_FOOT.ordinal(), SmplJoint.RIGHT_FOOT.ordinal()};
    private static final double STANDING_METERS = 0.04;
    private static final double STANDING_SPEED = 0.12;

    private final ControlScores scores;
    private final LearnedMotion network;

    BetweenTrial(ControlScores scores, LearnedMotion network) {
        this.scores = scores;
        this.network = network;
    }

    /** @param start first frame of the known second before */
    void run(BodySequence motion, String source, int start, MotionSampling sampling) {
        BodySequence truth = motion.slice(start, start + FRAMES);
        BodySequence first = truth.slice(0, KNOWN);
        BodySequence last = truth.slice(KNOWN + MISSING, FRAMES);
        BodySequence missing = truth.slice(KNOWN, KNOWN + MISSING);
        scores.count(TASK, source);
        add("recorded", source, missing, missing);
        add("expected", source, network.between(first, last, MISSING, MotionSampling.mean(1)).slice(KNOWN, KNOWN + MISSING), missing);
        add("one sample", source, network.between(first, last, MISSING, sampling).slice(KNOWN, KNOWN + MISSING), missing);
        add("interpolation", source, interpolated(first, last), missing);
    }

    private void add(String method, String source, BodySequence said, BodySequence truth) {
        scores.add(new Cell(TASK, method, "joints, all missing frames"), source, Distances.mean(said, truth, 0, MISSING, joint -> true));
        int middle = MISSING / 2;
        scores.add(new Cell(TASK, method, "joints, middle frame"), source,
                Distances.mean(joint -> said.jointInWorld(middle, joint), truth, middle));
        double slides = slides(said, truth);
        if (!Double.isNaN(slides)) {
            scores.add(new Cell(TASK, method, "sliding of standing toes, mm a frame"), source, slides);
        }
    }

    /** Level way of toes, a frame, where the true toe stands: low and slower than 0.12 m/s; NaN where none does. */
    private static double slides(BodySequence said, BodySequence truth) {
        double low = truth.skeleton().ballHeightMeters() + STANDING_METERS;
        double sum = 0;
        int count = 0;
        for (int t = 1; t < MISSING; t++) {
            for (int toe : TOES) {
                Vec3 there = truth.jointInWorld(t, toe);
                if (there.z() < low && there.distanceTo(truth.jointInWorld(t - 1, toe)) * truth.framesPerSecond() < STANDING_SPEED) {
                    Vec3 moved = said.jointInWorld(t, toe).minus(said.jointInWorld(t - 1, toe));
                    sum += Math.hypot(moved.x(), moved.y()) * 1000;
                    count++;
                }
            }
        }
        return count == 0 ? Double.NaN : sum / count;
    }

    static BodySequence interpolated(BodySequence first, BodySequence last) {
        float[] root = new float[MISSING * 3];
        float[] local = new float[MISSING * BodySkeleton.JOINTS * 4];
        int end = first.frames() - 1;
        for (int t = 0; t < MISSING; t++) {
            double share = (t + 1.0) / (MISSING + 1);
            Vec3 place = first.jointInWorld(end, 0).times(1 - share).plus(last.jointInWorld(0, 0).times(share));
            root[t * 3] = (float) place.x();
            root[t * 3 + 1] = (float) place.y();
            root[t * 3 + 2] = (float) place.z();
            for (int joint = 0; joint < BodySkeleton.JOINTS; joint++) {
                Quaternion q = first.localRotation(end, joint).slerp(last.localRotation(0, joint), share).normalized();
                int at = (t * BodySkeleton.JOINTS + joint) * 4;
                local[at] = (float) q.w();
                local[at + 1] = (float) q.x();
                local[at + 2] = (float) q.y();
                local[at + 3] = (float) q.z();
            }
        }
        return BodySequence.ofLocalRotations(first.skeleton(), first.framesPerSecond(), root, local);
    }
}
