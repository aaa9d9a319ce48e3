package org.egoscope.motion.internal.procedure;

import org.egoscope.core.geometry.Quaternion;
import org.egoscope.core.geometry.Vec3;
import org.egoscope.core.motion.SmplJoint;

/**
 * Hips and trunk at one instant; what {@link Poser} poses and what scripts plan reaches with.
 *
 * @param hips middle of the hip joints in the world
 * @param yaw heading of the hips
 * @param pelvisPitch forward, from the vertical
 * @param pelvisRoll left side up
 * @param lean of the chest forward, from the vertical
 * @param trunk twist of the chest against the hips (x) and its side bend (y), radians
 */
record Posture(Vec3 hips, double yaw, double pelvisPitch, double pelvisRoll, double lean, Twist trunk) {
    /** Turn to the left and bend with the left side up, radians. */
    record Twist(double turn, double bend) {
        static final Twist NONE = new Twist(0, 0);
    }

    /** Of the body's weight, head, arms and trunk; and where their centre lies between hips and neck (Winter 2009, table 4.1). */
    private static final double UPPER_SHARE = 0.68;

    private static final double UPPER_CENTER = 0.626;

    /** From pelvis to chest; the lumbar spine flexes by 50 to 60 degrees, the thoracic adds some. */
    private static final double MOST_SPINE_BEND = Math.toRadians(80);

    /** How far the hips go back when trunk and pelvis lean so, metres: keeps the centre of mass near the middle of the feet. */
    static double balanceBack(Body body, double pelvisPitch, double lean) {
        double trunk = body.offset(SmplJoint.SPINE1)
                .plus(body.offset(SmplJoint.SPINE2))
                .plus(body.offset(SmplJoint.SPINE3))
                .plus(body.offset(SmplJoint.LEFT_COLLAR))
                .minus(body.hipsInPelvis)
                .z();
        double ahead = UPPER_CENTER * trunk * (0.45 * Math.sin(pelvisPitch) + 0.55 * Math.sin((pelvisPitch + lean) / 2));
        // Thighs and shanks follow the hips by half: 0.87 of the weight moves with them in all. Most of the offset is taken back.
        return 0.85 * UPPER_SHARE / 0.87 * ahead;
    }

    Quaternion pelvis() {
        return Turns.of(yaw, pelvisPitch, pelvisRoll);
    }

    Vec3 pelvisPlace(Body body) {
        return hips.minus(pelvis().rotate(body.hipsInPelvis));
    }

    Posture withPelvisPitch(double pitch) {
        return new Posture(hips, yaw, pitch, pelvisRoll, lean, trunk);
    }

    Quaternion chest() {
        double bend = Turns.soft(lean - pelvisPitch, MOST_SPINE_BEND, 0.75);
        return Turns.of(yaw + trunk.turn(), pelvisPitch + bend, trunk.bend());
    }

    /** Rotations relative to the vertebra below: bending mostly low in the back, turning mostly high (White and Panjabi 1990). */
    Quaternion[] spine() {
        Vec3 whole = pelvis().conjugate().times(chest()).toRotationVector();
        return new Quaternion[] {
            vertebra(whole, 0.34, 0.46, 0.15), vertebra(whole, 0.36, 0.34, 0.35), vertebra(whole, 0.30, 0.20, 0.50)
        };
    }

    private static Quaternion vertebra(Vec3 whole, double roll, double pitch, double yaw) {
        return Quaternion.fromRotationVector(new Vec3(whole.x() * roll, whole.y() * pitch, whole.z() * yaw));
    }

    /** Rotation of the upper spine joint and its place. */
    record Chest(Quaternion rotation, Vec3 place) {
        /** The shoulder while the collar rests. */
        Vec3 shoulder(Body body, Side side) {
            Vec3 collar = body.offset(side.pick(SmplJoint.LEFT_COLLAR, SmplJoint.RIGHT_COLLAR));
            return place.plus(rotation.rotate(collar.plus(body.offset(side.pick(SmplJoint.LEFT_SHOULDER, SmplJoint.RIGHT_SHOULDER)))));
        }

        /** The head joint while the neck is straight. */
        Vec3 head(Body body) {
            return place.plus(rotation.rotate(body.offset(SmplJoint.NECK).plus(body.offset(SmplJoint.HEAD))));
        }
    }

    Chest solveChest(Body body) {
        Quaternion rotation = pelvis();
        Vec3 place = pelvisPlace(body);
        Quaternion[] spine = spine();
        SmplJoint[] joints = {SmplJoint.SPINE1, SmplJoint.SPINE2, SmplJoint.SPINE3};
        for (int i = 0; i < 3; i++) {
            place = place.plus(rotation.rotate(body.offset(joints[i])));
            rotation = rotation.times(spine[i]).normalized();
        }
        return new Chest(rotation, place);
    }
}
