package org.egoscope.scenegraph;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.egoscope.scenegraph.TableScene.Content;
import org.egoscope.scenegraph.TableScene.Disc;

/**
 * A hand reaches for a cup, waits, carries it to the left, waits, and leaves; at 30 frames per second. Straight lines at constant speed:
 * reach 30..60, closing 60..72, carry 72..117, opening 117..129, leaving 129..150.
 */
final class CarryScript {
    static final int FRAMES = 240;
    static final int REACH = 30;
    static final int ARRIVE = 60;
    static final int LIFT = 72;
    static final int SET = 117;
    static final int LEAVE = 129;
    static final int AWAY = 150;
    static final long CUP = 5;
    static final long BOTTLE = 6;

    private CarryScript() {}

    static double along(int frame, int from, int to) {
        return Math.max(0, Math.min(1, (double) (frame - from) / (to - from)));
    }

    static double[] cup(int frame) {
        double carried = along(frame, LIFT, SET);
        return new double[] {200 - 90 * carried, 120 - 20 * carried};
    }

    static double[] hand(int frame) {
        double[] cup = cup(frame);
        double far = frame < LIFT ? 1 - along(frame, REACH, ARRIVE) : along(frame, LEAVE, AWAY);
        return new double[] {cup[0] + 90 * far, cup[1] + 8 + 90 * far};
    }

    static Content content(int frame) {
        return new Content(hand(frame), discs(frame, CUP, 0, 0), TableScene.HEAD);
    }

    private static List<Disc> discs(int frame, long cupTrack, double jitterX, double jitterY) {
        List<Disc> discs = new ArrayList<>();
        discs.add(new Disc(BOTTLE, "bottle", 40, 130, 16));
        discs.add(new Disc(cupTrack, "cup", cup(frame)[0] + jitterX, cup(frame)[1] + jitterY, 14));
        return discs;
    }

    /** One pixel of jitter on hand and cup; each is missing in every tenth frame by chance. */
    static Content noisy(int frame, Random random) {
        double[] hand = hand(frame);
        List<Disc> discs = discs(frame, CUP, random.nextGaussian(), random.nextGaussian());
        hand[0] += random.nextGaussian();
        hand[1] += random.nextGaussian();
        if (random.nextInt(10) == 0) {
            discs.remove(1);
        }
        return new Content(random.nextInt(10) == 0 ? null : hand, discs, TableScene.HEAD);
    }

    /** The cup's track is lost at a frame for 3 frames and found again under another number. */
    static Content renumbered(int frame, int at) {
        List<Disc> discs = discs(frame, frame < at ? CUP : 77, 0, 0);
        if (frame >= at && frame < at + 3) {
            discs.remove(1);
        }
        return new Content(hand(frame), discs, TableScene.HEAD);
    }
}
