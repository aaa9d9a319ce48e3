package org.egoscope.scenegraph.internal.frame;

import org.egoscope.core.geometry.Camera;
import org.egoscope.core.geometry.CameraModel;
import org.egoscope.core.geometry.ImagePoint;
import org.egoscope.core.geometry.RigidTransform;
import org.egoscope.core.geometry.Vec3;
import org.jspecify.annotations.Nullable;

/**
 * Where a point at rest in the world moves in the image from the last frame to this one.
 *
 * <p>With a tracked head: exact for points of known depth, which is where motion is judged (things that a hand touches are at its depth);
 * for others the parallax stays. Without: the median shift of the tracks that no hand touches.
 */
public final class CameraMotion {
    private final @Nullable CameraModel model;
    private final RigidTransform cameraFromPreviousCamera;
    private final double shiftX;
    private final double shiftY;

    private CameraMotion(
            @Nullable CameraModel model, RigidTransform cameraFromPreviousCamera, double shiftX, double shiftY) {
        this.model = model;
        this.cameraFromPreviousCamera = cameraFromPreviousCamera;
        this.shiftX = shiftX;
        this.shiftY = shiftY;
    }

    /** From two head poses. */
    public static CameraMotion ofPoses(Camera camera, RigidTransform worldFromPreviousDevice, RigidTransform worldFromDevice) {
        RigidTransform worldFromCamera = worldFromDevice.times(camera.deviceFromCamera());
        RigidTransform worldFromPreviousCamera = worldFromPreviousDevice.times(camera.deviceFromCamera());
        return new CameraMotion(camera.model(), worldFromCamera.inverse().times(worldFromPreviousCamera), 0, 0);
    }

    /** The same shift everywhere, pixels. */
    public static CameraMotion ofShift(double shiftX, double shiftY) {
        return new CameraMotion(null, RigidTransform.IDENTITY, shiftX, shiftY);
    }

    /** Place in this frame of a resting point that was at {@code (x, y)} in the last one, pixels, at a depth in metres. */
    public double[] apply(double x, double y, double depthMeters) {
        if (model == null) {
            return new double[] {x + shiftX, y + shiftY};
        }
        Vec3 ray = model.unproject(x, y);
        Vec3 pointInPreviousCamera = ray.times(depthMeters / Math.max(0.1, ray.z()));
        ImagePoint moved = model.project(cameraFromPreviousCamera.apply(pointInPreviousCamera));
        return moved == null ? new double[] {x, y} : new double[] {moved.x(), moved.y()};
    }
}
