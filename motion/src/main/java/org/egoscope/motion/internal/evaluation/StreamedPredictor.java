package org.egoscope.motion.internal.evaluation;

import java.util.ArrayList;
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
import org.egoscope.core.motion.MotionWindow.PosedFrame;
import org.egoscope.core.observation.Hand;
import org.egoscope.core.observation.HandKeypoints;
import org.egoscope.core.observation.HandSide;
import org.egoscope.core.observation.HeadPose;
import org.egoscope.core.observation.Observation;
import org.egoscope.core.time.TimeRange;
import org.egoscope.core.video.SessionId;
import org.egoscope.motion.Bodies;
import org.egoscope.motion.BodySequence;
import org.egoscope.motion.BodySkeleton;
import org.egoscope.motion.HeadTrajectory;
import org.egoscope.motion.LearnedMotion;
import org.egoscope.motion.MotionConfig;
import org.egoscope.motion.MotionEstimator;

/**
 * A network behind the motion stage, one observation after the other, as live footage comes. The stature is told; bones are those of our
 * skeleton of that stature, and of hands only wrists are known.
 */
final class StreamedPredictor implements BodyPredictor {
    private static final Camera EYES =
            new Camera(PinholeCamera.fromHorizontalFieldOfView(new ImageSize(640, 480), Math.PI / 2), RigidTransform.IDENTITY, true)
                    .worn(RigidTransform.IDENTITY);

    /** {@code headFromCamera} of a camera that looks forward (docs/conventions.md). */
    private static final Quaternion HEAD_FROM_CAMERA =
            Quaternion.fromColumns(new Vec3(0, -1, 0), new Vec3(0, 0, -1), new Vec3(1, 0, 0));

    /** Outside it the motion stage takes no stature. */
    private static final double LEAST_STATURE = 1;

    private static final double MOST_STATURE = 2.2;

    private final BodyPredictor of;
    private final LearnedMotion network;
    private final MotionConfig config;

    /**
     * @param of whose name and version count
     * @param config stature aside
     */
    StreamedPredictor(BodyPredictor of, LearnedMotion network, MotionConfig config) {
        this.of = of;
        this.network = network;
        this.config = config;
    }

    @Override
    public String name() {
        return of.name();
    }

    @Override
    public String version() {
        return of.version();
    }

    @Override
    public BodySequence predict(HeadTrajectory head) {
        double stature = Math.max(LEAST_STATURE, Math.min(MOST_STATURE, head.skeleton().statureMeters()));
        BodySkeleton skeleton = BodySkeleton.ofStature(stature);
        List<MotionEvent> events = new ArrayList<>();
        try (MotionEstimator estimator = Bodies.estimator(network, config.ofStature(stature))) {
            for (int t = 0; t < head.frames(); t++) {
                estimator.accept(observation(head, t, skeleton.eyesInHead()), events::add);
            }
            estimator.finish(events::add);
        }
        List<BodyPose> bodies = new ArrayList<>();
        for (MotionEvent event : events) {
            if (event instanceof MotionWindow window) {
                window.frames().stream().map(PosedFrame::body).forEach(bodies::add);
            }
        }
        return sequence(bodies, skeleton, head.framesPerSecond());
    }

    private static Observation observation(HeadTrajectory head, int t, Vec3 eyesInHead) {
        Quaternion rotation = head.headRotation(t);
        RigidTransform worldFromEyes = new RigidTransform(
                rotation.times(HEAD_FROM_CAMERA).normalized(), head.headInWorld(t).plus(rotation.rotate(eyesInHead)));
        // metric = false says that the floor is at z = 0 for sure.
        HeadPose pose = new HeadPose(worldFromEyes, 1, HeadPose.Source.SIDECAR, !head.floorKnown());
        List<Hand> hands = new ArrayList<>();
        for (int side = 0; side < HeadTrajectory.HANDS; side++) {
            if (head.wristConfidence(t, side) > 0) {
                hands.add(hand(head, t, side, worldFromEyes.inverse()));
            }
        }
        double nanos = 1e9 / head.framesPerSecond();
        TimeRange span = TimeRange.ofNanos(Math.round(t * nanos), Math.round((t + 1) * nanos));
        return new Observation(SessionId.fromName("evaluation"), t, span, EYES, pose, List.of(), hands, List.of(), List.of());
    }

    /** Only the wrist is known of it. */
    private static Hand hand(HeadTrajectory head, int t, int side, RigidTransform eyesFromWorld) {
        HandKeypoints keypoints = HandKeypoints.ofWrist(eyesFromWorld.apply(head.wristInWorld(t, side)), EYES.model());
        return new Hand(
                side + 1L, side == 0 ? HandSide.LEFT : HandSide.RIGHT, 1, true, keypoints,
                head.wristConfidence(t, side), "given", false, Optional.empty());
    }

    private static BodySequence sequence(List<BodyPose> bodies, BodySkeleton skeleton, double framesPerSecond) {
        int frames = bodies.size();
        float[] root = new float[frames * 3];
        float[] local = new float[frames * BodySkeleton.JOINTS * 4];
        float[] contacts = new float[frames * BodySequence.CONTACTS];
        for (int t = 0; t < frames; t++) {
            BodyPose body = bodies.get(t);
            System.arraycopy(body.toJointArray(), 0, root, t * 3, 3);
            System.arraycopy(body.toRotationArray(), 0, local, t * BodySkeleton.JOINTS * 4, BodySkeleton.JOINTS * 4);
            float[] four = body.toContactArray();
            // The stage says "foot", the larger of toes and ankle; which of the two it was is not told.
            float[] six = {four[0], four[1], Float.NaN, Float.NaN, four[2], four[3]};
            System.arraycopy(six, 0, contacts, t * BodySequence.CONTACTS, six.length);
        }
        return BodySequence.ofLocalRotations(skeleton, framesPerSecond, root, local).withContacts(contacts);
    }
}
