package org.egoscope.perception.internal.segment;

import java.util.Arrays;
import org.egoscope.core.Shape;

/** Separable Gaussian blur of a float map with replicated borders; keeps its work array. */
final class FloatBlur {
    private final int width;
    private final int height;
    private final float[] kernel;
    private final float[] rows;

    FloatBlur(int width, int height, double sigma) {
        this.width = width;
        this.height = height;
        int radius = (int) Math.ceil(2.5 * sigma);
        kernel = new float[radius * 2 + 1];
        double sum = 0;
        for (int i = -radius; i <= radius; i++) {
            sum += Math.exp(-i * i / (2 * sigma * sigma));
        }
        for (int i = -radius; i <= radius; i++) {
            kernel[i + radius] = (float) (Math.exp(-i * i / (2 * sigma * sigma)) / sum);
        }
        rows = new float[width * height];
    }

    void apply(@Shape("H W") float[] map) {
        int radius = kernel.length / 2;
        Arrays.fill(rows, 0);
        for (int start = 0; start < rows.length; start += width) {
            for (int k = -radius; k <= radius; k++) {
                addShifted(map, start, k, kernel[k + radius]);
            }
        }
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                map[y * width + x] = 0;
            }
            for (int k = -radius; k <= radius; k++) {
                int from = Math.max(0, Math.min(height - 1, y + k)) * width;
                float weight = kernel[k + radius];
                for (int x = 0; x < width; x++) {
                    map[y * width + x] += weight * rows[from + x];
                }
            }
        }
    }

    /** Tap by tap over a whole row, which the compiler turns into vector code; borders repeat the last pixel. */
    private void addShifted(float[] map, int start, int shift, float weight) {
        int from = Math.min(width, Math.max(0, -shift));
        int to = Math.max(from, Math.min(width, width - shift));
        for (int x = 0; x < from; x++) {
            rows[start + x] += weight * map[start];
        }
        for (int x = from; x < to; x++) {
            rows[start + x] += weight * map[start + x + shift];
        }
        for (int x = to; x < width; x++) {
            rows[start + x] += weight * map[start + width - 1];
        }
    }
}
