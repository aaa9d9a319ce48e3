package org.egoscope.motion.internal.flow;

import org.egoscope.core.Shape;
import org.egoscope.core.geometry.Quaternion;
import org.egoscope.core.geometry.Vec3;
import org.egoscope.core.motion.SmplJoint;
import org.egoscope.motion.BodySequence;
import org.egoscope.motion.BodySkeleton;
import org.egoscope.motion.HeadTrajectory;

/**
 * What the network generates per frame ({@value #CHANNELS} numbers): orientation of the 21 joints other than the head, each as the first
 * two columns of its matrix (Zhou et al. 2019) relative to the heading of the measured head, and 6 contacts (-1 or 1).
 *
 * <p>Orientations relative to the heading rather than to the parent joint: an error in the spine then does not swing the legs, and the
 * joints follow by sums, without products. The body hangs from the measured head, so its root needs no place here.
 */
public final class BodyState {
    public static final int ROTATIONS = 21;
    public static final int CHANNELS = ROTATIONS * 6 + BodySequence.CONTACTS;
    static final int HEAD = SmplJoint.HEAD.ordinal();

    private BodyState() {}

    /** Place of a joint other than the head among the state's rotations. */
    public static int slot(int joint) {
        return joint < HEAD ? joint : joint - 1;
    }

    /** Six numbers of an orientation relative to the heading. */
    public static void putRotation(Quaternion headingFromJoint, @Shape("T D") float[] state, int at) {
        HeadFeatures.columns(headingFromJoint, 2, state, at);
    }

    /** {@code [T, CHANNELS]}; unknown contacts are 0. */
    public static @Shape("T D") float[] of(BodySequence body) {
        float[] state = new float[body.frames() * CHANNELS];
        for (int t = 0; t < body.frames(); t++) {
            Quaternion back = HeadFeatures.heading(body.rotationInWorld(t, HEAD)).conjugate();
            for (int joint = 0; joint < BodySkeleton.JOINTS; joint++) {
                if (joint != HEAD) {
                    HeadFeatures.columns(back.times(body.rotationInWorld(t, joint)), 2, state, t * CHANNELS + slot(joint) * 6);
                }
            }
            for (int c = 0; c < BodySequence.CONTACTS; c++) {
                float contact = body.contact(t, c);
                state[t * CHANNELS + ROTATIONS * 6 + c] = Float.isNaN(contact) ? 0 : 2 * contact - 1;
            }
        }
        return state;
    }

    /** {@code [T, 22, 3]} joints relative to the head joint and its heading, metres. */
    public static @Shape("T 22 3") float[] jointsFromHead(BodySequence body) {
        float[] joints = new float[body.frames() * BodySkeleton.JOINTS * 3];
        for (int t = 0; t < body.frames(); t++) {
            Quaternion back = HeadFeatures.heading(body.rotationInWorld(t, HEAD)).conjugate();
            Vec3 head = body.jointInWorld(t, HEAD);
            for (int joint = 0; joint < BodySkeleton.JOINTS; joint++) {
                Vec3 p = back.rotate(body.jointInWorld(t, joint).minus(head));
                int at = (t * BodySkeleton.JOINTS + joint) * 3;
                joints[at] = (float) p.x();
                joints[at + 1] = (float) p.y();
                joints[at + 2] = (float) p.z();
            }
        }
        return joints;
    }

    /** The body that hangs from the measured head. */
    public static BodySequence toBody(@Shape("T D") float[] state, HeadTrajectory head) {
        int frames = head.frames();
        float[] rotations = new float[frames * BodySkeleton.JOINTS * 4];
        float[] contacts = new float[frames * BodySequence.CONTACTS];
        for (int t = 0; t < frames; t++) {
            Quaternion heading = HeadFeatures.heading(head.headRotation(t));
            for (int joint = 0; joint < BodySkeleton.JOINTS; joint++) {
                Quaternion global = joint == HEAD
                        ? head.headRotation(t).normalized()
                        : heading.times(rotation(state, t * CHANNELS + slot(joint) * 6)).normalized();
                put(global, rotations, (t * BodySkeleton.JOINTS + joint) * 4);
            }
            for (int c = 0; c < BodySequence.CONTACTS; c++) {
                float value = state[t * CHANNELS + ROTATIONS * 6 + c];
                contacts[t * BodySequence.CONTACTS + c] = Math.max(0, Math.min(1, (value + 1) / 2));
            }
        }
        return hung(head, rotations, contacts);
    }

    /**
     * Joints of these orientations, hung from the measured head.
     *
     * @param rotations {@code [T, 22, 4]} unit quaternions in the world, taken over
     * @param contacts {@code [T, 6]}, taken over
     */
    public static BodySequence hung(HeadTrajectory head, @Shape("T 22 4") float[] rotations, @Shape("T 6") float[] contacts) {
        float[] joints = new float[head.frames() * BodySkeleton.JOINTS * 3];
        Vec3[] fromPelvis = new Vec3[BodySkeleton.JOINTS];
        for (int t = 0; t < head.frames(); t++) {
            fromPelvis[0] = Vec3.ZERO;
            for (int joint = 1; joint < BodySkeleton.JOINTS; joint++) {
                int parent = BodySkeleton.parent(joint);
                int at = (t * BodySkeleton.JOINTS + parent) * 4;
                Quaternion global = new Quaternion(rotations[at], rotations[at + 1], rotations[at + 2], rotations[at + 3]);
                fromPelvis[joint] = fromPelvis[parent].plus(global.rotate(head.skeleton().offset(joint)));
            }
            Vec3 pelvis = head.headInWorld(t).minus(fromPelvis[HEAD]);
            for (int joint = 0; joint < BodySkeleton.JOINTS; joint++) {
                Vec3 p = pelvis.plus(fromPelvis[joint]);
                int at = (t * BodySkeleton.JOINTS + joint) * 3;
                joints[at] = (float) p.x();
                joints[at + 1] = (float) p.y();
                joints[at + 2] = (float) p.z();
            }
        }
        return new BodySequence(head.skeleton(), head.framesPerSecond(), rotations, joints, contacts);
    }

    private static void put(Quaternion q, float[] values, int at) {
        values[at] = (float) q.w();
        values[at + 1] = (float) q.x();
        values[at + 2] = (float) q.y();
        values[at + 3] = (float) q.z();
    }

    /** The nearest rotation in the sense of Gram and Schmidt; without direction it is the identity. */
    private static Quaternion rotation(float[] state, int at) {
        Vec3 first = new Vec3(state[at], state[at + 1], state[at + 2]);
        Vec3 second = new Vec3(state[at + 3], state[at + 4], state[at + 5]);
        Vec3 x = first.norm() < 1e-6 ? new Vec3(1, 0, 0) : first.normalized();
        Vec3 rest = second.minus(x.times(x.dot(second)));
        if (rest.norm() < 1e-6) {
            return Quaternion.IDENTITY;
        }
        Vec3 y = rest.normalized();
        return Quaternion.fromColumns(x, y, x.cross(y));
    }
}
