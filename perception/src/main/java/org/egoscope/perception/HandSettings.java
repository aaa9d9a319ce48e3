package org.egoscope.perception;

/**
 * How hands are searched and followed.
 *
 * @param palmThreshold score above which a palm is looked at, 0..1; low, since the landmark network then says whether it is a hand
 * @param presenceThreshold probability of a hand above which it is reported, 0..1
 * @param searchInterval frames between two runs of the palm detector while fewer than two hands are followed; at least 1
 * @param reviewInterval the same while two or more are followed
 * @param maximumHands most hands followed at once
 */
public record HandSettings(
        float palmThreshold, float presenceThreshold, int searchInterval, int reviewInterval, int maximumHands) {
    public static final HandSettings DEFAULT = new HandSettings(0.25f, 0.5f, 2, 30, 4);

    public HandSettings {
        if (!(palmThreshold > 0 && palmThreshold < 1) || !(presenceThreshold > 0 && presenceThreshold < 1)) {
            throw new IllegalArgumentException(
                    "hand thresholds: expected within 0..1, got " + palmThreshold + " and " + presenceThreshold);
        }
        if (searchInterval < 1 || reviewInterval < 1 || maximumHands < 1) {
            throw new IllegalArgumentException("hand intervals and maximum: expected >= 1, got " + searchInterval + ", "
                    + reviewInterval + ", " + maximumHands);
        }
    }
}
