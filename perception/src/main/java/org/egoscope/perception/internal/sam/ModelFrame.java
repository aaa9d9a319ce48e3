package org.egoscope.perception.internal.sam;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.egoscope.core.Shape;

/**
 * The square picture that SAM sees of a part of a picture: scaled so that the longer side fits, zeros right and below.
 *
 * @param x left side of the part in the picture, pixels
 * @param y top side
 * @param width of the part, pixels
 * @param height of the part
 * @param side of the square, pixels
 */
record ModelFrame(int x, int y, int width, int height, int side) {
    private static final float[] MEAN = {123.675f, 116.28f, 103.53f};
    private static final float[] DEVIATION = {58.395f, 57.12f, 57.375f};
    private static final float[][] NORMALISED = normalised();

    private static float[][] normalised() {
        float[][] table = new float[3][256];
        for (int channel = 0; channel < 3; channel++) {
            for (int value = 0; value < 256; value++) {
                table[channel][value] = (value - MEAN[channel]) / DEVIATION[channel];
            }
        }
        return table;
    }

    private int scaled(int length) {
        return (int) (length * ((double) side / Math.max(width, height)) + 0.5);
    }

    /** Of what is not padding. */
    int scaledWidth() {
        return scaled(width);
    }

    /** Of what is not padding. */
    int scaledHeight() {
        return scaled(height);
    }

    /** From the part to the square. */
    float toSquareX(double xInPart) {
        return (float) (xInPart * ((double) scaledWidth() / width));
    }

    /** From the part to the square. */
    float toSquareY(double yInPart) {
        return (float) (yInPart * ((double) scaledHeight() / height));
    }

    /**
     * Scales and normalises. What lies beyond the scaled picture is set to zero.
     *
     * @param rgb of the whole picture
     * @param pictureWidth of the whole picture, pixels
     * @param start where in the target the square begins
     */
    void fill(@Shape("H W 3") ByteBuffer rgb, int pictureWidth, @Shape("B S S 3") float[] target, int start) {
        int rowLength = side * 3;
        int used = scaledWidth() * 3;
        PictureScaler scaler = new PictureScaler(width, height, scaledWidth(), scaledHeight());
        scaler.scale(rgb, (y * pictureWidth + x) * 3, pictureWidth * 3, (row, bytes) -> {
            int at = start + row * rowLength;
            for (int i = 0; i < used; i += 3) {
                target[at + i] = NORMALISED[0][bytes[i] & 0xff];
                target[at + i + 1] = NORMALISED[1][bytes[i + 1] & 0xff];
                target[at + i + 2] = NORMALISED[2][bytes[i + 2] & 0xff];
            }
            Arrays.fill(target, at + used, at + rowLength, 0);
        });
        Arrays.fill(target, start + scaledHeight() * rowLength, start + side * rowLength, 0);
    }
}
