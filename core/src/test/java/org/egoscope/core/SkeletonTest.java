package org.egoscope.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.egoscope.core.geometry.Quaternion;
import org.egoscope.core.geometry.Vec3;
import org.egoscope.core.motion.Skeleton;
import org.egoscope.core.motion.SmplJoint;
import org.egoscope.core.video.SessionId;
import org.junit.jupiter.api.Test;

class SkeletonTest {
    private final Skeleton skeleton = new Skeleton(SmplJoint.REFERENCE_STATURE_METERS);
    private final Vec3[] positions = new Vec3[SmplJoint.COUNT];
    private final Quaternion[] rotations = new Quaternion[SmplJoint.COUNT];

    @Test
    void theRestPoseIsTheSumOfTheOffsets() {
        skeleton.forward(Vec3.ZERO, identity(), positions, rotations);
        for (SmplJoint joint : SmplJoint.all()) {
            Vec3 sum = Vec3.ZERO;
            for (SmplJoint j = joint; j != null; j = j.parent()) {
                sum = j == SmplJoint.PELVIS ? sum : sum.plus(j.restOffset());
            }
            assertThat(positions[joint.ordinal()].distanceTo(sum)).as(joint.name()).isLessThan(1e-12);
        }
    }

    @Test
    void statureIsTwelvePercentAboveTheHeadJointOverTheSole() {
        skeleton.forward(Vec3.ZERO, identity(), positions, rotations);
        double sole = positions[SmplJoint.LEFT_FOOT.ordinal()].z() - skeleton.ballHeightMeters();
        double height = positions[SmplJoint.HEAD.ordinal()].z() - sole;
        assertThat(1.12 * height).isCloseTo(skeleton.statureMeters(), within(0.02));
    }

    @Test
    void bendingTheLeftElbowMovesOnlyWhatHangsOnIt() {
        Quaternion[] local = identity();
        local[SmplJoint.LEFT_ELBOW.ordinal()] = Quaternion.fromAxisAngle(new Vec3(0, 0, 1), -Math.PI / 2);
        Vec3[] rest = new Vec3[SmplJoint.COUNT];
        skeleton.forward(Vec3.ZERO, identity(), rest, rotations);
        skeleton.forward(Vec3.ZERO, local, positions, rotations);
        Vec3 forearm = positions[SmplJoint.LEFT_WRIST.ordinal()].minus(positions[SmplJoint.LEFT_ELBOW.ordinal()]);
        assertThat(forearm.distanceTo(new Vec3(skeleton.boneLength(SmplJoint.LEFT_WRIST), 0, 0))).isLessThan(1e-9);
        for (SmplJoint joint : SmplJoint.all()) {
            boolean moves = joint == SmplJoint.LEFT_WRIST || joint == SmplJoint.LEFT_HAND;
            assertThat(positions[joint.ordinal()].distanceTo(rest[joint.ordinal()]) > 1e-9).as(joint.name()).isEqualTo(moves);
        }
    }

    @Test
    void sessionNamesAreSafeAsFileNames() {
        assertThat(SessionId.fromName("../../etc/passwd").value()).doesNotContain("..").doesNotContain("/");
        assertThat(SessionId.fromName("my clip (1).mp4").value()).isEqualTo("my_clip__1_.mp4");
        assertThatThrownBy(() -> new SessionId("a/b")).hasMessageContaining("a/b");
        assertThatThrownBy(() -> new SessionId("a..b")).hasMessageContaining("a..b");
    }

    private static Quaternion[] identity() {
        Quaternion[] local = new Quaternion[SmplJoint.COUNT];
        Arrays.fill(local, Quaternion.IDENTITY);
        return local;
    }
}
