package org.egoscope.app.people;

import java.nio.ByteBuffer;
import java.util.SplittableRandom;
import org.egoscope.core.observation.BoundingBox;
import org.egoscope.core.video.VideoFrame;

/** The same frames made harder: few recordings of people are at hand, and each tells more when it is seen in several ways. */
enum PictureVariant {
    AS_TAKEN(1),
    MIRRORED(1),
    /** A fifth of the light, with a sensor's noise. */
    DARK(1),
    /** Decoded at half the size: faces are half as large. */
    HALF_SIZE(0.5);

    private static final double LIGHT = 0.2;
    private static final double NOISE_DEVIATION = 3;

    private final double size;

    PictureVariant(double size) {
        this.size = size;
    }

    /** Longer side of the working picture, of the usual one. */
    double size() {
        return size;
    }

    /** A copy with pixels of its own, or the frame itself. */
    VideoFrame of(VideoFrame frame) {
        if (this != MIRRORED && this != DARK) {
            return frame;
        }
        int width = frame.size().width();
        ByteBuffer from = frame.rgb();
        ByteBuffer to = ByteBuffer.allocateDirect(frame.size().pixels() * 3);
        SplittableRandom random = new SplittableRandom(frame.frameIndex());
        for (int at = 0; at < frame.size().pixels() * 3; at++) {
            int pixel = at / 3;
            int mirrored = (pixel - pixel % width + width - 1 - pixel % width) * 3 + at % 3;
            to.put(this == MIRRORED ? from.get(mirrored) : dark(from.get(at) & 0xff, random));
        }
        return new VideoFrame(frame.session(), frame.frameIndex(), frame.span(), frame.camera(), frame.measuredHeadPose(), to.clear());
    }

    private static byte dark(int value, SplittableRandom random) {
        return (byte) Math.max(0, Math.min(255, Math.round(LIGHT * value + NOISE_DEVIATION * random.nextGaussian())));
    }

    /** Where the variant shows what was at a place. */
    BoundingBox of(BoundingBox box, int width) {
        return this == MIRRORED ? new BoundingBox(width - box.right(), box.y(), box.width(), box.height()) : box;
    }
}
