package org.egoscope.ingest.internal.ffmpeg;

import java.nio.ByteBuffer;
import org.egoscope.core.geometry.ImageSize;

/** Turns an RGB picture clockwise by quarter turns. */
final class QuarterTurn {
    private QuarterTurn() {}

    /**
     * @param source {@code [H, W, 3]} from position 0
     * @param size its width and height
     * @param target as many bytes; sides swapped for 90 and 270
     */
    static void rotate(ByteBuffer source, ImageSize size, int degrees, ByteBuffer target) {
        int width = size.width();
        int height = size.height();
        int targetWidth = degrees == 180 ? width : height;
        // Where source (0, 0) goes, and how far a step in x and in y moves in the target, in pixels.
        int start = degrees == 90 ? height - 1 : degrees == 180 ? width * height - 1 : (width - 1) * targetWidth;
        int stepX = degrees == 90 ? targetWidth : degrees == 180 ? -1 : -targetWidth;
        int stepY = degrees == 90 ? -1 : degrees == 180 ? -width : 1;
        int from = 0;
        for (int y = 0; y < height; y++) {
            int to = (start + y * stepY) * 3;
            for (int x = 0; x < width; x++) {
                target.put(to, source.get(from));
                target.put(to + 1, source.get(from + 1));
                target.put(to + 2, source.get(from + 2));
                from += 3;
                to += stepX * 3;
            }
        }
    }
}
