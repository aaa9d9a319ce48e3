package org.egoscope.scenegraph.internal.frame;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.egoscope.core.geometry.ImagePoint;
import org.egoscope.core.observation.Hand;
import org.egoscope.core.observation.HandKeypoints;
import org.egoscope.core.observation.HandSide;
import org.jspecify.annotations.Nullable;

/**
 * Where a hand is in the frames in which its keypoints are not found but the mask of its arm is: the last keypoints, moved as the end of
 * the arm has moved. Hands are missed just when they hold something, which hides half of them.
 */
final class ArmFollower {
    /** Longer without keypoints, their shape says nothing any more. */
    private static final long MOST_NANOS = 2_500_000_000L;

    /** For a few frames a missing hand is just not there; contacts and motions bridge that. */
    private static final long BRIEF_NANOS = 110_000_000L;

    /** A hand that was not there for so long has been out of view. */
    private static final long ABSENT_NANOS = 400_000_000L;

    /** Per frame, so that inferred places count less than seen ones and fade. */
    private static final float FADE = 0.96f;

    private static final float FIRST_FADE = 0.7f;

    /** The part of the mask that counts as its end, hand lengths: the fingers. */
    private static final double TIP_DEPTH = 0.6;

    /** A jump of the end of the mask in one frame that is another mask and not a motion, hand lengths. */
    private static final double MOST_STEP = 0.6;

    private static final String METHOD = "arm-mask";

    private @Nullable Hand hand;
    private long seenNanos;
    private double tipX = Double.NaN;
    private double tipY = Double.NaN;
    private float confidence;
    private boolean wasSeen;
    private boolean continuous;
    private long lastNanos = Long.MIN_VALUE;
    private long appearedNanos;

    /** Takes the hand of a frame, null where it was not found; returns it, or what follows from the arms, or null. */
    @Nullable Hand follow(@Nullable Hand seen, List<MaskShape> arms, long nanos) {
        Hand now = followed(seen, arms, nanos);
        if (now != null) {
            boolean absent = lastNanos == Long.MIN_VALUE || nanos - lastNanos > ABSENT_NANOS;
            appearedNanos = absent ? nanos : appearedNanos;
            lastNanos = nanos;
        }
        return now;
    }

    /** When the hand last came into view, by the frame's start; for a hand that is there now. */
    long appearedNanos() {
        return appearedNanos;
    }

    private @Nullable Hand followed(@Nullable Hand seen, List<MaskShape> arms, long nanos) {
        boolean brief = nanos - seenNanos <= BRIEF_NANOS;
        boolean told = seen != null || !brief;
        continuous = brief || wasSeen == (seen != null);
        wasSeen = told ? seen != null : wasSeen;
        if (seen != null) {
            hand = seen;
            seenNanos = nanos;
            confidence = seen.confidence() * FIRST_FADE;
            tipX = Double.NaN;
            MaskShape arm = armOf(seen, arms);
            if (arm != null) {
                rememberTip(arm, seen);
            }
            return seen;
        }
        Hand last = hand;
        if (last == null || nanos - seenNanos > MOST_NANOS || Double.isNaN(tipX)) {
            hand = null;
            return null;
        }
        Hand moved = moved(last, arms);
        return brief ? null : moved;
    }

    /** False where keypoints and mask took turns: the step between the two is no motion. */
    boolean isContinuous() {
        return continuous;
    }

    private @Nullable Hand moved(Hand last, List<MaskShape> arms) {
        double length = length(last);
        double[] nearest = null;
        double nearestStep = MOST_STEP * length;
        for (MaskShape arm : arms) {
            double[] tip = tip(arm, last);
            double step = Math.hypot(tip[0] - tipX, tip[1] - tipY);
            if (step <= nearestStep) {
                nearest = tip;
                nearestStep = step;
            }
        }
        if (nearest == null) {
            return null;
        }
        float[] xy = last.keypoints().toImageArray();
        double[] fingers = fingersOf(last);
        for (int i = 0; i < xy.length; i += 2) {
            xy[i] += (float) (nearest[0] - fingers[0]);
            xy[i + 1] += (float) (nearest[1] - fingers[1]);
        }
        tipX = nearest[0];
        tipY = nearest[1];
        confidence *= FADE;
        HandKeypoints keypoints = new HandKeypoints(xy, last.keypoints().toCameraArray());
        Hand now = new Hand(last.handId(), last.side(), last.sideConfidence(), true, keypoints, confidence, METHOD, true, Optional.empty());
        hand = now;
        return now;
    }

    static boolean isInferred(Hand hand) {
        return hand.method().equals(METHOD);
    }

