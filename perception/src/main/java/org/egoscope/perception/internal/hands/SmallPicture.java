package org.egoscope.perception.internal.hands;

import java.nio.ByteBuffer;
import org.egoscope.core.geometry.ImageSize;

/**
 * The frame shrunk by averaging, as luma and chroma (ITU-R BT.601, full range). Luma is rounded to whole steps so that a snapshot can
 * hold it in bytes. Arrays are used again for the next frame.
 */
final class SmallPicture {
    private static final int LONG_SIDE = 256;

    final ImageSize frameSize;
    final int width;
    final int height;
    /** Frame pixels per small pixel. */
    final double scaleX;
    final double scaleY;
    final int[] luma;
    final float[] blueDifference;
    final float[] redDifference;
    private final int[] columns;
    private byte[] row = new byte[0];

    SmallPicture(ImageSize frame) {
        this.frameSize = frame;
        ImageSize small = frame.fitLongSide(LONG_SIDE);
        this.width = small.width();
        this.height = small.height();
        this.scaleX = (double) frame.width() / width;
        this.scaleY = (double) frame.height() / height;
        this.luma = new int[width * height];
        this.blueDifference = new float[width * height];
        this.redDifference = new float[width * height];
        this.columns = new int[width * 3];
    }

    void fill(ByteBuffer rgb) {
        int stride = frameSize.width() * 3;
        if (row.length != stride) {
            row = new byte[stride];
        }
        for (int y = 0; y < height; y++) {
            int top = (int) (y * scaleY);
            int bottom = Math.max(top + 1, (int) ((y + 1) * scaleY));
            java.util.Arrays.fill(columns, 0);
            for (int from = top; from < bottom; from++) {
                rgb.get(from * stride, row, 0, stride);
                addRow();
            }
            finishRow(y, bottom - top);
        }
    }

    private int left(int x) {
        return (int) (x * scaleX);
    }

    private int right(int x) {
        return Math.max(left(x) + 1, (int) ((x + 1) * scaleX));
    }

    private void addRow() {
        for (int x = 0; x < width; x++) {
            for (int from = left(x) * 3, end = right(x) * 3; from < end; from += 3) {
                columns[x * 3] += row[from] & 0xff;
                columns[x * 3 + 1] += row[from + 1] & 0xff;
                columns[x * 3 + 2] += row[from + 2] & 0xff;
            }
        }
    }

    private void finishRow(int y, int rows) {
        for (int x = 0; x < width; x++) {
            float count = (right(x) - left(x)) * rows;
            float red = columns[x * 3] / count;
            float green = columns[x * 3 + 1] / count;
            float blue = columns[x * 3 + 2] / count;
            float brightness = 0.299f * red + 0.587f * green + 0.114f * blue;
            int at = y * width + x;
            luma[at] = Math.round(brightness);
            blueDifference[at] = 0.564f * (blue - brightness);
            redDifference[at] = 0.713f * (red - brightness);
        }
    }

    int pixels() {
        return width * height;
    }
}
