package org.egoscope.perception.internal.segment;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.egoscope.core.observation.BoundingBox;
import org.egoscope.core.observation.Mask;

/** Finds the region that fits a prompt: a mask (as hits per leaf) or a box. */
public final class NodeMatcher {
    /** A union of leaves must be this much better than the best single node, since it has no outline of its own. */
    private static final float UNION_MARGIN = 0.08f;

    /** The same where the best single node is of another size than the mask: a part of it, or joined with what it lies on. */
    private static final float OTHER_SIZE_MARGIN = 0.03f;

    private static final float SAME_SIZE = 0.75f;

    /** Share of a node's pixels that must lie in a box to count as inside it. */
    public static final float INSIDE = 0.9f;

    /** A region that fills less of its box than this is a frame around something else. */
    private static final float LEAST_FILL = 0.25f;

    /** Of raising the IoU of a set of leaves; it stays after two or three. */
    private static final int MOST_ROUNDS = 6;

    private static final int MOST_CANDIDATES = 6;

    private final Proposals proposals;

    public NodeMatcher(Proposals proposals) {
        this.proposals = proposals;
    }

    /**
     * A region and how well it fits its prompt.
     *
     * @param iou IoU of the region and the prompt
     * @param single true if one node, false if a union
     */
    public record Match(Segment segment, float iou, boolean single) {}

    /**
     * The region with the best IoU to a mask.
     *
     * @param hits pixels of the mask in each leaf
     * @param promptArea pixels of the mask, at least 1
     */
    public Match matchMask(MergeTree tree, int[] hits, int promptArea) {
        return matchMask(tree, hits, promptArea, new int[hits.length], Integer.MAX_VALUE);
    }

    /**
     * The region with the best IoU to a mask of which parts are unknown: pixels that the mask says nothing of count neither for nor
     * against a region, and of equal regions the largest is taken, so that a thing that comes into view is taken whole.
     *
     * @param unknown pixels in each leaf that the mask says nothing of
     * @param mostArea pixels that the region has at most, as long as there is such a one
     */
    public Match matchMask(MergeTree tree, int[] hits, int promptArea, int[] unknown, int mostArea) {
        int[] sums = sumsOf(tree, hits);
        int[] areas = sumsOf(tree, unknown);
        int best = 0;
        float bestIou = -1;
        for (int node = 0; node < tree.nodes(); node++) {
            areas[node] = tree.area(node) - areas[node];
            float iou = (float) sums[node] / (areas[node] + promptArea - sums[node]);
            if (iou >= bestIou && (tree.area(node) <= mostArea || tree.isLeaf(node))) {
                best = node;
                bestIou = iou;
            }
        }
        Segment single = proposals.segmentOf(tree, best);
        boolean[] fitting = fittingLeaves(hits, areas, promptArea, bestIou);
        Match union = union(tree, wholeNodes(tree, fitting, sums, areas, mostArea), promptArea, sums, areas);
        boolean sameSize = Math.min(areas[best], promptArea) >= SAME_SIZE * Math.max(areas[best], promptArea);
        if (!union.single() && union.iou() > bestIou + (sameSize ? UNION_MARGIN : OTHER_SIZE_MARGIN)) {
            return union;
        }
        return new Match(single, bestIou, true);
    }

    /** Nodes as one region; "single" if it is but one. */
    private Match union(MergeTree tree, List<Integer> nodes, int promptArea, int[] sums, int[] areas) {
        Segment union = unionOf(tree, nodes);
        int common = 0;
        int area = 0;
        for (int node : union.nodes()) {
            common += sums[node];
            area += areas[node];
        }
        return new Match(union, (float) common / Math.max(1, area + promptArea - common), union.nodes().length <= 1);
    }

