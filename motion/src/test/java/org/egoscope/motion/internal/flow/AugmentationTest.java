package org.egoscope.motion.internal.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.egoscope.core.geometry.Quaternion;
import org.egoscope.core.geometry.Vec3;
import org.egoscope.core.motion.SmplJoint;
import org.egoscope.motion.BodySequence;
import org.egoscope.motion.BodySkeleton;
import org.junit.jupiter.api.Test;

class AugmentationTest {
    private static final int LEFT_ELBOW = SmplJoint.LEFT_ELBOW.ordinal();
    private static final int LEFT_WRIST = SmplJoint.LEFT_WRIST.ordinal();
    private static final int RIGHT_WRIST = SmplJoint.RIGHT_WRIST.ordinal();

    /** Positions against a plain walk along the tree with the body's own rotations and offsets. */
    private static void assertJointsFollowFromRotations(BodySequence body, double tolerance) {
        for (int t = 0; t < body.frames(); t++) {
            for (int j = 1; j < BodySkeleton.JOINTS; j++) {
                int parent = BodySkeleton.parent(j);
                Vec3 expected = body.jointInWorld(t, parent)
                        .plus(body.rotationInWorld(t, parent).normalized().rotate(body.skeleton().offset(j)));
                assertThat(body.jointInWorld(t, j).distanceTo(expected)).as("frame %d, joint %d", t, j).isLessThan(tolerance);
            }
        }
    }

    private static void assertEqual(BodySequence a, BodySequence b) {
        assertThat(a.rotationsInWorld()).isEqualTo(b.rotationsInWorld());
        assertThat(a.jointsInWorld()).isEqualTo(b.jointsInWorld());
        assertThat(a.contacts()).isEqualTo(b.contacts());
        assertThat(a.skeleton().toOffsetArray()).isEqualTo(b.skeleton().toOffsetArray());
    }

    @Test
    void mirroringTwiceChangesNothing() {
        BodySequence body = FlowFixtures.moving(lopsided(), 20, 1);
        BodySequence twice = Augmentation.mirrored(Augmentation.mirrored(body));
        assertEqual(twice, body);
        assertThat(twice.skeleton().eyesInHead()).isEqualTo(body.skeleton().eyesInHead());
    }

    /** Longer on the left, as a recorded body may be. */
    private static BodySkeleton lopsided() {
        BodySkeleton plain = BodySkeleton.ofStature(1.7);
        float[] offsets = plain.toOffsetArray();
        offsets[LEFT_WRIST * 3 + 1] += 0.1f;
        return new BodySkeleton(offsets, 1.7, new Vec3(0.1, 0.01, 0.07), plain.ballHeightMeters());
    }

    /** Standing at (1, 2), left upper arm turned so that the forearm points up and the wrist is over the left elbow. */
    @Test
    void aRaisedLeftHandBecomesARaisedRightHand() {
        BodySkeleton skeleton = lopsided();
        float[] local = new float[BodySkeleton.JOINTS * 4];
        for (int j = 0; j < BodySkeleton.JOINTS; j++) {
            FlowFixtures.put(Quaternion.IDENTITY, local, j);
        }
        FlowFixtures.put(Quaternion.fromAxisAngle(new Vec3(1, 0, 0), Math.PI / 2), local, LEFT_ELBOW);
        BodySequence body = BodySequence.ofLocalRotations(skeleton, 30, new float[] {1, 2, 1}, local)
                .withContacts(new float[] {0.1f, 0.2f, 0.3f, 0.4f, 0.5f, 0.6f});
        BodySequence mirrored = Augmentation.mirrored(body);
        Vec3 left = body.jointInWorld(0, LEFT_WRIST);
        assertThat(left.z() - body.jointInWorld(0, LEFT_ELBOW).z()).as("raised").isCloseTo(skeleton.offset(LEFT_WRIST).y(), within(1e-6));
        assertThat(mirrored.jointInWorld(0, RIGHT_WRIST).distanceTo(new Vec3(left.x(), -left.y(), left.z()))).isLessThan(1e-6);
        Vec3 pelvis = mirrored.jointInWorld(0, 0);
        assertThat(mirrored.jointInWorld(0, LEFT_WRIST).minus(pelvis).y()).as("left is still left").isGreaterThan(0.5);
        assertThat(mirrored.jointInWorld(0, LEFT_WRIST).z()).as("left hangs level").isLessThan(body.jointInWorld(0, LEFT_ELBOW).z() + 0.03);
        assertThat(mirrored.contacts()).containsExactly(0.2f, 0.1f, 0.4f, 0.3f, 0.6f, 0.5f);
        assertJointsFollowFromRotations(mirrored, 1e-6);
    }

