package org.egoscope.motion.internal.guidance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.egoscope.core.PipelineException;
import org.egoscope.core.geometry.Quaternion;
import org.egoscope.core.geometry.Vec3;
import org.egoscope.motion.BodySequence;
import org.egoscope.motion.BodySkeleton;
import org.egoscope.motion.internal.flow.FlowFixtures;
import org.junit.jupiter.api.Test;

class BodyControlTest {
    private static final int HEAD = 15;
    private static final int RIGHT_WRIST = 21;
    private static final Vec3 UP = new Vec3(0, 0, 1);

    private final BodyControl control = new BodyControl();

    /** Of all joints in a frame, radians. */
    private static double largestAngle(BodySequence a, int frameOfA, BodySequence b, int frameOfB) {
        double largest = 0;
        for (int j = 0; j < BodySkeleton.JOINTS; j++) {
            largest = Math.max(largest, a.rotationInWorld(frameOfA, j).angleTo(b.rotationInWorld(frameOfB, j)));
        }
        return largest;
    }

    private static void requireWholeBones(BodySequence body, BodySequence like) {
        for (int t = 0; t < body.frames(); t++) {
            assertThat(body.jointInWorld(t, HEAD)).as("head, frame %d", t).isEqualTo(like.jointInWorld(t, HEAD));
            for (int j = 1; j < BodySkeleton.JOINTS; j++) {
                int parent = BodySkeleton.parent(j);
                Vec3 bone = body.rotationInWorld(t, parent).rotate(body.skeleton().offset(j));
                assertThat(body.jointInWorld(t, parent).plus(bone).distanceTo(body.jointInWorld(t, j))).as("bone of joint %d, frame %d", j, t)
                        .isLessThan(1e-5);
            }
        }
    }

    private static BodySequence standing(int frames) {
        BodySkeleton skeleton = BodySkeleton.ofStature(1.7);
        float[] root = new float[frames * 3];
        float[] local = new float[frames * BodySkeleton.JOINTS * 4];
        for (int t = 0; t < frames; t++) {
            root[t * 3 + 2] = (float) skeleton.pelvisHeightMeters();
            for (int j = 0; j < BodySkeleton.JOINTS; j++) {
                local[(t * BodySkeleton.JOINTS + j) * 4] = 1;
            }
        }
        return BodySequence.ofLocalRotations(skeleton, 30, root, local);
    }

    @Test
    void whatIsMetAlreadyChangesNothing() {
        BodySequence body = FlowFixtures.moving(60, 3);
        JointTargets targets = new JointTargets(60);
        for (int t = 20; t < 40; t++) {
            targets.place(t, RIGHT_WRIST, body.jointInWorld(t, RIGHT_WRIST), 1);
            for (int j = 0; j < HEAD; j++) {
                targets.turn(t, j, body.rotationInWorld(t, j), 1);
            }
        }
        BodySequence same = control.apply(body, targets, 10);
        for (int t = 0; t < 60; t++) {
            for (int j = 0; j < BodySkeleton.JOINTS; j++) {
                assertThat(same.jointInWorld(t, j).distanceTo(body.jointInWorld(t, j))).as("frame %d, joint %d", t, j).isLessThan(1e-5);
            }
        }
    }

    @Test
    void aPoseIsMetAndWhatIsFarFromItStaysBitForBit() {
        BodySequence body = FlowFixtures.moving(160, 4);
        BodySequence pose = FlowFixtures.moving(1, 9);
        JointTargets targets = new JointTargets(160);
        for (int j = 0; j < BodySkeleton.JOINTS; j++) {
            if (j != HEAD) {
                targets.turn(80, j, pose.rotationInWorld(0, j), 1);
            }
        }
        BodySequence turned = control.finish(body, targets, 10);
        requireWholeBones(turned, body);
        for (int j = 0; j < BodySkeleton.JOINTS; j++) {
            if (j != HEAD) {
                assertThat(turned.rotationInWorld(80, j).angleTo(pose.rotationInWorld(0, j))).as("joint %d", j).isLessThan(1e-3);
            }
        }
        for (int t : new int[] {0, 10, 19, 141, 150, 159}) {
            BodySequence before = body.slice(t, t + 1);
            assertThat(turned.slice(t, t + 1).rotationsInWorld()).as("frame %d", t).isEqualTo(before.rotationsInWorld());
            assertThat(turned.slice(t, t + 1).jointsInWorld()).as("frame %d", t).isEqualTo(before.jointsInWorld());
        }
    }

    @Test
    void aTurnGivenInEveryFrameIsThatTurn() {
        BodySequence body = standing(50);
        Quaternion turn = Quaternion.fromAxisAngle(new Vec3(0.2, 1, -0.4), 0.7);
        JointTargets targets = new JointTargets(50);
        for (int t = 0; t < 50; t++) {
            targets.turn(t, 16, turn, 1);
        }
        BodySequence turned = control.apply(body, targets, 5);
        Vec3 upperArm = body.skeleton().offset(18);
        Vec3 foreArm = body.skeleton().offset(20);
        for (int t = 0; t < 50; t++) {
            assertThat(turned.rotationInWorld(t, 16).angleTo(turn)).isLessThan(1e-4);
            assertThat(turned.rotationInWorld(t, 18).angleTo(turn)).as("the forearm is turned with it").isLessThan(1e-4);
            Vec3 wrist = turned.jointInWorld(t, 16).plus(turn.rotate(upperArm.plus(foreArm)));
            assertThat(turned.jointInWorld(t, 20).distanceTo(wrist)).isLessThan(1e-4);
            assertThat(turned.rotationInWorld(t, 17).angleTo(Quaternion.IDENTITY)).as("the other arm").isLessThan(1e-6);
        }
    }

