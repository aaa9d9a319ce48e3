package org.egoscope.app.segmentation;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.egoscope.core.Shape;
import org.egoscope.core.geometry.ImagePoint;
import org.egoscope.core.geometry.ImageSize;
import org.egoscope.core.observation.Mask;

/**
 * A picture with its objects, upright.
 *
 * @param rgb direct buffer
 */
record LabelledPicture(String name, ImageSize size, @Shape("H W 3") ByteBuffer rgb, List<TrueObject> objects) {
    /**
     * Which objects count.
     *
     * @param longSide pictures are brought to this longer side before anything is counted
     * @param leastArea objects of at most so many pixels of that picture do not count
     * @param mostShare objects of more than this share of the picture, as the room itself is, do not count
     */
    record Rules(int longSide, int leastArea, double mostShare) {}

    /** A picture as the sensor gave it, lying on its right side, with an id for each pixel; 0 for none. */
    record Raw(String name, ImageSize size, @Shape("H W 3") byte[] rgb, @Shape("H W") long[] ids) {}

    /** Turns the picture a quarter clockwise and makes it smaller: colours by the mean over each pixel's square, ids by its centre. */
    static LabelledPicture of(Raw raw, Rules rules) {
        ImageSize turned = new ImageSize(raw.size().height(), raw.size().width());
        ImageSize size = turned.fitLongSide(rules.longSide());
        ByteBuffer rgb = ByteBuffer.allocateDirect(size.pixels() * 3);
        long[] ids = new long[size.pixels()];
        double step = (double) turned.width() / size.width();
        for (int y = 0, p = 0; y < size.height(); y++) {
            for (int x = 0; x < size.width(); x++, p++) {
                putMean(raw, (int) (x * step), (int) (y * step), Math.max(1, (int) step), rgb);
                int sx = Math.min(turned.width() - 1, (int) ((x + 0.5) * step));
                int sy = Math.min(turned.height() - 1, (int) ((y + 0.5) * step));
                ids[p] = raw.ids()[source(raw.size(), sx, sy)];
            }
        }
        return new LabelledPicture(raw.name(), size, rgb.flip(), objects(size, ids, rules));
    }

    /** Where the pixel of the turned picture lies in the one of the sensor. */
    private static int source(ImageSize sensor, int x, int y) {
        return (sensor.height() - 1 - x) * sensor.width() + y;
    }

    private static void putMean(Raw raw, int left, int top, int side, ByteBuffer rgb) {
        int[] sums = new int[3];
        for (int y = top; y < top + side; y++) {
            for (int x = left; x < left + side; x++) {
                int at = source(raw.size(), x, y) * 3;
                for (int c = 0; c < 3; c++) {
                    sums[c] += raw.rgb()[at + c] & 255;
                }
            }
        }
        for (int sum : sums) {
            rgb.put((byte) Math.round((float) sum / (side * side)));
        }
    }

    /** @param ids by pixel, 0 for none */
    static List<TrueObject> objects(ImageSize size, @Shape("H W") long[] ids, Rules rules) {
        Map<Long, Integer> areas = new TreeMap<>();
        for (long id : ids) {
            areas.merge(id, 1, Integer::sum);
        }
        areas.remove(0L);
        List<TrueObject> objects = new ArrayList<>();
        byte[] bitmap = new byte[ids.length];
        areas.forEach((id, area) -> {
            if (area > rules.leastArea() && area <= rules.mostShare() * size.pixels()) {
                for (int p = 0; p < ids.length; p++) {
                    bitmap[p] = (byte) (ids[p] == id ? 1 : 0);
                }
                Mask mask = Mask.ofBitmap(size, bitmap);
                objects.add(new TrueObject(id, mask, mask.boundingBox(), centre(bitmap, size)));
            }
        });
        return objects;
    }

    /** The inner pixel with the largest city-block distance to the outside; the first of equals. */
    static ImagePoint centre(@Shape("H W") byte[] bitmap, ImageSize size) {
        int width = size.width();
        int[] distance = new int[bitmap.length];
        for (int p = 0; p < bitmap.length; p++) {
            int above = p >= width ? distance[p - width] : 0;
            int before = p % width > 0 ? distance[p - 1] : 0;
            distance[p] = bitmap[p] == 0 ? 0 : 1 + Math.min(above, before);
        }
        int best = 0;
        for (int p = bitmap.length - 1; p >= 0; p--) {
            int below = p + width < bitmap.length ? distance[p + width] : 0;
            int after = p % width < width - 1 ? distance[p + 1] : 0;
            distance[p] = Math.min(distance[p], 1 + Math.min(below, after));
            best = distance[p] >= distance[best] ? p : best;
        }
        return new ImagePoint(best % width + 0.5, best / width + 0.5);
    }
}
