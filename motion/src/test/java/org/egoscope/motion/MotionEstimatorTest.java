package org.egoscope.motion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.egoscope.core.geometry.Quaternion;
import org.egoscope.core.geometry.RigidTransform;
import org.egoscope.core.geometry.Vec3;
import org.egoscope.core.motion.BodyPose;
import org.egoscope.core.motion.Skeleton;
import org.egoscope.core.motion.SmplJoint;
import org.egoscope.core.observation.HandSide;
import org.egoscope.core.observation.Observation;
import org.junit.jupiter.api.Test;

class MotionEstimatorTest {
    /** Wandering, turning, bending and reaching, smooth and seeded. */
    private static List<Observation> wander(int frames, long seed) {
        Random random = new Random(seed);
        double[] phase = random.doubles(6, 0, 2 * Math.PI).toArray();
        List<Observation> events = new ArrayList<>();
        for (int i = 0; i < frames; i++) {
            double t = i / Recordings.FRAMES_PER_SECOND;
            double x = 1.5 * Math.sin(0.4 * t + phase[0]);
            double y = 1.2 * Math.sin(0.53 * t + phase[1]);
            double drop = 0.25 * Math.max(0, Math.sin(0.31 * t + phase[2]));
            double yaw = 1.4 * Math.sin(0.5 * t + phase[3]);
            double pitch = 0.35 + 0.5 * Math.sin(0.7 * t + phase[4]);
            RigidTransform pose = Recordings.worldFromCamera(x, y, Recordings.STANDING_EYES - drop, yaw, pitch);
            boolean seen = Math.sin(0.9 * t + phase[5]) > 0;
            Vec3 wrist = new Vec3(0.12 + 0.05 * Math.sin(2 * t), 0.2, 0.38);
            events.add(
                    seen
                            ? Recordings.frame(i, pose, Recordings.handAt(HandSide.RIGHT, wrist, true))
                            : Recordings.frame(i, pose));
        }
        return events;
    }

    @Test
    void bones_keep_their_lengths_and_stored_joints_follow_from_the_rotations() {
        Skeleton skeleton = new Skeleton(Recordings.STATURE);
        for (BodyPose body : Recordings.bodies(Recordings.run(Recordings.fixedStature(), wander(900, 1)))) {
            for (SmplJoint joint : SmplJoint.all()) {
                SmplJoint parent = joint.parent();
                if (parent != null) {
                    Vec3 bone = body.inWorld(joint).minus(body.inWorld(parent));
                    assertThat(bone.norm()).as("%s", joint).isCloseTo(skeleton.boneLength(joint), within(1e-5));
                    Vec3 expected = Recordings.worldRotation(body, parent).rotate(skeleton.offset(joint));
                    assertThat(bone.distanceTo(expected)).as("%s", joint).isLessThan(1e-5);
                }
            }
        }
    }

    @Test
    void the_eyes_are_where_the_camera_was_measured() {
        List<Observation> events = wander(900, 2);
        List<BodyPose> bodies = Recordings.bodies(Recordings.run(MotionConfig.kinematic(), events));
        assertThat(bodies).hasSize(events.size());
        for (int i = 0; i < bodies.size(); i++) {
            RigidTransform measured = events.get(i).headPose().worldFromDevice();
            assertThat(Recordings.eyes(bodies.get(i)).distanceTo(measured.translation())).isLessThan(1e-3);
            Vec3 gaze = Recordings.worldRotation(bodies.get(i), SmplJoint.HEAD).rotate(new Vec3(1, 0, 0));
            assertThat(gaze.distanceTo(measured.rotation().rotate(new Vec3(0, 0, 1)))).isLessThan(1e-4);
        }
    }

