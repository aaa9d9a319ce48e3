package org.egoscope.core.observation;

import java.util.Arrays;
import org.egoscope.core.Shape;

/**
 * Another person's body in one frame: 33 keypoints in MediaPipe pose order (0 nose ... 11/12 shoulders ... 15/16 wrists ...
 * 23/24 hips ... 31/32 foot tips), {@code [33, 3]}: x and y in pixels of the working image, visibility 0..1.
 */
public final class Person {
    public static final int KEYPOINTS = 33;
    private final long trackId;
    private final BoundingBox box;
    private final float confidence;
    private final String method;
    private final float[] xyVisibility;

    /** Copies the keypoints. */
    public Person(long trackId, BoundingBox box, float confidence, String method, @Shape("33 3") float[] xyVisibility) {
        if (xyVisibility.length != KEYPOINTS * 3) {
            throw new IllegalArgumentException("person: expected shape [33, 3] (99 values), got " + xyVisibility.length);
        }
        this.trackId = trackId;
        this.box = box;
        this.confidence = confidence;
        this.method = method;
        this.xyVisibility = xyVisibility.clone();
    }

    public long trackId() {
        return trackId;
    }

    public BoundingBox box() {
        return box;
    }

    public float confidence() {
        return confidence;
    }

    public String method() {
        return method;
    }

    public @Shape("33 3") float[] toKeypointArray() {
        return xyVisibility.clone();
    }

    /** The keypoints that COCO names, in the order of {@link CocoKeypoint}: x, y in pixels, visibility 0..1. */
    public @Shape("17 3") float[] toCocoKeypointArray() {
        CocoKeypoint[] names = CocoKeypoint.values();
        float[] chosen = new float[names.length * 3];
        for (int i = 0; i < names.length; i++) {
            System.arraycopy(xyVisibility, names[i].poseIndex() * 3, chosen, i * 3, 3);
        }
        return chosen;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Person that
                && trackId == that.trackId
                && box.equals(that.box)
                && confidence == that.confidence
                && method.equals(that.method)
                && Arrays.equals(xyVisibility, that.xyVisibility);
    }

    @Override
    public int hashCode() {
        return Long.hashCode(trackId) * 31 + Arrays.hashCode(xyVisibility);
    }
}
