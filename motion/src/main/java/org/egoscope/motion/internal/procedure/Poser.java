package org.egoscope.motion.internal.procedure;

import org.egoscope.core.geometry.Quaternion;
import org.egoscope.core.geometry.Vec3;
import org.egoscope.core.motion.SmplJoint;
import org.egoscope.motion.BodySequence;
import org.egoscope.motion.BodySkeleton;

/**
 * Makes a body of a score. Feet stand where the score says; the hips come as low as both legs reach them (for the whole time before
 * any frame is posed, so that the limit can be smoothed towards both sides); spine, head and arms follow.
 */
final class Poser {
    /** Half a window of the smoothed limit on the hips' height: a knee straightens within this, seconds. */
    private static final double SMOOTHING_SECONDS = 0.14;

    /** Active flexion of the hip with a bent knee: 120 to 125 degrees. */
    private static final double MOST_HIP_FLEXION = Math.toRadians(124);

    private static final double FLEXION_SOFTNESS = 0.1;

    /** A hand that rests is where it was put. */
    private static final double TOUCH_METERS = 0.015;

    private final Score score;
    private final Body body;
    private final double framesPerSecond;
    private final double startSeconds;
    private final Vec3[] positions = new Vec3[BodySkeleton.JOINTS];
    private final Quaternion[] rotations = new Quaternion[BodySkeleton.JOINTS];

    Poser(Score score, double framesPerSecond, double startSeconds) {
        this.score = score;
        this.body = score.body;
        this.framesPerSecond = framesPerSecond;
        this.startSeconds = startSeconds;
    }

    BodySequence pose(int frames) {
        double[] heights = hipHeights(frames);
        float[] allRotations = new float[frames * BodySkeleton.JOINTS * 4];
        float[] allJoints = new float[frames * BodySkeleton.JOINTS * 3];
        float[] contacts = new float[frames * BodySequence.CONTACTS];
        for (int t = 0; t < frames; t++) {
            double seconds = startSeconds + t / framesPerSecond;
            poseFrame(seconds, heights[t]);
            write(allRotations, allJoints, t);
            writeContacts(contacts, t, seconds);
        }
        return new BodySequence(body.skeleton, framesPerSecond, allRotations, allJoints, contacts);
    }

    private void write(float[] allRotations, float[] allJoints, int t) {
        for (int j = 0; j < BodySkeleton.JOINTS; j++) {
            int at = t * BodySkeleton.JOINTS + j;
            allRotations[at * 4] = (float) rotations[j].w();
            allRotations[at * 4 + 1] = (float) rotations[j].x();
            allRotations[at * 4 + 2] = (float) rotations[j].y();
            allRotations[at * 4 + 3] = (float) rotations[j].z();
            allJoints[at * 3] = (float) positions[j].x();
            allJoints[at * 3 + 1] = (float) positions[j].y();
            allJoints[at * 3 + 2] = (float) positions[j].z();
        }
    }

    private void writeContacts(float[] contacts, int t, double seconds) {
        for (Side side : Side.values()) {
            int at = t * BodySequence.CONTACTS + side.ordinal();
            contacts[at] = score.foot(side).ballDownAt(seconds) ? 1 : 0;
            contacts[at + 2] = score.foot(side).flatAt(seconds) ? 1 : 0;
            contacts[at + 4] = touches(side, seconds) ? 1 : 0;
        }
    }

    private boolean touches(Side side, double seconds) {
        HandPath hand = score.hand(side);
        Vec3 wrist = positions[side.pick(SmplJoint.LEFT_WRIST, SmplJoint.RIGHT_WRIST).ordinal()];
        return hand.touchingAt(seconds)
                && hand.held.at(seconds) > 0.999
                && wrist.distanceTo(HandPath.at(hand.world, seconds)) < TOUCH_METERS;
    }

    private double[] hipHeights(int frames) {
        int margin = (int) Math.ceil(SMOOTHING_SECONDS * framesPerSecond);
        double[] heights = new double[frames + 4 * margin];
        double[] least = new double[heights.length];
        for (int i = 0; i < heights.length; i++) {
            double seconds = startSeconds + (i - 2 * margin) / framesPerSecond;
            Posture posture = posture(seconds, 0);
            heights[i] = Math.min(score.hipHeight.at(seconds), limit(posture, seconds, true));
            least[i] = limit(posture, seconds, false);
        }
        double[] smooth = Envelope.below(heights, margin);
        for (int i = 0; i < heights.length; i++) {
            least[i] = Math.max(0, least[i] - smooth[i]);
        }
        double[] raised = Envelope.above(least, margin);
        double[] result = new double[frames];
        for (int t = 0; t < frames; t++) {
            result[t] = smooth[t + 2 * margin] + raised[t + 2 * margin];
        }
        return result;
    }

