package org.egoscope.motion;

import org.egoscope.core.PipelineException;
import org.egoscope.core.geometry.Quaternion;
import org.egoscope.core.geometry.Vec3;
import org.egoscope.core.motion.SmplJoint;
import org.egoscope.motion.internal.flow.BodyState;
import org.egoscope.motion.internal.process.ProcessRegression;

/**
 * How a body goes on if nothing new happens: every joint's turn relative to its parent by {@link ProcessRegression} over the last two
 * seconds, the pelvis with the velocity that it has, which decays exponentially.
 *
 * <p>The time constants of the velocity lie where errors of heads were smallest on the training clips of CMU and ReActIdle (6649 moments;
 * tried: level 0.3 to 2 s, height 0.1 to 0.4 s); processes are worse for places (209 instead of 191 mm after 1 s). Turns that decay and
 * come back, as they were before, are worse at every horizon to 0.5 s (328 moments of training clips: 61 instead of 54 mm after 0.25 s).
 */
final class MotionContinuation {
    private static final double LEVEL_DECAY_SECONDS = 1.0;
    private static final double HEIGHT_DECAY_SECONDS = 0.1;

    /** Velocities are means over so long, against the jitter of single frames. */
    private static final double MEASURED_SECONDS = 1 / 15.0;

    private static final int J = BodySkeleton.JOINTS;
    private static final int HEAD = SmplJoint.HEAD.ordinal();

    private MotionContinuation() {}

    /**
     * Contacts are not known (NaN).
     *
     * @param past at least 2 frames
     * @param more 1 or more
     * @return the frames after the past
     */
    static BodySequence after(BodySequence past, int more) {
        if (past.frames() < 2) {
            throw PipelineException.badInput("forecast: expected at least 2 frames of the past, got " + past.frames());
        }
        int[] back = MotionBridge.lookedAt(past, MotionBridge.LONGEST_SECONDS);
        double[] known = new double[back.length];
        boolean[] met = new boolean[back.length];
        met[0] = true;
        for (int i = 0; i < back.length; i++) {
            known[i] = -back[i] / past.framesPerSecond();
        }
        double[] asked = new double[more];
        for (int t = 0; t < more; t++) {
            asked[t] = (t + 1) / past.framesPerSecond();
        }
        ProcessRegression regression = new ProcessRegression(known, met, asked);
        float[] local = new float[more * J * 4];
        for (int joint = 0; joint < J; joint++) {
            goOn(past, joint, back, regression, local);
        }
        return BodySequence.ofLocalRotations(past.skeleton(), past.framesPerSecond(), places(past, more), local);
    }

    private static void goOn(BodySequence past, int joint, int[] back, ProcessRegression regression, float[] local) {
        int last = past.frames() - 1;
        Quaternion now = past.localRotation(last, joint);
        double[] values = new double[back.length * 3];
        for (int i = 0; i < back.length; i++) {
            Vec3 turn = now.conjugate().times(past.localRotation(last - back[i], joint)).normalized().toRotationVector();
            values[i * 3] = turn.x();
            values[i * 3 + 1] = turn.y();
            values[i * 3 + 2] = turn.z();
        }
        double[] turns = regression.predict(values);
        for (int t = 0; t * 3 < turns.length; t++) {
            Vec3 turn = new Vec3(turns[t * 3], turns[t * 3 + 1], turns[t * 3 + 2]);
            put(now.times(Quaternion.fromRotationVector(turn)).normalized(), local, t * J + joint);
        }
    }

    private static float[] places(BodySequence past, int more) {
        int last = past.frames() - 1;
        int back = Math.min(last, (int) Math.max(1, Math.round(MEASURED_SECONDS * past.framesPerSecond())));
        Vec3 from = past.jointInWorld(last, 0);
        Vec3 velocity = from.minus(past.jointInWorld(last - back, 0)).times(past.framesPerSecond() / back);
        float[] places = new float[more * 3];
        for (int t = 0; t < more; t++) {
            double seconds = (t + 1) / past.framesPerSecond();
            double level = way(seconds, LEVEL_DECAY_SECONDS);
            places[t * 3] = (float) (from.x() + velocity.x() * level);
            places[t * 3 + 1] = (float) (from.y() + velocity.y() * level);
            places[t * 3 + 2] = (float) (from.z() + velocity.z() * way(seconds, HEIGHT_DECAY_SECONDS));
        }
        return places;
    }

    /** How far something comes in a time whose speed of 1 decays. */
    private static double way(double seconds, double decaySeconds) {
        return decaySeconds * (1 - Math.exp(-seconds / decaySeconds));
    }

    /**
     * From one motion over to the other, both under this head: all of the first in the beginning, {@code 1 / e} of it after so long.
     *
     * @param second also has the contacts of the result
     */
    static BodySequence ledOver(BodySequence first, BodySequence second, double decaySeconds) {
        float[] rotations = new float[second.rotationsInWorld().length];
        for (int t = 0; t < second.frames(); t++) {
            double share = 1 - Math.exp(-(t + 1) / second.framesPerSecond() / decaySeconds);
            for (int joint = 0; joint < J; joint++) {
                Quaternion q = first.rotationInWorld(t, joint).slerp(second.rotationInWorld(t, joint), share).normalized();
                put(joint == HEAD ? second.rotationInWorld(t, HEAD) : q, rotations, t * J + joint);
            }
        }
        return BodyState.hung(HeadTrajectory.of(second, 0), rotations, second.contacts().clone());
    }

    private static void put(Quaternion q, float[] values, int index) {
        values[index * 4] = (float) q.w();
        values[index * 4 + 1] = (float) q.x();
        values[index * 4 + 2] = (float) q.y();
        values[index * 4 + 3] = (float) q.z();
    }
}
