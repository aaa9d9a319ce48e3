package org.egoscope.core.observation;

import java.util.Arrays;
import org.egoscope.core.Shape;
import org.egoscope.core.geometry.ImagePoint;
import org.egoscope.core.geometry.Vec3;

/**
 * 21 keypoints of one hand. Order: 0 wrist; 1-4 thumb CMC to tip; 5-8 index MCP to tip; 9-12 middle; 13-16 ring; 17-20 little.
 *
 * <p>Image: {@code [21, 2]} pixels of the working image, may lie outside it. Space: {@code [21, 3]} metres in camera space
 * (x right, y down, z forward), NaN where depth is not known.
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

    /** Copies both arrays; an empty second array means no depth. */
    public HandKeypoints(@Shape("21 2") float[] xyInImage, @Shape("21 3") float[] xyzInCamera) {
        if (xyInImage.length != COUNT * 2) {
            throw new IllegalArgumentException("keypoints: expected shape [21, 2] (42 values), got " + xyInImage.length);
        }
        if (xyzInCamera.length != COUNT * 3 && xyzInCamera.length != 0) {
            throw new IllegalArgumentException("keypoints: expected shape [21, 3] (63 values), got " + xyzInCamera.length);
        }
        this.xyInImage = xyInImage.clone();
        this.xyzInCamera = xyzInCamera.length == 0 ? allUnknown() : xyzInCamera.clone();
    }

    private static float[] allUnknown() {
        float[] unknown = new float[COUNT * 3];
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
                && Arrays.equals(xyzInCamera, that.xyzInCamera);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(xyInImage);
    }
}
