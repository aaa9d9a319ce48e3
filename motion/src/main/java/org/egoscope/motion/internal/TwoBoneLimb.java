package org.egoscope.motion.internal;

import org.egoscope.core.geometry.Quaternion;
import org.egoscope.core.geometry.Vec3;
import org.egoscope.core.motion.Skeleton;
import org.egoscope.core.motion.SmplJoint;

/**
 * Thigh and shank, or upper arm and forearm: closed-form inverse kinematics by the law of cosines. The middle joint bends towards the
 * pole, on one side only, so that knees and elbows never bend backwards.
 */
final class TwoBoneLimb {
    /** Not quite straight: at full stretch the bend direction is lost and the joint snaps. */
    private static final double MOST_STRETCH = 0.9995;

    /** A limb folds until 25 degrees are left between its bones. */
    private static final double LEAST_INNER_ANGLE = Math.toRadians(25);

    private final SmplJoint upper;
    private final SmplJoint middle;
    private final SmplJoint end;
    private final Vec3 restPole;

    /**
     * @param upper joint that turns the first bone (hip, shoulder)
     * @param middle joint between the bones
     * @param end joint at the end of the second bone
     * @param restPole where the middle joint points to when it bends, in the rest pose
     */
    TwoBoneLimb(SmplJoint upper, SmplJoint middle, SmplJoint end, Vec3 restPole) {
        this.upper = upper;
        this.middle = middle;
        this.end = end;
        this.restPole = restPole;
    }

    /** Longest distance from the upper joint to the end, metres. */
    double reach(Skeleton skeleton) {
        return reach(skeleton, middle, end);
    }

    static double reach(Skeleton skeleton, SmplJoint middle, SmplJoint end) {
        return MOST_STRETCH * (skeleton.boneLength(middle) + skeleton.boneLength(end));
    }

    double leastReach(Skeleton skeleton) {
        double a = skeleton.boneLength(middle);
        double b = skeleton.boneLength(end);
        return Math.sqrt(a * a + b * b - 2 * a * b * Math.cos(LEAST_INNER_ANGLE));
    }

    /**
     * Turns the upper and middle joints so that the end comes to the target, or as near as the limb reaches; writes the positions of
     * the middle and end joints. The upper joint's position and its parent's rotation must be final.
     */
    void solve(Skeleton skeleton, Pose pose, Vec3 target, Vec3 poleInWorld) {
        Vec3 origin = pose.at(upper);
        double a = skeleton.boneLength(middle);
        double b = skeleton.boneLength(end);
        Vec3 wanted = target.minus(origin);
        double distance = Math.max(leastReach(skeleton), Math.min(reach(skeleton), wanted.norm()));
        Vec3 line = wanted.norm() < 1e-9 ? new Vec3(0, 0, -1) : wanted.normalized();
        double along = (a * a - b * b + distance * distance) / (2 * distance);
        double aside = Math.sqrt(Math.max(0, a * a - along * along));
        Vec3 pole = perpendicular(poleInWorld, line);
        Vec3 first = line.times(along).plus(pole.times(aside));
        Vec3 second = line.times(distance).minus(first);
        pose.setWorldRotation(upper, frame(first, pole).times(frame(skeleton.offset(middle), restPole).conjugate()).normalized());
        pose.positions[middle.ordinal()] = origin.plus(pose.rotation(upper).rotate(skeleton.offset(middle)));
        pose.setWorldRotation(middle, frame(second, pole).times(frame(skeleton.offset(end), restPole).conjugate()).normalized());
        pose.positions[end.ordinal()] = pose.at(middle).plus(pose.rotation(middle).rotate(skeleton.offset(end)));
    }

    /** The part of {@code direction} at right angles to the unit vector {@code line}, unit length. */
    private static Vec3 perpendicular(Vec3 direction, Vec3 line) {
        Vec3 part = direction.minus(line.times(direction.dot(line)));
        if (part.norm() < 1e-6) {
            Vec3 side = Math.abs(line.x()) < 0.9 ? new Vec3(1, 0, 0) : new Vec3(0, 1, 0);
            part = side.minus(line.times(side.dot(line)));
        }
        return part.normalized();
    }

    /** Rotation whose x axis lies along the bone and whose y axis lies in the plane of bone and pole. */
    private static Quaternion frame(Vec3 bone, Vec3 pole) {
        Vec3 x = bone.normalized();
        Vec3 y = perpendicular(pole, x);
        return Quaternion.fromColumns(x, y, x.cross(y));
    }
}
