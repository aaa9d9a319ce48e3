package org.egoscope.core.observation;

import java.util.Arrays;
import org.egoscope.core.Shape;
import org.egoscope.core.geometry.CameraModel;
import org.egoscope.core.geometry.ImagePoint;
import org.egoscope.core.geometry.Vec3;

/**
 * 21 keypoints of one hand. Order: 0 wrist; 1-4 thumb CMC to tip; 5-8 index MCP to tip; 9-12 middle; 13-16 ring; 17-20 little.
 *
 * <p>Image: {@code [21, 2]} pixels of the working image, may lie outside it. Space: {@code [21, 3]} metres in camera space
 * (x right, y down, z forward), NaN where depth is not known. Both may be smoothed over time; the raw image points are as they were
 * measured in this frame, NaN where a hand was followed without a measurement.
 */
public final class HandKeypoints {
    public static final int COUNT = 21;
    public static final int WRIST = 0;
    public static final int THUMB_TIP = 4;
    public static final int INDEX_MCP = 5;
    public static final int INDEX_TIP = 8;
    public static final int MIDDLE_MCP = 9;
    public static final int MIDDLE_TIP = 12;
    public static final int RING_TIP = 16;
    public static final int LITTLE_MCP = 17;
    public static final int LITTLE_TIP = 20;

    private final float[] xyInImage;
    private final float[] xyzInCamera;
    private final float[] rawXyInImage;
    private final float depthSigmaMeters;

    /** Not smoothed, and nothing said of how sure the depth is. Copies both arrays; an empty second array means no depth. */
    public HandKeypoints(@Shape("21 2") float[] xyInImage, @Shape("21 3") float[] xyzInCamera) {
        this(xyInImage, xyzInCamera, xyInImage, Float.NaN);
    }

    /**
     * Copies the arrays; an empty second array means no depth, an empty third no measurement in this frame.
     *
     * @param depthSigmaMeters standard deviation of the hand's distance from the camera; NaN where it is not known
     */
    public HandKeypoints(
            @Shape("21 2") float[] xyInImage,
            @Shape("21 3") float[] xyzInCamera,
            @Shape("21 2") float[] rawXyInImage,
            float depthSigmaMeters) {
        if (xyInImage.length != COUNT * 2) {
            throw new IllegalArgumentException("keypoints: expected shape [21, 2] (42 values), got " + xyInImage.length);
        }
        if (xyzInCamera.length != COUNT * 3 && xyzInCamera.length != 0) {
            throw new IllegalArgumentException("keypoints: expected shape [21, 3] (63 values), got " + xyzInCamera.length);
        }
        if (rawXyInImage.length != COUNT * 2 && rawXyInImage.length != 0) {
            throw new IllegalArgumentException("raw keypoints: expected shape [21, 2] (42 values), got " + rawXyInImage.length);
        }
        this.xyInImage = xyInImage.clone();
        this.xyzInCamera = xyzInCamera.length == 0 ? allUnknown(COUNT * 3) : xyzInCamera.clone();
        this.rawXyInImage = rawXyInImage.length == 0 ? allUnknown(COUNT * 2) : rawXyInImage.clone();
        this.depthSigmaMeters = depthSigmaMeters;
    }

    /** Of a hand of which only the wrist is known: in camera space, metres, and in the picture if the camera sees that direction. */
    public static HandKeypoints ofWrist(Vec3 wristInCamera, CameraModel camera) {
        float[] image = allUnknown(COUNT * 2);
        float[] space = allUnknown(COUNT * 3);
        space[0] = (float) wristInCamera.x();
        space[1] = (float) wristInCamera.y();
        space[2] = (float) wristInCamera.z();
        ImagePoint point = camera.project(wristInCamera);
        if (point != null) {
            image[0] = (float) point.x();
            image[1] = (float) point.y();
        }
        return new HandKeypoints(image, space);
    }

    private static float[] allUnknown(int count) {
        float[] unknown = new float[count];
        Arrays.fill(unknown, Float.NaN);
        return unknown;
    }

    public ImagePoint inImage(int keypoint) {
        return new ImagePoint(xyInImage[keypoint * 2], xyInImage[keypoint * 2 + 1]);
    }

    /** NaN coordinates where depth is not known. */
    public Vec3 inCamera(int keypoint) {
        return new Vec3(xyzInCamera[keypoint * 3], xyzInCamera[keypoint * 3 + 1], xyzInCamera[keypoint * 3 + 2]);
    }

    /** True if the wrist has a position in space. */
    public boolean hasDepth() {
        return Float.isFinite(xyzInCamera[2]);
    }

    public @Shape("21 2") float[] toImageArray() {
        return xyInImage.clone();
    }

    public @Shape("21 3") float[] toCameraArray() {
        return xyzInCamera.clone();
    }

    /** As measured in this frame, before any smoothing; NaN where nothing was measured. */
    public @Shape("21 2") float[] toRawImageArray() {
        return rawXyInImage.clone();
    }

    /** True if the hand was measured in this frame, false if it was carried on from one before. */
    public boolean isMeasured() {
        return Float.isFinite(rawXyInImage[0]);
    }

    /** Standard deviation of the hand's distance from the camera, metres; NaN where it is not known. */
    public float depthSigmaMeters() {
        return depthSigmaMeters;
    }

    /** The keypoint relative to the wrist, metres, axes of camera space; NaN coordinates where depth is not known. */
    public Vec3 fromWrist(int keypoint) {
        return inCamera(keypoint).minus(inCamera(WRIST));
    }

    /** Tight box around the image points. */
    public BoundingBox boundingBox() {
        float minX = Float.MAX_VALUE;
        float minY = Float.MAX_VALUE;
        float maxX = -Float.MAX_VALUE;
        float maxY = -Float.MAX_VALUE;
        for (int k = 0; k < COUNT; k++) {
            minX = Math.min(minX, xyInImage[k * 2]);
            maxX = Math.max(maxX, xyInImage[k * 2]);
            minY = Math.min(minY, xyInImage[k * 2 + 1]);
            maxY = Math.max(maxY, xyInImage[k * 2 + 1]);
        }
        return new BoundingBox(minX, minY, maxX - minX, maxY - minY);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof HandKeypoints that
                && Arrays.equals(xyInImage, that.xyInImage)
                && Arrays.equals(xyzInCamera, that.xyzInCamera)
                && Arrays.equals(rawXyInImage, that.rawXyInImage)
                && Float.compare(depthSigmaMeters, that.depthSigmaMeters) == 0;
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(xyInImage);
    }
}
