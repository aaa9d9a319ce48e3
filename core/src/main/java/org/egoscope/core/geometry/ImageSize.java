package org.egoscope.core.geometry;

/** Width and height in pixels, both positive and at most 16384. */
public record ImageSize(int width, int height) {
    public static final int MAX_SIDE = 16384;

    public ImageSize {
        if (width < 1 || height < 1 || width > MAX_SIDE || height > MAX_SIDE) {
            throw new IllegalArgumentException(
                    "image size: expected sides in 1.." + MAX_SIDE + ", got " + width + "x" + height);
        }
    }

    public int pixels() {
        return Math.multiplyExact(width, height);
    }

    /** Largest size of the same shape whose longer side is at most {@code longSide}; never enlarged; sides even and >= 2. */
    public ImageSize fitLongSide(int longSide) {
        double scale = Math.min(1.0, (double) longSide / Math.max(width, height));
        return new ImageSize(even(width * scale), even(height * scale));
    }

    private static int even(double side) {
        return Math.max(2, 2 * (int) Math.round(side / 2));
    }

    @Override
    public String toString() {
        return width + "x" + height;
    }
}
