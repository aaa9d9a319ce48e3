package org.egoscope.perception.internal.track;

import org.egoscope.core.geometry.Camera;
import org.egoscope.core.geometry.CameraModel;
import org.egoscope.core.geometry.ImagePoint;
import org.egoscope.core.geometry.RigidTransform;
import org.egoscope.core.geometry.Vec3;
import org.egoscope.core.observation.HeadPose;
import org.jspecify.annotations.Nullable;

/** From where a frame was seen. */
record Viewpoint(RigidTransform worldFromCamera, CameraModel model) {
    /** Poses of less quality are no place to remember things by. */
    private static final float LEAST_QUALITY = 0.25f;

    /** Null while the head is lost or its pose poor. */
    static @Nullable Viewpoint of(HeadPose pose, Camera camera) {
        if (pose.isLost() || pose.quality() < LEAST_QUALITY) {
            return null;
        }
        return new Viewpoint(pose.worldFromDevice().times(camera.deviceFromCamera()), camera.model());
    }

    Vec3 eye() {
        return worldFromCamera.translation();
    }

    /** Unit ray in the world through an image point. */
    Vec3 ray(double x, double y) {
        return worldFromCamera.rotation().rotate(model.unproject(x, y));
    }

    /** Null where the lens does not see it; may lie outside the picture. */
    @Nullable ImagePoint project(Vec3 pointInWorld) {
        return model.project(worldFromCamera.inverse().apply(pointInWorld));
    }
}
