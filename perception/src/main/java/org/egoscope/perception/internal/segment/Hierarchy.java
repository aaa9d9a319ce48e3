package org.egoscope.perception.internal.segment;

import org.egoscope.core.Shape;
import org.egoscope.core.observation.BoundingBox;

/** The regions of one picture: which leaf each pixel belongs to, and the tree over the leaves. */
public final class Hierarchy {
    private final int width;
    private final int[] labels;
    private final MergeTree tree;

    /** Keeps {@code labels}; the caller must not change them while the hierarchy is in use. */
    public Hierarchy(int width, @Shape("H W") int[] labels, MergeTree tree) {
        this.width = width;
        this.labels = labels;
        this.tree = tree;
    }

    public MergeTree tree() {
        return tree;
    }

    public int width() {
        return width;
    }

    public int height() {
        return labels.length / width;
    }

    /** Leaf of each pixel, row-major. */
    public @Shape("H W") int[] labels() {
        return labels;
    }

    /** Pixels of each leaf whose centre lies inside the box. */
    public int[] hitsOfBox(BoundingBox box) {
        int[] hits = new int[tree.leaves()];
        int x0 = Math.max(0, Math.round(box.x()));
        int x1 = Math.min(width, Math.round(box.right()));
        int y1 = Math.min(height(), Math.round(box.bottom()));
        for (int y = Math.max(0, Math.round(box.y())); y < y1; y++) {
            for (int x = x0; x < x1; x++) {
                hits[labels[y * width + x]]++;
            }
        }
        return hits;
    }

    /** Sets {@code bit} in the bit planes at each pixel of the segment. */
    public void paint(Segment segment, @Shape("H W") long[] planes, long bit) {
        MergeTree t = tree;
        for (int node : segment.nodes()) {
            for (int y = t.minY(node); y <= t.maxY(node); y++) {
                for (int p = y * width + t.minX(node), end = y * width + t.maxX(node); p <= end; p++) {
                    int rank = t.rank(labels[p]);
                    if (rank >= t.firstRank(node) && rank < t.endRank(node)) {
                        planes[p] |= bit;
                    }
                }
            }
        }
    }
}