    @Test
    void aMirroredBodyIsStillABodyAndTurnsTheOtherWay() {
        BodySequence body = FlowFixtures.moving(lopsided(), 20, 2);
        BodySequence mirrored = Augmentation.mirrored(body);
        assertJointsFollowFromRotations(mirrored, 2e-6);
        Vec3 forward = new Vec3(1, 0, 0);
        for (int t = 0; t < 20; t++) {
            Vec3 before = body.rotationInWorld(t, FlowFixtures.HEAD).rotate(forward);
            Vec3 after = mirrored.rotationInWorld(t, FlowFixtures.HEAD).rotate(forward);
            assertThat(after.distanceTo(new Vec3(before.x(), -before.y(), before.z()))).isLessThan(1e-6);
        }
    }

    @Test
    void resampledAtItsOwnRateIsExactlyThePart() {
        BodySequence body = FlowFixtures.moving(30, 3);
        assertEqual(Augmentation.resampled(body, 7, 1, 12), body.slice(7, 19));
    }

    @Test
    void resampledBetweenFramesLiesBetweenThemEvenWhereQuaternionsChangeSign() {
        BodySequence body = FlowFixtures.moving(30, 4);
        float[] flipped = body.rotationsInWorld().clone();
        int frame = BodySkeleton.JOINTS * 4;
        for (int i = 11 * frame; i < 12 * frame; i++) {
            flipped[i] = -flipped[i];
        }
        BodySequence same = new BodySequence(body.skeleton(), 30, flipped, body.jointsInWorld(), body.contacts());
        BodySequence resampled = Augmentation.resampled(same, 10.5, 0.9, 5);
        for (int t = 0; t < 5; t++) {
            double at = 10.5 + 0.9 * t;
            int below = (int) at;
            for (int j = 0; j < BodySkeleton.JOINTS; j++) {
                Quaternion expected = body.rotationInWorld(below, j).slerp(body.rotationInWorld(below + 1, j), at - below);
                assertThat(resampled.rotationInWorld(t, j).normalized().angleTo(expected)).as("frame %d, joint %d", t, j).isLessThan(2e-4);
                Vec3 place = body.jointInWorld(below, j).lerp(body.jointInWorld(below + 1, j), at - below);
                assertThat(resampled.jointInWorld(t, j).distanceTo(place)).isLessThan(1e-6);
            }
        }
        assertThat(resampled.contact(0, 0)).as("10.5: the later one").isEqualTo(body.contact(11, 0));
    }

    @Test
    void resampledBeyondTheEndStaysAtTheEnd() {
        BodySequence body = FlowFixtures.moving(6, 5);
        BodySequence resampled = Augmentation.resampled(body, 3, 2, 4);
        assertThat(resampled.jointInWorld(3, 9)).isEqualTo(body.jointInWorld(5, 9));
    }

