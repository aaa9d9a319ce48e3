package org.egoscope.core.geometry;

import java.util.Objects;

/**
 * Rotation then translation. Named {@code targetFromSource}: {@code pointInTarget = targetFromSource.apply(pointInSource)},
 * so that neighbours match when composed: {@code worldFromHand = worldFromCamera.times(cameraFromHand)}.
 */
public record RigidTransform(Quaternion rotation, Vec3 translation) {
    public static final RigidTransform IDENTITY = new RigidTransform(Quaternion.IDENTITY, Vec3.ZERO);

    public RigidTransform {
        Objects.requireNonNull(rotation, "rotation is null");
        Objects.requireNonNull(translation, "translation is null");
    }

    public Vec3 apply(Vec3 point) {
        return rotation.rotate(point).plus(translation);
    }

    public RigidTransform times(RigidTransform other) {
        return new RigidTransform(rotation.times(other.rotation).normalized(), apply(other.translation));
    }

    public RigidTransform inverse() {
        Quaternion inverse = rotation.conjugate();
        return new RigidTransform(inverse, inverse.rotate(translation).times(-1));
    }

    /** Linear in position, shortest arc in rotation; {@code this} at 0, {@code other} at 1. */
    public RigidTransform interpolate(RigidTransform other, double fraction) {
        return new RigidTransform(
                rotation.slerp(other.rotation, fraction), translation.lerp(other.translation, fraction));
    }
}