    @Test
    void a_standing_body_stands_on_the_floor_and_stays_where_it_is() {
        List<Observation> events = new ArrayList<>();
        for (int i = 0; i < 90; i++) {
            events.add(Recordings.frame(i, Recordings.worldFromCamera(1, 2, Recordings.STANDING_EYES, 0.7, 0.2)));
        }
        List<BodyPose> bodies = Recordings.bodies(Recordings.run(Recordings.fixedStature(), events));
        double ball = new Skeleton(Recordings.STATURE).ballHeightMeters();
        for (BodyPose body : bodies) {
            assertThat(body).isEqualTo(bodies.get(0));
            assertThat(body.inWorld(SmplJoint.LEFT_FOOT).z()).isCloseTo(ball, within(1e-4));
            assertThat(body.inWorld(SmplJoint.RIGHT_FOOT).z()).isCloseTo(ball, within(1e-4));
            assertThat(body.toContactArray()[0]).isGreaterThan(0.9f);
            assertThat(body.toContactArray()[2]).isNaN();
            assertThat(body.confidence()).isEqualTo(0.9f);
            assertThat(body.body().method()).isEqualTo("kinematic");
            assertThat(body.body().model()).isEqualTo("egoscope-24");
        }
    }

    @Test
    void walking_alternates_the_feet_and_planted_feet_do_not_move() {
        List<BodyPose> bodies =
                Recordings.bodies(Recordings.run(Recordings.fixedStature(), Recordings.walk(300, 1.2, 0.4)));
        double ball = new Skeleton(Recordings.STATURE).ballHeightMeters();
        List<Integer> landings = new ArrayList<>();
        int airborne = 0;
        for (int i = 1; i < bodies.size(); i++) {
            float[] before = bodies.get(i - 1).toContactArray();
            float[] now = bodies.get(i).toContactArray();
            // The first second and a half starts from rest to full speed in one frame, which no body does.
            airborne += i > 45 && now[0] < 0.9f && now[1] < 0.9f ? 1 : 0;
            for (int side = 0; side < 2; side++) {
                SmplJoint foot = side == 0 ? SmplJoint.LEFT_FOOT : SmplJoint.RIGHT_FOOT;
                Vec3 place = bodies.get(i).inWorld(foot);
                assertThat(place.z()).as("frame %d", i).isGreaterThan(ball - 1e-3);
                if (before[side] > 0.9f && now[side] > 0.9f) {
                    assertThat(place.distanceTo(bodies.get(i - 1).inWorld(foot))).as("frame %d", i).isLessThan(1e-4);
                }
                if (before[side] <= 0.9f && now[side] > 0.9f) {
                    landings.add(side);
                }
            }
        }
        assertThat(landings.size()).as("steps in 10 s").isBetween(14, 30);
        assertThat(airborne).isZero();
        for (int i = 1; i < landings.size(); i++) {
            assertThat(landings.get(i)).as("step %d", i).isNotEqualTo(landings.get(i - 1));
        }
    }

    @Test
    void planted_feet_do_not_skate_while_wandering() {
        List<BodyPose> bodies = Recordings.bodies(Recordings.run(Recordings.fixedStature(), wander(1800, 3)));
        for (int i = 1; i < bodies.size(); i++) {
            for (int side = 0; side < 2; side++) {
                SmplJoint foot = side == 0 ? SmplJoint.LEFT_FOOT : SmplJoint.RIGHT_FOOT;
                if (bodies.get(i - 1).toContactArray()[side] > 0.9f && bodies.get(i).toContactArray()[side] > 0.9f) {
                    double moved = bodies.get(i).inWorld(foot).distanceTo(bodies.get(i - 1).inWorld(foot));
                    assertThat(moved).as("frame %d", i).isLessThan(2e-3);
                }
            }
        }
    }

    @Test
    void no_joint_goes_below_the_floor_and_none_jumps() {
        List<BodyPose> bodies = Recordings.bodies(Recordings.run(Recordings.fixedStature(), wander(1800, 4)));
        for (int i = 1; i < bodies.size(); i++) {
            for (SmplJoint joint : SmplJoint.all()) {
                assertThat(bodies.get(i).inWorld(joint).z()).as("%s frame %d", joint, i).isGreaterThan(0.02);
                double step = bodies.get(i).inWorld(joint).distanceTo(bodies.get(i - 1).inWorld(joint));
                assertThat(step).as("%s frame %d", joint, i).isLessThan(0.25);
            }
        }
    }

