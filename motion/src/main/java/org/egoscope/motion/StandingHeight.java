package org.egoscope.motion;

import org.egoscope.core.geometry.Quaternion;
import org.egoscope.core.geometry.RigidTransform;
import org.egoscope.core.geometry.Vec3;
import org.egoscope.core.motion.Skeleton;
import org.egoscope.core.motion.SmplJoint;

/**
 * How high eyes are while somebody stands, and how high they would be if the head were level. Who looks down by 40 degrees has eyes 9 cm
 * lower than who looks ahead, at the same stature: heights are compared only after that has been taken out.
 */
public final class StandingHeight {
    /** Eyes over stature with a level head: head joint at 1/1.12, pupils above it ({@link Skeleton}). */
    public static final double EYES_OF_STATURE = 1 / 1.12 + new Skeleton(1).eyesInHead().z();

    /** Standing people give away so much in knees and back (recorded clips, high moments of each: 0.002, 0.003 and 0.020 m by source). */
    public static final double POSTURE_METERS = 0.01;

    /** About half of a nod is made between skull and neck, half along the neck. */
    private static final double SHARE_OF_NECK = 0.5;

    /** Beyond this the trunk takes part, and the head alone says nothing about the height of the neck. */
    private static final double MOST_PITCH_RADIANS = Math.toRadians(60);

    private StandingHeight() {}

    /** Of the eyes above the floor, looking ahead, metres. */
    public static double eyes(double statureMeters) {
        return EYES_OF_STATURE * statureMeters - POSTURE_METERS;
    }

    /** Of somebody whose eyes stand so high above the floor with a level head, metres. */
    public static double statureOf(double levelEyes) {
        return (levelEyes + POSTURE_METERS) / EYES_OF_STATURE;
    }

    /**
     * Height that the eyes would have with a level head on the same shoulders, metres.
     *
     * @param worldFromEyes midpoint between the pupils, in the axes of the head joint (x forward, y left, z up)
     */
    public static double levelEyes(RigidTransform worldFromEyes, double statureMeters) {
        Skeleton skeleton = new Skeleton(statureMeters);
        return worldFromEyes.translation().z() + drop(worldFromEyes.rotation(), skeleton.eyesInHead(), skeleton.offset(SmplJoint.HEAD));
    }

    /** What tilting takes from the height of the eyes: of the pupils about the head joint, and of the head joint about the neck. */
    private static double drop(Quaternion head, Vec3 eyesInHead, Vec3 headInNeck) {
        Vec3 forward = head.rotate(new Vec3(1, 0, 0));
        double pitch = Math.asin(Math.max(-1, Math.min(1, -forward.z())));
        double limited = Math.max(-MOST_PITCH_RADIANS, Math.min(MOST_PITCH_RADIANS, pitch));
        double eyes = limited == pitch ? head.rotate(eyesInHead).z() : tilted(eyesInHead, limited);
        return eyesInHead.z() - eyes + headInNeck.z() - tilted(headInNeck, SHARE_OF_NECK * limited);
    }

    /** Height of a point after pitching forward by an angle. */
    private static double tilted(Vec3 point, double pitch) {
        return point.z() * Math.cos(pitch) - point.x() * Math.sin(pitch);
    }
}
