package org.egoscope.motion;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.egoscope.core.geometry.Camera;
import org.egoscope.core.geometry.ImageSize;
import org.egoscope.core.geometry.PinholeCamera;
import org.egoscope.core.geometry.Quaternion;
import org.egoscope.core.geometry.RigidTransform;
import org.egoscope.core.geometry.Vec3;
import org.egoscope.core.motion.BodyPose;
import org.egoscope.core.motion.MotionEvent;
import org.egoscope.core.motion.MotionWindow;
import org.egoscope.core.motion.Skeleton;
import org.egoscope.core.motion.SmplJoint;
import org.egoscope.core.observation.Hand;
import org.egoscope.core.observation.HandKeypoints;
import org.egoscope.core.observation.HandSide;
import org.egoscope.core.observation.HeadPose;
import org.egoscope.core.observation.Observation;
import org.egoscope.core.observation.ObservationEvent;
import org.egoscope.core.time.TimeRange;
import org.egoscope.core.video.SessionId;

/** Made-up recordings at 30 frames per second: a forward-looking camera at the eyes of a body of 1.70 m. */
final class Recordings {
    static final double FRAMES_PER_SECOND = 30;
    static final double STATURE = 1.70;

    /** Eyes of a relaxed standing body: 0.8929 to the head joint, 0.044 above it, 2 cm of slack. */
    static final double STANDING_EYES = (1 / 1.12 + 0.044) * STATURE - 0.02;

    static final Camera CAMERA = new Camera(
            PinholeCamera.fromHorizontalFieldOfView(new ImageSize(512, 288), 1.4), RigidTransform.IDENTITY, true);

    private static final Quaternion LEVEL = Quaternion.fromColumns(new Vec3(0, -1, 0), new Vec3(0, 0, -1), new Vec3(1, 0, 0));

    private Recordings() {}

    /** Camera at a place, turned left by yaw, then down by pitch. */
    static RigidTransform worldFromCamera(double x, double y, double z, double yaw, double pitchDown) {
        Quaternion head = Quaternion.fromAxisAngle(new Vec3(0, 0, 1), yaw)
                .times(Quaternion.fromAxisAngle(new Vec3(0, 1, 0), pitchDown));
        return new RigidTransform(head.times(LEVEL).normalized(), new Vec3(x, y, z));
    }

    static Observation frame(int index, RigidTransform worldFromCamera, Hand... hands) {
        HeadPose pose = new HeadPose(worldFromCamera, 0.9f, HeadPose.Source.SIDECAR, true);
        return frame(index, pose, List.of(hands));
    }

    static Observation lost(int index) {
        HeadPose pose = new HeadPose(worldFromCamera(0, 0, STANDING_EYES, 0, 0), 0, HeadPose.Source.LOST, true);
        return frame(index, pose, List.of());
    }

    static Observation frame(int index, HeadPose pose, List<Hand> hands) {
        return new Observation(new SessionId("made-up"), index, span(index), CAMERA, pose, List.of(), hands, List.of(), List.of());
    }

    static TimeRange span(int index) {
        return TimeRange.ofNanos(
                Math.round(index * 1e9 / FRAMES_PER_SECOND), Math.round((index + 1) * 1e9 / FRAMES_PER_SECOND));
    }

    /** A hand whose wrist is at that place; all other keypoints 8 cm further from the camera. */
    static Hand handAt(HandSide side, Vec3 wristInCamera, boolean withDepth) {
        float[] image = new float[42];
        float[] space = new float[63];
        for (int k = 0; k < 21; k++) {
            Vec3 point = k == 0 ? wristInCamera : wristInCamera.plus(new Vec3(0, 0, 0.08));
            image[k * 2] = (float) CAMERA.model().project(point).x();
            image[k * 2 + 1] = (float) CAMERA.model().project(point).y();
            space[k * 3] = (float) point.x();
            space[k * 3 + 1] = (float) point.y();
            space[k * 3 + 2] = (float) point.z();
        }
        if (!withDepth) {
            Arrays.fill(space, Float.NaN);
        }
        return new Hand(
                side.ordinal() + 1L, side, 0.9f, true, new HandKeypoints(image, space), 0.8f, "made-up", false, Optional.empty());
    }

    /** Straight ahead at that speed, eyes bobbing by 1.5 cm twice per second. */
    static List<Observation> walk(int frames, double metersPerSecond, double yaw) {
        List<Observation> walk = new ArrayList<>();
        for (int i = 0; i < frames; i++) {
            double t = i / FRAMES_PER_SECOND;
            double way = metersPerSecond * t;
            double z = STANDING_EYES - 0.015 * (1 - Math.cos(2 * Math.PI * 2 * t));
            walk.add(frame(i, worldFromCamera(way * Math.cos(yaw), way * Math.sin(yaw), z, yaw, 0.2)));
        }
        return walk;
    }

    static List<MotionEvent> run(MotionConfig config, List<? extends ObservationEvent> events) {
        List<MotionEvent> out = new ArrayList<>();
        try (MotionEstimator estimator = Bodies.open(config).newEstimator()) {
            for (ObservationEvent event : events) {
                estimator.accept(event, out::add);
            }
            estimator.finish(out::add);
        }
        return out;
    }

    static MotionConfig fixedStature() {
        return new MotionConfig(MotionConfig.KINEMATIC, STATURE, false, 0.1, 1, false);
    }

    static List<MotionWindow.PosedFrame> frames(List<MotionEvent> events) {
        List<MotionWindow.PosedFrame> frames = new ArrayList<>();
        for (MotionEvent event : events) {
            if (event instanceof MotionWindow window) {
                frames.addAll(window.frames());
            }
        }
        return frames;
    }

    static List<BodyPose> bodies(List<MotionEvent> events) {
        List<BodyPose> bodies = new ArrayList<>();
        for (MotionWindow.PosedFrame frame : frames(events)) {
            if (frame.body() != null) {
                bodies.add(frame.body());
            }
        }
        return bodies;
    }

    /** World rotations by plain multiplication down the tree, an oracle for stored joints. */
    static Quaternion worldRotation(BodyPose body, SmplJoint joint) {
        SmplJoint parent = joint.parent();
        return parent == null
                ? body.localRotation(joint)
                : worldRotation(body, parent).times(body.localRotation(joint));
    }

    static Vec3 eyes(BodyPose body) {
        Skeleton skeleton = new Skeleton(body.body().statureMeters());
        return body.inWorld(SmplJoint.HEAD)
                .plus(worldRotation(body, SmplJoint.HEAD).rotate(skeleton.eyesInHead()));
    }
}
