package org.egoscope.perception.internal.track;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.List;
import org.egoscope.core.geometry.ImagePoint;
import org.egoscope.core.observation.BoundingBox;
import org.egoscope.core.observation.Hand;
import org.egoscope.core.observation.HandKeypoints;
import org.egoscope.core.observation.HandSide;
import org.jspecify.annotations.Nullable;

/**
 * A thing at a hand goes where the hand goes, also while the hand hides it: which hand, and the way from the middle of the hand to the
 * middle of the thing in lengths of the palm, so that it holds at any distance from the camera.
 */
final class HeldPlace {
    /** A hand is at a thing if a keypoint lies in its box, grown by this share of the palm's length. */
    private static final double REACH = 0.3;

    private @Nullable HandSide side;
    private float alongX;
    private float alongY;

    /** Learns where the thing is, from the wearer's hand that has the most keypoints at it; forgets the hand if none has any. */
    void learn(BoundingBox box, List<Hand> hands) {
        side = null;
        int most = 0;
        for (Hand hand : hands) {
            int touching = hand.wearer() ? keypointsAt(box, hand) : 0;
            if (touching > most) {
                most = touching;
                side = hand.side();
                ImagePoint middle = middle(hand);
                alongX = (float) ((box.centerX() - middle.x()) / palm(hand));
                alongY = (float) ((box.centerY() - middle.y()) / palm(hand));
            }
        }
    }

    private static int keypointsAt(BoundingBox box, Hand hand) {
        double reach = REACH * palm(hand);
        int count = 0;
        for (int k = 0; k < HandKeypoints.COUNT; k++) {
            ImagePoint p = hand.keypoints().inImage(k);
            boolean inside = p.x() >= box.x() - reach && p.x() <= box.right() + reach
                    && p.y() >= box.y() - reach && p.y() <= box.bottom() + reach;
            count += inside ? 1 : 0;
        }
        return count;
    }

    private static ImagePoint middle(Hand hand) {
        return hand.keypoints().inImage(HandKeypoints.MIDDLE_MCP);
    }

    private static double palm(Hand hand) {
        ImagePoint wrist = hand.keypoints().inImage(HandKeypoints.WRIST);
        return Math.max(1, Math.hypot(wrist.x() - middle(hand).x(), wrist.y() - middle(hand).y()));
    }

    /** Where the hand has brought it; null if no hand had it or that one is not seen. */
    @Nullable ImagePoint expected(List<Hand> hands) {
        for (Hand hand : hands) {
            if (hand.wearer() && hand.side() == side) {
                ImagePoint middle = middle(hand);
                return new ImagePoint(middle.x() + alongX * palm(hand), middle.y() + alongY * palm(hand));
            }
        }
        return null;
    }

    void write(DataOutputStream out) throws IOException {
        out.writeByte(side == null ? -1 : side.ordinal());
        out.writeFloat(alongX);
        out.writeFloat(alongY);
    }

    void read(DataInputStream in) throws IOException {
        int ordinal = in.readByte();
        side = ordinal < 0 ? null : HandSide.values()[ordinal];
        alongX = in.readFloat();
        alongY = in.readFloat();
    }
}
