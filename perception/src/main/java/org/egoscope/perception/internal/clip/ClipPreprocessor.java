package org.egoscope.perception.internal.clip;

import java.nio.ByteBuffer;
import org.egoscope.core.observation.BoundingBox;
import org.egoscope.perception.internal.sam.PictureScaler;
import org.egoscope.perception.internal.sam.PictureScaler.Kernel;

/**
 * Pictures as CLIP sees them: the shorter side scaled to the model's (bicubic over the whole footprint, rounded to bytes), the middle
 * square of that, values normalised per channel.
 */
final class ClipPreprocessor {
    /** OpenAI's, of values 0..1. */
    static final double[] MEAN = {0.48145466, 0.4578275, 0.40821073};

    static final double[] STANDARD_DEVIATION = {0.26862954, 0.26130258, 0.27577711};

    /** What is around a thing helps to name it, as long as the thing fills most of the square. */
    private static final double MARGIN = 1.15;

    private final int side;
    private final double[] mean;
    private final double[] deviation;

    /** Whole pixels of a picture. */
    record Part(int x, int y, int width, int height) {}

    ClipPreprocessor(int side, double[] mean, double[] deviation) {
        this.side = side;
        this.mean = mean.clone();
        this.deviation = deviation.clone();
    }

    /** The square around a thing, a little larger, moved into the picture; less than a square where the picture is too narrow for it. */
    static Part around(BoundingBox box, int width, int height) {
        int wanted = (int) Math.ceil(Math.max(Math.max(box.width(), box.height()) * MARGIN, 1));
        int partWidth = Math.min(wanted, width);
        int partHeight = Math.min(wanted, height);
        int x = (int) Math.round(box.centerX() - partWidth / 2.0);
        int y = (int) Math.round(box.centerY() - partHeight / 2.0);
        return new Part(
                Math.max(0, Math.min(x, width - partWidth)), Math.max(0, Math.min(y, height - partHeight)), partWidth, partHeight);
    }

    /**
     * Writes {@code [3, side, side]} values.
     *
     * @param rgb {@code [height, width, 3]} bytes
     */
    void prepare(ByteBuffer rgb, int width, Part part, float[] target, int offset) {
        int shorter = Math.min(part.width(), part.height());
        int scaledWidth = (int) ((long) side * part.width() / shorter);
        int scaledHeight = (int) ((long) side * part.height() / shorter);
        // Python rounds halves to even, and so does rint.
        int left = (int) Math.rint((scaledWidth - side) / 2.0);
        int top = (int) Math.rint((scaledHeight - side) / 2.0);
        int start = (part.y() * width + part.x()) * 3;
        PictureScaler scaler = new PictureScaler(Kernel.CUBIC, part.width(), part.height(), scaledWidth, scaledHeight);
        scaler.scale(rgb, start, width * 3, (y, row) -> {
            if (y >= top && y < top + side) {
                normalise(row, left, target, offset + (y - top) * side);
            }
        });
    }

    private void normalise(byte[] row, int left, float[] target, int offset) {
        for (int channel = 0; channel < 3; channel++) {
            double scale = 1 / (255 * deviation[channel]);
            double shift = mean[channel] / deviation[channel];
            int at = offset + channel * side * side;
            for (int x = 0; x < side; x++) {
                target[at + x] = (float) ((row[(left + x) * 3 + channel] & 0xff) * scale - shift);
            }
        }
    }
}