    @Test
    void aHandComesToItsPathWhileTheRestStays() {
        BodySequence body = standing(120);
        JointTargets targets = new JointTargets(120);
        for (int t = 40; t < 80; t++) {
            targets.place(t, RIGHT_WRIST, circle(t), 1);
        }
        BodySequence reached = control.finish(body, targets, 30);
        requireWholeBones(reached, body);
        for (int t = 40; t < 80; t++) {
            assertThat(reached.jointInWorld(t, RIGHT_WRIST).distanceTo(circle(t))).as("frame %d", t).isLessThan(0.01);
            assertThat(reached.jointInWorld(t, 0)).as("pelvis").isEqualTo(body.jointInWorld(t, 0));
        }
    }

    private static Vec3 circle(int t) {
        double angle = 2 * Math.PI * t / 40;
        return new Vec3(0.35, -0.2 + 0.1 * Math.cos(angle), 1.2 + 0.1 * Math.sin(angle));
    }

    @Test
    void theTrunkHelpsWhereAnArmIsTooShortAndFeetStayWhereTheyStand() {
        BodySequence body = standing(90);
        float[] contacts = new float[90 * BodySequence.CONTACTS];
        Arrays.fill(contacts, 1);
        BodySequence planted = body.withContacts(contacts);
        Vec3 shoulder = body.jointInWorld(0, 17);
        double arm = body.skeleton().offset(19).norm() + body.skeleton().offset(21).norm();
        Vec3 far = shoulder.plus(new Vec3(0.2, -0.9, -0.4).normalized().times(arm + 0.08));
        JointTargets targets = new JointTargets(90);
        for (int t = 40; t < 50; t++) {
            targets.place(t, RIGHT_WRIST, far, 1);
        }
        BodySequence reached = control.apply(planted, targets, 30);
        requireWholeBones(reached, planted);
        assertThat(reached.jointInWorld(45, RIGHT_WRIST).distanceTo(far)).isLessThan(0.02);
        assertThat(reached.jointInWorld(45, 7).distanceTo(body.jointInWorld(45, 7))).as("left ankle").isLessThan(0.02);
        assertThat(reached.jointInWorld(45, 8).distanceTo(body.jointInWorld(45, 8))).as("right ankle").isLessThan(0.02);
    }

    /** A forearm that turns evenly in the given frames, and evenly but elsewhere in the others. */
    @Test
    void noJumpIsLeftAtABorder() {
        int frames = 100;
        double perFrame = 0.02;
        BodySequence body = standing(frames);
        float[] rotations = body.rotationsInWorld().clone();
        JointTargets targets = new JointTargets(frames);
        for (int t = 0; t < frames; t++) {
            double angle = perFrame * t + (t < 50 ? 0 : 0.6);
            Quaternion turn = Quaternion.fromAxisAngle(UP, angle);
            int at = (t * BodySkeleton.JOINTS + 18) * 4;
            rotations[at] = (float) turn.w();
            rotations[at + 3] = (float) turn.z();
            if (t < 50) {
                targets.turn(t, 18, turn, 1);
            }
        }
        BodySequence jumping = new BodySequence(body.skeleton(), 30, rotations, body.jointsInWorld(), body.contacts());
        BodySequence mended = control.finish(jumping, targets, 5);
        assertThat(largestAngle(jumping, 49, jumping, 50)).isGreaterThan(0.6);
        for (int t = 0; t + 1 < frames; t++) {
            double step = mended.rotationInWorld(t, 18).angleTo(mended.rotationInWorld(t + 1, 18));
            assertThat(step).as("step after frame %d", t).isBetween(0.0, 2.5 * perFrame + 0.03);
        }
        assertThat(mended.rotationInWorld(49, 18).angleTo(mended.rotationInWorld(50, 18))).isBetween(0.9 * perFrame, 1.1 * perFrame);
        assertThat(mended.rotationInWorld(99, 18).angleTo(jumping.rotationInWorld(99, 18))).as("far away").isLessThan(1e-6);
    }

    @Test
    void targetsThatCannotBeAreRefused() {
        JointTargets targets = new JointTargets(5);
        assertThatThrownBy(() -> targets.place(0, HEAD, Vec3.ZERO, 1)).isInstanceOf(PipelineException.class).hasMessageContaining("head");
        assertThatThrownBy(() -> targets.place(5, 3, Vec3.ZERO, 1)).isInstanceOf(PipelineException.class);
        assertThatThrownBy(() -> targets.place(1, 3, new Vec3(Double.NaN, 0, 0), 1)).isInstanceOf(PipelineException.class);
        assertThatThrownBy(() -> targets.turn(1, 3, Quaternion.IDENTITY, 1.5)).isInstanceOf(PipelineException.class);
        assertThatThrownBy(() -> control.apply(standing(6), targets, 3)).isInstanceOf(PipelineException.class).hasMessageContaining("6 frames");
    }
}
