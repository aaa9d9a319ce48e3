package org.egoscope.motion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.egoscope.core.geometry.Quaternion;
import org.egoscope.core.geometry.Vec3;
import org.egoscope.core.motion.SmplJoint;
import org.junit.jupiter.api.Test;

class MotionContinuationTest {
    private static final int KNEE = SmplJoint.LEFT_KNEE.ordinal();
    private static final int HEAD = SmplJoint.HEAD.ordinal();

    /** Somebody whose left knee bends by 2 rad/s while all else stands still. */
    private static BodySequence bending(int frames) {
        float[] root = new float[frames * 3];
        float[] local = new float[frames * BodySkeleton.JOINTS * 4];
        for (int t = 0; t < frames; t++) {
            root[t * 3 + 2] = 0.9f;
            for (int j = 0; j < BodySkeleton.JOINTS; j++) {
                double angle = j == KNEE ? 2 * t / 30.0 : 0;
                local[(t * BodySkeleton.JOINTS + j) * 4] = (float) Math.cos(angle / 2);
                local[(t * BodySkeleton.JOINTS + j) * 4 + 2] = (float) Math.sin(angle / 2);
            }
        }
        return BodySequence.ofLocalRotations(BodySkeleton.ofStature(1.7), 30, root, local);
    }

    @Test
    void aTurningJointGoesOnAndComesBackAsInTheClosedForm() {
        BodySequence past = bending(10);
        BodySequence future = MotionContinuation.after(past, HeadContinuation.after(past, 40));
        assertThat(future.frames()).isEqualTo(40);
        for (int t = 0; t < 40; t++) {
            double turned = 2 * 0.3 * (1 - Math.exp(-(t + 1) / 9.0)) * Math.exp(-(t + 1) / 9.0);
            Quaternion expected = Quaternion.fromAxisAngle(new Vec3(0, 1, 0), 2 * 9 / 30.0 + turned);
            Vec3 beside = expected.conjugate().times(future.localRotation(t, KNEE)).normalized().toRotationVector();
            assertThat(beside.norm()).as("frame %d", t).isLessThan(1e-3);
            assertThat(future.jointInWorld(t, HEAD).distanceTo(past.jointInWorld(9, HEAD))).as("head, frame %d", t).isLessThan(1e-5);
            assertThat(future.contact(t, 0)).isNaN();
        }
    }

    @Test
    void oneMotionGoesOverIntoTheOtherByTheStatedShare() {
        BodySequence body = bending(30);
        BodySequence still = bending(1);
        float[] rotations = new float[body.rotationsInWorld().length];
        float[] joints = new float[body.jointsInWorld().length];
        for (int t = 0; t < 30; t++) {
            System.arraycopy(still.rotationsInWorld(), 0, rotations, t * BodySkeleton.JOINTS * 4, BodySkeleton.JOINTS * 4);
            System.arraycopy(still.jointsInWorld(), 0, joints, t * BodySkeleton.JOINTS * 3, BodySkeleton.JOINTS * 3);
        }
        BodySequence first = new BodySequence(body.skeleton(), 30, rotations, joints, body.contacts());
        BodySequence led = MotionContinuation.ledOver(first, body, 0.5);
        for (int t = 0; t < 30; t++) {
            double angle = led.localRotation(t, KNEE).angleTo(still.localRotation(0, KNEE));
            assertThat(angle).as("frame %d", t).isCloseTo(2 * t / 30.0 * (1 - Math.exp(-(t + 1) / 15.0)), within(1e-3));
        }
    }
}
