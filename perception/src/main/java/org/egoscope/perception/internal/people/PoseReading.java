package org.egoscope.perception.internal.people;

import org.egoscope.core.Shape;
import org.egoscope.core.observation.BoundingBox;
import org.egoscope.core.observation.Person;
import org.egoscope.core.geometry.ImageSize;
import org.egoscope.perception.internal.detect.PriorBox;
import org.egoscope.perception.internal.hands.RotatedSquare;

/**
 * What the landmark network says of one crop.
 *
 * @param presence that the crop shows a body, 0..1
 * @param xyVisibility 33 keypoints, pixels of the image and 0..1
 * @param next where the same body is to be looked for in the next frame
 */
record PoseReading(float presence, @Shape("33 3") float[] xyVisibility, RotatedSquare next) {
    private static final float VISIBLE = 0.5f;
    private static final int SHOULDERS = 11;
    /** Nose, eyes, ears and mouth are the keypoints before the shoulders. */
    private static final int HEAD_KEYPOINTS = SHOULDERS;
    private static final int LEAST_OF_HEAD = 3;
    /** Bodies smaller than this share of the picture's height are not told from things. */
    private static final double LEAST_HEIGHT = 0.08;
    private static final float MARGIN = 0.05f;

    /** Whether the nose lies in a face's box or within half its size of it. */
    boolean isOf(PriorBox face) {
        return isNoseOf(xyVisibility[0], xyVisibility[1], face);
    }

    static boolean isNoseOf(float x, float y, PriorBox face) {
        return Math.abs(x - (face.values()[0] + face.values()[2]) / 2) <= face.width()
                && Math.abs(y - (face.values()[1] + face.values()[3]) / 2) <= face.height();
    }

    boolean isVisible(int keypoint, ImageSize size) {
        float x = xyVisibility[keypoint * 3];
        float y = xyVisibility[keypoint * 3 + 1];
        return xyVisibility[keypoint * 3 + 2] >= VISIBLE && x >= 0 && y >= 0 && x < size.width() && y < size.height();
    }

    private int visible(int first, int end, ImageSize size) {
        int count = 0;
        for (int k = first; k < end; k++) {
            count += isVisible(k, size) ? 1 : 0;
        }
        return count;
    }

    /**
     * Another person shows a head, or stands so near that the picture's upper border cuts it off above both shoulders. The wearer's own
     * arms, chest and legs come in from the lower border and show neither.
     */
    boolean isOtherPerson(ImageSize size) {
        BoundingBox box = box(size);
        if (box.height() < LEAST_HEIGHT * size.height() || box.width() <= 0) {
            return false;
        }
        if (visible(0, HEAD_KEYPOINTS, size) >= LEAST_OF_HEAD) {
            return true;
        }
        boolean cutAbove = xyVisibility[1] < 0;
        return cutAbove && visible(SHOULDERS, SHOULDERS + 2, size) == 2;
    }

    /** About the visible keypoints, within the picture, with a small margin; empty if none is visible. */
    BoundingBox box(ImageSize size) {
        float left = Float.MAX_VALUE;
        float top = Float.MAX_VALUE;
        float right = 0;
        float bottom = 0;
        for (int k = 0; k < Person.KEYPOINTS; k++) {
            if (isVisible(k, size)) {
                left = Math.min(left, xyVisibility[k * 3]);
                right = Math.max(right, xyVisibility[k * 3]);
                top = Math.min(top, xyVisibility[k * 3 + 1]);
                bottom = Math.max(bottom, xyVisibility[k * 3 + 1]);
            }
        }
        if (left > right || top > bottom) {
            return new BoundingBox(0, 0, 0, 0);
        }
        float margin = MARGIN * Math.max(right - left, bottom - top);
        float x = Math.max(0, left - margin);
        float y = Math.max(0, top - margin);
        return new BoundingBox(x, y, Math.min(size.width(), right + margin) - x, Math.min(size.height(), bottom + margin) - y);
    }
}
