package org.egoscope.motion;

import java.util.Arrays;
import org.egoscope.core.PipelineException;
import org.egoscope.core.Shape;
import org.egoscope.core.geometry.Quaternion;
import org.egoscope.core.geometry.Vec3;
import org.egoscope.core.motion.SmplJoint;

/**
 * One body over {@code T} frames at a constant rate: orientation and position of its 22 joints in the world (metres, z up, floor z = 0).
 *
 * <p>Joint positions are stored beside the rotations because a recorded body does not always keep exactly to one set of offsets.
 */
public final class BodySequence {
    /** Contact channels: left toe, right toe, left ankle, right ankle, left wrist, right wrist. */
    public static final int CONTACTS = 6;

    private final BodySkeleton skeleton;
    private final double framesPerSecond;
    private final int frames;
    private final float[] rotationsInWorld;
    private final float[] jointsInWorld;
    private final float[] contacts;

    /**
     * Takes the arrays over, without a copy.
     *
     * @param rotationsInWorld {@code [T, 22, 4]} unit quaternions w, x, y, z: axes of the joint in the world
     * @param jointsInWorld {@code [T, 22, 3]} metres
     * @param contacts {@code [T, 6]} probability 0..1 that the part rests on something; NaN where unknown
     */
    public BodySequence(
            BodySkeleton skeleton,
            double framesPerSecond,
            @Shape("T 22 4") float[] rotationsInWorld,
            @Shape("T 22 3") float[] jointsInWorld,
            @Shape("T 6") float[] contacts) {
        if (!(framesPerSecond > 0 && framesPerSecond <= 1000)) {
            throw PipelineException.badInput("frame rate: expected above 0 and at most 1000 1/s, got " + framesPerSecond);
        }
        this.skeleton = skeleton;
        this.framesPerSecond = framesPerSecond;
        this.frames = contacts.length / CONTACTS;
        this.rotationsInWorld = checked("rotations", rotationsInWorld, frames * BodySkeleton.JOINTS * 4);
        this.jointsInWorld = checked("joints", jointsInWorld, frames * BodySkeleton.JOINTS * 3);
        this.contacts = checked("contacts", contacts, frames * CONTACTS);
    }

    private static float[] checked(String what, float[] values, int expected) {
        if (values.length != expected) {
            throw PipelineException.badInput(what + ": expected " + expected + " values, got " + values.length);
        }
        return values;
    }

    /**
     * By forward kinematics {@code G[j] = G[parent] R[j]; p[j] = p[parent] + G[parent] offset[j]}; contacts unknown.
     *
     * @param rootInWorld {@code [T, 3]} pelvis, metres
     * @param localRotations {@code [T, 22, 4]} w, x, y, z relative to the parent; normalised here
     */
    public static BodySequence ofLocalRotations(
            BodySkeleton skeleton, double framesPerSecond, @Shape("T 3") float[] rootInWorld, @Shape("T 22 4") float[] localRotations) {
        int frames = rootInWorld.length / 3;
        float[] rotations = new float[frames * BodySkeleton.JOINTS * 4];
        float[] joints = new float[frames * BodySkeleton.JOINTS * 3];
        Quaternion[] global = new Quaternion[BodySkeleton.JOINTS];
        Vec3[] position = new Vec3[BodySkeleton.JOINTS];
        for (int t = 0; t < frames; t++) {
            for (int j = 0; j < BodySkeleton.JOINTS; j++) {
                Quaternion local = quaternion(localRotations, t * BodySkeleton.JOINTS + j).normalized();
                int parent = BodySkeleton.parent(j);
                global[j] = parent < 0 ? local : global[parent].times(local).normalized();
                position[j] = parent < 0
                        ? new Vec3(rootInWorld[t * 3], rootInWorld[t * 3 + 1], rootInWorld[t * 3 + 2])
                        : position[parent].plus(global[parent].rotate(skeleton.offset(j)));
                put(rotations, t * BodySkeleton.JOINTS + j, global[j]);
                put(joints, t * BodySkeleton.JOINTS + j, position[j]);
            }
        }
        float[] contacts = new float[frames * CONTACTS];
        Arrays.fill(contacts, Float.NaN);
        return new BodySequence(skeleton, framesPerSecond, rotations, joints, contacts);
    }

    private static Quaternion quaternion(float[] values, int index) {
        return new Quaternion(values[index * 4], values[index * 4 + 1], values[index * 4 + 2], values[index * 4 + 3]);
    }

