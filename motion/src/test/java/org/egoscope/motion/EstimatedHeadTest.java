package org.egoscope.motion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.egoscope.core.geometry.Camera;
import org.egoscope.core.geometry.RigidTransform;
import org.egoscope.core.geometry.Vec3;
import org.egoscope.core.motion.BodyPose;
import org.egoscope.core.motion.MotionEvent;
import org.egoscope.core.motion.Skeleton;
import org.egoscope.core.motion.SmplJoint;
import org.egoscope.core.observation.HeadPose;
import org.egoscope.core.observation.Observation;
import org.junit.jupiter.api.Test;

/** Bodies under heads whose height was estimated from pictures: they stand on the floor, however the height drifts. */
class EstimatedHeadTest {
    private static final double PITCH = 0.3;

    private static MotionConfig config(boolean estimateStature) {
        return new MotionConfig("free", Recordings.STATURE, estimateStature, 0.5, 1, true);
    }

    /** Somebody who stands, shifting from one foot to the other, under a head that is so much too high. */
    private static List<Observation> standing(int frames, double firstDrift, double lastDrift) {
        List<Observation> events = new ArrayList<>();
        for (int i = 0; i < frames; i++) {
            double drift = firstDrift + (lastDrift - firstDrift) * i / frames;
            double sway = 0.02 * Math.sin(0.05 * i);
            HeadPose pose = new HeadPose(
                    Recordings.worldFromCamera(0, sway, Recordings.STANDING_EYES - 0.06 + drift, 0.2 * Math.sin(0.03 * i), PITCH), 0.8f,
                    HeadPose.Source.VISUAL_ODOMETRY, false);
            events.add(Recordings.frame(i, pose, List.of()));
        }
        return events;
    }

    private static double lowestSole(BodyPose body) {
        double ball = new Skeleton(body.body().statureMeters()).ballHeightMeters();
        return Math.min(body.inWorld(SmplJoint.LEFT_FOOT).z(), body.inWorld(SmplJoint.RIGHT_FOOT).z()) - ball;
    }

    @Test
    void feet_stand_on_the_floor_of_the_world_under_a_head_that_drifts_up_and_down() {
        for (double drift : new double[] {-0.05, 0.1}) {
            List<BodyPose> bodies = Recordings.bodies(Recordings.run(config(false), standing(240, 0, drift)));
            for (BodyPose body : bodies.subList(30, 240)) {
                assertThat(lowestSole(body)).as("drift %s", drift).isBetween(-0.02, 0.04);
                assertThat(body.inWorld(SmplJoint.PELVIS).z()).as("drift %s", drift).isGreaterThan(0.8);
                assertThat(body.body().method()).isEqualTo("flow-free-heights-estimated");
            }
        }
    }

    @Test
    void what_is_taken_from_the_head_changes_by_at_most_four_centimetres_in_a_second() {
        List<Observation> events = standing(240, 0, 0.1);
        List<BodyPose> bodies = Recordings.bodies(Recordings.run(config(false), events));
        double before = Double.NaN;
        for (int i = 0; i < bodies.size(); i++) {
            Vec3 eyes = events.get(i).headPose().worldFromDevice().translation();
            Vec3 off = Recordings.eyes(bodies.get(i)).minus(eyes);
            assertThat(Math.hypot(off.x(), off.y())).as("frame %d", i).isLessThan(1e-5);
            assertThat(off.z()).as("frame %d", i).isBetween(-0.2, 0.2);
            if (i > 0) {
                assertThat(Math.abs(off.z() - before)).as("frame %d", i).isLessThan(0.04 / Recordings.FRAMES_PER_SECOND + 1e-5);
            }
            before = off.z();
        }
    }

    @Test
    void the_body_is_as_tall_as_the_assumed_height_of_the_eyes_makes_it() {
        List<BodyPose> tall = Recordings.bodies(Recordings.run(config(true), standing(30, 0.1, 0.1)));
        List<BodyPose> assumed = Recordings.bodies(Recordings.run(config(true), standing(30, 0, 0)));
        // Eyes are 0.937 of stature.
        double taller = tall.get(0).body().statureMeters() - assumed.get(0).body().statureMeters();
        assertThat(taller).isCloseTo(0.1 / 0.937, within(0.005));
    }

    @Test
    void where_it_is_known_how_the_camera_is_worn_the_head_looks_so_much_higher_at_once_and_always() {
        double tilt = 0.6;
        List<Observation> events = standing(60, 0, 0);
        List<BodyPose> bodies = Recordings.bodies(Recordings.run(config(false), worn(events, Camera.eyesBehindTilted(tilt))));
        for (int i = 0; i < bodies.size(); i++) {
            Vec3 look = Recordings.worldRotation(bodies.get(i), SmplJoint.HEAD).rotate(new Vec3(1, 0, 0));
            assertThat(Math.asin(-look.z())).as("frame %d", i).isCloseTo(PITCH - tilt, within(1e-5));
        }
        List<BodyPose> guessed = Recordings.bodies(Recordings.run(config(false), events));
        Vec3 look = Recordings.worldRotation(guessed.get(59), SmplJoint.HEAD).rotate(new Vec3(1, 0, 0));
        assertThat(Math.toDegrees(PITCH - Math.asin(-look.z()))).as("guessed tilt in degrees").isBetween(1.0, 20.0);
    }

    @Test
    void a_headset_whose_poses_were_measured_once_is_not_guessed_to_be_tilted_when_its_sensor_falls_silent() {
        List<Observation> events = standing(60, 0, 0);
        for (int i = 0; i < 30; i++) {
            events.set(i, Recordings.frame(i, events.get(i).headPose().worldFromDevice()));
        }
        List<BodyPose> bodies = Recordings.bodies(Recordings.run(config(false), events));
        for (int i = 0; i < bodies.size(); i++) {
            Vec3 look = Recordings.worldRotation(bodies.get(i), SmplJoint.HEAD).rotate(new Vec3(1, 0, 0));
            assertThat(Math.asin(-look.z())).as("frame %d", i).isCloseTo(PITCH, within(1e-5));
        }
    }

    private static List<Observation> worn(List<Observation> events, RigidTransform cameraFromEyes) {
        List<Observation> worn = new ArrayList<>();
        for (Observation event : events) {
            worn.add(new Observation(
                    event.session(), event.frameIndex(), event.span(), event.camera().worn(cameraFromEyes), event.headPose(),
                    event.instances(), event.hands(), event.people(), event.covered()));
        }
        return worn;
    }

    @Test
    void a_run_split_by_a_snapshot_gives_the_same_bits() {
        List<Observation> events = new ArrayList<>(standing(60, 0, 0.1));
        events.addAll(worn(standing(120, 0, 0.1).subList(60, 120), Camera.eyesBehindTilted(0.1)));
        List<MotionEvent> whole = Recordings.run(config(true), events);
        List<MotionEvent> split = new ArrayList<>();
        byte[] state;
        try (Bodies bodies = Bodies.open(config(true)); MotionEstimator first = bodies.newEstimator()) {
            events.subList(0, 77).forEach(event -> first.accept(event, split::add));
            state = first.snapshot();
        }
        try (Bodies bodies = Bodies.open(config(true)); MotionEstimator second = bodies.newEstimator()) {
            second.restore(state);
            events.subList(77, 120).forEach(event -> second.accept(event, split::add));
            second.finish(split::add);
        }
        assertThat(Recordings.bodies(split)).isEqualTo(Recordings.bodies(whole));
    }
}