    /**
     * The regions that fit a mask about as well as the best does: nodes, best first, and a set of leaves. Arguments as of
     * {@link #matchMask(MergeTree, int[], int, int[], int)}.
     *
     * @param margin by which the IoU may be less than the best
     */
    public List<Match> candidates(MergeTree tree, int[] hits, int promptArea, int[] unknown, int mostArea, float margin) {
        int[] sums = sumsOf(tree, hits);
        int[] areas = sumsOf(tree, unknown);
        float[] ious = new float[tree.nodes()];
        float bestIou = 0;
        for (int node = 0; node < ious.length; node++) {
            areas[node] = tree.area(node) - areas[node];
            boolean allowed = tree.area(node) <= mostArea || tree.isLeaf(node);
            ious[node] = allowed ? (float) sums[node] / (areas[node] + promptArea - sums[node]) : -1;
            bestIou = Math.max(bestIou, ious[node]);
        }
        List<Integer> found = new ArrayList<>();
        for (int node = tree.root(); node >= 0; node--) {
            if (ious[node] >= bestIou - margin) {
                found.add(node);
            }
        }
        // The sort is stable: of equal ones the larger node first.
        found.sort(Comparator.comparing((Integer node) -> -ious[node]));
        List<Match> most = new ArrayList<>();
        for (int node : found.subList(0, Math.min(MOST_CANDIDATES, found.size()))) {
            most.add(new Match(proposals.segmentOf(tree, node), ious[node], true));
        }
        boolean[] fitting = fittingLeaves(hits, areas, promptArea, bestIou);
        Match union = union(tree, wholeNodes(tree, fitting, sums, areas, mostArea), promptArea, sums, areas);
        if (!union.single()) {
            most.add(union);
        }
        return most;
    }

    /**
     * The set of leaves with the largest IoU. A leaf with h of its a pixels hit raises the ratio I / (P + A - I) exactly if h / a exceeds
     * v / (1 + v), v being the ratio itself, so the set is found by raising v until it stays (Dinkelbach 1967).
     */
    private static boolean[] fittingLeaves(int[] hits, int[] areas, int promptArea, float iou) {
        boolean[] chosen = new boolean[hits.length];
        float value = Math.max(0, iou);
        for (int round = 0; round < MOST_ROUNDS; round++) {
            float share = value / (1 + value);
            int common = 0;
            int area = 0;
            for (int leaf = 0; leaf < hits.length; leaf++) {
                chosen[leaf] = hits[leaf] > 0 && hits[leaf] >= share * areas[leaf];
                common += chosen[leaf] ? hits[leaf] : 0;
                area += chosen[leaf] ? areas[leaf] : 0;
            }
            float now = (float) common / (area + promptArea - common);
            if (now <= value) {
                break;
            }
            value = now;
        }
        return chosen;
    }

    /** The chosen leaves as few nodes; leaves of which nothing is known go with what they are joined to. */
    private static List<Integer> wholeNodes(MergeTree tree, boolean[] leaves, int[] sums, int[] areas, int mostArea) {
        boolean[] whole = Arrays.copyOf(leaves, tree.nodes());
        for (int node = 0; node < tree.nodes(); node++) {
            whole[node] = tree.isLeaf(node)
                    ? leaves[node] || areas[node] == 0
                    : whole[tree.left(node)] && whole[tree.right(node)] && tree.area(node) <= mostArea;
        }
        List<Integer> nodes = new ArrayList<>();
        for (int node = 0; node < tree.nodes(); node++) {
            if (whole[node] && sums[node] > 0 && (tree.parent(node) < 0 || !whole[tree.parent(node)])) {
                nodes.add(node);
            }
        }
        return nodes;
    }

    /** Expected IoU of a node with a real thing, 0..1. */
    public float quality(MergeTree tree, int node) {
        return proposals.segmentOf(tree, node).predictedIou();
    }

    /** The union of the given leaves, as few nodes as possible; at least one leaf. */
    public Segment unionOfLeaves(MergeTree tree, boolean[] leaves) {
        boolean[] whole = Arrays.copyOf(leaves, tree.nodes());
        for (int node = tree.leaves(); node < tree.nodes(); node++) {
            whole[node] = whole[tree.left(node)] && whole[tree.right(node)];
        }
        List<Integer> nodes = new ArrayList<>();
        for (int node = 0; node < tree.nodes(); node++) {
            if (whole[node] && (tree.parent(node) < 0 || !whole[tree.parent(node)])) {
                nodes.add(node);
            }
        }
        return unionOf(tree, nodes);
    }

    /**
     * A mask as a segment; the hierarchy was cut along it, see {@link Segmenter#cutAlong}.
     *
     * @param predictedIou of the mask
     * @param stabilityScore of the mask
     */
    public Segment ofMask(Hierarchy hierarchy, Mask mask, float predictedIou, float stabilityScore) {
        boolean[] leaves = new boolean[hierarchy.tree().leaves()];
        mask.forEachInside(p -> leaves[hierarchy.labels()[p]] = true);
        return unionOfLeaves(hierarchy.tree(), leaves).withQuality(predictedIou, stabilityScore);
    }

