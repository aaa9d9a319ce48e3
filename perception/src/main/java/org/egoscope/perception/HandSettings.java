package org.egoscope.perception;

/**
 * How hands are searched and followed. Times are of the video's clock, so that a recording of 50 frames a second costs little more than
 * one of 25.
 *
 * @param palmThreshold score above which a palm is looked at, 0..1; low, since the landmark network then says whether it is a hand
 * @param presenceThreshold probability of a hand above which it is reported, 0..1; more is asked of what does not look like a hand
 * @param searchSeconds between two runs of the palm detector while one hand is followed; half of it while none is
 * @param reviewSeconds the same while two or more are followed
 * @param followSeconds least time between two looks at a followed hand; in frames between it moves on as it did
 * @param maximumHands most hands followed at once
 * @param steadyHertz cutoff of the smoothing of keypoints of a hand at rest; a moving hand is smoothed less
 */
public record HandSettings(
        float palmThreshold,
        float presenceThreshold,
        double searchSeconds,
        double reviewSeconds,
        double followSeconds,
        int maximumHands,
        double steadyHertz) {
    public static final HandSettings DEFAULT = new HandSettings(0.2f, 0.45f, 0.1, 0.6, 0.03, 4, 2);

    public HandSettings {
        if (!(palmThreshold > 0 && palmThreshold < 1) || !(presenceThreshold > 0 && presenceThreshold < 1)) {
            throw new IllegalArgumentException(
                    "hand thresholds: expected within 0..1, got " + palmThreshold + " and " + presenceThreshold);
        }
        if (!(searchSeconds >= 0) || !(reviewSeconds >= 0) || !(followSeconds >= 0) || maximumHands < 1 || !(steadyHertz > 0)) {
            throw new IllegalArgumentException("hand times >= 0, maximum >= 1, cutoff > 0: expected these, got " + searchSeconds + ", "
                    + reviewSeconds + ", " + followSeconds + ", " + maximumHands + ", " + steadyHertz);
        }
    }
}
