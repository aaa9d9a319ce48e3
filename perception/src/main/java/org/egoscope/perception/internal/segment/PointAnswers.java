package org.egoscope.perception.internal.segment;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.egoscope.perception.PromptPoint;

/**
 * Answers to clicks: the nodes of the hierarchy on the way from the clicked regions' nearest common node to the root that do not contain a
 * click on what is not wanted. Where that nearest common node contains one already, the clicked things are joined from below instead.
 */
final class PointAnswers {
    /** In units of merge height, as the stability score of SAM's generator is in logits. */
    static final float STABILITY_OFFSET = 0.04f;

    /** Two masks of a click differ at least by this ratio of areas. */
    private static final double SAME = 0.7;

    /** A region of nearly the whole picture is the picture. */
    private static final double LARGEST_SHARE = 0.85;

    /**
     * What makes a region the one that a click means: weights of the mean edge strength along its outline, of the heights at which it was made
     * and ended, of the decades of its area above 1 % of the picture and their square, and of the share of its box that it fills. They
     * maximise the mean IoU of softly chosen regions of the balanced tree for clicks on 86 objects of the two side cameras of the Aria
     * Digital Twin excerpt (two moments) and, with a quarter of their weight, 83 of the varied synthetic kitchen (seeds 100 to 111), with
     * both edge detectors. The measures were chosen by learning on one side camera and scoring on the other.
     */
    private static final double[] RANK = {13.05, -4.51, 1.24, -0.15, -2.53, 5.09};

    /** Heights are cut off here: those of the balanced tree grow with areas. */
    private static final double HIGHEST = 1.5;

    private static final double AREA_UNIT = 0.01;

    private final Hierarchy hierarchy;
    private final MergeTree tree;
    private final NodeQuality quality;

    /**
     * Disjoint nodes with their joint quality.
     *
     * @param area pixels of the working picture
     * @param rank higher for what a click rather means
     */
    record Choice(List<Integer> nodes, int area, float predictedIou, float stability, double rank) {}

    /** @param hierarchy the balanced one, for which the ranking was learned; any for painting */
    PointAnswers(Hierarchy hierarchy) {
        this.hierarchy = hierarchy;
        tree = hierarchy.tree();
        quality = new NodeQuality(tree, true);
    }

    /**
     * At most {@code count} nested choices, best first.
     *
     * @param points of the working picture, at least one of them foreground
     */
    List<Choice> best(List<PromptPoint> points, int count) {
        List<Choice> ladder = ladder(points);
        // By expected IoU the largest region would nearly always win, and a click rarely means a wall.
        ladder.sort(Comparator.comparing((Choice choice) -> -choice.rank()));
        List<Choice> chosen = new ArrayList<>();
        for (Choice choice : ladder) {
            boolean repeats = chosen.stream()
                    .anyMatch(c -> Math.min(c.area(), choice.area()) > SAME * Math.max(c.area(), choice.area()));
            if (chosen.size() < count && !repeats) {
                chosen.add(choice);
            }
        }
        return chosen;
    }

    private List<Choice> ladder(List<PromptPoint> points) {
        List<Integer> wanted = leaves(points, true);
        List<Integer> unwanted = leaves(points, false);
        List<Choice> ladder = new ArrayList<>();
        int node = wanted.get(0);
        while (node >= 0 && !wanted.stream().allMatch(inside(node))) {
            node = tree.parent(node);
        }
        for (; node >= 0 && unwanted.stream().noneMatch(inside(node)); node = tree.parent(node)) {
            if (tree.area(node) <= LARGEST_SHARE * tree.area(tree.root()) || ladder.isEmpty()) {
                ladder.add(choice(List.of(node)));
            }
        }
        if (ladder.isEmpty()) {
            ladder.add(choice(joinedFromBelow(wanted, unwanted)));
        }
        return ladder;
    }

    private java.util.function.Predicate<Integer> inside(int node) {
        return leaf -> tree.contains(node, leaf);
    }

    private List<Integer> leaves(List<PromptPoint> points, boolean foreground) {
        List<Integer> leaves = new ArrayList<>();
        for (PromptPoint point : points) {
            if (point.foreground() == foreground) {
                int x = Math.max(0, Math.min(hierarchy.width() - 1, (int) point.x()));
                int y = Math.max(0, Math.min(hierarchy.height() - 1, (int) point.y()));
                leaves.add(hierarchy.labels()[y * hierarchy.width() + x]);
            }
        }
        return leaves;
    }

    /** For each wanted leaf the largest node around it without an unwanted one; the leaf itself where even that is contested. */
    private List<Integer> joinedFromBelow(List<Integer> wanted, List<Integer> unwanted) {
        List<Integer> joined = new ArrayList<>();
        for (int leaf : wanted) {
            int node = leaf;
            while (tree.parent(node) >= 0 && unwanted.stream().noneMatch(inside(tree.parent(node)))) {
                node = tree.parent(node);
            }
            int largest = node;
            if (joined.stream().noneMatch(other -> tree.contains(other, largest))) {
                joined.add(largest);
            }
        }
        return joined;
    }

    private Choice choice(List<Integer> nodes) {
        int area = 0;
        double iou = 0;
        double stability = 0;
        double rank = 0;
        for (int node : nodes) {
            float own = MaskQuality.stability(tree, node, STABILITY_OFFSET);
            area += tree.area(node);
            iou += (double) tree.area(node) * quality.predictedIou(node, own);
            stability += (double) tree.area(node) * own;
            rank += tree.area(node) * rank(node);
        }
        return new Choice(nodes, area, (float) (iou / area), (float) (stability / area), rank / area);
    }

    private double rank(int node) {
        double decades = Math.log10(tree.area(node) / (AREA_UNIT * tree.area(tree.root())));
        double[] measures = {
            tree.outlineStrength(node), Math.min(HIGHEST, tree.height(node)), Math.min(HIGHEST, tree.deathHeight(node)), decades,
            decades * decades, tree.area(node) / tree.box(node).area()
        };
        double rank = 0;
        for (int i = 0; i < measures.length; i++) {
            rank += RANK[i] * measures[i];
        }
        return rank;
    }

    /** The choice as a bitmap of the working picture. */
    byte[] paint(List<Integer> nodes) {
        boolean[] chosen = new boolean[tree.leaves()];
        for (int leaf = 0; leaf < chosen.length; leaf++) {
            for (int node : nodes) {
                chosen[leaf] |= tree.contains(node, leaf);
            }
        }
        int[] labels = hierarchy.labels();
        byte[] bitmap = new byte[labels.length];
        for (int p = 0; p < labels.length; p++) {
            bitmap[p] = (byte) (chosen[labels[p]] ? 1 : 0);
        }
        return bitmap;
    }
}
