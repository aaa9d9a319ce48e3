package org.egoscope.motion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.egoscope.core.geometry.ImagePoint;
import org.egoscope.core.geometry.RigidTransform;
import org.egoscope.core.geometry.Vec3;
import org.egoscope.core.motion.BodyPose;
import org.egoscope.core.motion.SmplJoint;
import org.egoscope.core.observation.Hand;
import org.egoscope.core.observation.HandKeypoints;
import org.egoscope.core.observation.HandSide;
import org.egoscope.core.observation.HeadPose;
import org.egoscope.core.observation.Observation;
import org.junit.jupiter.api.Test;

/** The floor under poses of either kind, and wrists where the picture alone says how far away they are. */
class FloorAndReachTest {
    private static List<BodyPose> stand(RigidTransform worldFromCamera, HeadPose.Source source, Hand... hands) {
        List<Observation> frames = new ArrayList<>();
        boolean metric = source == HeadPose.Source.SIDECAR;
        for (int i = 0; i < 60; i++) {
            frames.add(Recordings.frame(i, new HeadPose(worldFromCamera, 0.9f, source, metric), List.of(hands)));
        }
        return Recordings.bodies(Recordings.run(Recordings.fixedStature(), frames));
    }

    private static double lowestBall(BodyPose body) {
        return Math.min(body.inWorld(SmplJoint.LEFT_FOOT).z(), body.inWorld(SmplJoint.RIGHT_FOOT).z());
    }

    @Test
    void the_floor_is_at_zero_under_a_pose_from_pictures_even_in_a_deep_crouch() {
        RigidTransform low = Recordings.worldFromCamera(0, 0, 0.42, 0, 0.2);
        for (BodyPose body : stand(low, HeadPose.Source.VISUAL_ODOMETRY)) {
            assertThat(lowestBall(body)).isBetween(0.0, 0.06);
            assertThat(body.body().method()).isEqualTo("kinematic-heights-estimated");
        }
    }

    @Test
    void a_sensors_world_far_from_its_floor_gets_an_estimated_one_and_says_so() {
        RigidTransform high = Recordings.worldFromCamera(0, 0, 5, 0, 0.1);
        for (BodyPose body : stand(high, HeadPose.Source.SIDECAR)) {
            assertThat(lowestBall(body)).isBetween(3.3, 3.6);
            assertThat(body.body().method()).isEqualTo("kinematic-floor-estimated");
        }
    }

    /** A flat palm of 0.097 by 0.062 m, square to the view, whose wrist is at that place; no depth. */
    private static Hand flatHand(Vec3 wristInCamera) {
        float[] xy = new float[HandKeypoints.COUNT * 2];
        for (int k = 0; k < HandKeypoints.COUNT; k++) {
            int finger = (k + 3) / 4;
            Vec3 fromWrist = k == 0 ? Vec3.ZERO : new Vec3((finger - 3) * 0.0155, -0.097, 0);
            ImagePoint point = Recordings.CAMERA.model().project(wristInCamera.plus(fromWrist));
            xy[k * 2] = (float) point.x();
            xy[k * 2 + 1] = (float) point.y();
        }
        return new Hand(1, HandSide.RIGHT, 0.9f, true, new HandKeypoints(xy, new float[0]), 0.8f, "made-up", false, Optional.empty());
    }

    @Test
    void a_hand_without_depth_is_as_far_as_its_size_says() {
        RigidTransform eyes = Recordings.worldFromCamera(0, 0, Recordings.STANDING_EYES, 0, 0.7);
        for (double distance : new double[] {0.28, 0.34, 0.4}) {
            Vec3 wrist = new Vec3(0.05, 0.12, 1).normalized().times(distance);
            List<BodyPose> bodies = stand(eyes, HeadPose.Source.VISUAL_ODOMETRY, flatHand(wrist));
            Vec3 placed = bodies.get(bodies.size() - 1).inWorld(SmplJoint.RIGHT_WRIST);
            assertThat(placed.distanceTo(eyes.apply(wrist))).as("wrist at %s m", distance).isLessThan(0.03);
        }
    }

    @Test
    void a_wrist_seen_level_is_not_put_above_the_head_nor_behind_the_shoulders() {
        RigidTransform eyes = Recordings.worldFromCamera(0, 0, Recordings.STANDING_EYES, 0, 0);
        Hand near = Recordings.handAt(HandSide.RIGHT, new Vec3(0.02, -0.01, 0.09), true);
        Hand level = Recordings.handAt(HandSide.LEFT, new Vec3(0, -0.06, 0.5), true);
        List<BodyPose> bodies = stand(eyes, HeadPose.Source.VISUAL_ODOMETRY, near, level);
        BodyPose body = bodies.get(bodies.size() - 1);
        double head = body.inWorld(SmplJoint.HEAD).z();
        assertThat(body.inWorld(SmplJoint.LEFT_WRIST).z()).isLessThanOrEqualTo(head + 0.01);
        assertThat(body.inWorld(SmplJoint.RIGHT_WRIST).x()).isGreaterThan(body.inWorld(SmplJoint.RIGHT_SHOULDER).x());
    }

    @Test
    void a_hand_whose_ray_points_up_clearly_is_reached_for() {
        RigidTransform eyes = Recordings.worldFromCamera(0, 0, Recordings.STANDING_EYES, 0, -0.6);
        Vec3 wrist = new Vec3(0, 0, 0.3);
        Hand up = Recordings.handAt(HandSide.LEFT, wrist, true);
        List<BodyPose> bodies = stand(eyes, HeadPose.Source.VISUAL_ODOMETRY, up);
        BodyPose body = bodies.get(bodies.size() - 1);
        assertThat(body.inWorld(SmplJoint.LEFT_WRIST).z()).isGreaterThan(body.inWorld(SmplJoint.HEAD).z() + 0.1);
        assertThat(body.inWorld(SmplJoint.LEFT_WRIST).z()).isCloseTo(eyes.apply(wrist).z(), within(0.05));
    }
}
