package org.egoscope.core.motion;

import java.util.List;
import org.egoscope.core.geometry.Vec3;
import org.jspecify.annotations.Nullable;

/**
 * The 24 joints of SMPL in their official order; the ordinal is the index.
 *
 * <p>Rest pose: T-pose facing +x, left is +y, up is +z; all joint axes parallel to the world, so a local rotation of identity in every
 * joint gives the T-pose. Rest offsets are metres from the parent, for a body of {@link #REFERENCE_STATURE_METERS}; symmetric averages
 * of the published neutral rest joints (SMPL, Loper et al. 2015), with a forearm of 0.25 m.
 */
public enum SmplJoint {
    PELVIS(null, 0, 0, 0),
    LEFT_HIP(PELVIS, -0.008, 0.069, -0.091),
    RIGHT_HIP(PELVIS, -0.008, -0.069, -0.091),
    SPINE1(PELVIS, -0.027, 0, 0.109),
    LEFT_KNEE(LEFT_HIP, -0.007, 0.036, -0.379),
    RIGHT_KNEE(RIGHT_HIP, -0.007, -0.036, -0.379),
    SPINE2(SPINE1, 0.001, 0, 0.135),
    LEFT_ANKLE(LEFT_KNEE, -0.043, -0.015, -0.398),
    RIGHT_ANKLE(RIGHT_KNEE, -0.043, 0.015, -0.398),
    SPINE3(SPINE2, 0.025, 0, 0.053),
    LEFT_FOOT(LEFT_ANKLE, 0.121, 0.026, -0.052),
    RIGHT_FOOT(RIGHT_ANKLE, 0.121, -0.026, -0.052),
    NECK(SPINE3, -0.043, 0, 0.214),
    LEFT_COLLAR(SPINE3, -0.036, 0.080, 0.120),
    RIGHT_COLLAR(SPINE3, -0.036, -0.080, 0.120),
    HEAD(NECK, 0.051, 0, 0.065),
    LEFT_SHOULDER(LEFT_COLLAR, -0.009, 0.094, 0.032),
    RIGHT_SHOULDER(RIGHT_COLLAR, -0.009, -0.094, 0.032),
    LEFT_ELBOW(LEFT_SHOULDER, -0.024, 0.257, -0.013),
    RIGHT_ELBOW(RIGHT_SHOULDER, -0.024, -0.257, -0.013),
    LEFT_WRIST(LEFT_ELBOW, 0, 0.250, 0),
    RIGHT_WRIST(RIGHT_ELBOW, 0, -0.250, 0),
    LEFT_HAND(LEFT_WRIST, -0.015, 0.084, -0.008),
    RIGHT_HAND(RIGHT_WRIST, -0.015, -0.084, -0.008);

    public static final int COUNT = 24;

    /** Height of the foot joint (ball of the foot) above the sole when standing flat, at reference stature. */
    public static final double BALL_HEIGHT_METERS = 0.03;

    /** Stature that the rest offsets stand for: 1.12 times the height of the head joint above the sole. */
    public static final double REFERENCE_STATURE_METERS = 1.69;

    private static final List<SmplJoint> ALL = List.of(values());

    private final @Nullable SmplJoint parent;
    private final Vec3 restOffset;

    SmplJoint(@Nullable SmplJoint parent, double x, double y, double z) {
        this.parent = parent;
        this.restOffset = new Vec3(x, y, z);
    }

    public @Nullable SmplJoint parent() {
        return parent;
    }

    /** Metres from the parent joint in the rest pose, at reference stature. */
    public Vec3 restOffset() {
        return restOffset;
    }

    /** In index order; every parent precedes its children. */
    public static List<SmplJoint> all() {
        return ALL;
    }
}
