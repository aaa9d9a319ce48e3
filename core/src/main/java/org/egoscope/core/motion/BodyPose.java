package org.egoscope.core.motion;

import java.util.Arrays;
import java.util.Objects;
import org.egoscope.core.Shape;
import org.egoscope.core.geometry.Quaternion;
import org.egoscope.core.geometry.Vec3;

/**
 * The wearer's body in one frame.
 *
 * <p>Rotations: {@code [24, 4]} local quaternions w, x, y, z in {@link SmplJoint} order (joint 0 relative to the world). Joints:
 * {@code [24, 3]} metres in world space. Contacts: {@code [4]} probabilities 0..1 that left foot, right foot touch the floor and left
 * hand, right hand touch something; NaN where the method does not say. Log-likelihood: nats per channel of the generator's state, the
 * higher the likelier by what it was trained on, to be compared among bodies of one generator only; NaN where it was not asked for.
 */
public final class BodyPose {
    public static final int CONTACTS = 4;

    private final Body body;
    private final float[] localRotations;
    private final float[] jointsInWorld;
    private final float[] contacts;
    private final float confidence;
    private final float logLikelihood;

    /**
     * What stays the same over a session.
     *
     * @param model name of the body model, such as {@code egoscope-24} or {@code smpl-neutral}
     * @param method what made the motion, such as {@code kinematic}
     * @param statureMeters body height
     */
    public record Body(String model, String method, float statureMeters) {}

    /** Copies the arrays. Nothing is known of the likelihood. */
    public BodyPose(
            Body body,
            @Shape("J 4") float[] localRotations,
            @Shape("J 3") float[] jointsInWorld,
            @Shape("4") float[] contacts,
            float confidence) {
        this(body, localRotations, jointsInWorld, contacts, confidence, Float.NaN);
    }

    /** Copies the arrays. */
    public BodyPose(
            Body body,
            @Shape("J 4") float[] localRotations,
            @Shape("J 3") float[] jointsInWorld,
            @Shape("4") float[] contacts,
            float confidence,
            float logLikelihood) {
        this.body = Objects.requireNonNull(body, "body is null");
        this.localRotations = checked("rotations", localRotations, SmplJoint.COUNT * 4);
        this.jointsInWorld = checked("joints", jointsInWorld, SmplJoint.COUNT * 3);
        this.contacts = checked("contacts", contacts, CONTACTS);
        this.confidence = confidence;
        this.logLikelihood = logLikelihood;
    }

    private static float[] checked(String what, float[] values, int expected) {
        if (values.length != expected) {
            throw new IllegalArgumentException(what + ": expected " + expected + " values, got " + values.length);
        }
        return values.clone();
    }

    public Body body() {
        return body;
    }

    public float confidence() {
        return confidence;
    }

    public float logLikelihood() {
        return logLikelihood;
    }

    public BodyPose withLogLikelihood(float natsPerChannel) {
        return new BodyPose(body, localRotations, jointsInWorld, contacts, confidence, natsPerChannel);
    }

    public Quaternion localRotation(SmplJoint joint) {
        int at = joint.ordinal() * 4;
        return new Quaternion(localRotations[at], localRotations[at + 1], localRotations[at + 2], localRotations[at + 3]);
    }

    public Vec3 inWorld(SmplJoint joint) {
        int at = joint.ordinal() * 3;
        return new Vec3(jointsInWorld[at], jointsInWorld[at + 1], jointsInWorld[at + 2]);
    }

    /** Root translation in world, metres: the pelvis joint. */
    public Vec3 rootInWorld() {
        return inWorld(SmplJoint.PELVIS);
    }

    public @Shape("J 4") float[] toRotationArray() {
        return localRotations.clone();
    }

    public @Shape("J 3") float[] toJointArray() {
        return jointsInWorld.clone();
    }

    public @Shape("4") float[] toContactArray() {
        return contacts.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof BodyPose that
                && body.equals(that.body)
                && Float.compare(confidence, that.confidence) == 0
                && Float.compare(logLikelihood, that.logLikelihood) == 0
                && Arrays.equals(localRotations, that.localRotations)
                && Arrays.equals(jointsInWorld, that.jointsInWorld)
                && Arrays.equals(contacts, that.contacts);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(jointsInWorld);
    }
}
