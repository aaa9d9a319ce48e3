package org.egoscope.motion.internal.mesh;

import org.egoscope.core.geometry.Vec3;
import org.egoscope.core.motion.SmplJoint;

/** Parts of the reference body in its rest pose: the joint that a place on the surface moves with, divided by planes at the joints. */
final class BodyParts {
    private static final Vec3[] REST = BodySolid.restJoints();

    /** An arm begins outside a plane through the shoulder joint that leans out towards the armpit. */
    private static final double ARMPIT_LEAN = 0.25;

    /** A leg begins below a plane through the hip joint that rises outwards from the crotch, as the groin does. */
    private static final double GROIN_RISE = 0.75;

    /** The head begins above a plane through its joint that falls towards the chin and rises towards the nape. */
    private static final double JAW_FALL = 0.9;

    private static final double NAPE_RISE = 0.4;

    private BodyParts() {}

    /** Place in the rest pose of the reference body, metres, sole at z = 0. */
    static SmplJoint jointAt(double x, double y, double z) {
        double aside = Math.abs(y);
        Vec3 shoulder = rest(SmplJoint.LEFT_SHOULDER);
        Vec3 hip = rest(SmplJoint.LEFT_HIP);
        if (z > 1.2 && aside + ARMPIT_LEAN * (z - shoulder.z()) > shoulder.y()) {
            return ofSide(y, armAt(aside));
        }
        if (z < hip.z() + GROIN_RISE * (aside - hip.y())) {
            return ofSide(y, legAt(x, z));
        }
        return trunkAt(x, y, z);
    }

    private static Vec3 rest(SmplJoint joint) {
        return REST[joint.ordinal()];
    }

    /** The right joint follows its left twin in the order of SMPL. */
    private static SmplJoint ofSide(double y, SmplJoint left) {
        return y >= 0 ? left : SmplJoint.all().get(left.ordinal() + 1);
    }

    private static SmplJoint armAt(double aside) {
        if (aside > rest(SmplJoint.LEFT_HAND).y()) {
            return SmplJoint.LEFT_HAND;
        }
        if (aside > rest(SmplJoint.LEFT_WRIST).y()) {
            return SmplJoint.LEFT_WRIST;
        }
        return aside > rest(SmplJoint.LEFT_ELBOW).y() ? SmplJoint.LEFT_ELBOW : SmplJoint.LEFT_SHOULDER;
    }

    private static SmplJoint legAt(double x, double z) {
        Vec3 ankle = rest(SmplJoint.LEFT_ANKLE);
        if (0.6 * (x - ankle.x()) - 0.8 * (z - ankle.z()) > 0 && z < 0.2) {
            return x > rest(SmplJoint.LEFT_FOOT).x() ? SmplJoint.LEFT_FOOT : SmplJoint.LEFT_ANKLE;
        }
        return z < rest(SmplJoint.LEFT_KNEE).z() ? SmplJoint.LEFT_KNEE : SmplJoint.LEFT_HIP;
    }

    private static SmplJoint trunkAt(double x, double y, double z) {
        double aside = Math.abs(y);
        Vec3 head = rest(SmplJoint.HEAD);
        Vec3 neck = rest(SmplJoint.NECK);
        if (z > head.z() - (x > head.x() ? JAW_FALL : NAPE_RISE) * (x - head.x())) {
            return SmplJoint.HEAD;
        }
        if (z > neck.z() - 0.2 * (x - neck.x()) + 0.5 * Math.max(0, aside - 0.05)) {
            return SmplJoint.NECK;
        }
        if (z > 1.33 && aside > rest(SmplJoint.LEFT_COLLAR).y()) {
            return ofSide(y, SmplJoint.LEFT_COLLAR);
        }
        if (z > rest(SmplJoint.SPINE3).z()) {
            return SmplJoint.SPINE3;
        }
        if (z > rest(SmplJoint.SPINE2).z()) {
            return SmplJoint.SPINE2;
        }
        return z > rest(SmplJoint.SPINE1).z() ? SmplJoint.SPINE1 : SmplJoint.PELVIS;
    }
}
