package org.egoscope.perception.internal.track;

import org.egoscope.core.Shape;
import org.egoscope.perception.internal.segment.Hierarchy;
import org.egoscope.perception.internal.segment.MergeTree;
import org.egoscope.perception.internal.segment.Segment;

/** Colours of every region of a hierarchy: counts of the leaves, summed in the order of their ranks, so that a node is one difference. */
final class RegionLooks {
    private final MergeTree tree;
    /** Pixels of each cell of Lab space in the leaves of smaller rank. */
    private final int[] before;

    RegionLooks(Hierarchy hierarchy, @Shape("H W 3") byte[] lab) {
        tree = hierarchy.tree();
        before = new int[(tree.leaves() + 1) * ColourHistogram.BINS];
        int[] labels = hierarchy.labels();
        for (int p = 0; p < labels.length; p++) {
            before[(tree.rank(labels[p]) + 1) * ColourHistogram.BINS + ColourHistogram.bin(lab, p * 3)]++;
        }
        for (int i = ColourHistogram.BINS; i < before.length; i++) {
            before[i] += before[i - ColourHistogram.BINS];
        }
    }

    ColourHistogram of(Segment segment) {
        int[] counts = new int[ColourHistogram.BINS];
        for (int node : segment.nodes()) {
            int first = tree.firstRank(node) * ColourHistogram.BINS;
            int end = tree.endRank(node) * ColourHistogram.BINS;
            for (int b = 0; b < counts.length; b++) {
                counts[b] += before[end + b] - before[first + b];
            }
        }
        return ColourHistogram.ofCounts(counts, segment.area());
    }

    /** Share of a leaf's pixels whose colours make up at least {@code leastShare} of a thing. */
    float shareIn(int leaf, ColourHistogram looks, float leastShare) {
        int at = tree.rank(leaf) * ColourHistogram.BINS;
        int inside = 0;
        for (int b = 0; b < ColourHistogram.BINS; b++) {
            if (looks.share(b) >= leastShare) {
                inside += before[at + ColourHistogram.BINS + b] - before[at + b];
            }
        }
        return (float) inside / tree.area(leaf);
    }
}
