package org.egoscope.motion.internal.flow;

import java.util.SplittableRandom;
import org.egoscope.core.geometry.Quaternion;
import org.egoscope.core.geometry.Vec3;
import org.egoscope.core.motion.SmplJoint;
import org.egoscope.motion.BodySequence;
import org.egoscope.motion.BodySkeleton;

/** Other motions that could as well have been recorded: mirrored, faster or slower, by other bodies. */
final class Augmentation {
    private static final double LARGEST_BODY_SCALE = 0.12;
    private static final double LARGEST_LIMB_SCALE = 0.08;
    private static final double OWN_BODY_SHARE = 0.25;

    static final int[] MIRRORED_JOINTS = mirroredJoints();
    static final int[] MIRRORED_CONTACTS = {1, 0, 3, 2, 5, 4};

    private Augmentation() {}

    private static int[] mirroredJoints() {
        int[] mirrored = new int[BodySkeleton.JOINTS];
        for (int j = 0; j < mirrored.length; j++) {
            String name = SmplJoint.all().get(j).name();
            String other = name.startsWith("LEFT_") ? "RIGHT_" + name.substring(5)
                    : name.startsWith("RIGHT_") ? "LEFT_" + name.substring(6) : name;
            mirrored[j] = SmplJoint.valueOf(other).ordinal();
        }
        return mirrored;
    }

    /** Frames {@code start, start + step, ...}, interpolated; the last ones repeat the end of the recording. */
    static BodySequence resampled(BodySequence body, double start, double step, int frames) {
        float[] rotations = new float[frames * BodySkeleton.JOINTS * 4];
        float[] joints = new float[frames * BodySkeleton.JOINTS * 3];
        float[] contacts = new float[frames * BodySequence.CONTACTS];
        int last = body.frames() - 1;
        for (int t = 0; t < frames; t++) {
            double at = Math.max(0, Math.min(last, start + t * step));
            int below = (int) at;
            Between between = new Between(below, Math.min(last, below + 1), (float) (at - below));
            between.blend(body.rotationsInWorld(), rotations, t, BodySkeleton.JOINTS * 4);
            between.blend(body.jointsInWorld(), joints, t, BodySkeleton.JOINTS * 3);
            System.arraycopy(body.contacts(), between.nearest() * BodySequence.CONTACTS, contacts, t * BodySequence.CONTACTS, BodySequence.CONTACTS);
        }
        return new BodySequence(body.skeleton(), body.framesPerSecond(), rotations, joints, contacts);
    }

    /** A place between two frames. */
    private record Between(int below, int above, float part) {
        int nearest() {
            return part < 0.5 ? below : above;
        }

        /** Linear; quaternions of neighbouring frames are close, so after normalisation (by every user) this is as good as slerp. */
        void blend(float[] from, float[] to, int frame, int size) {
            boolean quaternions = size == BodySkeleton.JOINTS * 4;
            for (int i = 0; i < size; i++) {
                float a = from[below * size + i];
                float b = from[above * size + i];
                if (quaternions && part > 0 && opposite(from, below * size + i / 4 * 4, above * size + i / 4 * 4)) {
                    b = -b;
                }
                to[frame * size + i] = a + (b - a) * part;
            }
        }

        private static boolean opposite(float[] q, int a, int b) {
            return q[a] * q[b] + q[a + 1] * q[b + 1] + q[a + 2] * q[b + 2] + q[a + 3] * q[b + 3] < 0;
        }
    }

    /** Left and right exchanged: reflected at the plane y = 0. */
    static BodySequence mirrored(BodySequence body) {
        int frames = body.frames();
        float[] rotations = new float[frames * BodySkeleton.JOINTS * 4];
        float[] joints = new float[frames * BodySkeleton.JOINTS * 3];
        float[] contacts = new float[frames * BodySequence.CONTACTS];
        for (int t = 0; t < frames; t++) {
            for (int j = 0; j < BodySkeleton.JOINTS; j++) {
                int from = t * BodySkeleton.JOINTS + MIRRORED_JOINTS[j];
                int to = t * BodySkeleton.JOINTS + j;
                float[] q = body.rotationsInWorld();
                rotations[to * 4] = q[from * 4];
                rotations[to * 4 + 1] = -q[from * 4 + 1];
                rotations[to * 4 + 2] = q[from * 4 + 2];
                rotations[to * 4 + 3] = -q[from * 4 + 3];
                joints[to * 3] = body.jointsInWorld()[from * 3];
                joints[to * 3 + 1] = -body.jointsInWorld()[from * 3 + 1];
                joints[to * 3 + 2] = body.jointsInWorld()[from * 3 + 2];
            }
            for (int c = 0; c < BodySequence.CONTACTS; c++) {
                contacts[t * BodySequence.CONTACTS + c] = body.contact(t, MIRRORED_CONTACTS[c]);
            }
        }
        return new BodySequence(mirrored(body.skeleton()), body.framesPerSecond(), rotations, joints, contacts);
    }

