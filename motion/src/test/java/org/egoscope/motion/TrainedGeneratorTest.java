package org.egoscope.motion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.egoscope.core.geometry.Quaternion;
import org.egoscope.core.geometry.Vec3;
import org.egoscope.core.motion.BodyPose;
import org.egoscope.core.motion.MotionEvent;
import org.egoscope.core.motion.SmplJoint;
import org.egoscope.core.observation.HandSide;
import org.egoscope.core.observation.Observation;
import org.egoscope.core.observation.ObservationEvent;
import org.junit.jupiter.api.Test;

/** The motion stage with the network that lies in the program. */
class TrainedGeneratorTest {
    private static MotionConfig config(double latencySeconds) {
        return new MotionConfig("free", Recordings.STATURE, false, latencySeconds, 1, true);
    }

    private static MotionConfig averaging(double latencySeconds) {
        return new MotionConfig("free", Recordings.STATURE, false, latencySeconds, 1, 1, true, false);
    }

    private static List<BodyPose> bodies(double latencySeconds, List<? extends ObservationEvent> events) {
        return Recordings.bodies(Recordings.run(config(latencySeconds), events));
    }

    /** Stands, sits down by half a metre within a second, and stays. */
    private static List<Observation> sitDown() {
        List<Observation> frames = new ArrayList<>();
        for (int i = 0; i < 150; i++) {
            double part = Math.max(0, Math.min(1, (i - 60) / 30.0));
            double down = 0.5 * part * part * (3 - 2 * part);
            double forward = 0.15 * Math.sin(Math.PI * part);
            double pitchDown = 0.2 + 0.4 * Math.sin(Math.PI * part);
            frames.add(Recordings.frame(
                    i, Recordings.worldFromCamera(forward - 0.2 * part, 0, Recordings.STANDING_EYES - down, 0, pitchDown)));
        }
        return frames;
    }

    @Test
    void every_frame_has_a_body_that_hangs_from_the_measured_eyes() {
        List<Observation> walk = Recordings.walk(100, 1.1, 0.7);
        List<BodyPose> bodies = bodies(1, walk);
        assertThat(bodies).hasSize(100);
        for (int i = 0; i < 100; i++) {
            Vec3 eyes = walk.get(i).headPose().worldFromDevice().translation();
            assertThat(Recordings.eyes(bodies.get(i)).distanceTo(eyes)).as("frame %d", i).isLessThan(1e-5);
            assertThat(bodies.get(i).body().method()).isEqualTo("flow-free");
        }
    }

    @Test
    void a_walking_body_steps_over_the_floor_and_faces_where_it_goes() {
        List<BodyPose> bodies = bodies(1, swayingWalk());
        double mostApart = 0;
        for (BodyPose body : bodies.subList(30, 150)) {
            Vec3 left = body.inWorld(SmplJoint.LEFT_FOOT);
            Vec3 right = body.inWorld(SmplJoint.RIGHT_FOOT);
            assertThat(Math.min(left.z(), right.z())).isBetween(-0.03, 0.12);
            mostApart = Math.max(mostApart, Math.hypot(left.x() - right.x(), left.y() - right.y()));
            Vec3 forward = body.localRotation(SmplJoint.PELVIS).rotate(new Vec3(1, 0, 0));
            assertThat(forward.x() * Math.cos(0.7) + forward.y() * Math.sin(0.7)).isGreaterThan(0.8);
        }
        assertThat(mostApart).as("longest stride").isGreaterThan(0.35);
    }

    /** Two steps a second, the head over the standing leg: without the sway, which foot is in front could not be told. */
    private static List<Observation> swayingWalk() {
        List<Observation> frames = new ArrayList<>();
        for (int i = 0; i < 180; i++) {
            double t = i / Recordings.FRAMES_PER_SECOND;
            double way = 1.2 * t;
            double side = 0.03 * Math.sin(2 * Math.PI * t);
            double x = way * Math.cos(0.7) - side * Math.sin(0.7);
            double y = way * Math.sin(0.7) + side * Math.cos(0.7);
            double z = Recordings.STANDING_EYES - 0.02 - 0.02 * Math.cos(4 * Math.PI * t);
            frames.add(Recordings.frame(i, Recordings.worldFromCamera(x, y, z, 0.7, 0.1)));
        }
        return frames;
    }

    @Test
    void a_body_sits_when_the_head_goes_down() {
        List<BodyPose> bodies = bodies(1, sitDown());
        double standing = bodies.get(40).inWorld(SmplJoint.PELVIS).z();
        BodyPose seated = bodies.get(130);
        assertThat(standing).isBetween(0.8, 1.05);
        assertThat(seated.inWorld(SmplJoint.PELVIS).z()).isLessThan(standing - 0.25);
        Vec3 thigh = seated.inWorld(SmplJoint.LEFT_KNEE).minus(seated.inWorld(SmplJoint.LEFT_HIP)).normalized();
        assertThat(Math.abs(thigh.z())).as("slope of the thigh").isLessThan(0.8);
        assertThat(seated.inWorld(SmplJoint.LEFT_FOOT).z()).isBetween(-0.05, 0.2);
    }

