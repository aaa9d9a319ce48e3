package org.egoscope.motion.internal.evaluation.measure;

import org.egoscope.core.geometry.Vec3;
import org.egoscope.core.motion.SmplJoint;
import org.egoscope.motion.BodySequence;

/** Frames that averages hide: bodies that are bent or low. */
public final class Posture {
    /** Share of the head's standing height. */
    private static final double LOW_SHARE = 0.75;

    private static final double BENT_COSINE = Math.cos(Math.toRadians(45));

    /** {@code statureMeters} is this times the head joint's height in standing. */
    private static final double STATURE_BY_HEAD_HEIGHT = 1.12;

    private Posture() {}

    /** Whether the head is below three quarters of its standing height or the line from pelvis to neck leans by more than 45 degrees. */
    public static boolean bentOrLow(BodySequence body, int frame) {
        double standing = body.skeleton().statureMeters() / STATURE_BY_HEAD_HEIGHT;
        Vec3 pelvis = body.jointInWorld(frame, SmplJoint.PELVIS.ordinal());
        Vec3 trunk = body.jointInWorld(frame, SmplJoint.NECK.ordinal()).minus(pelvis);
        return body.jointInWorld(frame, SmplJoint.HEAD.ordinal()).z() < LOW_SHARE * standing || trunk.z() < BENT_COSINE * trunk.norm();
    }
}