    /** The hips' height at which the first leg is straight ({@code most}) or the first knee quite bent. */
    private double limit(Posture level, double seconds, boolean most) {
        double limit = most ? Double.POSITIVE_INFINITY : Double.NEGATIVE_INFINITY;
        for (Side side : Side.values()) {
            Limb leg = body.legs[side.ordinal()];
            Vec3 hip = level.hips().plus(hipFromMiddle(level, side));
            Vec3 ankle = score.foot(side).ankleAt(seconds);
            double across = Math.hypot(hip.x() - ankle.x(), hip.y() - ankle.y());
            double length = most ? leg.mostReach : leg.leastReach;
            double drop = Math.sqrt(Math.max(0, length * length - across * across));
            double height = ankle.z() + drop - hip.z();
            if (most) {
                limit = Math.min(limit, height);
            } else if (across < length) {
                limit = Math.max(limit, height);
            }
        }
        return limit;
    }

    private Vec3 hipFromMiddle(Posture posture, Side side) {
        return posture.pelvis().rotate(body.offset(side.pick(SmplJoint.LEFT_HIP, SmplJoint.RIGHT_HIP)).minus(body.hipsInPelvis));
    }

    private Posture posture(double seconds, double hipHeight) {
        double yaw = score.hipYaw.at(seconds);
        double pelvisPitch = score.pelvisPitch.at(seconds);
        double lean = score.lean.at(seconds);
        double back = score.hipBack.at(seconds) + score.balance.at(seconds) * Posture.balanceBack(body, pelvisPitch, lean);
        Vec3 hips = new Vec3(score.hipX.at(seconds), score.hipY.at(seconds), hipHeight)
                .minus(Turns.forward(yaw).times(back))
                .plus(Turns.left(yaw).times(score.sway.at(seconds)));
        double turn = score.pelvisTurn.at(seconds);
        Posture.Twist trunk = new Posture.Twist(score.twist.at(seconds) - turn, score.sideBend.at(seconds));
        return new Posture(hips, yaw + turn, pelvisPitch, score.pelvisRoll.at(seconds), lean, trunk);
    }

    private void poseFrame(double seconds, double hipHeight) {
        Posture posture = withinHips(posture(seconds, hipHeight), seconds);
        rotations[0] = posture.pelvis();
        positions[0] = posture.pelvisPlace(body);
        Quaternion[] spine = posture.spine();
        place(SmplJoint.SPINE1, spine[0]);
        place(SmplJoint.SPINE2, spine[1]);
        place(SmplJoint.SPINE3, spine[2]);
        poseHead(seconds);
        for (Side side : Side.values()) {
            poseLeg(side, posture, seconds);
            poseArm(side, posture, seconds);
        }
    }

    /** The pelvis tips forward only as far as the thighs let it; the soft sum over both legs keeps it smooth when they change over. */
    private Posture withinHips(Posture posture, double seconds) {
        double beyond = 0;
        for (Side side : Side.values()) {
            double excess = posture.pelvisPitch() + thighRise(side, posture, seconds) - MOST_HIP_FLEXION;
            beyond += FLEXION_SOFTNESS * Math.log1p(Math.exp(excess / FLEXION_SOFTNESS));
        }
        return posture.withPelvisPitch(posture.pelvisPitch() - beyond);
    }

    /** Of the thigh forward from hanging straight down, radians. */
    private double thighRise(Side side, Posture posture, double seconds) {
        Limb leg = body.legs[side.ordinal()];
        Vec3 hip = posture.hips().plus(hipFromMiddle(posture, side));
        Quaternion thigh = leg.solve(hip, score.foot(side).ankleAt(seconds), kneePole(side, posture, hip, seconds))[0];
        Vec3 bone = thigh.rotate(body.offset(leg.middle));
        return Math.atan2(bone.dot(Turns.forward(posture.yaw())), -bone.z());
    }

