package org.egoscope.core.geometry;

import java.util.Objects;
import java.util.Optional;

/**
 * A camera on the headset.
 *
 * @param model lens and image size
 * @param deviceFromCamera where it sits on the device; identity where the camera is the device
 * @param calibrated false if the intrinsics are assumed (field of view guessed), which every 3D result then inherits
 * @param cameraFromEyes how it is worn: the midpoint between the wearer's pupils, in the axes of a camera that looks where the head looks
 *     (x right, y down, z forward); empty where nobody says
 */
public record Camera(
        CameraModel model, RigidTransform deviceFromCamera, boolean calibrated, Optional<RigidTransform> cameraFromEyes) {
    public Camera {
        Objects.requireNonNull(model, "model is null");
        Objects.requireNonNull(deviceFromCamera, "deviceFromCamera is null");
        Objects.requireNonNull(cameraFromEyes, "cameraFromEyes is null");
    }

    /** Nobody says how it is worn. */
    public Camera(CameraModel model, RigidTransform deviceFromCamera, boolean calibrated) {
        this(model, deviceFromCamera, calibrated, Optional.empty());
    }

    public Camera resizedTo(ImageSize size) {
        return new Camera(model.resizedTo(size), deviceFromCamera, calibrated, cameraFromEyes);
    }

    /** The same camera, worn so. */
    public Camera worn(RigidTransform otherCameraFromEyes) {
        return new Camera(model, deviceFromCamera, calibrated, Optional.of(otherCameraFromEyes));
    }

    /**
     * {@code cameraFromEyes} of a camera before the eyes that looks down by so much on a level head.
     *
     * @param tiltRadians negative if it looks up
     */
    public static RigidTransform eyesBehindTilted(double tiltRadians) {
        return new RigidTransform(Quaternion.fromAxisAngle(new Vec3(1, 0, 0), tiltRadians), Vec3.ZERO);
    }
}
