package org.egoscope.motion.internal.evaluation.measure;

import org.egoscope.core.Shape;
import org.egoscope.core.geometry.Vec3;
import org.egoscope.core.motion.SmplJoint;
import org.egoscope.motion.BodySequence;

/** How bodies stand, and frames that averages hide: those that are bent or low. */
public final class Posture {
    /** Share of the head's standing height. */
    private static final double LOW_SHARE = 0.75;

    private static final double BENT_COSINE = Math.cos(Math.toRadians(45));

    /** {@code statureMeters} is this times the head joint's height in standing. */
    private static final double STATURE_BY_HEAD_HEIGHT = 1.12;

    /** A head that moves less in the level than this over half a second to either side rests, metres. */
    private static final double RESTING_METERS = 0.05;

    private static final double RESTING_SECONDS = 0.5;

    private Posture() {}

    /** {@code [T]} degrees between the vertical and the line from the middle of the ankles to the pelvis. */
    public static @Shape("T") double[] legLeans(BodySequence body) {
        double[] leans = new double[body.frames()];
        for (int t = 0; t < leans.length; t++) {
            Vec3 ankles = body.jointInWorld(t, SmplJoint.LEFT_ANKLE.ordinal())
                    .plus(body.jointInWorld(t, SmplJoint.RIGHT_ANKLE.ordinal())).times(0.5);
            Vec3 legs = body.jointInWorld(t, SmplJoint.PELVIS.ordinal()).minus(ankles);
            leans[t] = Math.toDegrees(Math.atan2(Math.hypot(legs.x(), legs.y()), legs.z()));
        }
        return leans;
    }

    /** {@code [T]}: whether the head is upright enough to stand and within 5 cm of where it is half a second before and after. */
    public static @Shape("T") boolean[] standsStill(BodySequence body) {
        boolean[] still = new boolean[body.frames()];
        int reach = (int) Math.round(RESTING_SECONDS * body.framesPerSecond());
        for (int t = 0; t < still.length; t++) {
            still[t] = !bentOrLow(body, t)
                    && moved(body, Math.max(0, t - reach), t) < RESTING_METERS
                    && moved(body, t, Math.min(still.length - 1, t + reach)) < RESTING_METERS;
        }
        return still;
    }

    private static double moved(BodySequence body, int from, int to) {
        Vec3 way = body.jointInWorld(to, SmplJoint.HEAD.ordinal()).minus(body.jointInWorld(from, SmplJoint.HEAD.ordinal()));
        return Math.hypot(way.x(), way.y());
    }

    /** Whether the head is below three quarters of its standing height or the line from pelvis to neck leans by more than 45 degrees. */
    public static boolean bentOrLow(BodySequence body, int frame) {
        double standing = body.skeleton().statureMeters() / STATURE_BY_HEAD_HEIGHT;
        Vec3 pelvis = body.jointInWorld(frame, SmplJoint.PELVIS.ordinal());
        Vec3 trunk = body.jointInWorld(frame, SmplJoint.NECK.ordinal()).minus(pelvis);
        return body.jointInWorld(frame, SmplJoint.HEAD.ordinal()).z() < LOW_SHARE * standing || trunk.z() < BENT_COSINE * trunk.norm();
    }
}
