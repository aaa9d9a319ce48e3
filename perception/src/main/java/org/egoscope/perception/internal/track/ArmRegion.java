package org.egoscope.perception.internal.track;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.egoscope.core.geometry.ImagePoint;
import org.egoscope.core.observation.Hand;
import org.egoscope.core.observation.HandKeypoints;
import org.egoscope.perception.internal.segment.Hierarchy;
import org.egoscope.perception.internal.segment.MergeTree;
import org.egoscope.perception.internal.segment.NodeMatcher;
import org.egoscope.perception.internal.segment.Segment;
import org.jspecify.annotations.Nullable;

/**
 * The wearer's arm in a hierarchy, from the keypoints of the hand: leaves that lie under the drawn bones and have the colour of the hand,
 * and the one region that fills the place of the forearm behind the wrist. A single region of the tree will not do: at the colour contrast
 * of skin and wood or of a sleeve, the hand is joined with what it holds or lies on before it is joined with its arm.
 */
final class ArmRegion {
    /** A leaf under the drawn bones by this share of its area, and as far in Lab from the hand's colour at most, is hand. */
    private static final float[][] SHARE_AND_COLOUR = {{0.75f, 40}, {0.4f, 26}, {0.12f, 12}};

    /** The forearm behind the wrist, in palm lengths of about 10 cm: length asked for and half its thickness. */
    private static final double FOREARM_LENGTH = 2.2;

    private static final double FOREARM_RADIUS = 0.3;

    /** What the forearm's region may fill: a cone that allows for a bent wrist, palm lengths, and its half width per length. */
    private static final double CONE_LENGTH = 9;

    private static final double CONE_RADIUS = 0.7;
    private static final double CONE_GROWTH = 0.45;

    private static final float LEAST_COVER = 0.4f;
    private static final float LEAST_PURITY = 0.6f;

    private final Hierarchy hierarchy;
    private final MergeTree tree;
    private final NodeMatcher matcher;
    private final boolean[] things;

    /** @param things leaves that are known to be something else */
    ArmRegion(Hierarchy hierarchy, NodeMatcher matcher, boolean[] things) {
        this.hierarchy = hierarchy;
        this.tree = hierarchy.tree();
        this.matcher = matcher;
        this.things = things;
    }

    /** Null if nothing under the keypoints looks like one hand. */
    @Nullable Segment of(Hand hand) {
        int[] hits = hits(hand);
        int area = Arrays.stream(hits).sum();
        if (area == 0) {
            return null;
        }
        boolean[] arm = handLeaves(hits, medianColour(hits, area));
        boolean found = false;
        for (boolean leaf : arm) {
            found |= leaf;
        }
        if (!found) {
            return null;
        }
        int forearm = forearm(hand.keypoints());
        if (forearm >= 0) {
            for (int leaf = 0; leaf < arm.length; leaf++) {
                arm[leaf] |= !things[leaf] && tree.contains(forearm, leaf);
            }
        }
        return matcher.unionOfLeaves(tree, arm);
    }

    /** Leaves that are hands of the wearer, without forearms. */
    boolean[] leavesOf(List<Hand> hands) {
        boolean[] leaves = new boolean[tree.leaves()];
        for (Hand hand : hands) {
            int[] hits = hand.wearer() ? hits(hand) : new int[leaves.length];
            int area = Arrays.stream(hits).sum();
            boolean[] found = area == 0 ? leaves : handLeaves(hits, medianColour(hits, area));
            for (int leaf = 0; leaf < leaves.length; leaf++) {
                leaves[leaf] |= found[leaf];
            }
        }
        return leaves;
    }

    private int[] hits(Hand hand) {
        int[] hits = HandPrompts.hits(hierarchy, hand);
        for (int leaf = 0; leaf < hits.length; leaf++) {
            hits[leaf] = things[leaf] ? 0 : hits[leaf];
        }
        return hits;
    }

    private boolean[] handLeaves(int[] hits, float[] colour) {
        boolean[] hand = new boolean[hits.length];
        for (int leaf = 0; leaf < hits.length; leaf++) {
            float share = (float) hits[leaf] / tree.area(leaf);
            double distance = colourDistance(leaf, colour);
            for (float[] limit : SHARE_AND_COLOUR) {
                hand[leaf] |= share >= limit[0] && distance <= limit[1];
            }
        }
        return hand;
    }

    private double colourDistance(int node, float[] colour) {
        double squared = 0;
        for (int c = 0; c < 3; c++) {
            double d = tree.meanColour(node, c) - colour[c];
            squared += d * d;
        }
        return Math.sqrt(squared);
    }

    /** Median of each channel over the drawn pixels: a thing in the hand covers less than half of it. */
    private float[] medianColour(int[] hits, int area) {
        List<Integer> leaves = new ArrayList<>();
        for (int leaf = 0; leaf < hits.length; leaf++) {
            if (hits[leaf] > 0) {
                leaves.add(leaf);
            }
        }
        float[] median = new float[3];
        for (int c = 0; c < 3; c++) {
            int channel = c;
            leaves.sort((a, b) -> Float.compare(tree.meanColour(a, channel), tree.meanColour(b, channel)));
            int passed = 0;
            for (int leaf : leaves) {
                passed += hits[leaf];
                median[c] = tree.meanColour(leaf, c);
                if (2 * passed >= area) {
                    break;
                }
            }
        }
        return median;
    }

    /** The node that fills the place behind the wrist and little else; -1 if there is none. */
    private int forearm(HandKeypoints points) {
        ImagePoint wrist = points.inImage(HandKeypoints.WRIST);
        ImagePoint knuckle = points.inImage(HandKeypoints.MIDDLE_MCP);
        double length = Math.max(1, Math.hypot(wrist.x() - knuckle.x(), wrist.y() - knuckle.y()));
        double backX = (wrist.x() - knuckle.x()) / length;
        double backY = (wrist.y() - knuckle.y()) / length;
        int[] inside = new int[tree.nodes()];
        int[] allowed = new int[tree.nodes()];
        int wanted = 0;
        int[] labels = hierarchy.labels();
        for (int p = 0; p < labels.length; p++) {
            double x = (p % hierarchy.width() + 0.5 - wrist.x()) / length;
            double y = (p / hierarchy.width() + 0.5 - wrist.y()) / length;
            double along = x * backX + y * backY;
            double across = Math.abs(x * backY - y * backX);
            if (along < -0.3 || along > CONE_LENGTH || across > CONE_RADIUS + CONE_GROWTH * Math.max(0, along)) {
                continue;
            }
            allowed[labels[p]]++;
            if (along >= 0.3 && along <= FOREARM_LENGTH && across <= FOREARM_RADIUS) {
                inside[labels[p]]++;
                wanted++;
            }
        }
        return wanted == 0 ? -1 : bestForearm(inside, allowed, wanted);
    }

    private int bestForearm(int[] inside, int[] allowed, int wanted) {
        int best = -1;
        double bestScore = 0;
        for (int node = 0; node < tree.nodes(); node++) {
            if (node >= tree.leaves()) {
                inside[node] = inside[tree.left(node)] + inside[tree.right(node)];
                allowed[node] = allowed[tree.left(node)] + allowed[tree.right(node)];
            }
            double cover = (double) inside[node] / wanted;
            double purity = (double) allowed[node] / tree.area(node);
            if (cover >= LEAST_COVER && purity >= LEAST_PURITY) {
                double score = matcher.quality(tree, node) * cover * purity;
                if (score > bestScore) {
                    best = node;
                    bestScore = score;
                }
            }
        }
        return best;
    }
}
