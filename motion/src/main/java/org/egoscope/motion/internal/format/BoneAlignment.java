package org.egoscope.motion.internal.format;

import static org.egoscope.core.motion.SmplJoint.HEAD;
import static org.egoscope.core.motion.SmplJoint.LEFT_ANKLE;
import static org.egoscope.core.motion.SmplJoint.LEFT_COLLAR;
import static org.egoscope.core.motion.SmplJoint.LEFT_ELBOW;
import static org.egoscope.core.motion.SmplJoint.LEFT_FOOT;
import static org.egoscope.core.motion.SmplJoint.LEFT_HIP;
import static org.egoscope.core.motion.SmplJoint.LEFT_KNEE;
import static org.egoscope.core.motion.SmplJoint.LEFT_SHOULDER;
import static org.egoscope.core.motion.SmplJoint.LEFT_WRIST;
import static org.egoscope.core.motion.SmplJoint.NECK;
import static org.egoscope.core.motion.SmplJoint.PELVIS;
import static org.egoscope.core.motion.SmplJoint.RIGHT_ANKLE;
import static org.egoscope.core.motion.SmplJoint.RIGHT_COLLAR;
import static org.egoscope.core.motion.SmplJoint.RIGHT_ELBOW;
import static org.egoscope.core.motion.SmplJoint.RIGHT_FOOT;
import static org.egoscope.core.motion.SmplJoint.RIGHT_HIP;
import static org.egoscope.core.motion.SmplJoint.RIGHT_KNEE;
import static org.egoscope.core.motion.SmplJoint.RIGHT_SHOULDER;
import static org.egoscope.core.motion.SmplJoint.RIGHT_WRIST;
import static org.egoscope.core.motion.SmplJoint.SPINE1;
import static org.egoscope.core.motion.SmplJoint.SPINE2;
import static org.egoscope.core.motion.SmplJoint.SPINE3;

import org.egoscope.core.geometry.Quaternion;
import org.egoscope.core.geometry.Vec3;
import org.egoscope.core.motion.SmplJoint;
import org.egoscope.motion.BodySkeleton;

/**
 * Rotations of the 22 joints told from their positions alone.
 *
 * <p>Each joint turns its rest bone into the observed one; bones of the trunk, which curve differently in every skeleton, count as upright at
 * rest. The turn about the bone, which the bone cannot say, comes from the hips' line
 * (pelvis, lowest spine joint), the shoulders' line (upper spine, neck), the axis about which the elbow or knee bends (arms and legs; where
 * the limb is nearly straight, from the joint above), and for collars from the spine. The head turns with the neck, wrists with the
 * forearms, the balls of the feet with the ankles: their own turn cannot be seen.
 */
final class BoneAlignment {
    private static final Vec3 LEFT = new Vec3(0, 1, 0);
    private static final Vec3 RIGHT = new Vec3(0, -1, 0);
    private static final Vec3 UP = new Vec3(0, 0, 1);
    private static final Vec3 DOWN = new Vec3(0, 0, -1);

    /** Below the first sine of its bend a limb says nothing about its turn; above the second it says all. */
    private static final double STRAIGHT = 0.1;

    private static final double BENT = 0.3;

    private final Vec3[] joints;
    private final Quaternion[] rotations = new Quaternion[BodySkeleton.JOINTS];

    private BoneAlignment(Vec3[] joints) {
        this.joints = joints;
    }

    /**
     * @param joints {@code [22]} metres or any other unit, z up; those of limbs may be NaN: their bones then turn with the joint above
     * @return {@code [22]} axes of the joints in the world
     */
    static Quaternion[] fit(Vec3[] joints) {
        BoneAlignment fit = new BoneAlignment(joints);
        fit.trunk();
        fit.arm(LEFT_COLLAR, LEFT_SHOULDER, LEFT_ELBOW, LEFT_WRIST);
        fit.arm(RIGHT_COLLAR, RIGHT_SHOULDER, RIGHT_ELBOW, RIGHT_WRIST);
        fit.leg(LEFT_HIP, LEFT_KNEE, LEFT_ANKLE, LEFT_FOOT);
        fit.leg(RIGHT_HIP, RIGHT_KNEE, RIGHT_ANKLE, RIGHT_FOOT);
        return fit.rotations;
    }

    private Vec3 bone(SmplJoint from, SmplJoint to) {
        return joints[to.ordinal()].minus(joints[from.ordinal()]);
    }

    private Quaternion get(SmplJoint joint) {
        return rotations[joint.ordinal()];
    }

    private void set(SmplJoint joint, Quaternion rotation) {
        rotations[joint.ordinal()] = rotation.normalized();
    }

    private void trunk() {
        Vec3 hips = bone(RIGHT_HIP, LEFT_HIP);
        Vec3 shoulders = bone(RIGHT_SHOULDER, LEFT_SHOULDER);
        Vec3 middle = hips.normalized().plus(shoulders.normalized());
        set(PELVIS, Alignment.of(LEFT, UP, hips, bone(PELVIS, SPINE1)));
        set(SPINE1, Alignment.of(UP, LEFT, bone(SPINE1, SPINE2), middle));
        set(SPINE2, Alignment.of(UP, LEFT, bone(SPINE2, SPINE3), shoulders));
        set(SPINE3, Alignment.of(UP, LEFT, bone(SPINE3, NECK), shoulders));
        set(NECK, Alignment.of(UP, LEFT, bone(NECK, HEAD), shoulders));
        set(HEAD, get(NECK));
    }

    private void arm(SmplJoint collar, SmplJoint shoulder, SmplJoint elbow, SmplJoint wrist) {
        boolean left = collar == LEFT_COLLAR;
        set(collar, Alignment.of(shoulder.restOffset(), UP, bone(collar, shoulder), get(SPINE3).rotate(UP)));
        limb(get(collar), shoulder, elbow, wrist, left ? LEFT : RIGHT, left ? DOWN : UP);
        set(wrist, get(elbow));
    }

    private void leg(SmplJoint hip, SmplJoint knee, SmplJoint ankle, SmplJoint foot) {
        limb(get(PELVIS), hip, knee, ankle, DOWN, LEFT);
        Vec3 sole = bone(ankle, foot);
        set(ankle, sole.isFinite()
                ? Alignment.of(foot.restOffset(), LEFT, sole, get(knee).rotate(LEFT))
                : get(knee));
        set(foot, get(ankle));
    }

    /**
     * @param restBone of both bones in the rest pose
     * @param restHinge upper bone x lower bone when the limb bends as it can
     */
    private void limb(Quaternion above, SmplJoint upper, SmplJoint middle, SmplJoint end, Vec3 restBone, Vec3 restHinge) {
        Vec3 first = bone(upper, middle);
        Vec3 second = bone(middle, end);
        if (!first.isFinite() || !second.isFinite()) {
            Quaternion known = first.isFinite() ? Quaternion.between(above.rotate(restBone), first).times(above) : above;
            set(upper, known);
            set(middle, known);
            return;
        }
        Quaternion swung = Quaternion.between(above.rotate(restBone), first).times(above);
        Vec3 hinge = first.cross(second).normalized();
        double share = Math.min(1, Math.max(0, (Alignment.sine(first, second) - STRAIGHT) / (BENT - STRAIGHT)));
        Vec3 hint = swung.rotate(restHinge).times(1 - share).plus(hinge.times(share));
        Quaternion upperRotation = Alignment.of(restBone, restHinge, first, hint);
        set(upper, upperRotation);
        set(middle, Quaternion.between(upperRotation.rotate(restBone), second).times(upperRotation));
    }
}
