package org.egoscope.perception.internal.track;

import java.util.List;
import org.egoscope.perception.internal.segment.NodeMatcher;

/**
 * Which region a thing has in a new picture. The carried mask alone does not decide: where the tree has joined a thing with what it lies
 * on, or has taken it apart, several regions fit about as well, and of those the one with the colours and the size of the thing is right.
 */
final class RegionChoice {
    /** Regions that fit worse by more than this are not asked for their looks. */
    static final float MARGIN = 0.2f;

    /** Weights of the likeness of colours and of size against the IoU with the carried mask. */
    private static final float LOOKS = 0.6f;

    private static final float SIZE = 0.1f;

    /** A union of nodes has no outline of its own and must be better by so much. */
    private static final float UNION = 0.05f;

    private RegionChoice() {}

    /** Of at least one candidate, the best. */
    static NodeMatcher.Match of(Track track, List<NodeMatcher.Match> candidates, RegionLooks looks) {
        NodeMatcher.Match best = candidates.get(0);
        double bestScore = Double.NEGATIVE_INFINITY;
        for (NodeMatcher.Match candidate : candidates) {
            double score = candidate.iou()
                    + LOOKS * track.looks.similarity(looks.of(candidate.segment()))
                    + SIZE * (track.seenWhole ? track.likenessOfSize(candidate.segment().area()) : 0)
                    - (candidate.single() ? 0 : UNION);
            if (score > bestScore) {
                best = candidate;
                bestScore = score;
            }
        }
        return best;
    }
}
