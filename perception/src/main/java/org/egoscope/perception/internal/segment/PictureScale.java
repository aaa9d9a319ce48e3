package org.egoscope.perception.internal.segment;

import org.egoscope.core.Shape;
import org.egoscope.core.geometry.ImageSize;
import org.egoscope.core.observation.BoundingBox;
import org.egoscope.core.observation.Mask;

/** Between the picture that was given and the working picture, both with their origin in the corner. */
record PictureScale(ImageSize picture, ImageSize working) {
    double across() {
        return (double) working.width() / picture.width();
    }

    double down() {
        return (double) working.height() / picture.height();
    }

    BoundingBox toWorking(BoundingBox box) {
        return new BoundingBox(
                (float) (box.x() * across()), (float) (box.y() * down()), (float) (box.width() * across()), (float) (box.height() * down()));
    }

    /** A bitmap of the working picture as a mask of the picture; enlarged with smooth outlines. */
    Mask toPicture(@Shape("H W") byte[] bitmap) {
        if (picture.equals(working)) {
            return Mask.ofBitmap(picture, bitmap);
        }
        byte[] large = new byte[picture.pixels()];
        int w = working.width();
        for (int y = 0; y < picture.height(); y++) {
            double wy = Math.max(0, Math.min(working.height() - 1, (y + 0.5) * down() - 0.5));
            int upper = (int) wy * w;
            int lower = Math.min(working.height() - 1, (int) wy + 1) * w;
            double below = wy - (int) wy;
            for (int x = 0; x < picture.width(); x++) {
                double wx = Math.max(0, Math.min(w - 1, (x + 0.5) * across() - 0.5));
                int west = (int) wx;
                int east = Math.min(w - 1, west + 1);
                double right = wx - west;
                double top = bitmap[upper + west] * (1 - right) + bitmap[upper + east] * right;
                double bottom = bitmap[lower + west] * (1 - right) + bitmap[lower + east] * right;
                large[y * picture.width() + x] = (byte) (top * (1 - below) + bottom * below >= 0.5 ? 1 : 0);
            }
        }
        return Mask.ofBitmap(picture, large);
    }
}
