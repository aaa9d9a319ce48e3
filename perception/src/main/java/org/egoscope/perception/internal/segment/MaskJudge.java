package org.egoscope.perception.internal.segment;

/** Expected IoU of a candidate with what a box means, from what can be measured of it. */
final class MaskJudge {
    private MaskJudge() {}

    static double expectedIou(BoxCandidates.Source source, double[] features) {
        double z = features[MaskFeatures.AGREEMENT];
        return Math.max(0.01, Math.min(0.99, z));
    }
}