    @Test
    void onAnotherBodyOrientationsStayAndPathsScaleWithTheLegs() {
        BodySequence body = FlowFixtures.moving(BodySkeleton.ofStature(1.5), 20, 6);
        BodySkeleton tall = BodySkeleton.ofStature(1.8);
        BodySequence other = Augmentation.onBody(body, tall);
        assertThat(other.rotationsInWorld()).isEqualTo(body.rotationsInWorld());
        assertThat(other.contacts()).isEqualTo(body.contacts());
        assertJointsFollowFromRotations(other, 3e-6);
        // Our own bodies scale as a whole: so does every joint.
        for (int t = 0; t < 20; t++) {
            for (int j = 0; j < BodySkeleton.JOINTS; j++) {
                assertThat(other.jointInWorld(t, j).distanceTo(body.jointInWorld(t, j).times(1.2))).isLessThan(1e-5);
            }
        }
    }

    @Test
    void standingOnAnotherBodyTheSolesStayOnTheFloorAndFeetInPlaceStayInPlace() {
        SplittableRandom random = new SplittableRandom(9);
        for (int trial = 0; trial < 20; trial++) {
            BodySkeleton own = BodySkeleton.ofStature(1.7);
            float[] local = new float[BodySkeleton.JOINTS * 4];
            for (int j = 0; j < BodySkeleton.JOINTS; j++) {
                FlowFixtures.put(Quaternion.IDENTITY, local, j);
            }
            BodySequence standing = BodySequence.ofLocalRotations(own, 30, new float[] {3, 4, (float) own.pelvisHeightMeters()}, local);
            BodySkeleton varied = Augmentation.varied(own, random);
            BodySequence other = Augmentation.onBody(standing, varied);
            double ball = other.jointInWorld(0, SmplJoint.LEFT_FOOT.ordinal()).z();
            assertThat(ball).as("trial %d", trial).isCloseTo(varied.ballHeightMeters(), within(1e-6));
            assertThat(other.jointInWorld(0, FlowFixtures.HEAD).z() * 1.12).as("stature").isCloseTo(varied.statureMeters(), within(1e-5));
        }
    }

    /** A bone that was recorded longer than the skeleton has it stays longer by the same. */
    @Test
    void whatARecordedBodyDiffersFromItsSkeletonIsKept() {
        BodySequence body = FlowFixtures.moving(BodySkeleton.ofStature(1.7), 3, 7);
        float[] joints = body.jointsInWorld().clone();
        Vec3 longer = new Vec3(0.01, -0.02, 0.03);
        int wrist = BodySkeleton.JOINTS + LEFT_WRIST;
        FlowFixtures.put(body.jointInWorld(1, LEFT_WRIST).plus(longer), joints, wrist);
        BodySequence recorded = new BodySequence(body.skeleton(), 30, body.rotationsInWorld(), joints, body.contacts());
        BodySkeleton other = BodySkeleton.ofStature(1.6);
        Vec3 difference = Augmentation.onBody(recorded, other).jointInWorld(1, LEFT_WRIST)
                .minus(Augmentation.onBody(body, other).jointInWorld(1, LEFT_WRIST));
        assertThat(difference.distanceTo(longer)).isLessThan(1e-6);
    }

    @Test
    void variedBodiesStayWithinTheirLimitsAndFollowFromTheSeed() {
        BodySkeleton own = BodySkeleton.ofStature(1.7);
        for (long seed = 0; seed < 200; seed++) {
            BodySkeleton varied = Augmentation.varied(own, new SplittableRandom(seed));
            for (int j = 1; j < BodySkeleton.JOINTS; j++) {
                double ratio = varied.offset(j).norm() / own.offset(j).norm();
                assertThat(ratio).as("seed %d, joint %d", seed, j).isBetween(0.88 * 0.92, 1.12 * 1.08);
            }
            assertThat(varied.offset(LEFT_WRIST).norm()).as("seed %d", seed).isCloseTo(varied.offset(RIGHT_WRIST).norm(), within(1e-7));
            assertThat(Augmentation.varied(own, new SplittableRandom(seed)).toOffsetArray()).isEqualTo(varied.toOffsetArray());
        }
    }
}