    private void place(SmplJoint joint, Quaternion local) {
        int j = joint.ordinal();
        int parent = BodySkeleton.parent(j);
        positions[j] = positions[parent].plus(rotations[parent].rotate(body.offset(joint)));
        rotations[j] = rotations[parent].times(local).normalized();
    }

    private void placeTurned(SmplJoint joint, Quaternion inWorld) {
        place(joint, Quaternion.IDENTITY);
        rotations[joint.ordinal()] = inWorld;
    }

    /** Neck and head share the turn; active ranges of the neck: 70 degrees to a side, 55 down and 50 up, 35 tilted. */
    private void poseHead(double seconds) {
        Quaternion wanted = Turns.of(score.headYaw.at(seconds), score.headPitch.at(seconds), score.headRoll.at(seconds));
        Vec3 turn = rotations[SmplJoint.SPINE3.ordinal()].conjugate().times(wanted).toRotationVector();
        Vec3 soft = new Vec3(
                Turns.soft(turn.x(), Math.toRadians(35), 0.6),
                Turns.soft(turn.y(), Math.toRadians(55), 0.7),
                Turns.soft(turn.z(), Math.toRadians(72), 0.7));
        place(SmplJoint.NECK, Quaternion.fromRotationVector(soft.times(0.45)));
        place(SmplJoint.HEAD, Quaternion.fromRotationVector(soft.times(0.55)));
    }

    private void poseLeg(Side side, Posture posture, double seconds) {
        FootPath foot = score.foot(side);
        Limb leg = body.legs[side.ordinal()];
        Quaternion footRotation = foot.rotationAt(seconds);
        place(leg.upper, Quaternion.IDENTITY);
        Vec3 hip = positions[leg.upper.ordinal()];
        Quaternion[] bones = leg.solve(hip, foot.ankleAt(seconds), kneePole(side, posture, hip, seconds));
        rotations[leg.upper.ordinal()] = bones[0];
        placeTurned(leg.middle, bones[1]);
        placeTurned(leg.end, footRotation);
        placeTurned(side.pick(SmplJoint.LEFT_FOOT, SmplJoint.RIGHT_FOOT), footRotation);
    }

    private Vec3 kneePole(Side side, Posture posture, Vec3 hip, double seconds) {
        FootPath foot = score.foot(side);
        double kneeYaw = posture.yaw() + 0.5 * Turns.wrap(foot.yaw.at(seconds) - posture.yaw());
        // Forward within the plane of a straight leg first: on the knees that leaves little, and sideways would outgrow it.
        Vec3 pole = Limb.across(Turns.forward(kneeYaw).plus(Turns.UP.times(0.3)), foot.ankleAt(seconds).minus(hip));
        return pole.plus(Turns.left(kneeYaw).times(side.sign * score.kneesApart.at(seconds)));
    }

    private void poseArm(Side side, Posture posture, double seconds) {
        HandPath hand = score.hand(side);
        Limb arm = body.arms[side.ordinal()];
        Quaternion heading = Turns.aboutUp(posture.yaw() + posture.trunk().turn());
        SmplJoint collar = side.pick(SmplJoint.LEFT_COLLAR, SmplJoint.RIGHT_COLLAR);
        place(collar, Quaternion.IDENTITY);
        Vec3 shoulder = positions[collar.ordinal()].plus(rotations[collar.ordinal()].rotate(body.offset(arm.upper)));
        Quaternion swing = Turns.aboutLeft(-side.sign * score.armSwing.at(seconds));
        Vec3 atRest = shoulder.plus(heading.rotate(swing.rotate(HandPath.at(hand.rest, seconds))));
        Vec3 target = atRest.lerp(HandPath.at(hand.world, seconds), hand.held.at(seconds));
        rotations[collar.ordinal()] = ArmPose.collar(body, side, positions[collar.ordinal()], rotations[collar.ordinal()], target);
        place(arm.upper, Quaternion.IDENTITY);
        ArmPose pose = ArmPose.solve(arm, side, positions[arm.upper.ordinal()], target, heading, hand.swivel.at(seconds));
        rotations[arm.upper.ordinal()] = pose.upperArm();
        Quaternion half = Quaternion.fromAxisAngle(arm.secondBone(), side.sign * hand.pronation.at(seconds) / 2);
        placeTurned(arm.middle, pose.forearm().times(half).normalized());
        place(arm.end, half);
    }
}
