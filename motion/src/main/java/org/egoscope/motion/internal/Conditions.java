package org.egoscope.motion.internal;

import java.util.Optional;
import org.egoscope.core.geometry.ImagePoint;
import org.egoscope.core.geometry.Quaternion;
import org.egoscope.core.geometry.RigidTransform;
import org.egoscope.core.geometry.Vec3;
import org.egoscope.core.observation.Hand;
import org.egoscope.core.observation.HandKeypoints;
import org.egoscope.core.observation.HandSide;
import org.egoscope.core.observation.Observation;

/** Takes from an observation what a generator may see. */
public final class Conditions {
    /** {@code headFromCamera} of a camera that looks forward: columns (0,-1,0), (0,0,-1), (1,0,0). See docs/conventions.md. */
    private static final Quaternion CAMERA_FROM_HEAD = Quaternion.fromColumns(
                    new Vec3(0, -1, 0), new Vec3(0, 0, -1), new Vec3(1, 0, 0))
            .conjugate();

    private Conditions() {}

    public static MotionCondition of(Observation observation) {
        RigidTransform worldFromCamera =
                observation.headPose().worldFromDevice().times(observation.camera().deviceFromCamera());
        // The camera stands for the eyes: a headset wears it within a few centimetres of them.
        RigidTransform worldFromEyes = new RigidTransform(
                worldFromCamera.rotation().times(CAMERA_FROM_HEAD).normalized(), worldFromCamera.translation());
        return new MotionCondition(
                observation.time().seconds(),
                worldFromEyes,
                observation.headPose().quality(),
                hand(observation, HandSide.LEFT, worldFromCamera),
                hand(observation, HandSide.RIGHT, worldFromCamera));
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
                worldFromCamera.apply(keypoints.inCamera(HandKeypoints.MIDDLE_MCP)),
                hand.confidence());
    }
}
