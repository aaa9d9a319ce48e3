package org.egoscope.perception.internal.sam2;

import org.egoscope.core.geometry.ImageSize;
import org.egoscope.core.observation.Mask;

/** Logits at frame size to masks that share no pixel. */
final class FrameMasks {
    /** A pixel that another object has: at most this. */
    private static final float YIELDED = -10;

    private FrameMasks() {}

    /** Leaves each pixel to the object with the largest logit, the first of equals. */
    static void separate(float[][] planes) {
        int pixels = planes.length == 0 ? 0 : planes[0].length;
        for (int i = 0; i < pixels; i++) {
            int best = 0;
            for (int k = 1; k < planes.length; k++) {
                best = planes[k][i] > planes[best][i] ? k : best;
            }
            for (int k = 0; k < planes.length; k++) {
                planes[k][i] = k == best ? planes[k][i] : Math.min(planes[k][i], YIELDED);
            }
        }
    }

    static Mask mask(float[] logits, ImageSize size) {
        byte[] bitmap = new byte[logits.length];
        for (int i = 0; i < logits.length; i++) {
            bitmap[i] = (byte) (logits[i] > 0 ? 1 : 0);
        }
        return Mask.ofBitmap(size, bitmap);
    }
}
