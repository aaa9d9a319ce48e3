package org.egoscope.motion.internal.format;

import org.egoscope.core.Shape;
import org.egoscope.core.geometry.Quaternion;
import org.egoscope.core.geometry.Vec3;
import org.egoscope.motion.BodySequence;
import org.egoscope.motion.BodySkeleton;

/** Axis-angle poses of SMPL's first 22 joints turned into rotations of ours in a world with z up. */
final class SmplPoses {
    private final double[] trans;
    private final Vec3 templatePelvis;
    private final int frames;
    private final Quaternion worldTurn;
    private final float[] rotations;

    /**
     * @param axisAngles {@code [T, 22, 3]} radians, along SMPL's axes
     * @param trans {@code [T, 3]} metres
     * @param templatePelvis added to {@code trans}, along the axes of the file's world
     * @param yUp whether the file's world has y up and not z
     */
    SmplPoses(@Shape("T 22 3") double[] axisAngles, @Shape("T 3") double[] trans, Vec3 templatePelvis, boolean yUp) {
        this.trans = trans;
        this.templatePelvis = templatePelvis;
        this.frames = trans.length / 3;
        this.worldTurn = yUp ? SmplAxes.OURS_FROM_SMPL : Quaternion.IDENTITY;
        this.rotations = rotations(axisAngles);
    }

    private float[] rotations(double[] axisAngles) {
        float[] out = new float[frames * BodySkeleton.JOINTS * 4];
        Quaternion[] global = new Quaternion[BodySkeleton.JOINTS];
        for (int t = 0; t < frames; t++) {
            for (int j = 0; j < BodySkeleton.JOINTS; j++) {
                Quaternion smpl = Quaternion.fromRotationVector(Floats.point(axisAngles, t * BodySkeleton.JOINTS + j));
                int parent = BodySkeleton.parent(j);
                global[j] = parent < 0
                        ? worldTurn.times(smpl).times(SmplAxes.SMPL_FROM_OURS)
                        : global[parent].times(SmplAxes.toOurs(smpl));
                Floats.put(out, t * BodySkeleton.JOINTS + j, global[j].normalized());
            }
        }
        return out;
    }

    int frames() {
        return frames;
    }

    /** {@code [T, 22, 4]}: this object's own array. */
    @Shape("T 22 4") float[] globalRotations() {
        return rotations;
    }

    /** Pelvis in the world with z up, metres. */
    Vec3 pelvis(int frame) {
        return worldTurn.rotate(Floats.point(trans, frame).plus(templatePelvis));
    }

    /** Of all joints by forward kinematics, added to the pelvis. */
    BodySequence toSequence(BodySkeleton skeleton, double framesPerSecond) {
        float[] joints = new float[frames * BodySkeleton.JOINTS * 3];
        for (int t = 0; t < frames; t++) {
            Vec3 pelvis = pelvis(t);
            for (int j = 0; j < BodySkeleton.JOINTS; j++) {
                Floats.put(joints, t * BodySkeleton.JOINTS + j, pelvis.plus(fromPelvis(skeleton, t, j)));
            }
        }
        return new BodySequence(skeleton, framesPerSecond, rotations, joints, RecordedBody.unknownContacts(frames));
    }

    /** From the pelvis to the joint, in the world, metres. */
    Vec3 fromPelvis(BodySkeleton skeleton, int frame, int joint) {
        Vec3 sum = Vec3.ZERO;
        for (int j = joint; BodySkeleton.parent(j) >= 0; j = BodySkeleton.parent(j)) {
            Quaternion parent = Floats.quaternion(rotations, frame * BodySkeleton.JOINTS + BodySkeleton.parent(j));
            sum = sum.plus(parent.rotate(skeleton.offset(j)));
        }
        return sum;
    }
}
