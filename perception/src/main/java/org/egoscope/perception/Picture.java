package org.egoscope.perception;

import java.nio.ByteBuffer;
import org.egoscope.core.Shape;
import org.egoscope.core.geometry.ImageSize;
import org.egoscope.core.video.VideoFrame;

/**
 * Pixels to be looked at.
 *
 * @param rgb direct buffer of {@code [H, W, 3]} bytes from position 0; never changed by who is given it
 */
public record Picture(@Shape("H W 3") ByteBuffer rgb, ImageSize size) {
    public Picture {
        if (rgb.capacity() < size.pixels() * 3) {
            throw new IllegalArgumentException("picture: expected " + size + "x3 bytes, got " + rgb.capacity());
        }
    }

    /** Of a frame; see there how long its pixels are valid. */
    public static Picture of(VideoFrame frame) {
        return new Picture(frame.rgb(), frame.size());
    }
}
