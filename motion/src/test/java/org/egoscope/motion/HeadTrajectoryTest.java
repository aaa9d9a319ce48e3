package org.egoscope.motion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.egoscope.core.PipelineException;
import org.egoscope.core.geometry.Quaternion;
import org.egoscope.core.geometry.Vec3;
import org.egoscope.core.motion.SmplJoint;
import org.egoscope.motion.internal.flow.FlowFixtures;
import org.junit.jupiter.api.Test;

class HeadTrajectoryTest {
    private static final int HEAD = SmplJoint.HEAD.ordinal();
    private static final int LEFT = SmplJoint.LEFT_WRIST.ordinal();
    private static final int RIGHT = SmplJoint.RIGHT_WRIST.ordinal();

    /** Head level and turned by {@code yaw}; the left wrist lies off the line of sight by {@code degrees}, the right one behind. */
    private static BodySequence looking(double yaw, double degrees) {
        BodySkeleton skeleton = BodySkeleton.ofStature(1.7);
        float[] rotations = new float[BodySkeleton.JOINTS * 4];
        float[] joints = new float[BodySkeleton.JOINTS * 3];
        Quaternion turn = Quaternion.fromAxisAngle(new Vec3(0, 0, 1), yaw);
        for (int j = 0; j < BodySkeleton.JOINTS; j++) {
            rotations[j * 4] = (float) turn.w();
            rotations[j * 4 + 3] = (float) turn.z();
        }
        Vec3 head = new Vec3(4, 5, 1.5);
        Vec3 eyes = head.plus(turn.rotate(skeleton.eyesInHead()));
        double angle = Math.toRadians(degrees);
        put(joints, HEAD, head);
        put(joints, LEFT, eyes.plus(turn.rotate(new Vec3(Math.cos(angle), 0, -Math.sin(angle)).times(0.6))));
        put(joints, RIGHT, eyes.plus(turn.rotate(new Vec3(-0.5, -0.2, -0.1))));
        return new BodySequence(skeleton, 30, rotations, joints, new float[BodySequence.CONTACTS]);
    }

    private static void put(float[] joints, int joint, Vec3 place) {
        joints[joint * 3] = (float) place.x();
        joints[joint * 3 + 1] = (float) place.y();
        joints[joint * 3 + 2] = (float) place.z();
    }

    @Test
    void aConeOfNinetyDegreesEndsAtFortyFive() {
        for (double yaw : new double[] {0, 2, -3}) {
            HeadTrajectory inside = HeadTrajectory.of(looking(yaw, 44.9), Math.PI / 2);
            HeadTrajectory outside = HeadTrajectory.of(looking(yaw, 45.1), Math.PI / 2);
            assertThat(inside.wristConfidence(0, 0)).as("yaw %s", yaw).isEqualTo(1);
            assertThat(outside.wristConfidence(0, 0)).as("yaw %s", yaw).isZero();
            assertThat(inside.wristConfidence(0, 1)).as("behind").isZero();
            assertThat(inside.wristInWorld(0, 0)).isEqualTo(looking(yaw, 44.9).jointInWorld(0, LEFT));
        }
    }

    @Test
    void noConeSeesNothingAndTheWholeSphereSeesAll() {
        BodySequence body = FlowFixtures.moving(40, 3);
        HeadTrajectory blind = HeadTrajectory.of(body, 0);
        HeadTrajectory threePoints = HeadTrajectory.of(body, 2 * Math.PI);
        for (int t = 0; t < 40; t++) {
            for (int hand = 0; hand < HeadTrajectory.HANDS; hand++) {
                assertThat(blind.wristConfidence(t, hand)).isZero();
                assertThat(threePoints.wristConfidence(t, hand)).isEqualTo(1);
                int joint = hand == 0 ? LEFT : RIGHT;
                assertThat(threePoints.wristInWorld(t, hand)).isEqualTo(body.jointInWorld(t, joint));
                assertThat(threePoints.wristRotation(t, hand)).isEqualTo(body.rotationInWorld(t, joint));
            }
            assertThat(blind.headInWorld(t)).isEqualTo(body.jointInWorld(t, HEAD));
            assertThat(blind.headRotation(t)).isEqualTo(body.rotationInWorld(t, HEAD));
            assertThat(blind.eyesInWorld(t)).isEqualTo(body.eyesInWorld(t));
        }
        assertThat(HeadTrajectory.of(looking(0, 0), 1e-3).wristConfidence(0, 0)).as("in the middle of a narrow cone").isEqualTo(1);
    }

    @Test
    void aWiderConeSeesWhatANarrowerOneDoes() {
        BodySequence body = FlowFixtures.moving(60, 8);
        int before = 0;
        for (double view : new double[] {0.5, 1.5, 2.5, 4, 2 * Math.PI}) {
            HeadTrajectory head = HeadTrajectory.of(body, view);
            int seen = 0;
            for (int t = 0; t < 60; t++) {
                seen += head.wristConfidence(t, 0) > 0 ? 1 : 0;
            }
            assertThat(seen).as("view %s", view).isGreaterThanOrEqualTo(before);
            before = seen;
        }
    }

    @Test
    void aSliceHasTheSameFrames() {
        HeadTrajectory head = HeadTrajectory.of(FlowFixtures.moving(20, 4), 2 * Math.PI);
        HeadTrajectory part = head.slice(5, 9);
        assertThat(part.frames()).isEqualTo(4);
        assertThat(part.fieldOfViewRadians()).isEqualTo(2 * Math.PI);
        assertThat(part.floorKnown()).isTrue();
        assertThat(part.headInWorld(2)).isEqualTo(head.headInWorld(7));
        assertThat(part.headRotation(2)).isEqualTo(head.headRotation(7));
        assertThat(part.wristInWorld(3, 1)).isEqualTo(head.wristInWorld(8, 1));
        assertThat(part.wristRotation(3, 0)).isEqualTo(head.wristRotation(8, 0));
    }

    @Test
    void arraysAndSettingsThatDoNotFitAreRefused() {
        BodySkeleton skeleton = BodySkeleton.ofStature(1.7);
        HeadTrajectory.Setting setting = new HeadTrajectory.Setting(30, true, 0);
        float[] two = new float[6];
        assertThatThrownBy(() -> new HeadTrajectory(skeleton, setting, new float[4], two, HeadTrajectory.Wrists.none(2)))
                .isInstanceOf(PipelineException.class).hasMessageContaining("head rotations: expected 8");
        assertThatThrownBy(() -> new HeadTrajectory(skeleton, setting, new float[8], two, HeadTrajectory.Wrists.none(3)))
                .isInstanceOf(PipelineException.class).hasMessageContaining("wrist positions: expected 12");
        assertThatThrownBy(() -> new HeadTrajectory(skeleton, setting, new float[8], Arrays.copyOf(two, 7), HeadTrajectory.Wrists.none(2)))
                .isInstanceOf(PipelineException.class).hasMessageContaining("head positions");
        assertThatThrownBy(() -> new HeadTrajectory.Setting(0, true, 0)).isInstanceOf(PipelineException.class);
        assertThatThrownBy(() -> new HeadTrajectory.Setting(30, true, 7)).isInstanceOf(PipelineException.class);
    }
}
