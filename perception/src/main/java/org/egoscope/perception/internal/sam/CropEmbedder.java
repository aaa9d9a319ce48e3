package org.egoscope.perception.internal.sam;

import org.egoscope.core.Shape;

/** What the generator of masks needs of a network. */
public interface CropEmbedder {
    /**
     * Looks at a part of the picture.
     *
     * @param x left side, pixels of the picture
     * @param y top side
     */
    Crop open(int x, int y, int width, int height);

    /** A part that was looked at. */
    interface Crop extends AutoCloseable {
        /** From its small logits to masks of its size. */
        MaskScaler scaler();

        /**
         * Three masks for each of these clicks.
         *
         * @param xy pixels of the part
         */
        Answers answer(@Shape("N 2") float[] xy);

        @Override
        void close();
    }

    /** Masks by click, three for each. */
    interface Answers extends AutoCloseable {
        @Shape("N 3")
        float[] predictedIou();

        /** Logits of one of all these masks, into an array of {@code [S, S]}. */
        void logits(int index, float[] target);

        @Override
        void close();
    }
}
