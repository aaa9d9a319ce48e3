package org.egoscope.core.geometry;

import org.jspecify.annotations.Nullable;

/**
 * Kannala-Brandt fisheye: image radius {@code r = theta (1 + k1 theta^2 + k2 theta^4 + k3 theta^6 + k4 theta^8)} with theta
 * the angle from the optical axis (Kannala and Brandt 2006; the model of OpenCV's fisheye module).
 */
public record FisheyeCamera(Intrinsics intrinsics, double k1, double k2, double k3, double k4, double maxThetaRadians)
        implements CameraModel {
    private static final int NEWTON_STEPS = 12;

    /** Size, focal lengths and principal point in pixels. */
    public record Intrinsics(ImageSize imageSize, double focalX, double focalY, double principalX, double principalY) {}

    @Override
    public ImageSize imageSize() {
        return intrinsics.imageSize();
    }

    @Override
    public @Nullable ImagePoint project(Vec3 pointInCamera) {
        double radius = Math.hypot(pointInCamera.x(), pointInCamera.y());
        double theta = Math.atan2(radius, pointInCamera.z());
        if (theta > maxThetaRadians) {
            return null;
        }
        double scale = radius < 1e-12 ? 0 : distort(theta) / radius;
        return new ImagePoint(
                intrinsics.focalX() * scale * pointInCamera.x() + intrinsics.principalX(),
                intrinsics.focalY() * scale * pointInCamera.y() + intrinsics.principalY());
    }

    @Override
    public Vec3 unproject(double xPixels, double yPixels) {
        double x = (xPixels - intrinsics.principalX()) / intrinsics.focalX();
        double y = (yPixels - intrinsics.principalY()) / intrinsics.focalY();
        double radius = Math.hypot(x, y);
        if (radius < 1e-12) {
            return new Vec3(0, 0, 1);
        }
        double theta = undistort(radius);
        double sin = Math.sin(theta) / radius;
        return new Vec3(x * sin, y * sin, Math.cos(theta));
    }

    @Override
    public FisheyeCamera resizedTo(ImageSize size) {
        double sx = (double) size.width() / imageSize().width();
        double sy = (double) size.height() / imageSize().height();
        Intrinsics resized = new Intrinsics(
                size,
                intrinsics.focalX() * sx,
                intrinsics.focalY() * sy,
                intrinsics.principalX() * sx,
                intrinsics.principalY() * sy);
        return new FisheyeCamera(resized, k1, k2, k3, k4, maxThetaRadians);
    }

    @Override
    public double focalX() {
        return intrinsics.focalX();
    }

    @Override
    public double focalY() {
        return intrinsics.focalY();
    }

    @Override
    public double principalX() {
        return intrinsics.principalX();
    }

    @Override
    public double principalY() {
        return intrinsics.principalY();
    }

    private double distort(double theta) {
        double t2 = theta * theta;
        return theta * (1 + t2 * (k1 + t2 * (k2 + t2 * (k3 + t2 * k4))));
    }

    private double undistort(double radius) {
        double theta = Math.min(radius, maxThetaRadians);
        for (int step = 0; step < NEWTON_STEPS; step++) {
            double t2 = theta * theta;
            double slope = 1 + t2 * (3 * k1 + t2 * (5 * k2 + t2 * (7 * k3 + t2 * 9 * k4)));
            theta -= (distort(theta) - radius) / slope;
        }
        return Math.max(0, Math.min(theta, maxThetaRadians));
    }
}
