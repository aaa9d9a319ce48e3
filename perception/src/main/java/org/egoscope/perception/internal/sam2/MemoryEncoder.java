package org.egoscope.perception.internal.sam2;

import org.egoscope.perception.internal.sam.Layers;
import org.egoscope.torch.Tensor;

/** Writes down where an object is in a picture and what is there, as a map of few channels. */
final class MemoryEncoder {
    /** Halvings of the mask. */
    static final int REDUCTIONS = 4;
    /** ConvNeXt blocks (Liu et al. 2022). */
    static final int FUSER_BLOCKS = 2;

    static final int KERNEL = 7;
    private static final double EPSILON = 1e-6;

    private final Layers layers;

    MemoryEncoder(Layers layers) {
        this.layers = layers;
    }

    /**
     * {@code [1, memoryWidth, grid, grid]}.
     *
     * @param map {@code [1, width, grid, grid]}, as the neck gave it
     * @param mask {@code [1, 1, imageSize, imageSize]}, scaled
     */
    Tensor encode(Tensor map, Tensor mask) {
        Tensor x = layers.conv("memory_encoder.pix_feat_proj", map, 1, 0).add(reduced(mask));
        for (int i = 0; i < FUSER_BLOCKS; i++) {
            x = fused("memory_encoder.fuser.layers." + i, x);
        }
        return layers.conv("memory_encoder.out_proj", x, 1, 0);
    }

    private Tensor reduced(Tensor mask) {
        String name = "memory_encoder.mask_downsampler.encoder.";
        Tensor x = mask;
        for (int i = 0; i < REDUCTIONS; i++) {
            x = layers.layerNorm2d(name + (3 * i + 1), layers.conv(name + 3 * i, x, 2, 1)).gelu();
        }
        return layers.conv(name + 3 * REDUCTIONS, x, 1, 0);
    }

    private Tensor fused(String name, Tensor x) {
        Tensor local = layers.conv(name + ".dwconv", x, 1, KERNEL / 2, (int) x.side(1));
        Tensor normed = layers.layerNorm(name + ".norm", local.permute(0, 2, 3, 1), EPSILON);
        Tensor mixed = layers.linear(name + ".pwconv2", layers.linear(name + ".pwconv1", normed).gelu()).mul(layers.weight(name + ".gamma"));
        return x.add(mixed.permute(0, 3, 1, 2));
    }
}
