package org.egoscope.core.geometry;

import java.util.Objects;

/**
 * A camera on the headset.
 *
 * @param model lens and image size
 * @param deviceFromCamera where it sits on the device; identity where the camera is the device
 * @param calibrated false if the intrinsics are assumed (field of view guessed), which every 3D result then inherits
 */
public record Camera(CameraModel model, RigidTransform deviceFromCamera, boolean calibrated) {
    public Camera {
        Objects.requireNonNull(model, "model is null");
        Objects.requireNonNull(deviceFromCamera, "deviceFromCamera is null");
    }

    public Camera resizedTo(ImageSize size) {
        return new Camera(model.resizedTo(size), deviceFromCamera, calibrated);
    }
}
