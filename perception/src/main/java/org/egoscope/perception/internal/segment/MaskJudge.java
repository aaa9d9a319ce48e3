package org.egoscope.perception.internal.segment;

/**
 * How likely each candidate is the thing that a box means, as log odds against the others, from what can be measured of it.
 *
 * <p>The weights maximise the mean true IoU under these odds (softmax over the candidates of a box). They were learned on objects of the
 * synthetic kitchen (seeds 100 to 115, every second object of one frame each, both edge detectors) and, with twice their weight in sum, on 42 objects of the
 * two grey side cameras of the Aria Digital Twin excerpt (one moment each, both edge detectors). No picture of its colour camera, on
 * which box prompts are scored, was used for weights.
 */
final class MaskJudge {
    /** In the order of {@link MaskFeatures}, then fill squared, reach squared, outline edge times fill, colour overlap times fill. */
    private static final double[] WEIGHTS = {
        0.86, 3.22, 2.36, -3.28, -1.26, -0.86, 1.97, 1.97, 4.48, 0.21,
        2.72, 3.51, -0.21
    };

    /** In the order of {@link BoxCandidates.Source}. */
    private static final double[] BIAS = {
        -0.16, -0.07, 0.00, -0.06, -0.01, 0.00, -0.02, 0.09, 0.30, -0.08
    };

    private MaskJudge() {}

    static double logOdds(BoxCandidates.Source source, double[] features) {
        double sum = BIAS[source.ordinal()];
        for (int i = 0; i < MaskFeatures.COUNT; i++) {
            sum += WEIGHTS[i] * features[i];
        }
        double fill = features[MaskFeatures.FILL];
        double reach = features[MaskFeatures.REACH];
        double[] products = {fill * fill, reach * reach, features[MaskFeatures.OUTLINE_EDGE] * fill, features[MaskFeatures.COLOUR_OVERLAP] * fill};
        for (int i = 0; i < products.length; i++) {
            sum += WEIGHTS[MaskFeatures.COUNT + i] * products[i];
        }
        return sum;
    }
}
