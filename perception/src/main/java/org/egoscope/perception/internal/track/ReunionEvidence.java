package org.egoscope.perception.internal.track;

/**
 * How much speaks for a region being a lost thing, as a sum of evidence in about log odds: colours, size, way, how well the thing is known,
 * names and a network. No single measure decides, so that what looks the same to the network may have come near or be in another light.
 * Asked only where the network has a word in it: without, the sum found more wrong things than thresholds on each measure.
 */
final class ReunionEvidence {
    /** Likeness of colours (Bhattacharyya) that says nothing, its weight, and what it says at most. */
    private static final float EVEN_COLOURS = 0.8f;

    private static final float COLOURS = 12;
    private static final float LEAST_OF_COLOURS = -3;

    /** The same of the cosine of two sights: 0.76 divides same from other things of like colours best in three kitchen clips. */
    private static final float EVEN_SIGHTS = 0.76f;

    private static final float SIGHTS = 12;
    private static final float MOST_OF_SIGHTS = 2.5f;

    /** Of the squared logarithm of the ratio of sizes: twice as large takes away 0.5. */
    private static final double SIZE = 1;

    /** Of the way that it has come, in longer sides of the picture, beyond what flow errs by. */
    private static final double WAY = 6;

    private static final double FREE_WAY = 0.06;

    /** What is known from so many key frames goes before what was seen once. */
    private static final int WELL_KNOWN = 10;

    private static final double KNOWN = 0.6;
    private static final float SAME_NAME = 1.5f;

    private static final double BIAS = 0.4;

    private ReunionEvidence() {}

    /**
     * @param likeness of colours, 0..1
     * @param logSize logarithm of the ratio of areas, now over then
     * @param way in longer sides of the picture
     * @param keyFramesSeen of the lost thing
     * @param names 1 if both have the same name, -1 if they have different ones, else 0
     */
    static double of(float likeness, double logSize, double way, int keyFramesSeen, int names) {
        return BIAS
                + Math.max(LEAST_OF_COLOURS, COLOURS * (likeness - EVEN_COLOURS))
                - SIZE * logSize * logSize
                - WAY * Math.max(0, way - FREE_WAY)
                + KNOWN * Math.min(1, (double) keyFramesSeen / WELL_KNOWN) - KNOWN / 2
                + SAME_NAME * names;
    }

    /** @param cosine of the sight with the nearest known one; NaN if there is none */
    static double ofSight(float cosine) {
        return Float.isNaN(cosine) ? 0 : Math.max(-MOST_OF_SIGHTS, Math.min(MOST_OF_SIGHTS, SIGHTS * (cosine - EVEN_SIGHTS)));
    }
}
