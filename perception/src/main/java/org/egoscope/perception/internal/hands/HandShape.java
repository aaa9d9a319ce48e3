package org.egoscope.perception.internal.hands;

import org.egoscope.core.geometry.ImageSize;
import org.egoscope.core.observation.HandKeypoints;

/** Whether 21 keypoints can be a hand that the picture shows. */
final class HandShape {
    /** Palms smaller than this share of the picture's longer side are noise at working size. */
    private static final double MIN_PALM_SHARE = 0.015;
    /** Keypoints that must lie within the picture; a hand that is mostly outside is guessed, not seen. */
    private static final int MIN_KEYPOINTS_INSIDE = 8;
    /** A stretched hand is about 2.2 palms long, more where the palm is foreshortened; nonsense on things that are no hand is often longer. */
    private static final double MAX_REACH_PALMS = 3.5;

    private HandShape() {}

    static boolean isPlausible(float[] xy, ImageSize size) {
        double palm = new HandTrack(1, xy).palmPixels();
        if (palm < MIN_PALM_SHARE * Math.max(size.width(), size.height())) {
            return false;
        }
        int inside = 0;
        for (int k = 0; k < HandKeypoints.COUNT; k++) {
            float x = xy[k * 2];
            float y = xy[k * 2 + 1];
            if (!(Math.hypot(x - xy[0], y - xy[1]) < MAX_REACH_PALMS * palm)) {
                return false;
            }
            if (x >= 0 && y >= 0 && x < size.width() && y < size.height()) {
                inside++;
            }
        }
        return inside >= MIN_KEYPOINTS_INSIDE;
    }
}
