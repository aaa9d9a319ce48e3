package org.egoscope.perception.internal.sam2;

import java.util.List;
import java.util.stream.IntStream;
import org.egoscope.perception.internal.sam.Layers;
import org.egoscope.perception.internal.sam.MaskDecoder;
import org.egoscope.torch.Tensor;

/**
 * What the network made of a picture, for all its prompts. Outlives scopes until closed.
 *
 * @param tokens {@code [1, cells, C]}, without anything about memories
 * @param fine what the decoder adds at strides 4 and 8
 */
record PictureMaps(Tensor tokens, MaskDecoder.FineMaps fine) implements AutoCloseable {
    /** Of a batch of pictures, each with maps of its own. */
    static List<PictureMaps> kept(Tensor tokens, MaskDecoder.FineMaps fine) {
        List<Tensor> cells = Layers.kept(tokens);
        List<Tensor> stride4 = Layers.kept(fine.stride4());
        List<Tensor> stride8 = Layers.kept(fine.stride8());
        return IntStream.range(0, cells.size())
                .mapToObj(b -> new PictureMaps(cells.get(b), new MaskDecoder.FineMaps(stride4.get(b), stride8.get(b))))
                .toList();
    }

    @Override
    public void close() {
        tokens.release();
        fine.stride4().release();
        fine.stride8().release();
    }
}
