package org.egoscope.perception.internal.segment;

import org.egoscope.core.Shape;

/**
 * What was made of a picture at working size.
 *
 * @param hierarchy joins the most alike regions first
 * @param balanced the same regions in a tree of even growth
 * @param edges blurred edge strengths 0..1
 * @param lab CIE Lab bytes as OpenCV scales them
 */
record LookedAt(Hierarchy hierarchy, Hierarchy balanced, @Shape("H W") float[] edges, @Shape("H W 3") byte[] lab) {
    /** Makes the balanced tree. */
    LookedAt(Hierarchy hierarchy, @Shape("H W") float[] edges, @Shape("H W 3") byte[] lab) {
        this(hierarchy, balanced(hierarchy, edges, lab), edges, lab);
    }

    private static Hierarchy balanced(Hierarchy hierarchy, float[] edges, byte[] lab) {
        RegionGraph graph = RegionGraph.of(hierarchy.tree().leaves(), hierarchy.width(), hierarchy.labels(), edges, lab);
        return new Hierarchy(hierarchy.width(), hierarchy.labels(), MergeTreeBuilder.buildBalanced(graph));
    }

    int width() {
        return hierarchy.width();
    }

    int height() {
        return hierarchy.height();
    }
}