    /** The arm on which most keypoints lie, at least a third. */
    private static @Nullable MaskShape armOf(Hand seen, List<MaskShape> arms) {
        MaskShape best = null;
        int most = HandKeypoints.COUNT / 3;
        for (MaskShape arm : arms) {
            int inside = 0;
            for (int k = 0; k < HandKeypoints.COUNT; k++) {
                ImagePoint point = seen.keypoints().inImage(k);
                inside += arm.contains((int) Math.floor(point.x()), (int) Math.floor(point.y())) ? 1 : 0;
            }
            if (inside >= most) {
                best = arm;
                most = inside + 1;
            }
        }
        return best;
    }

    private void rememberTip(MaskShape arm, Hand seen) {
        double[] tip = tip(arm, seen);
        tipX = tip[0];
        tipY = tip[1];
    }

    private static double[] tip(MaskShape arm, Hand hand) {
        ImagePoint wrist = hand.keypoints().inImage(HandKeypoints.WRIST);
        ImagePoint knuckle = hand.keypoints().inImage(HandKeypoints.MIDDLE_MCP);
        double length = length(hand);
        return arm.tip((knuckle.x() - wrist.x()) / length, (knuckle.y() - wrist.y()) / length, TIP_DEPTH * length);
    }

    /** Where the keypoints have what {@link #tip} is of a mask: the mean of those within the depth of the tip from the farthest one. */
    private static double[] fingersOf(Hand hand) {
        ImagePoint wrist = hand.keypoints().inImage(HandKeypoints.WRIST);
        ImagePoint knuckle = hand.keypoints().inImage(HandKeypoints.MIDDLE_MCP);
        double length = length(hand);
        double directionX = (knuckle.x() - wrist.x()) / length;
        double directionY = (knuckle.y() - wrist.y()) / length;
        double farthest = Double.NEGATIVE_INFINITY;
        for (int k = 0; k < HandKeypoints.COUNT; k++) {
            ImagePoint point = hand.keypoints().inImage(k);
            farthest = Math.max(farthest, along(point, directionX, directionY));
        }
        double sumX = 0;
        double sumY = 0;
        int count = 0;
        for (int k = 0; k < HandKeypoints.COUNT; k++) {
            ImagePoint point = hand.keypoints().inImage(k);
            if (along(point, directionX, directionY) >= farthest - TIP_DEPTH * length) {
                sumX += point.x();
                sumY += point.y();
                count++;
            }
        }
        return new double[] {sumX / count, sumY / count};
    }

    private static double along(ImagePoint point, double directionX, double directionY) {
        double distance = point.x() * directionX + point.y() * directionY;
        return Double.isNaN(distance) ? Double.NEGATIVE_INFINITY : distance;
    }

    private static double length(Hand hand) {
        return Math.max(1, hand.keypoints().inImage(HandKeypoints.WRIST).distanceTo(hand.keypoints().inImage(HandKeypoints.MIDDLE_MCP)));
    }

    void write(DataOutput out) throws IOException {
        out.writeLong(seenNanos);
        out.writeDouble(tipX);
        out.writeDouble(tipY);
        out.writeFloat(confidence);
        out.writeBoolean(wasSeen);
        out.writeLong(lastNanos);
        out.writeLong(appearedNanos);
        out.writeBoolean(hand != null);
        if (hand != null) {
            out.writeLong(hand.handId());
            out.writeBoolean(hand.side() == HandSide.LEFT);
            out.writeFloat(hand.sideConfidence());
            out.writeFloat(hand.confidence());
            out.writeUTF(hand.method());
            out.writeBoolean(hand.tracked());
            for (float v : hand.keypoints().toImageArray()) {
                out.writeFloat(v);
            }
            for (float v : hand.keypoints().toCameraArray()) {
                out.writeFloat(v);
            }
        }
    }

    void read(DataInput in) throws IOException {
        seenNanos = in.readLong();
        tipX = in.readDouble();
        tipY = in.readDouble();
        confidence = in.readFloat();
        wasSeen = in.readBoolean();
        lastNanos = in.readLong();
        appearedNanos = in.readLong();
        hand = in.readBoolean() ? readHand(in) : null;
    }

    private static Hand readHand(DataInput in) throws IOException {
        long id = in.readLong();
        HandSide side = in.readBoolean() ? HandSide.LEFT : HandSide.RIGHT;
        float sideConfidence = in.readFloat();
        float handConfidence = in.readFloat();
        String method = in.readUTF();
        boolean tracked = in.readBoolean();
        HandKeypoints keypoints = new HandKeypoints(floats(in, HandKeypoints.COUNT * 2), floats(in, HandKeypoints.COUNT * 3));
        return new Hand(id, side, sideConfidence, true, keypoints, handConfidence, method, tracked, Optional.empty());
    }

    private static float[] floats(DataInput in, int count) throws IOException {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = in.readFloat();
        }
        return values;
    }
}