    @Test
    void a_wrist_comes_to_where_the_hand_is_seen() {
        List<Observation> frames = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            frames.add(Recordings.frame(
                    i, Recordings.worldFromCamera(0, 0, Recordings.STANDING_EYES, 0, 0.6),
                    Recordings.handAt(HandSide.RIGHT, new Vec3(0.1, 0.12, 0.42), true)));
        }
        Vec3 wrist = Recordings.worldFromCamera(0, 0, Recordings.STANDING_EYES, 0, 0.6).apply(new Vec3(0.1, 0.12, 0.42));
        assertThat(bodies(1, frames).get(40).inWorld(SmplJoint.RIGHT_WRIST).distanceTo(wrist)).isLessThan(0.05);
    }

    @Test
    void bodies_do_not_depend_on_where_the_wearer_is_and_which_way_they_face() {
        List<BodyPose> here = Recordings.bodies(Recordings.run(averaging(1), moved(0, 0, 0)));
        List<BodyPose> there = Recordings.bodies(Recordings.run(averaging(1), moved(100, -40, 2.1)));
        Quaternion turn = Quaternion.fromAxisAngle(new Vec3(0, 0, 1), 2.1);
        for (int i = 0; i < here.size(); i += 7) {
            for (SmplJoint joint : SmplJoint.all()) {
                Vec3 expected = turn.rotate(here.get(i).inWorld(joint)).plus(new Vec3(100, -40, 0));
                // A joint 100 m away is stored to 8 micrometres.
                assertThat(there.get(i).inWorld(joint).distanceTo(expected)).as("frame %d, %s", i, joint).isLessThan(1e-4);
            }
        }
    }

    private static List<Observation> moved(double x, double y, double yaw) {
        List<Observation> frames = new ArrayList<>();
        for (int i = 0; i < 75; i++) {
            double way = 0.03 * i;
            double turned = 0.3 * Math.sin(i * 0.05);
            double side = 0.1 * Math.sin(i * 0.11);
            double fromX = x + way * Math.cos(yaw) - side * Math.sin(yaw);
            double fromY = y + way * Math.sin(yaw) + side * Math.cos(yaw);
            frames.add(Recordings.frame(
                    i, Recordings.worldFromCamera(fromX, fromY, Recordings.STANDING_EYES - 0.02 * Math.sin(i * 0.4), yaw + turned, 0.3)));
        }
        return frames;
    }

    @Test
    void no_frame_waits_longer_than_the_latency() {
        for (double latency : new double[] {0.1, 0.2, 1}) {
            try (MotionEstimator estimator = Bodies.open(config(latency)).newEstimator()) {
                List<MotionEvent> out = new ArrayList<>();
                List<Observation> walk = Recordings.walk(60, 1, 0);
                for (int i = 0; i < walk.size(); i++) {
                    estimator.accept(walk.get(i), out::add);
                    int late = i + 1 - Recordings.frames(out).size();
                    assertThat(late / Recordings.FRAMES_PER_SECOND).as("latency %s", latency).isLessThanOrEqualTo(latency + 1e-6);
                }
                estimator.finish(out::add);
                assertThat(Recordings.bodies(out)).hasSize(60);
            }
        }
    }

    @Test
    void a_run_split_by_a_snapshot_gives_the_same_bits() {
        List<Observation> events = new ArrayList<>(Recordings.walk(70, 1, 0.4));
        events.set(40, Recordings.lost(40));
        List<MotionEvent> whole = Recordings.run(averaging(0.5), events);
        for (int cut : new int[] {0, 1, 24, 41, 58}) {
            List<MotionEvent> out = new ArrayList<>();
            MotionEstimator first = Bodies.open(averaging(0.5)).newEstimator();
            events.subList(0, cut).forEach(event -> first.accept(event, out::add));
            MotionEstimator second = Bodies.open(averaging(0.5)).newEstimator();
            second.accept(Recordings.frame(0, Recordings.worldFromCamera(5, 5, 1.5, 1, 0)), ignored -> {});
            second.restore(first.snapshot());
            events.subList(cut, events.size()).forEach(event -> second.accept(event, out::add));
            second.finish(out::add);
            assertThat(out).as("cut at %d", cut).isEqualTo(whole);
        }
    }

    @Test
    void frames_at_other_rates_get_bodies_of_the_same_motion() {
        List<BodyPose> thirty = bodies(1, Recordings.walk(120, 1, 0));
        List<Observation> sparse = new ArrayList<>();
        List<Observation> walk = Recordings.walk(120, 1, 0);
        for (int i = 0; i < walk.size(); i += 3) {
            sparse.add(walk.get(i));
        }
        List<BodyPose> ten = bodies(1, sparse);
        assertThat(ten).hasSize(40);
        double sum = 0;
        for (int i = 10; i < 30; i++) {
            sum += ten.get(i).inWorld(SmplJoint.LEFT_ANKLE).distanceTo(thirty.get(i * 3).inWorld(SmplJoint.LEFT_ANKLE));
        }
        assertThat(sum / 20).as("metres between the ankles").isCloseTo(0, within(0.12));
    }
}
