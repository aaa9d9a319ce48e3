package org.egoscope.motion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.egoscope.core.geometry.Quaternion;
import org.egoscope.core.geometry.RigidTransform;
import org.egoscope.core.geometry.Vec3;
import org.egoscope.core.motion.BodyPose;
import org.egoscope.core.motion.Skeleton;
import org.egoscope.core.motion.SmplJoint;
import org.egoscope.core.observation.HeadPose;
import org.egoscope.core.observation.Observation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Somebody who nods: neck fixed, half of the nod along the neck and half on top of it, built link by link. */
class StandingHeightTest {
    private static final double STATURE = 1.8;

    private static RigidTransform nodding(double stature, double neckHeight, double yaw, double pitch) {
        Skeleton skeleton = new Skeleton(stature);
        Quaternion heading = Quaternion.fromRotationVector(new Vec3(0, 0, yaw));
        Quaternion half = heading.times(Quaternion.fromRotationVector(new Vec3(0, pitch / 2, 0)));
        Quaternion whole = heading.times(Quaternion.fromRotationVector(new Vec3(0, pitch, 0)));
        Vec3 neck = new Vec3(3, -2, neckHeight);
        Vec3 head = neck.plus(half.rotate(skeleton.offset(SmplJoint.HEAD)));
        return new RigidTransform(whole, head.plus(whole.rotate(skeleton.eyesInHead())));
    }

    private static double levelHeight(double stature, double neckHeight) {
        return nodding(stature, neckHeight, 0, 0).translation().z();
    }

    @ParameterizedTest
    @ValueSource(doubles = {-50, -20, 0, 15, 35, 59})
    void noddingChangesTheHeightOfTheEyesAndNotTheLevelHeight(double degrees) {
        for (double yaw = -3; yaw < 3; yaw += 0.7) {
            RigidTransform eyes = nodding(STATURE, 1.5, yaw, Math.toRadians(degrees));
            assertThat(StandingHeight.levelEyes(eyes, STATURE)).as("yaw %s", yaw).isCloseTo(levelHeight(STATURE, 1.5), within(1e-6));
        }
    }

    @Test
    void whoLooksDownByFortyDegreesHasEyesNineCentimetresLower() {
        double lower = levelHeight(1.7, 1.4) - nodding(1.7, 1.4, 0, Math.toRadians(40)).translation().z();
        assertThat(lower).isCloseTo(0.094, within(0.002));
    }

    @Test
    void statureAndStandingHeightAreInverses() {
        assertThat(StandingHeight.statureOf(StandingHeight.eyes(1.63))).isCloseTo(1.63, within(1e-12));
    }

    private static List<BodyPose> looksDown(double stature, double floor, HeadPose.Source source, boolean metric) {
        double neck = floor + StandingHeight.eyes(stature) - levelHeight(stature, 0);
        List<Observation> frames = new ArrayList<>();
        for (int i = 0; i < 450; i++) {
            double pitch = Math.toRadians(30 + 8 * Math.sin(i / 20.0));
            RigidTransform eyes = nodding(stature, neck, 0.3, pitch);
            // Columns of a forward-looking camera's axes in the head.
            Quaternion headFromCamera = Quaternion.fromColumns(new Vec3(0, -1, 0), new Vec3(0, 0, -1), new Vec3(1, 0, 0));
            RigidTransform camera = new RigidTransform(eyes.rotation().times(headFromCamera), eyes.translation());
            frames.add(Recordings.frame(i, new HeadPose(camera, 0.9f, source, metric), List.of()));
        }
        return Recordings.bodies(Recordings.run(MotionConfig.kinematic(), frames));
    }

    @Test
    void aTallWearerWhoLooksDownAllTheTimeIsFoundOut() {
        List<BodyPose> bodies = looksDown(1.86, 0, HeadPose.Source.SIDECAR, true);
        assertThat(bodies.get(bodies.size() - 1).body().statureMeters()).isCloseTo(1.86f, within(0.02f));
    }

    @Test
    void anUnknownFloorIsFoundUnderSomebodyWhoLooksDown() {
        List<BodyPose> bodies = looksDown(1.70, 7, HeadPose.Source.SIDECAR, true);
        BodyPose last = bodies.get(bodies.size() - 1);
        double ball = new Skeleton(1.70).ballHeightMeters();
        assertThat(last.inWorld(SmplJoint.LEFT_FOOT).z()).isCloseTo(7 + ball, within(0.02));
        assertThat(last.body().method()).endsWith("-floor-estimated");
    }
}
