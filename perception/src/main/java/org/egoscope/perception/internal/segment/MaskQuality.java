package org.egoscope.perception.internal.segment;

/**
 * How good the region of a node is expected to be.
 *
 * <p>Stability follows SAM's definition (area above the stricter threshold over area above the laxer one) with merge height in the place
 * of the logit: the threshold is the middle of the node's life, the offset is in units of merge height.
 *
 * <p>Predicted IoU is a logistic function of persistence (share of the death height that the node outlives), the death height itself
 * (contrast of the weakest side of the outline) and stability.
 */
public final class MaskQuality {
    private static final double BIAS = -2.6;
    private static final double PERSISTENCE = 1.5;
    private static final double WEAKEST_SIDE = 5.0;
    private static final double STABILITY = 1.0;

    /** Heights are at most 1 (see {@link MergeTreeBuilder}), so the root of everything dies there. */
    private static final float HIGHEST = 1;

    private MaskQuality() {}

    private static float death(MergeTree tree, int node) {
        return Math.min(HIGHEST, tree.deathHeight(node));
    }

    public static float stability(MergeTree tree, int node, float offset) {
        float middle = (tree.height(node) + death(tree, node)) / 2;
        int inner = node;
        while (!tree.isLeaf(inner) && tree.height(inner) > middle - offset) {
            int a = tree.left(inner);
            int b = tree.right(inner);
            inner = tree.area(a) >= tree.area(b) ? a : b;
        }
        int outer = node;
        while (tree.parent(outer) >= 0 && tree.height(tree.parent(outer)) <= middle + offset) {
            outer = tree.parent(outer);
        }
        return (float) tree.area(inner) / tree.area(outer);
    }

    public static float predictedIou(MergeTree tree, int node, float stability) {
        float death = Math.max(1e-6f, death(tree, node));
        double z = BIAS
                + PERSISTENCE * (death - tree.height(node)) / death
                + WEAKEST_SIDE * death
                + STABILITY * stability;
        return (float) (1 / (1 + Math.exp(-z)));
    }
}
