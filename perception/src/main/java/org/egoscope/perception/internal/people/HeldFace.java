package org.egoscope.perception.internal.people;

import org.egoscope.perception.internal.detect.PriorBox;

/**
 * A face's place, which stays blurred for a while after the face was last seen.
 *
 * @param x0 left, pixels, as detected
 * @param y0 top
 * @param x1 right
 * @param y1 bottom
 * @param lastSeenNanos of the session's clock
 * @param believedNanos when it was last looked at closely and found to be a face
 */
record HeldFace(float x0, float y0, float x1, float y1, long lastSeenNanos, long believedNanos) {
    /** The detector's box ends at brow and chin; half as much again covers hair, ears and throat. */
    private static final double SCALE = 1.6;
    /** A face not seen may move: its place grows by this many of its sides a second, up to so much. */
    private static final double GROWTH_PER_SECOND = 3;
    private static final double MOST_GROWTH = 1;
    private static final float MOST_SIZE_CHANGE = 1.6f;

    static HeldFace of(PriorBox box, long now, long believedNanos) {
        float[] at = box.values();
        return new HeldFace(at[0], at[1], at[2], at[3], now, believedNanos);
    }

    /** The place alone. */
    PriorBox place() {
        return new PriorBox(0, new float[] {x0, y0, x1, y1});
    }

    /** What is blurred at a time: left, top, right, bottom, pixels, not cut at the picture's border. */
    float[] blurred(long now) {
        double growth = Math.min(MOST_GROWTH, GROWTH_PER_SECOND * (now - lastSeenNanos) / 1e9);
        double halfWidth = (x1 - x0) / 2 * (SCALE + growth);
        double halfHeight = (y1 - y0) / 2 * (SCALE + growth);
        double middleX = (x0 + x1) / 2.0;
        double middleY = (y0 + y1) / 2.0;
        return new float[] {
            (float) (middleX - halfWidth), (float) (middleY - halfHeight), (float) (middleX + halfWidth), (float) (middleY + halfHeight)
        };
    }

    /** True if the other is about here and as large, so that a weak detection of it may be this face still. */
    boolean isContinuedBy(HeldFace other, long now) {
        float[] place = blurred(now);
        float ratio = (other.x1 - other.x0) / (x1 - x0);
        return ratio > 1 / MOST_SIZE_CHANGE && ratio < MOST_SIZE_CHANGE && other.middleLiesIn(place[0], place[1], place[2], place[3]);
    }

    /** True if the other is surely this face, whose old place need not be held any more. */
    boolean isSeenAgainAs(HeldFace other) {
        return other.middleLiesIn(x0, y0, x1, y1);
    }

    private boolean middleLiesIn(float left, float top, float right, float bottom) {
        float x = (x0 + x1) / 2;
        float y = (y0 + y1) / 2;
        return x >= left && x <= right && y >= top && y <= bottom;
    }
}
