package org.egoscope.perception.internal.hands;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import org.egoscope.core.geometry.ImageSize;

/** Pixels of the frame straight into a network's input, {@code [side, side, 3]} in 0..1, in one pass. One instance per thread. */
public final class CropSampler {
    private static final float BYTE_SCALE = 1f / 255;

    private final int side;
    private final float[] row;

    public CropSampler(int side) {
        this.side = side;
        this.row = new float[side * 3];
    }

    /** Bilinear; outside the picture the border is repeated. */
    public void sampleSquare(ByteBuffer rgb, ImageSize size, RotatedSquare square, FloatBuffer target) {
        double step = square.side() / side;
        double stepX = step * Math.cos(square.rotationRadians());
        double stepY = step * Math.sin(square.rotationRadians());
        for (int j = 0; j < side; j++) {
            double v = (j + 0.5) / side;
            // Pixel centres are at .5 in the image, at whole numbers in the array.
            double x = square.imageX(0.5 / side, v) - 0.5;
            double y = square.imageY(0.5 / side, v) - 0.5;
            for (int i = 0; i < side; i++, x += stepX, y += stepY) {
                bilinear(rgb, size, (float) x, (float) y, i * 3);
            }
            target.put(j * side * 3, row);
        }
    }

    private void bilinear(ByteBuffer rgb, ImageSize size, float x, float y, int at) {
        float insideX = Math.max(0, Math.min(size.width() - 1, x));
        float insideY = Math.max(0, Math.min(size.height() - 1, y));
        int x0 = (int) insideX;
        int y0 = (int) insideY;
        float fx = insideX - x0;
        float fy = insideY - y0;
        int left = (y0 * size.width() + x0) * 3;
        int right = x0 + 1 < size.width() ? 3 : 0;
        int below = left + (y0 + 1 < size.height() ? size.width() * 3 : 0);
        for (int c = 0; c < 3; c++) {
            float top = mix(rgb.get(left + c) & 0xff, rgb.get(left + right + c) & 0xff, fx);
            float bottom = mix(rgb.get(below + c) & 0xff, rgb.get(below + right + c) & 0xff, fx);
            row[at + c] = mix(top, bottom, fy) * BYTE_SCALE;
        }
    }

    private static float mix(float a, float b, float share) {
        return a + (b - a) * share;
    }

    /** A region of the picture centred on black with its shape kept; each input pixel is the mean of the picture's pixels under it. */
    public Letterbox sampleLetterbox(ByteBuffer rgb, ImageSize size, Region region, FloatBuffer target) {
        Letterbox box = Letterbox.of(region, side);
        int taps = Math.max(1, (int) Math.round(1 / box.scale()));
        for (int j = 0; j < side; j++) {
            for (int i = 0; i < side; i++) {
                average(rgb, size.width(), box, new int[] {i, j, taps});
            }
            target.put(j * side * 3, row);
        }
        return box;
    }

    private void average(ByteBuffer rgb, int stride, Letterbox box, int[] where) {
        int taps = where[2];
        Region region = box.region();
        float red = 0;
        float green = 0;
        float blue = 0;
        int count = 0;
        for (int v = 0; v < taps; v++) {
            int y = (int) Math.floor((where[1] + (v + 0.5) / taps - box.offsetY()) / box.scale());
            for (int u = 0; u < taps; u++) {
                int x = (int) Math.floor((where[0] + (u + 0.5) / taps - box.offsetX()) / box.scale());
                if (region.contains(x, y)) {
                    int at = (y * stride + x) * 3;
                    red += rgb.get(at) & 0xff;
                    green += rgb.get(at + 1) & 0xff;
                    blue += rgb.get(at + 2) & 0xff;
                    count++;
                }
            }
        }
        float scale = count == 0 ? 0 : BYTE_SCALE / count;
        row[where[0] * 3] = red * scale;
        row[where[0] * 3 + 1] = green * scale;
        row[where[0] * 3 + 2] = blue * scale;
    }

    /** A part of the picture, whole pixels. */
    public record Region(int x, int y, int width, int height) {
        public boolean contains(int px, int py) {
            return px >= x && py >= y && px < x + width && py < y + height;
        }
    }

    /** Where a region lies in the square input: {@code inputX = imageX * scale + offsetX}. */
    public record Letterbox(Region region, double scale, double offsetX, double offsetY) {
        public static Letterbox of(Region region, int side) {
            double scale = Math.min((double) side / region.width(), (double) side / region.height());
            double padX = (side - region.width() * scale) / 2;
            double padY = (side - region.height() * scale) / 2;
            return new Letterbox(region, scale, padX - region.x() * scale, padY - region.y() * scale);
        }
    }
}
