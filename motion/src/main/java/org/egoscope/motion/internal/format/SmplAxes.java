package org.egoscope.motion.internal.format;

import org.egoscope.core.geometry.Quaternion;
import org.egoscope.core.geometry.Vec3;

/**
 * Between our axes (x forward, y left, z up) and those of SMPL and of most BVH files (x left, y up, z forward). Both are right handed and
 * one is a cyclic shift of the other, so that vectors and rotation axes shift alike and nothing is rounded.
 */
final class SmplAxes {
    /** Takes coordinates along SMPL's axes to coordinates along ours: a third of a turn about (1, 1, 1). */
    static final Quaternion OURS_FROM_SMPL = new Quaternion(0.5, 0.5, 0.5, 0.5);

    static final Quaternion SMPL_FROM_OURS = OURS_FROM_SMPL.conjugate();

    private SmplAxes() {}

    static Vec3 toOurs(Vec3 smpl) {
        return new Vec3(smpl.z(), smpl.x(), smpl.y());
    }

    static Vec3 toSmpl(Vec3 ours) {
        return new Vec3(ours.y(), ours.z(), ours.x());
    }

    /** A rotation between two frames of SMPL's axes, seen between two frames of ours. */
    static Quaternion toOurs(Quaternion smpl) {
        return new Quaternion(smpl.w(), smpl.z(), smpl.x(), smpl.y());
    }

    static Quaternion toSmpl(Quaternion ours) {
        return new Quaternion(ours.w(), ours.y(), ours.z(), ours.x());
    }
}