    /** The union of segments of one hierarchy. */
    public Segment join(MergeTree tree, List<Segment> segments) {
        boolean[] leaves = new boolean[tree.leaves()];
        for (Segment segment : segments) {
            for (int node : segment.nodes()) {
                for (int leaf = 0; leaf < leaves.length; leaf++) {
                    leaves[leaf] |= tree.contains(node, leaf);
                }
            }
        }
        return unionOfLeaves(tree, leaves);
    }

    /** The region whose tight box fits a box best; a union of all nodes inside the box where no single node will do. */
    public Match matchBox(Hierarchy hierarchy, BoundingBox box) {
        MergeTree tree = hierarchy.tree();
        int best = 0;
        float bestIou = -1;
        for (int node = 0; node < tree.nodes(); node++) {
            BoundingBox own = tree.box(node);
            float iou = own.iou(box);
            if (iou >= bestIou && tree.area(node) >= LEAST_FILL * own.area()) {
                best = node;
                bestIou = iou;
            }
        }
        int[] sums = sumsOf(tree, hierarchy.hitsOfBox(box));
        Segment union = unionOf(tree, maximalNodes(tree, sums, sumsOf(tree, leafAreas(tree)), INSIDE));
        float unionIou = union.box().iou(box);
        if (union.nodes().length > 1 && unionIou > bestIou + UNION_MARGIN) {
            return new Match(union, unionIou, false);
        }
        return new Match(proposals.segmentOf(tree, best), Math.max(0, bestIou), true);
    }

    private static int[] sumsOf(MergeTree tree, int[] hits) {
        int[] sums = Arrays.copyOf(hits, tree.nodes());
        for (int node = tree.leaves(); node < tree.nodes(); node++) {
            sums[node] = sums[tree.left(node)] + sums[tree.right(node)];
        }
        return sums;
    }

    private static int[] leafAreas(MergeTree tree) {
        int[] areas = new int[tree.leaves()];
        for (int leaf = 0; leaf < areas.length; leaf++) {
            areas[leaf] = tree.area(leaf);
        }
        return areas;
    }

    /** Largest nodes of which more than {@code share} is hit, whose ancestors are not. Parents have higher numbers than children. */
    private static List<Integer> maximalNodes(MergeTree tree, int[] sums, int[] areas, float share) {
        boolean[] below = new boolean[tree.nodes()];
        List<Integer> found = new ArrayList<>();
        for (int node = tree.root(); node >= 0; node--) {
            boolean covered = tree.parent(node) >= 0 && below[tree.parent(node)];
            boolean hit = sums[node] > share * areas[node];
            below[node] = covered || hit;
            if (hit && !covered) {
                found.add(node);
            }
        }
        java.util.Collections.reverse(found);
        return found;
    }

    /** Quality of a union: area-weighted mean of its parts' outline quality; stability likewise. Empty list gives an empty segment. */
    private Segment unionOf(MergeTree tree, List<Integer> nodes) {
        if (nodes.isEmpty()) {
            return new Segment(new int[0], 0, new BoundingBox(0, 0, 0, 0), 0, 0);
        }
        int[] corners = {Integer.MAX_VALUE, Integer.MAX_VALUE, -1, -1};
        int area = 0;
        double iou = 0;
        double stability = 0;
        for (int node : nodes) {
            corners[0] = Math.min(corners[0], tree.minX(node));
            corners[1] = Math.min(corners[1], tree.minY(node));
            corners[2] = Math.max(corners[2], tree.maxX(node));
            corners[3] = Math.max(corners[3], tree.maxY(node));
            Segment part = proposals.segmentOf(tree, node);
            area += part.area();
            iou += (double) part.predictedIou() * part.area();
            stability += (double) part.stabilityScore() * part.area();
        }
        BoundingBox box =
                new BoundingBox(corners[0], corners[1], corners[2] - corners[0] + 1, corners[3] - corners[1] + 1);
        int[] ids = nodes.stream().mapToInt(Integer::intValue).toArray();
        return new Segment(ids, area, box, (float) (iou / area), (float) (stability / area));
    }
}
