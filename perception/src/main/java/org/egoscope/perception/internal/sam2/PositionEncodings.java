package org.egoscope.perception.internal.sam2;

/** Sines and cosines of places and times (Vaswani et al. 2017), as numbers. */
final class PositionEncodings {
    private static final double TEMPERATURE = 10_000;

    private PositionEncodings() {}

    /**
     * Of every pixel of a grid, {@code [channels, height, width]}: the first half of the channels tells the row, the second the column,
     * each as a share of the grid times 2 pi; even channels are sines, odd ones the cosines of the same angle.
     */
    static float[] grid(int channels, int height, int width) {
        float[] values = new float[channels * height * width];
        int half = channels / 2;
        for (int c = 0; c < channels; c++) {
            int j = c % half;
            double frequency = Math.pow(TEMPERATURE, -2.0 * (j / 2) / half);
            for (int y = 0; y < height; y++) {
                for (int x = 0; x < width; x++) {
                    double place = c < half ? (y + 1) / (height + 1e-6) : (x + 1) / (width + 1e-6);
                    double angle = place * 2 * Math.PI * frequency;
                    values[(c * height + y) * width + x] = (float) (j % 2 == 0 ? Math.sin(angle) : Math.cos(angle));
                }
            }
        }
        return values;
    }

    /** Of one number, {@code [channels]}: all sines, then all cosines. */
    static float[] line(int channels, double position) {
        float[] values = new float[channels];
        int half = channels / 2;
        for (int i = 0; i < half; i++) {
            double angle = position * Math.pow(TEMPERATURE, -2.0 * (i / 2) / half);
            values[i] = (float) Math.sin(angle);
            values[half + i] = (float) Math.cos(angle);
        }
        return values;
    }
}
