package org.egoscope.core.motion;

import org.egoscope.core.Shape;
import org.egoscope.core.geometry.Quaternion;
import org.egoscope.core.geometry.Vec3;

/** Our 24-joint body at one stature: rest offsets scaled uniformly, and forward kinematics. */
public final class Skeleton {
    public static final String MODEL = "egoscope-24";

    /** Pupils seen from the head joint, as fractions of stature: forward 0.050, up 0.044 (central pupil frame). */
    private static final double EYE_FORWARD = 0.050;

    private static final double EYE_UP = 0.044;

    private final double statureMeters;
    private final Vec3[] offsets = new Vec3[SmplJoint.COUNT];

    public Skeleton(double statureMeters) {
        if (!(statureMeters > 0.5 && statureMeters < 2.5)) {
            throw new IllegalArgumentException("stature: expected 0.5..2.5 m, got " + statureMeters);
        }
        this.statureMeters = statureMeters;
        for (SmplJoint joint : SmplJoint.all()) {
            offsets[joint.ordinal()] = joint.restOffset().times(statureMeters / SmplJoint.REFERENCE_STATURE_METERS);
        }
    }

    public double statureMeters() {
        return statureMeters;
    }

    /** Metres from the parent in the rest pose. */
    public Vec3 offset(SmplJoint joint) {
        return offsets[joint.ordinal()];
    }

    public double boneLength(SmplJoint joint) {
        return offset(joint).norm();
    }

    /** Midpoint between the pupils in the space of the head joint (x forward, y left, z up). */
    public Vec3 eyesInHead() {
        return new Vec3(EYE_FORWARD * statureMeters, 0, EYE_UP * statureMeters);
    }

    /** Height of the foot joint above the sole when the foot stands flat. */
    public double ballHeightMeters() {
        return SmplJoint.BALL_HEIGHT_METERS * statureMeters / SmplJoint.REFERENCE_STATURE_METERS;
    }

    /**
     * Forward kinematics: {@code G[j] = G[parent] * R(q[j]); p[j] = p[parent] + G[parent] * offset[j]}.
     *
     * @param rootInWorld pelvis position, metres
     * @param local {@code [24]} local rotations
     * @param positionsInWorld filled with {@code [24]} joint positions
     * @param rotationsInWorld filled with {@code [24]} joint rotations
     */
    public void forward(
            Vec3 rootInWorld,
            @Shape("J") Quaternion[] local,
            @Shape("J") Vec3[] positionsInWorld,
            @Shape("J") Quaternion[] rotationsInWorld) {
        for (SmplJoint joint : SmplJoint.all()) {
            int j = joint.ordinal();
            SmplJoint parent = joint.parent();
            if (parent == null) {
                positionsInWorld[j] = rootInWorld;
                rotationsInWorld[j] = local[j];
            } else {
                Quaternion parentRotation = rotationsInWorld[parent.ordinal()];
                rotationsInWorld[j] = parentRotation.times(local[j]).normalized();
                positionsInWorld[j] = positionsInWorld[parent.ordinal()].plus(parentRotation.rotate(offsets[j]));
            }
        }
    }
}
