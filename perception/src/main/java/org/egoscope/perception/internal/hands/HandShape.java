package org.egoscope.perception.internal.hands;

import org.egoscope.core.Shape;
import org.egoscope.core.geometry.ImageSize;
import org.egoscope.core.observation.HandKeypoints;

/** What 21 keypoints look like as a hand, without any memory. */
final class HandShape {
    /** Palms smaller than this share of the picture's longer side are noise at working size. */
    private static final double MIN_PALM_SHARE = 0.02;
    /** Keypoints that must lie within the picture; a hand that is mostly outside is guessed, not seen. */
    private static final int MIN_KEYPOINTS_INSIDE = 8;
    /** A stretched hand is about 2.2 palms long, more where the palm is foreshortened; nonsense on things that are no hand is often longer. */
    private static final double MAX_REACH_PALMS = 3.5;

    private HandShape() {}

    static boolean isPlausible(@Shape("21 2") float[] xy, ImageSize size) {
        double palm = palmPixels(xy);
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

    /** Size that changes little with the fingers: the longest of wrist to each knuckle and across the knuckles, pixels. */
    static double palmPixels(@Shape("21 2") float[] xy) {
        double longest = Math.hypot(xy[10] - xy[34], xy[11] - xy[35]);
        for (int knuckle = 5; knuckle <= 17; knuckle += 4) {
            longest = Math.max(longest, Math.hypot(xy[knuckle * 2] - xy[0], xy[knuckle * 2 + 1] - xy[1]));
        }
        return longest;
    }

    /** How far the arm comes from below: 1 for fingers that point straight up in the picture, -1 for straight down. */
    static double armFromBelow(@Shape("21 2") float[] xy) {
        double dx = xy[0] - (xy[10] + xy[18] + xy[26] + xy[34]) / 4.0;
        double dy = xy[1] - (xy[11] + xy[19] + xy[27] + xy[35]) / 4.0;
        return dy / Math.max(1e-6, Math.hypot(dx, dy));
    }
}
