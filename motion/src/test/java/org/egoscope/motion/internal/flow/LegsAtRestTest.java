package org.egoscope.motion.internal.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.egoscope.core.geometry.Quaternion;
import org.egoscope.core.geometry.Vec3;
import org.egoscope.core.motion.SmplJoint;
import org.egoscope.motion.BodySequence;
import org.egoscope.motion.BodySkeleton;
import org.egoscope.motion.HeadTrajectory;
import org.egoscope.motion.internal.procedure.ProceduralMotion;
import org.junit.jupiter.api.Test;

class LegsAtRestTest {
    private static final BodySkeleton OURS = BodySkeleton.ofStature(1.7);

    /** All joints turned by one rotation: what a network says of somebody who stands as recordings do at rest, facing that way. */
    private static BodySequence standing(BodySkeleton skeleton, Quaternion facing) {
        float[] rotations = new float[BodySkeleton.JOINTS * 4];
        for (int j = 0; j < BodySkeleton.JOINTS; j++) {
            rotations[j * 4] = (float) facing.w();
            rotations[j * 4 + 1] = (float) facing.x();
            rotations[j * 4 + 2] = (float) facing.y();
            rotations[j * 4 + 3] = (float) facing.z();
        }
        BodySequence at = new BodySequence(
                skeleton, 30, rotations, new float[BodySkeleton.JOINTS * 3], new float[BodySequence.CONTACTS]);
        return BodyState.hung(HeadTrajectory.of(at, 0), rotations, new float[BodySequence.CONTACTS]);
    }

    private static Vec3 shank(BodySequence body, Quaternion facing) {
        return facing.conjugate().rotate(
                body.jointInWorld(0, SmplJoint.LEFT_ANKLE.ordinal()).minus(body.jointInWorld(0, SmplJoint.LEFT_KNEE.ordinal())));
    }

    @Test
    void straightLegsOfTheNetworkAreStraightInOurSkeletonWhicheverWayItFaces() {
        for (double yaw : new double[] {0, 1.1, -2.9}) {
            Quaternion facing = Quaternion.fromAxisAngle(new Vec3(0, 0, 1), yaw);
            BodySequence predicted = standing(OURS, facing);
            BodySequence body = LegsAtRest.toSkeleton(predicted, HeadTrajectory.of(predicted, 0));
            assertThat(shank(predicted, facing).x()).as("before, yaw %s", yaw).isLessThan(-0.04);
            assertThat(shank(body, facing).x()).as("yaw %s", yaw).isCloseTo(0, within(1e-6));
            assertThat(shank(body, facing).y()).as("sideways as the skeleton has it").isCloseTo(shank(predicted, facing).y(), within(1e-6));
            assertThat(shank(body, facing).norm()).isCloseTo(shank(predicted, facing).norm(), within(1e-6));
            for (int joint : new int[] {0, 3, 6, 7, 8, 10, 11, 12, 15, 20}) {
                assertThat(body.rotationInWorld(0, joint)).as("joint %d", joint).isEqualTo(predicted.rotationInWorld(0, joint));
            }
        }
    }

    @Test
    void askingAboutABodyUndoesIt() {
        BodySequence body = FlowFixtures.moving(20, 3);
        HeadTrajectory head = HeadTrajectory.of(body, 0);
        BodySequence back = LegsAtRest.toSkeleton(LegsAtRest.toNetwork(body, head), head);
        for (int i = 0; i < body.rotationsInWorld().length; i++) {
            assertThat(back.rotationsInWorld()[i]).isCloseTo(body.rotationsInWorld()[i], within(1e-6f));
        }
    }

    @Test
    void skeletonsWithLegsStraightDownStayAsTheyAre() {
        float[] offsets = OURS.toOffsetArray();
        for (int joint : new int[] {4, 5, 7, 8}) {
            offsets[joint * 3] = 0;
        }
        BodySkeleton straight = new BodySkeleton(offsets, 1.7, OURS.eyesInHead(), OURS.ballHeightMeters());
        BodySequence predicted = standing(straight, Quaternion.IDENTITY);
        BodySequence body = LegsAtRest.toSkeleton(predicted, HeadTrajectory.of(predicted, 0));
        assertThat(body.jointsInWorld()).isEqualTo(predicted.jointsInWorld());
    }

    @Test
    void onStraightLegsAllJointsStayAndFollowFromTheTurnedRotations() {
        BodySequence body = ProceduralMotion.generate(7, 3).motion();
        BodySequence straight = LegsAtRest.onStraightLegs(body);
        BodySequence hung = BodyState.hung(HeadTrajectory.of(straight, 0), straight.rotationsInWorld(), straight.contacts());
        for (int i = 0; i < body.jointsInWorld().length; i++) {
            assertThat(straight.jointsInWorld()[i]).isEqualTo(body.jointsInWorld()[i]);
            assertThat(hung.jointsInWorld()[i]).as("value %d", i).isCloseTo(body.jointsInWorld()[i], within(2e-3f));
        }
        assertThat(straight.skeleton().offset(SmplJoint.LEFT_ANKLE.ordinal()).x()).isZero();
        assertThat(straight.skeleton().offset(SmplJoint.LEFT_ANKLE.ordinal()).norm())
                .isCloseTo(body.skeleton().offset(SmplJoint.LEFT_ANKLE.ordinal()).norm(), within(1e-6));
    }

    @Test
    void oneJointIsTurnedAsInTheWholeBody() {
        BodySequence body = FlowFixtures.moving(5, 3);
        BodySequence meant = LegsAtRest.toNetwork(body, HeadTrajectory.of(body, 0));
        for (int joint = 0; joint < BodySkeleton.JOINTS; joint++) {
            Quaternion one = LegsAtRest.toNetwork(body.rotationInWorld(2, joint), body.skeleton(), joint);
            Quaternion rest = one.conjugate().times(meant.rotationInWorld(2, joint));
            assertThat(Math.abs(rest.w())).as("joint %d", joint).isCloseTo(1, within(1e-6));
        }
    }
}