    @Test
    void knees_and_elbows_bend_only_their_way_and_the_spine_does_not_twist() {
        for (BodyPose body : Recordings.bodies(Recordings.run(Recordings.fixedStature(), wander(1800, 5)))) {
            for (SmplJoint knee : List.of(SmplJoint.LEFT_KNEE, SmplJoint.RIGHT_KNEE)) {
                // Flexion turns the shank backwards: positive about the left axis (y). 6 degrees are in the rest pose.
                Vec3 turn = body.localRotation(knee).toRotationVector();
                assertThat(turn.y()).as("%s", knee).isGreaterThan(-Math.toRadians(7));
                assertThat(turn.norm()).as("%s", knee).isLessThan(Math.toRadians(165));
            }
            Vec3 left = body.localRotation(SmplJoint.LEFT_ELBOW).toRotationVector();
            Vec3 right = body.localRotation(SmplJoint.RIGHT_ELBOW).toRotationVector();
            assertThat(left.z()).isLessThan(Math.toRadians(7));
            assertThat(right.z()).isGreaterThan(-Math.toRadians(7));
            for (SmplJoint spine : List.of(SmplJoint.SPINE1, SmplJoint.SPINE2, SmplJoint.SPINE3)) {
                assertThat(body.localRotation(spine).toRotationVector().norm()).isLessThan(Math.toRadians(30));
            }
        }
    }

    @Test
    void a_seen_wrist_is_reached_once_the_arm_has_had_its_time() {
        RigidTransform camera = Recordings.worldFromCamera(0, 0, Recordings.STANDING_EYES, 0.3, 0.5);
        List<Observation> events = new ArrayList<>();
        List<Vec3> leftTargets = new ArrayList<>();
        for (int i = 0; i < 120; i++) {
            double t = i / Recordings.FRAMES_PER_SECOND;
            Vec3 left = new Vec3(-0.15 + 0.08 * Math.sin(2 * t), 0.15, 0.38 + 0.06 * Math.cos(3 * t));
            Vec3 right = new Vec3(0.18, 0.12 + 0.06 * Math.sin(4 * t), 0.40);
            leftTargets.add(camera.apply(left));
            events.add(Recordings.frame(
                    i,
                    camera,
                    Recordings.handAt(HandSide.LEFT, left, true),
                    Recordings.handAt(HandSide.RIGHT, right, true)));
        }
        List<BodyPose> bodies = Recordings.bodies(Recordings.run(Recordings.fixedStature(), events));
        Skeleton skeleton = new Skeleton(Recordings.STATURE);
        double arm = skeleton.boneLength(SmplJoint.LEFT_ELBOW) + skeleton.boneLength(SmplJoint.LEFT_WRIST);
        int reachable = 0;
        for (int i = 15; i < bodies.size(); i++) {
            if (bodies.get(i).inWorld(SmplJoint.LEFT_SHOULDER).distanceTo(leftTargets.get(i)) < arm - 0.001) {
                reachable++;
                assertThat(bodies.get(i).inWorld(SmplJoint.LEFT_WRIST).distanceTo(leftTargets.get(i))).isLessThan(1e-4);
            }
        }
        assertThat(reachable).isGreaterThan(60);
        Vec3 palm = bodies.get(60).inWorld(SmplJoint.LEFT_HAND).minus(bodies.get(60).inWorld(SmplJoint.LEFT_WRIST));
        assertThat(palm.normalized().dot(camera.rotation().rotate(new Vec3(0, 0, 1))))
                .as("the hand points where its knuckle is seen")
                .isGreaterThan(0.8);
    }

