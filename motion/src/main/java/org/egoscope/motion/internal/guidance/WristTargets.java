package org.egoscope.motion.internal.guidance;

import java.util.Arrays;
import org.egoscope.core.PipelineException;
import org.egoscope.core.Shape;
import org.egoscope.core.geometry.Quaternion;
import org.egoscope.core.geometry.Vec3;

/** Where the wrists (SMPL joints 20 and 21) were seen, per frame; side 0 is left, 1 is right. Filled in once, then read. */
public final class WristTargets {
    private static final int SIDES = 2;

    private final int frames;
    private final double[] positionsInWorld;
    private final float[] orientationsInWorld;
    private final double[] confidences;

    /** No wrist seen in any frame yet. */
    public WristTargets(int frames) {
        this.frames = frames;
        positionsInWorld = new double[frames * SIDES * 3];
        orientationsInWorld = new float[frames * SIDES * 4];
        Arrays.fill(orientationsInWorld, Float.NaN);
        confidences = new double[frames * SIDES];
    }

    /** A wrist whose orientation is not known. */
    public void put(int frame, int side, Vec3 positionInWorld, double confidence) {
        if (!positionInWorld.isFinite() || !(confidence >= 0 && confidence <= 1)) {
            throw PipelineException.badInput("wrist in frame " + frame + ": expected a finite place and a confidence of 0..1, got "
                    + positionInWorld + ", " + confidence);
        }
        int at = frame * SIDES + side;
        positionsInWorld[at * 3] = positionInWorld.x();
        positionsInWorld[at * 3 + 1] = positionInWorld.y();
        positionsInWorld[at * 3 + 2] = positionInWorld.z();
        confidences[at] = confidence;
    }

    /** @param worldFromWrist axes of the SMPL wrist joint, which are those of the body in the rest pose */
    public void put(int frame, int side, Vec3 positionInWorld, Quaternion worldFromWrist, double confidence) {
        put(frame, side, positionInWorld, confidence);
        Quaternion unit = worldFromWrist.normalized();
        int at = (frame * SIDES + side) * 4;
        orientationsInWorld[at] = (float) unit.w();
        orientationsInWorld[at + 1] = (float) unit.x();
        orientationsInWorld[at + 2] = (float) unit.y();
        orientationsInWorld[at + 3] = (float) unit.z();
    }

    public int frames() {
        return frames;
    }

    /** 0 where the wrist was not seen. */
    public double confidence(int frame, int side) {
        return confidences[frame * SIDES + side];
    }

    boolean sees(int side, int fromFrame, int toFrame) {
        for (int t = fromFrame; t < toFrame; t++) {
            if (confidences[t * SIDES + side] > 0) {
                return true;
            }
        }
        return false;
    }

    boolean hasOrientation(int frame, int side) {
        return !Float.isNaN(orientationsInWorld[(frame * SIDES + side) * 4]);
    }

    double coordinate(int frame, int side, int axis) {
        return positionsInWorld[(frame * SIDES + side) * 3 + axis];
    }

    /** {@code [T, 2, 4]}. */
    @Shape("T 2 4") float[] orientations() {
        return orientationsInWorld;
    }
}
