package org.egoscope.perception.internal.hands;

import org.egoscope.core.Shape;
import org.egoscope.core.observation.HandKeypoints;
import org.egoscope.core.observation.HandSide;

/**
 * 21 keypoints guessed from a blob's outline: the wrist where the hand's length ends, the fingertips where the blob reaches farthest in
 * five directions fanned about the arm's, the joints between at fixed shares. It is where a hand is and which way it points, not a
 * reading of fingers.
 */
final class SkinKeypoints {
    /** Thumb first; degrees from the hand's direction, towards the thumb's side positive. */
    private static final double[] FAN_DEGREES = {55, 22, 5, -12, -30};
    private static final double SECTOR_DEGREES = 12;
    /** Joint places between wrist and tip; thumb, then fingers (rounded means of adult hands). */
    private static final double[] THUMB_SHARES = {0.3, 0.55, 0.8, 1};
    private static final double[] FINGER_SHARES = {0.5, 0.72, 0.87, 1};
    /** A hand is about this many times as long as its breadth's standard deviation in a filled blob. */
    private static final double HAND_LENGTH_BREADTHS = 7.0;

    private SkinKeypoints() {}

    /** Frame pixels. */
    static @Shape("21 2") float[] of(SkinBlob blob, SkinTrack track, HandSide side, SmallPicture picture) {
        double[] direction = direction(blob, track);
        double reach = extreme(blob, direction);
        double start = -extreme(blob, new double[] {-direction[0], -direction[1]});
        double length = Math.min(reach - start, HAND_LENGTH_BREADTHS * Math.max(1, blob.breadth));
        double[] wrist = sectionMiddle(blob, direction, reach - length);
        // Seen from the back with fingers up, a right hand's thumb is on the left.
        double thumbSign = side == HandSide.RIGHT ? -1 : 1;
        float[] xy = new float[HandKeypoints.COUNT * 2];
        put(xy, 0, wrist, wrist, 0, picture);
        double angle = Math.atan2(direction[1], direction[0]);
        for (int finger = 0; finger < FAN_DEGREES.length; finger++) {
            double[] tip = tip(blob, wrist, angle + thumbSign * Math.toRadians(FAN_DEGREES[finger]), length);
            double[] shares = finger == 0 ? THUMB_SHARES : FINGER_SHARES;
            for (int joint = 0; joint < shares.length; joint++) {
                put(xy, 1 + finger * 4 + joint, wrist, tip, shares[joint], picture);
            }
        }
        return xy;
    }

    /**
     * From the arm towards the fingers: away from where it enters the picture, else (a sleeve) along the blob's axis, away from what
     * moves with it.
     */
    static double[] direction(SkinBlob blob, SkinTrack track) {
        if (blob.entersFromBorder()) {
            double dx = blob.middleX - blob.entryX;
            double dy = blob.middleY - blob.entryY;
            double norm = Math.hypot(dx, dy);
            if (norm >= 1) {
                return new double[] {dx / norm, dy / norm};
            }
        }
        double sign = track.armX * blob.axisX + track.armY * blob.axisY > 0 ? -1 : 1;
        return new double[] {sign * blob.axisX, sign * blob.axisY};
    }

    /** Evidence for the side, -1 left to 1 right: where the arm enters, else from which side it comes; 0 if nothing says. */
    static double rightEvidence(SkinBlob blob, SkinTrack track) {
        if (blob.entersFromBorder()) {
            return HandRoles.clamp(2 * blob.entryX / blob.width - 1, -1, 1);
        }
        double norm = Math.hypot(track.armX, track.armY);
        return norm == 0 ? 0 : track.armX / norm;
    }

    private static double along(SkinBlob blob, int at, double[] direction) {
        return (at % blob.width - blob.middleX) * direction[0] + (at / blob.width - blob.middleY) * direction[1];
    }

    private static double extreme(SkinBlob blob, double[] direction) {
        double largest = -Double.MAX_VALUE;
        for (int at : blob.pixels) {
            largest = Math.max(largest, along(blob, at, direction));
        }
        return largest;
    }

    private static double[] sectionMiddle(SkinBlob blob, double[] direction, double where) {
        double x = 0;
        double y = 0;
        int count = 0;
        for (int at : blob.pixels) {
            if (Math.abs(along(blob, at, direction) - where) < 1.5) {
                x += at % blob.width;
                y += at / blob.width;
                count++;
            }
        }
        return count > 0
                ? new double[] {x / count, y / count}
                : new double[] {blob.middleX + where * direction[0], blob.middleY + where * direction[1]};
    }

    /** The farthest pixel of a sector; half the hand's length straight on if the sector is empty. */
    private static double[] tip(SkinBlob blob, double[] wrist, double angle, double length) {
        double best = 0;
        double[] tip = {wrist[0] + Math.cos(angle) * length / 2, wrist[1] + Math.sin(angle) * length / 2};
        for (int at : blob.pixels) {
            double dx = at % blob.width - wrist[0];
            double dy = at / blob.width - wrist[1];
            double distance = Math.hypot(dx, dy);
            double off = Math.abs(Math.IEEEremainder(Math.atan2(dy, dx) - angle, 2 * Math.PI));
            if (off < Math.toRadians(SECTOR_DEGREES) && distance > best) {
                best = distance;
                tip = new double[] {at % blob.width, at / blob.width};
            }
        }
        return tip;
    }

    private static void put(float[] xy, int keypoint, double[] from, double[] to, double share, SmallPicture picture) {
        xy[keypoint * 2] = (float) ((from[0] + share * (to[0] - from[0]) + 0.5) * picture.scaleX);
        xy[keypoint * 2 + 1] = (float) ((from[1] + share * (to[1] - from[1]) + 0.5) * picture.scaleY);
    }
}
