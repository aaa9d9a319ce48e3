package org.egoscope.perception;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.egoscope.core.Shape;
import org.egoscope.core.geometry.ImageSize;
import org.egoscope.perception.internal.segment.EdgeLook;
import org.egoscope.torch.ModelDirectory;
import org.egoscope.torch.TorchModel;

/**
 * Prompted masks without SAM: a hierarchy of regions between edges, and cuts along them. Without weights the edges are colour gradients;
 * with {@code ldc_mdbd} in the model directory they are learned. Less good than SAM, with every feature of it.
 *
 * <p>Used by one thread at a time, with one embedding at a time or several.
 */
public final class EdgeSegmenter implements PromptSegmenter {
    /** Longer side of the picture that is looked at: finer shows more small things, at a cost that rises with its square. */
    public static final int DEFAULT_WORKING_SIDE = 704;

    private final EdgeLook look;
    private final Optional<TorchModel> network;

    private EdgeSegmenter(Optional<TorchModel> network, int workingSide) {
        this.network = network;
        look = new EdgeLook(network, workingSide);
    }

    /** Uses {@code ldc_mdbd} where the directory has it. */
    public static EdgeSegmenter open(Optional<ModelDirectory> models) {
        return open(models, DEFAULT_WORKING_SIDE);
    }

    /** @param workingSide longer side of the picture that is looked at, pixels, at least 64; smaller pictures are not enlarged */
    public static EdgeSegmenter open(Optional<ModelDirectory> models, int workingSide) {
        if (workingSide < 64 || workingSide > ImageSize.MAX_SIDE) {
            throw new IllegalArgumentException("working side: expected 64.." + ImageSize.MAX_SIDE + ", got " + workingSide);
        }
        return new EdgeSegmenter(models.flatMap(directory -> directory.load("ldc_mdbd")), workingSide);
    }

    @Override
    public String method() {
        return look.method();
    }

    /** Thresholds that suit this segmenter: its predicted IoU is a calibrated expectation, far below SAM's. */
    @Override
    public MaskGeneratorOptions everythingDefaults() {
        return network.isPresent() ? MaskGeneratorOptions.edgeDefaults() : MaskGeneratorOptions.gradientDefaults();
    }

    @Override
    public PictureEmbedding embed(@Shape("H W 3") ByteBuffer rgb, ImageSize size) {
        return look.embed(rgb, size);
    }

    @Override
    public void close() {
        network.ifPresent(TorchModel::close);
    }
}
