package org.egoscope.motion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.egoscope.core.PipelineException;
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

    /** Somebody whose left knee swings in 1 s while the pelvis moves by 0.6 m/s. */
    private static BodySequence swinging(int frames) {
        float[] root = new float[frames * 3];
        float[] local = new float[frames * BodySkeleton.JOINTS * 4];
        for (int t = 0; t < frames; t++) {
            root[t * 3] = 0.02f * t;
            root[t * 3 + 2] = 0.9f;
            for (int j = 0; j < BodySkeleton.JOINTS; j++) {
                double angle = j == KNEE ? 0.5 + 0.4 * Math.sin(2 * Math.PI * t / 30.0) : 0;
                local[(t * BodySkeleton.JOINTS + j) * 4] = (float) Math.cos(angle / 2);
                local[(t * BodySkeleton.JOINTS + j) * 4 + 2] = (float) Math.sin(angle / 2);
            }
        }
        return BodySequence.ofLocalRotations(BodySkeleton.ofStature(1.7), 30, root, local);
    }

    @Test
    void swingingJointsSwingOnStillOnesStayAndThePelvisSlowsDownAsInTheClosedForm() {
        BodySequence truth = swinging(80);
        BodySequence past = truth.slice(0, 60);
        BodySequence future = MotionContinuation.after(past, 20);
        assertThat(future.frames()).isEqualTo(20);
        for (int t = 0; t < 20; t++) {
            assertThat(future.localRotation(t, KNEE).angleTo(truth.localRotation(60 + t, KNEE))).as("knee, frame %d", t).isLessThan(0.1);
            assertThat(future.localRotation(t, HEAD).angleTo(truth.localRotation(0, HEAD))).as("head, frame %d", t).isLessThan(1e-3);
            double way = 0.6 * (1 - Math.exp(-(t + 1) / 30.0));
            assertThat(future.jointInWorld(t, 0).x()).isCloseTo(0.02 * 59 + way, within(1e-4));
            assertThat(future.contact(t, 0)).isNaN();
        }
    }

    @Test
    void twoFramesAreEnoughAndOneIsRefused() {
        BodySequence future = MotionContinuation.after(bending(2), 5);
        assertThat(future.localRotation(0, KNEE).angleTo(bending(3).localRotation(2, KNEE))).isLessThan(0.03);
        assertThatThrownBy(() -> MotionContinuation.after(bending(1), 5)).isInstanceOf(PipelineException.class);
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
