package org.egoscope.core.geometry;

import org.jspecify.annotations.Nullable;

/** Maps points in camera space (x right, y down, z forward) to image points (pixels, pixel centres at .5) and back. */
public sealed interface CameraModel permits PinholeCamera, FisheyeCamera {
    ImageSize imageSize();

    /** Image point, or null where the model does not see the point (behind the camera, beyond the lens). May lie outside the image. */
    @Nullable ImagePoint project(Vec3 pointInCamera);

    /** Unit ray in camera space through an image point. */
    Vec3 unproject(double xPixels, double yPixels);

    /** The same lens with the image resized to another size. */
    CameraModel resizedTo(ImageSize size);

    /** Focal length in x, pixels. */
    double focalX();

    /** Focal length in y, pixels. */
    double focalY();

    double principalX();

    double principalY();
}
