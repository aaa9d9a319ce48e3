package org.egoscope.perception.internal.headpose;

import java.util.ArrayList;
import java.util.List;
import org.egoscope.core.geometry.CameraModel;
import org.egoscope.core.geometry.ImagePoint;
import org.egoscope.core.geometry.Quaternion;
import org.egoscope.core.geometry.Vec3;
import org.egoscope.core.observation.Hand;
import org.egoscope.core.observation.HandKeypoints;

/** The wearer's own hands as evidence of what is down. */
final class WearerHands {
    /** Below this a hand may be anything. */
    private static final float LEAST_CONFIDENCE = 0.3f;

    private WearerHands() {}

    /** Unit directions in the map from the camera to the palms of the wearer's hands. */
    static Vec3[] directions(List<Hand> hands, CameraModel camera, Quaternion mapFromCamera) {
        List<Vec3> directions = new ArrayList<>();
        for (Hand hand : hands) {
            if (hand.wearer() && hand.confidence() >= LEAST_CONFIDENCE) {
                ImagePoint wrist = hand.keypoints().inImage(HandKeypoints.WRIST);
                ImagePoint middle = hand.keypoints().inImage(HandKeypoints.MIDDLE_MCP);
                Vec3 ray = camera.unproject((wrist.x() + middle.x()) / 2, (wrist.y() + middle.y()) / 2);
                directions.add(mapFromCamera.rotate(ray));
            }
        }
        return directions.toArray(new Vec3[0]);
    }
}
