package org.egoscope.perception.internal.hands;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import org.egoscope.core.Shape;
import org.egoscope.core.geometry.CameraModel;
import org.egoscope.core.geometry.Vec3;
import org.egoscope.core.observation.HandKeypoints;

/**
 * Distances of a hand's keypoints from the camera over time. They are by far the least sure of what is known of a hand, so they are
 * smoothed much, while directions come from the picture.
 */
final class HandRanges {
    /** An arm stretches in a fifth of a second. */
    private static final double CUTOFF_HERTZ = 3;
    /** After a longer pause the old distances say nothing. */
    private static final double FORGET_SECONDS = 0.3;

    private final float[] meters = new float[HandKeypoints.COUNT];
    private double relativeSigma = Double.NaN;
    private long lastNanos = Long.MIN_VALUE;

    void see(HandDepth.Placement placement, long nanos) {
        float[] xyz = placement.xyzInCamera();
        if (xyz.length == 0) {
            return;
        }
        double seconds = (nanos - lastNanos) / 1e9;
        boolean fresh = lastNanos == Long.MIN_VALUE || !(seconds > 0) || seconds > FORGET_SECONDS;
        double ratio = 2 * Math.PI * CUTOFF_HERTZ * seconds;
        double share = fresh ? 1 : ratio / (1 + ratio);
        for (int k = 0; k < meters.length; k++) {
            double distance = Math.sqrt(xyz[k * 3] * xyz[k * 3] + xyz[k * 3 + 1] * xyz[k * 3 + 1] + xyz[k * 3 + 2] * xyz[k * 3 + 2]);
            meters[k] = fresh ? (float) distance : (float) (meters[k] + share * (distance - meters[k]));
        }
        relativeSigma = fresh ? placement.relativeSigma() : relativeSigma + share * (placement.relativeSigma() - relativeSigma);
        lastNanos = nanos;
    }

    private boolean isKnown(long nanos) {
        return lastNanos != Long.MIN_VALUE && (nanos - lastNanos) / 1e9 <= FORGET_SECONDS;
    }

    /** Keypoints in camera space on the rays of the given image points; empty where the distance is not known. */
    @Shape("21 3") float[] along(CameraModel camera, @Shape("21 2") float[] xyInImage, long nanos) {
        if (!isKnown(nanos)) {
            return new float[0];
        }
        float[] xyz = new float[HandKeypoints.COUNT * 3];
        for (int k = 0; k < meters.length; k++) {
            Vec3 ray = camera.unproject(xyInImage[k * 2], xyInImage[k * 2 + 1]);
            xyz[k * 3] = (float) (ray.x() * meters[k]);
            xyz[k * 3 + 1] = (float) (ray.y() * meters[k]);
            xyz[k * 3 + 2] = (float) (ray.z() * meters[k]);
        }
        return xyz;
    }

    /** Standard deviation of the wrist's distance; NaN where it is not known. */
    float sigmaMeters(long nanos) {
        return isKnown(nanos) ? (float) (relativeSigma * meters[HandKeypoints.WRIST]) : Float.NaN;
    }

    void write(DataOutputStream out) throws IOException {
        out.writeLong(lastNanos);
        out.writeDouble(relativeSigma);
        for (float value : meters) {
            out.writeFloat(value);
        }
    }

    void read(DataInputStream in) throws IOException {
        lastNanos = in.readLong();
        relativeSigma = in.readDouble();
        for (int k = 0; k < meters.length; k++) {
            meters[k] = in.readFloat();
        }
    }
}
