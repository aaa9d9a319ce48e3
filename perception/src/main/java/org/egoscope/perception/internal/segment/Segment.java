package org.egoscope.perception.internal.segment;

import java.util.Arrays;
import org.egoscope.core.observation.BoundingBox;

/**
 * A node of the hierarchy or a union of disjoint ones.
 *
 * @param nodes disjoint nodes, at least one
 * @param area pixels
 * @param box tight box
 * @param predictedIou expected IoU with the real thing, 0..1
 * @param stabilityScore IoU of the region at a stricter and a laxer threshold, 0..1
 */
public record Segment(int[] nodes, int area, BoundingBox box, float predictedIou, float stabilityScore) {
    /** Area in common with another segment of the same hierarchy. */
    public int intersectionArea(MergeTree tree, Segment other) {
        int common = 0;
        for (int a : nodes) {
            for (int b : other.nodes) {
                if (tree.contains(a, b)) {
                    common += tree.area(b);
                } else if (tree.contains(b, a)) {
                    common += tree.area(a);
                }
            }
        }
        return common;
    }

    public float iou(MergeTree tree, Segment other) {
        int common = intersectionArea(tree, other);
        return (float) common / (area + other.area - common);
    }

    Segment withQuality(float iou, float stability) {
        return new Segment(nodes, area, box, iou, stability);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Segment that && Arrays.equals(nodes, that.nodes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(nodes);
    }
}
