package org.egoscope.motion;

import org.egoscope.core.PipelineException;
import org.egoscope.core.Shape;
import org.egoscope.core.geometry.Vec3;
import org.egoscope.core.motion.Skeleton;
import org.egoscope.core.motion.SmplJoint;

/**
 * One body's proportions: rest offsets of the first 22 SMPL joints (pelvis to wrists), metres from the parent, in the T-pose that faces
 * +x with left +y and up +z (see {@link SmplJoint}).
 */
public final class BodySkeleton {
    /** The body's joints: {@link SmplJoint} 0 to 21, without the hands. */
    public static final int JOINTS = 22;

    private static final int[] PARENTS = parents();

    private final float[] offsetsMeters;
    private final double statureMeters;
    private final Vec3 eyesInHead;
    private final double ballHeightMeters;

    /**
     * @param offsetsMeters {@code [22, 3]} rest position relative to the parent joint; those of the pelvis are ignored
     * @param statureMeters 1.12 times the height of the head joint above the sole
     * @param eyesInHead midpoint between the pupils in the axes of the head joint (x forward, y left, z up), metres
     * @param ballHeightMeters of the foot joints above the sole, standing flat
     */
    public BodySkeleton(@Shape("22 3") float[] offsetsMeters, double statureMeters, Vec3 eyesInHead, double ballHeightMeters) {
        if (offsetsMeters.length != JOINTS * 3) {
            throw PipelineException.badInput("rest offsets: expected " + JOINTS * 3 + " values, got " + offsetsMeters.length);
        }
        for (float value : offsetsMeters) {
            if (!(Math.abs(value) < 10)) {
                throw PipelineException.badInput("rest offset: expected at most 10 m, got " + value);
            }
        }
        if (!(statureMeters > 0.3 && statureMeters < 3)) {
            throw PipelineException.badInput("stature: expected 0.3..3 m, got " + statureMeters);
        }
        this.offsetsMeters = offsetsMeters.clone();
        this.statureMeters = statureMeters;
        this.eyesInHead = eyesInHead;
        this.ballHeightMeters = ballHeightMeters;
    }

    /** Our own body at this stature: {@link Skeleton}. */
    public static BodySkeleton ofStature(double statureMeters) {
        Skeleton skeleton = new Skeleton(statureMeters);
        float[] offsets = new float[JOINTS * 3];
        for (int j = 0; j < JOINTS; j++) {
            Vec3 offset = skeleton.offset(SmplJoint.all().get(j));
            offsets[j * 3] = (float) offset.x();
            offsets[j * 3 + 1] = (float) offset.y();
            offsets[j * 3 + 2] = (float) offset.z();
        }
        return new BodySkeleton(offsets, statureMeters, skeleton.eyesInHead(), skeleton.ballHeightMeters());
    }

    private static int[] parents() {
        int[] parents = new int[JOINTS];
        for (int j = 0; j < JOINTS; j++) {
            SmplJoint parent = SmplJoint.all().get(j).parent();
            parents[j] = parent == null ? -1 : parent.ordinal();
        }
        return parents;
    }

    /** Index of the joint's parent, -1 for the pelvis; a parent always precedes its children. */
    public static int parent(int joint) {
        return PARENTS[joint];
    }

    /** Metres from the parent in the rest pose. */
    public Vec3 offset(int joint) {
        return new Vec3(offsetsMeters[joint * 3], offsetsMeters[joint * 3 + 1], offsetsMeters[joint * 3 + 2]);
    }

    /** A copy of {@code [22, 3]} rest offsets, metres. */
    public @Shape("22 3") float[] toOffsetArray() {
        return offsetsMeters.clone();
    }

    public double statureMeters() {
        return statureMeters;
    }

    public Vec3 eyesInHead() {
        return eyesInHead;
    }

    public double ballHeightMeters() {
        return ballHeightMeters;
    }

    /** Of the pelvis above the sole in the rest pose: by the longer leg. */
    public double pelvisHeightMeters() {
        return ballHeightMeters + Math.max(drop(SmplJoint.LEFT_FOOT.ordinal()), drop(SmplJoint.RIGHT_FOOT.ordinal()));
    }

    private double drop(int joint) {
        double drop = 0;
        for (int j = joint; PARENTS[j] >= 0; j = PARENTS[j]) {
            drop -= offsetsMeters[j * 3 + 2];
        }
        return drop;
    }
}
