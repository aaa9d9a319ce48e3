package org.egoscope.motion.internal.mesh;

import org.egoscope.core.geometry.Vec3;
import org.egoscope.core.motion.SmplJoint;
import org.egoscope.motion.BodySkeleton;

/** The affine map of one part of the reference body to another skeleton's: {@code A (p - from) + to}, A given by its columns. */
record BodyFit(Vec3 from, Vec3 to, Vec3 columnX, Vec3 columnY, Vec3 columnZ) {

    Vec3 apply(Vec3 point) {
        Vec3 p = point.minus(from);
        return columnX.times(p.x()).plus(columnY.times(p.y())).plus(columnZ.times(p.z())).plus(to);
    }

    /**
     * One map per joint.
     *
     * @param rest {@code [24]} joints of the reference body
     * @param joints {@code [24]} the same of the other body
     */
    static BodyFit[] all(Vec3[] rest, Vec3[] joints, BodySkeleton skeleton) {
        Fitting fitting = new Fitting(rest, joints);
        BodyFit[] fits = new BodyFit[SmplJoint.COUNT];
        fits[SmplJoint.PELVIS.ordinal()] = fitting.pelvis();
        BodyFit trunk = fitting.trunk();
        fits[SmplJoint.SPINE1.ordinal()] = trunk;
        fits[SmplJoint.SPINE2.ordinal()] = trunk;
        fits[SmplJoint.SPINE3.ordinal()] = trunk;
        fits[SmplJoint.NECK.ordinal()] = fitting.upwards(SmplJoint.NECK, SmplJoint.HEAD);
        double referenceEyes = Math.hypot(0.050, 0.044) * SmplJoint.REFERENCE_STATURE_METERS;
        fits[SmplJoint.HEAD.ordinal()] = fitting.uniform(SmplJoint.HEAD, skeleton.eyesInHead().norm() / referenceEyes);
        for (int right = 0; right <= 1; right++) {
            fits[SmplJoint.LEFT_HIP.ordinal() + right] = fitting.upwards(side(SmplJoint.LEFT_HIP, right), side(SmplJoint.LEFT_KNEE, right));
            fits[SmplJoint.LEFT_KNEE.ordinal() + right] =
                    fitting.upwards(side(SmplJoint.LEFT_KNEE, right), side(SmplJoint.LEFT_ANKLE, right));
            fits[SmplJoint.LEFT_ANKLE.ordinal() + right] =
                    fitting.heel(side(SmplJoint.LEFT_ANKLE, right), side(SmplJoint.LEFT_FOOT, right));
            fits[SmplJoint.LEFT_FOOT.ordinal() + right] = fitting.toes(side(SmplJoint.LEFT_FOOT, right));
            fits[SmplJoint.LEFT_COLLAR.ordinal() + right] =
                    fitting.sideways(side(SmplJoint.LEFT_COLLAR, right), side(SmplJoint.LEFT_SHOULDER, right));
            fits[SmplJoint.LEFT_SHOULDER.ordinal() + right] =
                    fitting.sideways(side(SmplJoint.LEFT_SHOULDER, right), side(SmplJoint.LEFT_ELBOW, right));
            fits[SmplJoint.LEFT_ELBOW.ordinal() + right] =
                    fitting.sideways(side(SmplJoint.LEFT_ELBOW, right), side(SmplJoint.LEFT_WRIST, right));
            fits[SmplJoint.LEFT_WRIST.ordinal() + right] = fitting.uniform(side(SmplJoint.LEFT_WRIST, right), fitting.scale());
            fits[SmplJoint.LEFT_HAND.ordinal() + right] = fitting.uniform(side(SmplJoint.LEFT_HAND, right), fitting.scale());
        }
        return fits;
    }

    private static SmplJoint side(SmplJoint left, int right) {
        return SmplJoint.all().get(left.ordinal() + right);
    }

    /** Both bodies and the scale across their bones: the ratio of the heights of the head joints. */
    private record Fitting(Vec3[] rest, Vec3[] joints) {
        double scale() {
            return after(SmplJoint.HEAD).z() / before(SmplJoint.HEAD).z();
        }

