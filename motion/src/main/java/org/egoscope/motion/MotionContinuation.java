package org.egoscope.motion;

import java.util.Arrays;
import org.egoscope.core.geometry.Quaternion;
import org.egoscope.core.geometry.Vec3;
import org.egoscope.core.motion.SmplJoint;
import org.egoscope.motion.internal.flow.BodyState;
import org.egoscope.motion.internal.flow.HeadFeatures;

/**
 * How a body goes on if nothing new happens: every joint keeps the turn relative to the heading that it has, which decays, as does what
 * it has turned by then, so that the body comes back to its last pose under a head that goes on ({@link HeadContinuation}). In the mean of
 * motions that swing to and fro that is nearer to the truth than a pose that stays turned.
 *
 * <p>The time constant lies where no simple rule is better after 0.1, 0.25, 0.5 or 1 s on training clips (777 moments; tried: turns that
 * decay in 0.05 to 0.3 s and come back in 0.3 s to never; the velocity over one frame of 30 a second is better than over two or four).
 */
final class MotionContinuation {
    private static final double TURN_DECAY_SECONDS = 0.3;
    private static final double MEASURED_SECONDS = 1 / 30.0;
    private static final int J = BodySkeleton.JOINTS;
    private static final int HEAD = SmplJoint.HEAD.ordinal();

    private MotionContinuation() {}

    /**
     * Contacts are not known (NaN).
     *
     * @param past at least 2 frames
     * @param head of the past and of the frames after it
     * @return the frames after the past
     */
    static BodySequence after(BodySequence past, HeadTrajectory head) {
        int last = past.frames() - 1;
        int back = Math.min(last, (int) Math.max(1, Math.round(MEASURED_SECONDS * past.framesPerSecond())));
        HeadTrajectory future = head.slice(past.frames(), head.frames());
        float[] rotations = new float[future.frames() * J * 4];
        float[] contacts = new float[future.frames() * BodySequence.CONTACTS];
        Arrays.fill(contacts, Float.NaN);
        for (int joint = 0; joint < J; joint++) {
            Quaternion now = fromHeading(past, last, joint);
            Quaternion before = fromHeading(past, last - back, joint);
            Vec3 turn = now.times(before.conjugate()).normalized().toRotationVector().times(past.framesPerSecond() / back);
            for (int t = 0; t < future.frames(); t++) {
                double seconds = (t + 1) / past.framesPerSecond();
                double left = Math.exp(-seconds / TURN_DECAY_SECONDS);
                double way = TURN_DECAY_SECONDS * (1 - left) * left;
                Quaternion turned = Quaternion.fromRotationVector(turn.times(way)).times(now);
                Quaternion heading = HeadFeatures.heading(future.headRotation(t));
                put(joint == HEAD ? future.headRotation(t) : heading.times(turned).normalized(), rotations, t * J + joint);
            }
        }
        return BodyState.hung(future, rotations, contacts);
    }

    private static Quaternion fromHeading(BodySequence body, int t, int joint) {
        return HeadFeatures.heading(body.rotationInWorld(t, HEAD)).conjugate().times(body.rotationInWorld(t, joint));
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
