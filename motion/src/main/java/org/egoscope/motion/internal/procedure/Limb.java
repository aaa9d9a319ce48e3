package org.egoscope.motion.internal.procedure;

import org.egoscope.core.geometry.Quaternion;
import org.egoscope.core.geometry.Vec3;
import org.egoscope.core.motion.SmplJoint;
import org.egoscope.motion.BodySkeleton;

/** Two bones in a plane, by the law of cosines; the middle joint bends towards a pole and never the other way. */
final class Limb {
    private static final double MOST_STRETCH = 0.997;

    /** Between thigh and shank in the deepest squat; passive knee flexion ends at about 155 degrees. */
    private static final double LEAST_KNEE = Math.toRadians(27);

    private static final double LEAST_ELBOW = Math.toRadians(35);

    final SmplJoint upper;
    final SmplJoint middle;
    final SmplJoint end;
    private final Vec3 first;
    private final Vec3 second;
    private final Quaternion firstRest;
    private final Quaternion secondRest;
    final double mostReach;
    final double leastReach;

    private Limb(BodySkeleton skeleton, SmplJoint[] joints, Vec3 restPole, double leastAngle) {
        upper = joints[0];
        middle = joints[1];
        end = joints[2];
        first = skeleton.offset(middle.ordinal());
        second = skeleton.offset(end.ordinal());
        firstRest = axes(first, restPole).conjugate();
        secondRest = axes(second, restPole).conjugate();
        double a = first.norm();
        double b = second.norm();
        mostReach = MOST_STRETCH * (a + b);
        leastReach = Math.sqrt(a * a + b * b - 2 * a * b * Math.cos(leastAngle));
    }

    static Limb leg(BodySkeleton skeleton, Side side) {
        SmplJoint[] joints = {
            side.pick(SmplJoint.LEFT_HIP, SmplJoint.RIGHT_HIP),
            side.pick(SmplJoint.LEFT_KNEE, SmplJoint.RIGHT_KNEE),
            side.pick(SmplJoint.LEFT_ANKLE, SmplJoint.RIGHT_ANKLE)
        };
        return new Limb(skeleton, joints, new Vec3(1, 0, 0), LEAST_KNEE);
    }

    static Limb arm(BodySkeleton skeleton, Side side) {
        SmplJoint[] joints = {
            side.pick(SmplJoint.LEFT_SHOULDER, SmplJoint.RIGHT_SHOULDER),
            side.pick(SmplJoint.LEFT_ELBOW, SmplJoint.RIGHT_ELBOW),
            side.pick(SmplJoint.LEFT_WRIST, SmplJoint.RIGHT_WRIST)
        };
        return new Limb(skeleton, joints, new Vec3(-1, 0, 0), LEAST_ELBOW);
    }

    /** World rotations of the upper and the middle joint that bring the end to the target, or as near as the limb reaches. */
    Quaternion[] solve(Vec3 originInWorld, Vec3 targetInWorld, Vec3 poleInWorld) {
        Vec3 wanted = targetInWorld.minus(originInWorld);
        double a = first.norm();
        double b = second.norm();
        double distance = Turns.clamp(wanted.norm(), leastReach, mostReach);
        Vec3 line = wanted.norm() < 1e-9 ? new Vec3(0, 0, -1) : wanted.normalized();
        double along = (a * a - b * b + distance * distance) / (2 * distance);
        double aside = Math.sqrt(Math.max(0, a * a - along * along));
        Vec3 pole = across(poleInWorld, line);
        Vec3 upperBone = line.times(along).plus(pole.times(aside));
        Vec3 lowerBone = line.times(distance).minus(upperBone);
        return new Quaternion[] {
            axes(upperBone, pole).times(firstRest).normalized(), axes(lowerBone, pole).times(secondRest).normalized()
        };
    }

    Vec3 secondBone() {
        return second;
    }

    /** The part of the direction at right angles to the line, unit length. */
    static Vec3 across(Vec3 direction, Vec3 line) {
        Vec3 unit = line.normalized();
        return direction.minus(unit.times(direction.dot(unit))).normalized();
    }

    /** Axes along the bone, towards the pole, and their normal. */
    private static Quaternion axes(Vec3 bone, Vec3 pole) {
        Vec3 x = bone.normalized();
        Vec3 y = across(pole, x);
        return Quaternion.fromColumns(x, y, x.cross(y));
    }
}
