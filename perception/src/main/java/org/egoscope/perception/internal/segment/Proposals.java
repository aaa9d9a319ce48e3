package org.egoscope.perception.internal.segment;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.egoscope.perception.SegmentConfig;

/** "Segment everything": the nodes of a hierarchy that look like things, best first, without near duplicates. */
public final class Proposals {
    /** A region of nearly the whole picture is the picture. */
    private static final float LARGEST_FRACTION = 0.85f;

    private final SegmentConfig config;

    public Proposals(SegmentConfig config) {
        this.config = config;
    }

    /** At most {@code maxInstances} segments; where there are more, small ones of low quality go first. */
    public List<Segment> choose(MergeTree tree) {
        return choose(tree, config.maxInstances());
    }

    /** The same with another limit. */
    public List<Segment> choose(MergeTree tree, int most) {
        List<Segment> kept = new ArrayList<>();
        for (Segment candidate : candidates(tree)) {
            if (kept.stream().noneMatch(k -> k.iou(tree, candidate) > config.boxNmsThresh())) {
                kept.add(candidate);
            }
        }
        kept.sort(Comparator.comparing((Segment s) -> -salience(tree, s)).thenComparing(s -> -s.nodes()[0]));
        return kept.size() <= most ? kept : new ArrayList<>(kept.subList(0, most));
    }

    private static double salience(MergeTree tree, Segment segment) {
        return MaskQuality.salience(segment.predictedIou(), (double) segment.area() / tree.area(tree.root()));
    }

    private List<Segment> candidates(MergeTree tree) {
        List<Segment> found = new ArrayList<>();
        int largest = (int) (LARGEST_FRACTION * tree.area(tree.root()));
        for (int node = 0; node < tree.nodes(); node++) {
            if (tree.area(node) < config.minMaskRegionArea() || tree.area(node) > largest) {
                continue;
            }
            Segment segment = segmentOf(tree, node);
            if (segment.stabilityScore() >= config.stabilityScoreThresh()
                    && segment.predictedIou() >= config.predIouThresh()) {
                found.add(segment);
            }
        }
        found.sort(Comparator.comparing((Segment s) -> -s.predictedIou()).thenComparing(s -> -s.nodes()[0]));
        return found;
    }

    /** One node with its quality. */
    public Segment segmentOf(MergeTree tree, int node) {
        float stability = MaskQuality.stability(tree, node, config.stabilityScoreOffset());
        float iou = MaskQuality.predictedIou(tree, node, stability);
        return new Segment(new int[] {node}, tree.area(node), tree.box(node), iou, stability);
    }
}