    static BodySkeleton mirrored(BodySkeleton skeleton) {
        float[] offsets = new float[BodySkeleton.JOINTS * 3];
        for (int j = 0; j < BodySkeleton.JOINTS; j++) {
            put(offsets, j, new Vec3(1, -1, 1), skeleton.offset(MIRRORED_JOINTS[j]));
        }
        Vec3 eyes = skeleton.eyesInHead();
        return new BodySkeleton(
                offsets, skeleton.statureMeters(), new Vec3(eyes.x(), -eyes.y(), eyes.z()), skeleton.ballHeightMeters());
    }

    private static void put(float[] offsets, int joint, Vec3 factor, Vec3 offset) {
        offsets[joint * 3] = (float) (offset.x() * factor.x());
        offsets[joint * 3 + 1] = (float) (offset.y() * factor.y());
        offsets[joint * 3 + 2] = (float) (offset.z() * factor.z());
    }

    /** A body of other size and proportions, a part of them those of our own skeleton. */
    static BodySkeleton varied(BodySkeleton skeleton, SplittableRandom random) {
        BodySkeleton base = random.nextDouble() < OWN_BODY_SHARE ? LegsAtRest.straightened(BodySkeleton.ofStature(skeleton.statureMeters())) : skeleton;
        double all = 1 + LARGEST_BODY_SCALE * (2 * random.nextDouble() - 1);
        double legs = limb(random);
        double trunk = limb(random);
        double arms = limb(random);
        double width = limb(random);
        float[] offsets = new float[BodySkeleton.JOINTS * 3];
        for (int j = 0; j < BodySkeleton.JOINTS; j++) {
            double along = all * switch (SmplJoint.all().get(j)) {
                case LEFT_KNEE, RIGHT_KNEE, LEFT_ANKLE, RIGHT_ANKLE, LEFT_FOOT, RIGHT_FOOT -> legs;
                case LEFT_ELBOW, RIGHT_ELBOW, LEFT_WRIST, RIGHT_WRIST -> arms;
                case LEFT_HIP, RIGHT_HIP, LEFT_COLLAR, RIGHT_COLLAR, LEFT_SHOULDER, RIGHT_SHOULDER -> width;
                default -> trunk;
            };
            put(offsets, j, new Vec3(along, along, along), base.offset(j));
        }
        double headHeight = 0;
        for (int j = SmplJoint.HEAD.ordinal(); BodySkeleton.parent(j) >= 0; j = BodySkeleton.parent(j)) {
            headHeight += offsets[j * 3 + 2];
        }
        double ball = base.ballHeightMeters() * all;
        Vec3 eyes = base.eyesInHead().times(all);
        double pelvis = new BodySkeleton(offsets, 1.7, eyes, ball).pelvisHeightMeters();
        return new BodySkeleton(offsets, 1.12 * (pelvis + headHeight), eyes, ball);
    }

    private static double limb(SplittableRandom random) {
        return 1 + LARGEST_LIMB_SCALE * (2 * random.nextDouble() - 1);
    }

    /** The same orientations on another body; paths scale with the length of the legs, so feet that stood still go on to do so. */
    static BodySequence onBody(BodySequence body, BodySkeleton other) {
        BodySkeleton own = body.skeleton();
        double scale = other.pelvisHeightMeters() / own.pelvisHeightMeters();
        float[] joints = new float[body.frames() * BodySkeleton.JOINTS * 3];
        Vec3[] position = new Vec3[BodySkeleton.JOINTS];
        for (int t = 0; t < body.frames(); t++) {
            for (int j = 0; j < BodySkeleton.JOINTS; j++) {
                int parent = BodySkeleton.parent(j);
                if (parent < 0) {
                    position[j] = body.jointInWorld(t, 0).times(scale);
                } else {
                    Quaternion rotation = body.rotationInWorld(t, parent).normalized();
                    Vec3 bone = body.jointInWorld(t, j).minus(body.jointInWorld(t, parent));
                    position[j] = position[parent].plus(bone).plus(rotation.rotate(other.offset(j).minus(own.offset(j))));
                }
                int at = (t * BodySkeleton.JOINTS + j) * 3;
                joints[at] = (float) position[j].x();
                joints[at + 1] = (float) position[j].y();
                joints[at + 2] = (float) position[j].z();
            }
        }
        return new BodySequence(other, body.framesPerSecond(), body.rotationsInWorld(), joints, body.contacts());
    }
}
