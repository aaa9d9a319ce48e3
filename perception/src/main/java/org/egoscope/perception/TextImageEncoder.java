package org.egoscope.perception;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import org.egoscope.core.Shape;
import org.egoscope.core.geometry.ImageSize;
import org.egoscope.core.observation.BoundingBox;
import org.egoscope.perception.internal.clip.ClipModel;
import org.egoscope.torch.TorchDevice;

/**
 * Gives pictures and texts unit vectors of one space: the better a text describes a picture, the larger their product. Not safe for
 * several threads at once.
 */
public interface TextImageEncoder extends AutoCloseable {
    /**
     * Opens a CLIP with a vision transformer from a folder of the user's: one file of weights (OpenAI's {@code ViT-B-32.pt}, or open_clip's
     * safetensors with {@code open_clip_config.json}) and the vocabulary ({@code bpe_simple_vocab_16e6.txt.gz}, {@code tokenizer.json}, or
     * {@code vocab.json} with {@code merges.txt}).
     *
     * @throws org.egoscope.core.PipelineException with kind MODEL if something is missing, or is another network, which says what
     */
    static TextImageEncoder open(Path folder, TorchDevice device) {
        return ClipModel.open(folder, device);
    }

    /** File that the weights came from, for the lineage of a run. */
    String name();

    /** Values of a vector. */
    int length();

    /** What products are multiplied by before a softmax over texts. */
    double logitScale();

    /** A vector per text. */
    @Shape("K D")
    float[][] texts(List<String> texts);

    /**
     * A vector per box: of the square around it, a little larger.
     *
     * @param rgb {@code [H, W, 3]} bytes
     */
    @Shape("K D")
    float[][] crops(ByteBuffer rgb, ImageSize size, List<BoundingBox> boxes);

    /** The vector of the whole picture, or of its middle square where it is longer. */
    @Shape("D")
    float[] picture(ByteBuffer rgb, ImageSize size);

    @Override
    void close();
}
