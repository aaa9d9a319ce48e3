package org.egoscope.perception.internal.hands;

import java.nio.ByteBuffer;
import org.egoscope.core.geometry.ImageSize;

/** The frame shrunk by averaging, as luma and chroma (ITU-R BT.601, full range). Arrays are used again for the next frame. */
final class SmallPicture {
    private static final int LONG_SIDE = 240;

    final ImageSize frameSize;
    final int width;
    final int height;
    /** Frame pixels per small pixel. */
    final double scaleX;
    final double scaleY;
    final float[] luma;
    final float[] blueDifference;
    final float[] redDifference;

    SmallPicture(ImageSize frame) {
        this.frameSize = frame;
        ImageSize small = frame.fitLongSide(LONG_SIDE);
        this.width = small.width();
        this.height = small.height();
        this.scaleX = (double) frame.width() / width;
        this.scaleY = (double) frame.height() / height;
        this.luma = new float[width * height];
        this.blueDifference = new float[width * height];
        this.redDifference = new float[width * height];
    }

    void fill(ByteBuffer rgb, ImageSize frame) {
        for (int y = 0; y < height; y++) {
            int top = (int) (y * scaleY);
            int bottom = Math.max(top + 1, (int) ((y + 1) * scaleY));
            for (int x = 0; x < width; x++) {
                int left = (int) (x * scaleX);
                int right = Math.max(left + 1, (int) ((x + 1) * scaleX));
                average(rgb, frame.width(), new int[] {left, right, top, bottom}, y * width + x);
            }
        }
    }

    private void average(ByteBuffer rgb, int stride, int[] box, int at) {
        int red = 0;
        int green = 0;
        int blue = 0;
        for (int y = box[2]; y < box[3]; y++) {
            for (int x = box[0], from = (y * stride + x) * 3; x < box[1]; x++, from += 3) {
                red += rgb.get(from) & 0xff;
                green += rgb.get(from + 1) & 0xff;
                blue += rgb.get(from + 2) & 0xff;
            }
        }
        float count = (box[1] - box[0]) * (box[3] - box[2]);
        float y = (0.299f * red + 0.587f * green + 0.114f * blue) / count;
        luma[at] = y;
        blueDifference[at] = 128 + 0.564f * (blue / count - y);
        redDifference[at] = 128 + 0.713f * (red / count - y);
    }

    int pixels() {
        return width * height;
    }
}
