package org.egoscope.core.geometry;

import org.jspecify.annotations.Nullable;

/** Ideal perspective camera. */
public record PinholeCamera(ImageSize imageSize, double focalX, double focalY, double principalX, double principalY)
        implements CameraModel {
    private static final double NEAREST_METERS = 1e-6;

    public PinholeCamera {
        if (!(focalX > 0) || !(focalY > 0)) {
            throw new IllegalArgumentException("focal length: expected > 0, got " + focalX + ", " + focalY);
        }
    }

    /** Principal point in the middle, square pixels, the given horizontal field of view. */
    public static PinholeCamera fromHorizontalFieldOfView(ImageSize size, double fieldOfViewRadians) {
        double focal = size.width() / 2.0 / Math.tan(fieldOfViewRadians / 2);
        return new PinholeCamera(size, focal, focal, size.width() / 2.0, size.height() / 2.0);
    }

    @Override
    public @Nullable ImagePoint project(Vec3 pointInCamera) {
        if (pointInCamera.z() < NEAREST_METERS) {
            return null;
        }
        return new ImagePoint(
                focalX * pointInCamera.x() / pointInCamera.z() + principalX,
                focalY * pointInCamera.y() / pointInCamera.z() + principalY);
    }

    @Override
    public Vec3 unproject(double xPixels, double yPixels) {
        return new Vec3((xPixels - principalX) / focalX, (yPixels - principalY) / focalY, 1).normalized();
    }

    @Override
    public PinholeCamera resizedTo(ImageSize size) {
        double sx = (double) size.width() / imageSize.width();
        double sy = (double) size.height() / imageSize.height();
        return new PinholeCamera(size, focalX * sx, focalY * sy, principalX * sx, principalY * sy);
    }
}
