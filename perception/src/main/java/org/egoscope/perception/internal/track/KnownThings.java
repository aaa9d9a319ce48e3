package org.egoscope.perception.internal.track;

import java.util.List;
import org.egoscope.perception.internal.segment.Hierarchy;

/**
 * Which leaves of a new picture are things that a hand may hold or hide, but is not: the masks of things that were known before a hand came
 * to them lie there, and they have the colours of those things. Without this a cup becomes a part of the hand that lifts it.
 */
final class KnownThings {
    /** Larger regions are what things lie on, as a share of the picture. */
    private static final double LARGEST_THING = 0.08;

    /** Least share of a leaf that lies in the carried mask, and that has colours which make up this share of the thing at least. */
    private static final float LEAST_INSIDE = 0.6f;

    private static final float LEAST_COLOURED = 0.6f;
    private static final float LEAST_SHARE = 0.02f;

    private final boolean[] leaves;

    KnownThings(KeyFrame frame, List<Track> active) {
        Hierarchy hierarchy = frame.hierarchy();
        leaves = new boolean[hierarchy.tree().leaves()];
        long known = 0;
        for (int plane = 0; plane < active.size(); plane++) {
            known |= isThing(active.get(plane), hierarchy.labels().length, frame) ? 1L << plane : 0;
        }
        if (known == 0 || frame.hands().isEmpty()) {
            return;
        }
        int[][] hits = new int[active.size()][leaves.length];
        long[] planes = frame.carriedPlanes();
        for (int p = 0; p < planes.length; p++) {
            for (long bits = planes[p] == MaskPlanes.UNSEEN ? 0 : planes[p] & known; bits != 0; bits &= bits - 1) {
                hits[Long.numberOfTrailingZeros(bits)][hierarchy.labels()[p]]++;
            }
        }
        for (long bits = known; bits != 0; bits &= bits - 1) {
            int plane = Long.numberOfTrailingZeros(bits);
            for (int leaf = 0; leaf < leaves.length; leaf++) {
                leaves[leaf] |= hits[plane][leaf] >= LEAST_INSIDE * hierarchy.tree().area(leaf)
                        && frame.looks().shareIn(leaf, active.get(plane).looks, LEAST_SHARE) >= LEAST_COLOURED;
            }
        }
    }

    private static boolean isThing(Track track, int pixels, KeyFrame frame) {
        return !track.votes.isOwnArm()
                && track.seenWithoutHand >= TrackStore.SETTLED
                && track.wholeArea <= LARGEST_THING * pixels
                && !KeyFrameUpdate.isCut(track.box, frame);
    }

    boolean[] leaves() {
        return leaves;
    }
}