    @Test
    void a_wrist_of_unknown_depth_lies_on_its_ray() {
        RigidTransform camera = Recordings.worldFromCamera(0, 0, Recordings.STANDING_EYES, 0, 0.6);
        Vec3 direction = new Vec3(0.25, 0.2, 1).normalized();
        List<Observation> events = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            events.add(Recordings.frame(i, camera, Recordings.handAt(HandSide.RIGHT, direction.times(0.5), false)));
        }
        List<BodyPose> bodies = Recordings.bodies(Recordings.run(Recordings.fixedStature(), events));
        Vec3 wrist = camera.inverse().apply(bodies.get(39).inWorld(SmplJoint.RIGHT_WRIST));
        assertThat(wrist.normalized().distanceTo(direction)).isLessThan(0.01);
        assertThat(wrist.norm()).isBetween(0.25, 0.7);
    }

    @Test
    void turning_and_shifting_the_world_turns_and_shifts_the_body() {
        double yaw = 2.1;
        Vec3 shift = new Vec3(100, -70, 0);
        Quaternion turn = Quaternion.fromAxisAngle(new Vec3(0, 0, 1), yaw);
        RigidTransform otherFromWorld = new RigidTransform(turn, shift);
        List<Observation> events = wander(600, 6);
        List<Observation> moved = new ArrayList<>();
        for (Observation event : events) {
            RigidTransform pose = otherFromWorld.times(event.headPose().worldFromDevice());
            moved.add(Recordings.frame(
                    (int) event.frameIndex(), pose, event.hands().toArray(new org.egoscope.core.observation.Hand[0])));
        }
        List<BodyPose> bodies = Recordings.bodies(Recordings.run(MotionConfig.kinematic(), events));
        List<BodyPose> others = Recordings.bodies(Recordings.run(MotionConfig.kinematic(), moved));
        for (int i = 0; i < bodies.size(); i++) {
            for (SmplJoint joint : SmplJoint.all()) {
                Vec3 expected = otherFromWorld.apply(bodies.get(i).inWorld(joint));
                assertThat(others.get(i).inWorld(joint).distanceTo(expected)).as("%s frame %d", joint, i).isLessThan(1e-4);
            }
        }
    }

    @Test
    void a_head_that_goes_down_level_sits_and_one_that_goes_down_looking_down_bends() {
        List<Observation> sitting = new ArrayList<>();
        List<Observation> bending = new ArrayList<>();
        for (int i = 0; i < 150; i++) {
            double drop = 0.42 * Math.min(1, i / 60.0);
            double z = Recordings.STANDING_EYES - drop;
            sitting.add(Recordings.frame(i, Recordings.worldFromCamera(0, 0, z, 0, 0.1)));
            bending.add(Recordings.frame(i, Recordings.worldFromCamera(0, 0, z, 0, 0.1 + 2.4 * drop)));
        }
        BodyPose sat = last(Recordings.run(Recordings.fixedStature(), sitting));
        BodyPose bent = last(Recordings.run(Recordings.fixedStature(), bending));
        assertThat(leanRadians(sat)).isLessThan(Math.toRadians(35));
        assertThat(leanRadians(bent)).isGreaterThan(leanRadians(sat) + Math.toRadians(15));
        assertThat(sat.rootInWorld().z()).isLessThan(bent.rootInWorld().z() - 0.1);
        for (BodyPose body : List.of(sat, bent)) {
            assertThat(body.inWorld(SmplJoint.LEFT_FOOT).z()).isCloseTo(0.03, within(0.002));
            assertThat(body.inWorld(SmplJoint.RIGHT_FOOT).z()).isCloseTo(0.03, within(0.002));
        }
    }

    private static BodyPose last(List<org.egoscope.core.motion.MotionEvent> events) {
        List<BodyPose> bodies = Recordings.bodies(events);
        return bodies.get(bodies.size() - 1);
    }

    private static double leanRadians(BodyPose body) {
        Vec3 spine = body.inWorld(SmplJoint.NECK).minus(body.rootInWorld()).normalized();
        return Math.acos(spine.z());
    }

    @Test
    void a_tall_wearer_is_found_out_from_the_height_of_the_eyes() {
        double tall = 1.86;
        List<Observation> events = new ArrayList<>();
        for (int i = 0; i < 600; i++) {
            double z = (1 / 1.12 + 0.044) * tall - 0.02 - (i % 100 < 30 ? 0.3 : 0);
            events.add(Recordings.frame(i, Recordings.worldFromCamera(0, 0, z, 0, 0.2)));
        }
        BodyPose body = last(Recordings.run(MotionConfig.kinematic(), events));
        assertThat(body.body().statureMeters()).isCloseTo(1.86f, within(0.02f));
    }
}
