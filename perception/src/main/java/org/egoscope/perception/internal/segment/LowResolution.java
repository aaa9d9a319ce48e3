package org.egoscope.perception.internal.segment;

import org.egoscope.core.Shape;
import org.egoscope.torch.FloatTensor;

/** Masks as small maps of logits, the whole working picture stretched to a square: what an answer gives and a later prompt takes. */
final class LowResolution {
    static final int SIDE = 256;

    /** Logit of a cell that is wholly inside, minus that of one wholly outside. */
    private static final float MOST = 8;

    private LowResolution() {}

    /** The share of each cell that is inside, from -8 for none to 8 for all. */
    static @Shape("S S") FloatTensor logits(@Shape("H W") byte[] bitmap, int width) {
        int height = bitmap.length / width;
        float[] logits = new float[SIDE * SIDE];
        for (int r = 0; r < SIDE; r++) {
            int y0 = r * height / SIDE;
            int y1 = Math.max(y0 + 1, (r + 1) * height / SIDE);
            for (int c = 0; c < SIDE; c++) {
                int x0 = c * width / SIDE;
                int x1 = Math.max(x0 + 1, (c + 1) * width / SIDE);
                int inside = 0;
                for (int y = y0; y < y1; y++) {
                    for (int x = x0; x < x1; x++) {
                        inside += bitmap[y * width + x];
                    }
                }
                logits[r * SIDE + c] = MOST * (2f * inside / ((x1 - x0) * (y1 - y0)) - 1);
            }
        }
        return FloatTensor.of(logits, SIDE, SIDE);
    }

    static @Shape("H W") byte[] bitmap(@Shape("S S") FloatTensor logits, int width, int height) {
        byte[] bitmap = new byte[width * height];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                bitmap[y * width + x] = (byte) (logits.get(y * SIDE / height * SIDE + x * SIDE / width) > 0 ? 1 : 0);
            }
        }
        return bitmap;
    }
}
