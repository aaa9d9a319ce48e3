package org.egoscope.perception.internal.track;

import java.util.List;
import org.egoscope.core.geometry.ImageSize;
import org.egoscope.core.observation.BoundingBox;
import org.egoscope.core.observation.Mask;
import org.jspecify.annotations.Nullable;

/**
 * Which part of a picture is looked at closely: half its width and height, where most of the small things are.
 *
 * @param picture size of the whole
 * @param size of the part
 */
record CloseUpPlace(ImageSize picture, int left, int top, ImageSize size) {
    /** How many times as large things are shown. */
    private static final int TIMES = 2;

    /** Larger things gain nothing, as a share of the picture: 600 pixels of 512 x 288. */
    static final double SMALL = 0.004;

    /** A long thing has a box so many times as large. */
    private static final int MOST_OF_BOX = 4;

    /** Pixels of the part around a thing, and as a share of its longer side. */
    private static final int LEAST_MARGIN = 4;

    private static final double MARGIN = 0.25;

    /**
     * A small thing that may be looked at.
     *
     * @param box left, top, right, bottom, the last two exclusive
     * @param worth of seeing it closely
     */
    record Small(int[] box, double worth) {}

    /** The part, about one of the things, that shows most of them by worth, the first of equals; null if none comes to so much. */
    static @Nullable CloseUpPlace around(ImageSize picture, List<Small> things, double leastWorth) {
        CloseUpPlace best = null;
        double most = 0;
        for (Small middle : things) {
            CloseUpPlace place = about(picture, middle.box());
            double worth = 0;
            for (Small thing : things) {
                worth += place.shows(thing.box()) ? thing.worth() : 0;
            }
            if (worth >= leastWorth && worth > most) {
                best = place;
                most = worth;
            }
        }
        return best;
    }

    /** Of a part of such a picture. */
    static ImageSize sizeIn(ImageSize picture) {
        return new ImageSize(Math.max(1, picture.width() / TIMES), Math.max(1, picture.height() / TIMES));
    }

    private static CloseUpPlace about(ImageSize picture, int[] box) {
        ImageSize size = sizeIn(picture);
        int left = (box[0] + box[2] - size.width()) / 2;
        int top = (box[1] + box[3] - size.height()) / 2;
        return new CloseUpPlace(
                picture, Math.max(0, Math.min(picture.width() - size.width(), left)), Math.max(0, Math.min(picture.height() - size.height(), top)),
                size);
    }

    /** True if the box is small, and lies within with something around it, or as the whole picture has it at its border. */
    boolean shows(int[] box) {
        int width = box[2] - box[0];
        int height = box[3] - box[1];
        int margin = Math.max(LEAST_MARGIN, (int) (MARGIN * Math.max(width, height)));
        int right = left + size.width();
        int bottom = top + size.height();
        return Math.max(width, height) <= size.height() / 2
                && width * height <= MOST_OF_BOX * SMALL * picture.pixels()
                && (left == 0 ? box[0] >= 0 : box[0] >= left + margin)
                && (top == 0 ? box[1] >= 0 : box[1] >= top + margin)
                && (right == picture.width() ? box[2] <= right : box[2] <= right - margin)
                && (bottom == picture.height() ? box[3] <= bottom : box[3] <= bottom - margin);
    }

    /** True if a mask of the part ends at a side of the part that is no border of the picture. */
    boolean cuts(Mask ofPart) {
        if (ofPart.area() == 0) {
            return false;
        }
        BoundingBox box = ofPart.boundingBox();
        return (left > 0 && box.x() < 1)
                || (top > 0 && box.y() < 1)
                || (left + size.width() < picture.width() && box.right() > size.width() - 1)
                || (top + size.height() < picture.height() && box.bottom() > size.height() - 1);
    }
}
