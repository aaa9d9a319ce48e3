package org.egoscope.perception.internal.segment;

/**
 * How good the region of a node is expected to be.
 *
 * <p>Stability follows SAM's definition (area above the stricter threshold over area above the laxer one) with merge height in the place
 * of the logit: the threshold is the middle of the node's life, the offset is in units of merge height.
 *
 * <p>Predicted IoU is a logistic function of the node's height, its death height (contrast of the weakest side of the outline), its
 * stability and the logarithm of its area. The weights were fitted to the IoU of 29,000 nodes with the best true instance, both edge
 * detectors, 24 views of each of two varied synthetic kitchens; on a third one prediction and truth correlate by 0.76 and ten classes of
 * predicted IoU are true to 0.07 up to 0.7 and too high by 0.15 above. It is an expectation and so lower than SAM's head: most regions of a
 * picture are parts.
 */
public final class MaskQuality {
    private static final double BIAS = -7.43;
    private static final double HEIGHT = 0.93;
    private static final double WEAKEST_SIDE = 1.75;
    private static final double STABILITY = 0.50;
    private static final double DECADE_OF_AREA = 1.30;

    /** The fit was made on pictures of 512 x 288; areas are brought to that size. */
    private static final double FITTED_PIXELS = 512 * 288;

    /** Share of the area's weight that counts in choosing among masks, so that small clear things stand beside walls. */
    private static final double AREA_IN_SALIENCE = 0.5;

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
        double decades = Math.log10(tree.area(node) * FITTED_PIXELS / tree.area(tree.root()));
        double z = BIAS
                + HEIGHT * tree.height(node)
                + WEAKEST_SIDE * death(tree, node)
                + STABILITY * stability
                + DECADE_OF_AREA * decades;
        return (float) (1 / (1 + Math.exp(-z)));
    }

    /**
     * What to keep first where there are too many: the log odds of the predicted IoU with half of the area's part taken out, as odds.
     *
     * @param areaShare area as a share of the picture
     */
    public static double salience(double predictedIou, double areaShare) {
        double logOdds = Math.log(predictedIou / (1 - predictedIou));
        double decades = Math.log10(Math.max(1e-9, areaShare) * FITTED_PIXELS);
        return Math.exp(logOdds - (1 - AREA_IN_SALIENCE) * DECADE_OF_AREA * decades);
    }
}
