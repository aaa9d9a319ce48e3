package org.egoscope.perception.internal.track;

import org.egoscope.core.Shape;
import org.egoscope.perception.internal.segment.Hierarchy;
import org.egoscope.perception.internal.segment.MergeTree;
import org.egoscope.perception.internal.segment.Segment;

/** The masks of the last key frame where the flow has brought them, measured against the regions of the present picture. */
final class CarriedMasks {
    private final MergeTree tree;
    private final int[][] hits;
    private final int[][] hitsBeforeRank;
    private final int[] areas;
    private final int[] unseen;

    /**
     * @param planes carried bit planes 0..count-1
     * @param hands leaves that are the wearer's hands: no part of anything but an arm, whatever was carried there
     * @param arms planes of arms
     */
    CarriedMasks(Hierarchy hierarchy, @Shape("H W") long[] planes, int count, boolean[] hands, long arms) {
        tree = hierarchy.tree();
        hits = new int[count][tree.leaves()];
        areas = new int[count];
        unseen = new int[tree.leaves()];
        int[] labels = hierarchy.labels();
        for (int p = 0; p < planes.length; p++) {
            if (planes[p] == MaskPlanes.UNSEEN) {
                unseen[labels[p]]++;
                continue;
            }
            for (long bits = hands[labels[p]] ? planes[p] & arms : planes[p]; bits != 0; bits &= bits - 1) {
                int plane = Long.numberOfTrailingZeros(bits);
                hits[plane][labels[p]]++;
                areas[plane]++;
            }
        }
        hitsBeforeRank = new int[count][tree.leaves() + 1];
        for (int plane = 0; plane < count; plane++) {
            int[] byRank = new int[tree.leaves()];
            for (int leaf = 0; leaf < tree.leaves(); leaf++) {
                byRank[tree.rank(leaf)] = hits[plane][leaf];
            }
            for (int r = 0; r < byRank.length; r++) {
                hitsBeforeRank[plane][r + 1] = hitsBeforeRank[plane][r] + byRank[r];
            }
        }
    }

    int area(int plane) {
        return areas[plane];
    }

    /** Pixels in each leaf. */
    int[] hits(int plane) {
        return hits[plane];
    }

    /** Pixels in each leaf that came into view since the key frame. */
    int[] unseen() {
        return unseen;
    }

    /** Share of the carried mask within the segment. */
    float shareWithin(int plane, Segment segment) {
        return (float) common(plane, segment) / Math.max(1, areas[plane]);
    }

    private int common(int plane, Segment segment) {
        int common = 0;
        for (int node : segment.nodes()) {
            common += hitsBeforeRank[plane][tree.endRank(node)] - hitsBeforeRank[plane][tree.firstRank(node)];
        }
        return common;
    }

    /** The same without the pixels of the segment that were out of view. */
    float iouOfSeen(int plane, Segment segment) {
        int common = common(plane, segment);
        int seen = segment.area();
        for (int node : segment.nodes()) {
            for (int leaf = 0; leaf < unseen.length; leaf++) {
                seen -= unseen[leaf] > 0 && tree.contains(node, leaf) ? unseen[leaf] : 0;
            }
        }
        return (float) common / Math.max(1, areas[plane] + seen - common);
    }

    float iou(int plane, Segment segment) {
        int common = common(plane, segment);
        return (float) common / Math.max(1, areas[plane] + segment.area() - common);
    }
}