    private static void put(float[] values, int index, Quaternion rotation) {
        values[index * 4] = (float) rotation.w();
        values[index * 4 + 1] = (float) rotation.x();
        values[index * 4 + 2] = (float) rotation.y();
        values[index * 4 + 3] = (float) rotation.z();
    }

    private static void put(float[] values, int index, Vec3 point) {
        values[index * 3] = (float) point.x();
        values[index * 3 + 1] = (float) point.y();
        values[index * 3 + 2] = (float) point.z();
    }

    public BodySkeleton skeleton() {
        return skeleton;
    }

    public double framesPerSecond() {
        return framesPerSecond;
    }

    public int frames() {
        return frames;
    }

    /** Axes of the joint in the world. */
    public Quaternion rotationInWorld(int frame, int joint) {
        return quaternion(rotationsInWorld, frame * BodySkeleton.JOINTS + joint);
    }

    /** Metres. */
    public Vec3 jointInWorld(int frame, int joint) {
        int at = (frame * BodySkeleton.JOINTS + joint) * 3;
        return new Vec3(jointsInWorld[at], jointsInWorld[at + 1], jointsInWorld[at + 2]);
    }

    /** Probability 0..1, NaN where unknown; channels as in {@link #CONTACTS}. */
    public float contact(int frame, int channel) {
        return contacts[frame * CONTACTS + channel];
    }

    /** Relative to the parent; of the pelvis relative to the world. */
    public Quaternion localRotation(int frame, int joint) {
        Quaternion global = rotationInWorld(frame, joint);
        int parent = BodySkeleton.parent(joint);
        return parent < 0 ? global : rotationInWorld(frame, parent).conjugate().times(global).normalized();
    }

    /** Frames {@code [start, end)}. */
    public BodySequence slice(int start, int end) {
        return new BodySequence(
                skeleton, framesPerSecond,
                Arrays.copyOfRange(rotationsInWorld, start * BodySkeleton.JOINTS * 4, end * BodySkeleton.JOINTS * 4),
                Arrays.copyOfRange(jointsInWorld, start * BodySkeleton.JOINTS * 3, end * BodySkeleton.JOINTS * 3),
                Arrays.copyOfRange(contacts, start * CONTACTS, end * CONTACTS));
    }

    /** This, then the other one, at the same rate; proportions are those of this one. */
    public BodySequence followedBy(BodySequence other) {
        return new BodySequence(
                skeleton, framesPerSecond, joined(rotationsInWorld, other.rotationsInWorld), joined(jointsInWorld, other.jointsInWorld),
                joined(contacts, other.contacts));
    }

    private static float[] joined(float[] first, float[] second) {
        float[] all = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, all, first.length, second.length);
        return all;
    }

    /** The same with these contacts, {@code [T, 6]}. */
    public BodySequence withContacts(@Shape("T 6") float[] labels) {
        return new BodySequence(skeleton, framesPerSecond, rotationsInWorld, jointsInWorld, labels);
    }

    /** The same elsewhere. */
    BodySequence movedBy(Vec3 shift) {
        return new BodySequence(skeleton, framesPerSecond, rotationsInWorld, shifted(jointsInWorld, shift), contacts);
    }

    /** A copy of points {@code [N, 3]}. */
    static float[] shifted(@Shape("N 3") float[] points, Vec3 shift) {
        float[] moved = new float[points.length];
        for (int i = 0; i < points.length; i += 3) {
            moved[i] = (float) (points[i] + shift.x());
            moved[i + 1] = (float) (points[i + 1] + shift.y());
            moved[i + 2] = (float) (points[i + 2] + shift.z());
        }
        return moved;
    }

    /** Midpoint between the pupils, metres. */
    public Vec3 eyesInWorld(int frame) {
        int head = SmplJoint.HEAD.ordinal();
        return jointInWorld(frame, head).plus(rotationInWorld(frame, head).rotate(skeleton.eyesInHead()));
    }

    /** {@code [T, 22, 4]} w, x, y, z: the sequence's own array, not to be written to. */
    public @Shape("T 22 4") float[] rotationsInWorld() {
        return rotationsInWorld;
    }

    /** {@code [T, 22, 3]} metres: the sequence's own array, not to be written to. */
    public @Shape("T 22 3") float[] jointsInWorld() {
        return jointsInWorld;
    }

    /** {@code [T, 6]}: the sequence's own array, not to be written to. */
    public @Shape("T 6") float[] contacts() {
        return contacts;
    }
}
