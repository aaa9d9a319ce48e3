package org.egoscope.perception;

import java.nio.file.Path;
import java.util.Optional;
import org.egoscope.core.ErrorKind;
import org.egoscope.core.PipelineException;
import org.egoscope.perception.internal.sam.Checkpoints;
import org.egoscope.perception.internal.sam2.Sam2Network;
import org.egoscope.perception.internal.sam2.Sam2Segmenter;
import org.egoscope.perception.internal.sam2.Sam2Shape;
import org.egoscope.perception.internal.sam2.Sam2VideoSegmenter;
import org.egoscope.torch.Products;
import org.egoscope.torch.Tensor;
import org.egoscope.torch.TorchDevice;
import org.egoscope.torch.WeightFile;
import org.egoscope.torch.WeightSource;

/**
 * Opens checkpoints of the SAM family as they are published: SAM ViT-B, -L, -H, MobileSAM, and SAM 2.1 tiny, small, base+ and large, as
 * safetensors or as PyTorch wrote them.
 */
public final class SamModels {
    private static final int IMAGE_SIDE = 1024;

    private SamModels() {}

    /**
     * Recognises the model by the names and shapes in the file and loads it. MobileSAM of other than the published sizes is taken to see
     * pictures of 1024 x 1024.
     *
     * @param products of the image encoder; prompts are always decoded in float32
     * @throws PipelineException with kind MODEL if the file cannot be read, is none of these models, or has missing, extra or misshapen
     *     parameters, which are listed
     */
    public static PromptSegmenter open(Path path, TorchDevice device, Products products) {
        Tensor.Precision precision = products.on(device);
        try (WeightFile file = WeightFile.open(path, "model")) {
            Optional<Sam2Shape> shape = Sam2Shape.of(file);
            return shape.isPresent()
                    ? new Sam2Segmenter(Sam2Network.load(file, shape.get(), device).encodingIn(precision))
                    : Checkpoints.load(file, device, IMAGE_SIDE).encodingIn(precision);
        }
    }

    /**
     * Opens a model that follows objects through videos: one of SAM 2.1.
     *
     * @throws PipelineException with kind MODEL as {@link #open}
     */
    public static VideoSegmenter openVideo(Path path, TorchDevice device, Products products, VideoSegmenterOptions options) {
        return Sam2VideoSegmenter.owning(network(path, device, products), options);
    }

    /** True if the file has a SAM 2.1, which follows things; false for what only {@link #open} can say. */
    static boolean follows(Path path) {
        try (WeightFile file = WeightFile.open(path, "model")) {
            return Sam2Shape.of(file).isPresent();
        }
    }

    static Sam2Network network(Path path, TorchDevice device, Products products) {
        Tensor.Precision precision = products.on(device);
        try (WeightFile file = WeightFile.open(path, "model")) {
            return Sam2Network.load(file, shape(file), device).encodingIn(precision);
        }
    }

    private static Sam2Shape shape(WeightSource source) {
        return Sam2Shape.of(source)
                .orElseThrow(() -> new PipelineException(
                        ErrorKind.MODEL, "weights: expected those of a SAM 2.1 to follow objects through a video, got others"));
    }
}
