package org.egoscope.motion.internal;

import java.util.Arrays;
import org.egoscope.core.Shape;
import org.egoscope.core.geometry.Vec3;
import org.egoscope.core.motion.SmplJoint;
import org.egoscope.motion.BodySequence;
import org.egoscope.motion.BodySkeleton;

/**
 * Which parts of a recorded body rest on something, told from the motion alone: 1 or 0 per frame and channel of
 * {@link BodySequence#CONTACTS}, NaN where a speed is not known (a single frame).
 *
 * <p><b>Feet</b> rest when slower than 0.15 m/s and less than 0.04 m (toe) or 0.08 m (ankle) above their height in standing: speed as in
 * EgoAllo's labels, heights as in its skating metric. The floor is z = 0; feet on stairs or furniture are not seen.
 *
 * <p><b>Wrists</b> rest when slower than 0.15 m/s for at least 0.3 s, and something says that they are held up by more than the arm:
 * less than 0.12 m above the floor; or less than 0.12 m from a thigh that is nearer level than upright (hands in the lap); or the
 * shoulder moves over them by 0.05 m or more while they stay (hands on a table, a rail). A hand held still in the air of a still body
 * is not a contact; a hand on a table of a still body is missed.
 */
public final class ContactLabels {
    static final double SPEED_LIMIT = 0.15;
    static final double TOE_HEIGHT_METERS = 0.04;
    static final double ANKLE_HEIGHT_METERS = 0.08;
    static final double WRIST_NEAR_METERS = 0.12;
    static final double SHOULDER_TRAVEL_METERS = 0.05;
    static final double WRIST_REST_SECONDS = 0.3;

    /** Speeds are taken over two of these, so that labels do not depend on the frame rate. */
    private static final double STEP_SECONDS = 1.0 / 30;

    private static final int LEFT_WRIST_CHANNEL = 4;
    private static final int[] JOINTS = {
        SmplJoint.LEFT_FOOT.ordinal(), SmplJoint.RIGHT_FOOT.ordinal(),
        SmplJoint.LEFT_ANKLE.ordinal(), SmplJoint.RIGHT_ANKLE.ordinal(),
        SmplJoint.LEFT_WRIST.ordinal(), SmplJoint.RIGHT_WRIST.ordinal()
    };
    private static final int[] SHOULDERS = {SmplJoint.LEFT_SHOULDER.ordinal(), SmplJoint.RIGHT_SHOULDER.ordinal()};
    private static final int[][] THIGHS = {
        {SmplJoint.LEFT_HIP.ordinal(), SmplJoint.LEFT_KNEE.ordinal()}, {SmplJoint.RIGHT_HIP.ordinal(), SmplJoint.RIGHT_KNEE.ordinal()}
    };

    private final BodySequence motion;
    private final int step;

    private ContactLabels(BodySequence motion) {
        this.motion = motion;
        this.step = Math.max(1, (int) Math.round(motion.framesPerSecond() * STEP_SECONDS));
    }

    /** {@code [T, 6]}: 1 where the part rests, 0 where not, NaN where unknown. */
    public static @Shape("T 6") float[] of(BodySequence motion) {
        float[] labels = new float[motion.frames() * BodySequence.CONTACTS];
        if (motion.frames() < 2) {
            Arrays.fill(labels, Float.NaN);
            return labels;
        }
        ContactLabels rules = new ContactLabels(motion);
        for (int channel = 0; channel < LEFT_WRIST_CHANNEL; channel++) {
            rules.labelFoot(channel, labels);
        }
        rules.labelWrist(0, labels);
        rules.labelWrist(1, labels);
        return labels;
    }

    /** The same motion with its contacts replaced by these labels; shares the other arrays. */
    public static BodySequence label(BodySequence motion) {
        return new BodySequence(
                motion.skeleton(), motion.framesPerSecond(), motion.rotationsInWorld(), motion.jointsInWorld(), of(motion));
    }

    /** Height of the joint above the floor when the body stands in the rest pose. */
    static double standingHeightMeters(BodySkeleton skeleton, int channel) {
        double ball = skeleton.ballHeightMeters();
        return channel < 2 ? ball : ball - skeleton.offset(JOINTS[channel - 2]).z();
    }

    private boolean isSlow(int frame, int joint) {
        int from = Math.max(0, frame - step);
        int to = Math.min(motion.frames() - 1, frame + step);
        double metres = motion.jointInWorld(from, joint).distanceTo(motion.jointInWorld(to, joint));
        return metres * motion.framesPerSecond() < SPEED_LIMIT * (to - from);
    }

    private void labelFoot(int channel, float[] labels) {
        double limit = standingHeightMeters(motion.skeleton(), channel) + (channel < 2 ? TOE_HEIGHT_METERS : ANKLE_HEIGHT_METERS);
        for (int t = 0; t < motion.frames(); t++) {
            boolean rests = motion.jointInWorld(t, JOINTS[channel]).z() < limit && isSlow(t, JOINTS[channel]);
            labels[t * BodySequence.CONTACTS + channel] = rests ? 1 : 0;
        }
    }

    /** Slow runs of sufficient length are decided one by one. */
    private void labelWrist(int side, float[] labels) {
        int wrist = JOINTS[LEFT_WRIST_CHANNEL + side];
        int start = 0;
        while (start < motion.frames()) {
            int end = start;
            while (end < motion.frames() && isSlow(end, wrist)) {
                end++;
            }
            if ((end - start) / motion.framesPerSecond() >= WRIST_REST_SECONDS) {
                boolean leansOn = travel(SHOULDERS[side], start, end) >= SHOULDER_TRAVEL_METERS + travel(wrist, start, end);
                for (int t = start; t < end; t++) {
                    boolean rests = leansOn || isSupported(t, wrist);
                    labels[t * BodySequence.CONTACTS + LEFT_WRIST_CHANNEL + side] = rests ? 1 : 0;
                }
            }
            start = end + 1;
        }
    }

    /** Furthest from where the joint was at the start. */
    private double travel(int joint, int start, int end) {
        double furthest = 0;
        Vec3 first = motion.jointInWorld(start, joint);
        for (int t = start + 1; t < end; t++) {
            furthest = Math.max(furthest, first.distanceTo(motion.jointInWorld(t, joint)));
        }
        return furthest;
    }

    private boolean isSupported(int frame, int wrist) {
        Vec3 point = motion.jointInWorld(frame, wrist);
        if (point.z() < WRIST_NEAR_METERS) {
            return true;
        }
        for (int[] thigh : THIGHS) {
            Vec3 hip = motion.jointInWorld(frame, thigh[0]);
            Vec3 along = motion.jointInWorld(frame, thigh[1]).minus(hip);
            double length = along.norm();
            boolean level = Math.abs(along.z()) < Math.sqrt(0.5) * length;
            double share = length == 0 ? 0 : Math.min(1, Math.max(0, point.minus(hip).dot(along) / (length * length)));
            if (level && point.distanceTo(hip.plus(along.times(share))) < WRIST_NEAR_METERS) {
                return true;
            }
        }
        return false;
    }
}
