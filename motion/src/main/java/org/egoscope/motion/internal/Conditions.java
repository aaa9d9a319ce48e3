package org.egoscope.motion.internal;

import java.util.Optional;
import org.egoscope.core.geometry.Camera;
import org.egoscope.core.geometry.CameraModel;
import org.egoscope.core.geometry.ImagePoint;
import org.egoscope.core.geometry.Quaternion;
import org.egoscope.core.geometry.RigidTransform;
import org.egoscope.core.geometry.Vec3;
import org.egoscope.core.observation.Hand;
import org.egoscope.core.observation.HandKeypoints;
import org.egoscope.core.observation.HandSide;
import org.egoscope.core.observation.HeadPose;
import org.egoscope.core.observation.Observation;
import org.egoscope.motion.internal.MotionCondition.Heights;

/** Takes from an observation what a generator may see. */
public final class Conditions {
    /** {@code headFromCamera} of a camera that looks forward: columns (0,-1,0), (0,0,-1), (1,0,0). See docs/conventions.md. */
    private static final Quaternion CAMERA_FROM_HEAD = Quaternion.fromColumns(
                    new Vec3(0, -1, 0), new Vec3(0, 0, -1), new Vec3(1, 0, 0))
            .conjugate();

    /** Wrist to middle knuckle, and index to little knuckle, of an average adult hand of 0.19 m (palm 0.095 to 0.10 m, Greiner 1991). */
    private static final double PALM_METERS = 0.097;

    private static final double KNUCKLES_METERS = 0.062;

    /** Smaller than this (a palm at 2.4 m) the hand is not the wearer's or not measured well. */
    private static final double LEAST_PALM_RADIANS = 0.04;

    private Conditions() {}

    /** @param tiltRadians by how much the camera looks down on the head that wears it, for cameras of which nobody says it */
    public static MotionCondition of(Observation observation, double tiltRadians) {
        RigidTransform worldFromCamera =
                observation.headPose().worldFromDevice().times(observation.camera().deviceFromCamera());
        // Where nobody says it the camera stands for the eyes: a headset wears it within a few centimetres of them.
        RigidTransform worldFromLook = worldFromCamera.times(
                observation.camera().cameraFromEyes().orElseGet(() -> Camera.eyesBehindTilted(tiltRadians)));
        RigidTransform worldFromEyes =
                new RigidTransform(worldFromLook.rotation().times(CAMERA_FROM_HEAD).normalized(), worldFromLook.translation());
        return new MotionCondition(
                observation.time().seconds(),
                worldFromEyes,
                heights(observation.headPose()),
                observation.headPose().quality(),
                hand(observation, HandSide.LEFT, worldFromCamera),
                hand(observation, HandSide.RIGHT, worldFromCamera));
    }

    private static Heights heights(HeadPose pose) {
        if (pose.source() == HeadPose.Source.VISUAL_ODOMETRY) {
            return Heights.ESTIMATED;
        }
        return pose.metric() ? Heights.SENSED : Heights.ABOVE_FLOOR;
    }

    /** The wearer's surest hand of that side. */
    private static Optional<HandCondition> hand(Observation observation, HandSide side, RigidTransform worldFromCamera) {
        Hand best = null;
        for (Hand hand : observation.hands()) {
            if (hand.wearer() && hand.side() == side && (best == null || hand.confidence() > best.confidence())) {
                best = hand;
            }
        }
        return best == null ? Optional.empty() : Optional.of(condition(best, observation, worldFromCamera));
    }

    private static HandCondition condition(Hand hand, Observation observation, RigidTransform worldFromCamera) {
        HandKeypoints keypoints = hand.keypoints();
        ImagePoint wrist = keypoints.inImage(HandKeypoints.WRIST);
        Vec3 ray = observation.camera().model().unproject(wrist.x(), wrist.y());
        return new HandCondition(
                worldFromCamera.apply(keypoints.inCamera(HandKeypoints.WRIST)),
                worldFromCamera.translation(),
                worldFromCamera.rotation().rotate(ray),
                apparentMeters(keypoints, observation.camera().model()),
                worldFromCamera.apply(keypoints.inCamera(HandKeypoints.MIDDLE_MCP)),
                hand.confidence());
    }

    /** Distance by size. Of length and width of the palm the one that is less foreshortened counts: the larger for its true size. */
    private static double apparentMeters(HandKeypoints keypoints, CameraModel camera) {
        double length = angle(keypoints, HandKeypoints.WRIST, HandKeypoints.MIDDLE_MCP, camera) / PALM_METERS;
        double width = angle(keypoints, HandKeypoints.INDEX_MCP, HandKeypoints.LITTLE_MCP, camera) / KNUCKLES_METERS;
        double perMeter = Math.max(length, width);
        return perMeter * PALM_METERS < LEAST_PALM_RADIANS ? Double.NaN : 1 / perMeter;
    }

    /** Between the rays of two keypoints, as a chord. */
    private static double angle(HandKeypoints keypoints, int from, int to, CameraModel camera) {
        ImagePoint a = keypoints.inImage(from);
        ImagePoint b = keypoints.inImage(to);
        return camera.unproject(a.x(), a.y()).distanceTo(camera.unproject(b.x(), b.y()));
    }
}
