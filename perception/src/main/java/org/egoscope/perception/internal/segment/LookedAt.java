package org.egoscope.perception.internal.segment;

import org.egoscope.core.Shape;

/**
 * What was made of a picture at working size.
 *
 * @param edges blurred edge strengths 0..1
 * @param lab CIE Lab bytes as OpenCV scales them
 */
record LookedAt(Hierarchy hierarchy, @Shape("H W") float[] edges, @Shape("H W 3") byte[] lab) {
    /** The same regions in a tree of even growth. */
    Hierarchy balanced() {
        RegionGraph graph = RegionGraph.of(hierarchy.tree().leaves(), width(), hierarchy.labels(), edges, lab);
        return new Hierarchy(width(), hierarchy.labels(), MergeTreeBuilder.buildBalanced(graph));
    }

    int width() {
        return hierarchy.width();
    }

    int height() {
        return hierarchy.height();
    }
}
