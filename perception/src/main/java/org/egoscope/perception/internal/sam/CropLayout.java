package org.egoscope.perception.internal.sam;

import java.util.ArrayList;
import java.util.List;
import org.egoscope.core.geometry.ImageSize;

/**
 * A part of a picture to look at, pixels.
 *
 * @param layer 0 for the whole picture, i for one of 2^i by 2^i parts
 */
public record CropLayout(int x, int y, int width, int height, int layer) {
    /** The whole picture, then layer by layer column by column. */
    public static List<CropLayout> of(ImageSize size, int layers, double overlapRatio) {
        List<CropLayout> crops = new ArrayList<>();
        crops.add(new CropLayout(0, 0, size.width(), size.height(), 0));
        for (int layer = 1; layer <= layers; layer++) {
            int perSide = 1 << layer;
            int overlap = (int) (overlapRatio * Math.min(size.width(), size.height()) * (2.0 / perSide));
            int width = length(size.width(), perSide, overlap);
            int height = length(size.height(), perSide, overlap);
            for (int column = 0; column < perSide; column++) {
                for (int row = 0; row < perSide; row++) {
                    int x = column * (width - overlap);
                    int y = row * (height - overlap);
                    crops.add(new CropLayout(
                            x, y, Math.min(width, size.width() - x), Math.min(height, size.height() - y), layer));
                }
            }
        }
        return crops;
    }

    private static int length(int side, int count, int overlap) {
        return (int) Math.ceil((overlap * (count - 1) + side) / (double) count);
    }

    int area() {
        return width * height;
    }

    public boolean isWhole(ImageSize size) {
        return width == size.width() && height == size.height();
    }
}
