package org.egoscope.perception.internal.sam2;

import org.egoscope.perception.internal.sam.MaskDecoder;
import org.egoscope.torch.Tensor;

/**
 * What the network made of a picture, for all its prompts. Outlives scopes until closed.
 *
 * @param tokens {@code [1, cells, C]}, without anything about memories
 * @param fine what the decoder adds at strides 4 and 8
 */
record PictureMaps(Tensor tokens, MaskDecoder.FineMaps fine) implements AutoCloseable {
    static PictureMaps kept(Tensor tokens, MaskDecoder.FineMaps fine) {
        tokens.keep();
        fine.stride4().keep();
        fine.stride8().keep();
        return new PictureMaps(tokens, fine);
    }

    @Override
    public void close() {
        tokens.release();
        fine.stride4().release();
        fine.stride8().release();
    }
}