        private Vec3 before(SmplJoint joint) {
            return rest[joint.ordinal()];
        }

        private Vec3 after(SmplJoint joint) {
            return joints[joint.ordinal()];
        }

        private static BodyFit diagonal(Vec3 from, Vec3 to, Vec3 scales) {
            return new BodyFit(from, to, new Vec3(scales.x(), 0, 0), new Vec3(0, scales.y(), 0), new Vec3(0, 0, scales.z()));
        }

        BodyFit uniform(SmplJoint joint, double scale) {
            return diagonal(before(joint), after(joint), new Vec3(scale, scale, scale));
        }

        /** Keeps level cross-sections level and takes the bone to the bone. */
        BodyFit upwards(SmplJoint joint, SmplJoint child) {
            return upwards(before(joint), before(child), after(joint), after(child));
        }

        private BodyFit upwards(Vec3 start, Vec3 end, Vec3 newStart, Vec3 newEnd) {
            Vec3 bone = end.minus(start);
            Vec3 across = new Vec3(bone.x(), bone.y(), 0).times(scale());
            Vec3 columnZ = newEnd.minus(newStart).minus(across).times(1 / bone.z());
            return new BodyFit(start, newStart, new Vec3(scale(), 0, 0), new Vec3(0, scale(), 0), columnZ);
        }

        /** Keeps cross-sections of the outstretched arm upright and takes the bone to the bone. */
        BodyFit sideways(SmplJoint joint, SmplJoint child) {
            Vec3 bone = before(child).minus(before(joint));
            Vec3 across = new Vec3(bone.x(), 0, bone.z()).times(scale());
            Vec3 columnY = after(child).minus(after(joint)).minus(across).times(1 / bone.y());
            return new BodyFit(before(joint), after(joint), new Vec3(scale(), 0, 0), columnY, new Vec3(0, 0, scale()));
        }

        /** From the hips to the first joint of the spine, as wide as halfway between the hips' and the stature's ratio. */
        BodyFit pelvis() {
            Vec3 start = before(SmplJoint.LEFT_HIP).lerp(before(SmplJoint.RIGHT_HIP), 0.5);
            Vec3 newStart = after(SmplJoint.LEFT_HIP).lerp(after(SmplJoint.RIGHT_HIP), 0.5);
            BodyFit fit = upwards(start, before(SmplJoint.SPINE1), newStart, after(SmplJoint.SPINE1));
            return fit.wide(breadth(SmplJoint.LEFT_HIP, SmplJoint.RIGHT_HIP));
        }

        /** From the first joint of the spine to the neck in one piece, since recordings divide the spine at will. */
        BodyFit trunk() {
            return upwards(SmplJoint.SPINE1, SmplJoint.NECK).wide(breadth(SmplJoint.LEFT_SHOULDER, SmplJoint.RIGHT_SHOULDER));
        }

        private double breadth(SmplJoint left, SmplJoint right) {
            double ratio = (after(left).y() - after(right).y()) / (before(left).y() - before(right).y());
            return Math.sqrt(Math.max(ratio, 0.25 * scale()) * scale());
        }

        /** As high as the ankle and as long as from ankle to ball; the sole stays at z = 0. */
        BodyFit heel(SmplJoint ankle, SmplJoint ball) {
            Vec3 bone = before(ball).minus(before(ankle));
            Vec3 newBone = after(ball).minus(after(ankle));
            double length = newBone.x() / bone.x();
            Vec3 columnX = new Vec3(length, (newBone.y() - scale() * bone.y()) / bone.x(), 0);
            Vec3 columnZ = new Vec3(0, 0, after(ankle).z() / before(ankle).z());
            return new BodyFit(before(ankle), after(ankle), columnX, new Vec3(0, scale(), 0), columnZ);
        }

        BodyFit toes(SmplJoint ball) {
            return diagonal(before(ball), after(ball), new Vec3(scale(), scale(), after(ball).z() / before(ball).z()));
        }
    }

    private BodyFit wide(double factor) {
        return new BodyFit(from, to, columnX, new Vec3(columnY.x(), factor, columnY.z()), columnZ);
    }
}
