package org.egoscope.perception;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.egoscope.core.Shape;
import org.egoscope.core.geometry.ImageSize;
import org.egoscope.core.video.VideoFrame;

/** Masks of the things that prompts point at, and of everything. Embedding a picture is the costly step, prompts are cheap. */
public interface PromptSegmenter extends AutoCloseable {
    /** Name for the provenance of its masks, such as {@code sam_vit_b}. */
    String method();

    /**
     * Looks at a picture.
     *
     * @param rgb direct buffer of {@code [H, W, 3]} bytes from position 0; not changed
     */
    PictureEmbedding embed(@Shape("H W 3") ByteBuffer rgb, ImageSize size);

    /** Looks at a frame; see there how long its pixels are valid. */
    default PictureEmbedding embed(VideoFrame frame) {
        return embed(frame.rgb(), frame.size());
    }

    /**
     * Looks at several pictures together, which on a GPU takes less time than one after another. Answers are the same but for rounding.
     *
     * @return in the order of the pictures, each to be closed
     */
    default List<PictureEmbedding> embed(List<Picture> pictures) {
        List<PictureEmbedding> embedded = new ArrayList<>();
        try {
            pictures.forEach(picture -> embedded.add(embed(picture.rgb(), picture.size())));
        } catch (RuntimeException e) {
            embedded.forEach(PictureEmbedding::close);
            throw e;
        }
        return embedded;
    }

    /** So many pictures at once suit the device that this runs on. */
    default int picturesAtOnce() {
        return 1;
    }

    /** Options for {@link PictureEmbedding#everything} whose thresholds suit this segmenter's estimates. */
    default MaskGeneratorOptions everythingDefaults() {
        return MaskGeneratorOptions.defaults();
    }

    @Override
    void close();
}
