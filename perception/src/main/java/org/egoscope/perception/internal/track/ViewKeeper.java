package org.egoscope.perception.internal.track;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.egoscope.perception.internal.segment.Segment;

/**
 * Decides which things are looked at by {@link AppearanceNetwork} in a key frame: those that are known, seen whole and large enough to have
 * a look, whose last sight is the oldest. What is about to be compared with lost things goes before, see {@link Reunion}.
 */
final class ViewKeeper {
    /** Pixels of a thing that has a look, and the largest share of the picture. */
    static final int LEAST_AREA = 400;

    private static final double LARGEST = 0.08;

    /** Between two sights of one thing: a head or a hand turns it by some 30 degrees in that time. */
    private static final long BETWEEN_NANOS = 700_000_000L;

    private ViewKeeper() {}

    /** @param runs of the network that are left for this key frame */
    static void refresh(List<Claim> claims, AppearanceNetwork network, int runs, KeyFrame frame) {
        List<Claim> due = new ArrayList<>();
        for (Claim claim : claims) {
            if (isDue(claim, frame)) {
                due.add(claim);
            }
        }
        due.sort(Comparator.comparing((Claim c) -> c.track().views.lastNanos()).thenComparing(c -> c.track().serial));
        for (Claim claim : due.subList(0, Math.min(runs, due.size()))) {
            Segment segment = claim.segment();
            if (segment != null) {
                claim.track().views.learn(network.sight(frame.rgb(), frame.hierarchy(), segment), frame.nanos());
            }
        }
    }

    private static boolean isDue(Claim claim, KeyFrame frame) {
        Track track = claim.track();
        Segment segment = claim.segment();
        return segment != null
                && track.isSettled()
                && track.seenWhole
                && track.shrunkInARow == 0
                && !track.votes.isOwnArm()
                && isLookable(segment, frame)
                && (track.views.isEmpty() || frame.nanos() - track.views.lastNanos() >= BETWEEN_NANOS);
    }

    /** True if it is whole in the picture, and of a size that is neither a speck nor what things lie on. */
    static boolean isLookable(Segment segment, KeyFrame frame) {
        return segment.area() >= LEAST_AREA
                && segment.area() <= LARGEST * frame.hierarchy().labels().length
                && !KeyFrameUpdate.isCut(segment.box(), frame);
    }
}
