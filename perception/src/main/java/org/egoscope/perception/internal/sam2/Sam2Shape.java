package org.egoscope.perception.internal.sam2;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.egoscope.perception.internal.sam.DecoderConfig;
import org.egoscope.torch.WeightSource;

/**
 * Sizes of a SAM 2.1 network.
 *
 * @param name as in the names of the official checkpoints
 * @param imageSize side of the square that pictures are brought to, pixels
 * @param trunk picture to pyramid
 * @param width channels of maps and tokens
 * @param memoryWidth channels of memories
 * @param memoryFeedForward hidden channels in the memory attention
 * @param memoryLayers of the memory attention
 * @param memories maps in the memory of an object, the present one included
 * @param pointers object pointers that tracking looks back to
 */
public record Sam2Shape(
        String name,
        int imageSize,
        HieraShape trunk,
        int width,
        int memoryWidth,
        int memoryFeedForward,
        int memoryLayers,
        int memories,
        int pointers) {
    /** Picture pixels per pixel of the map that is attended to. */
    static final int STRIDE = 16;

    private static final List<Integer> WINDOWS = List.of(8, 4, 14, 7);

    public static Sam2Shape tiny() {
        return official("tiny", new HieraShape(96, 1, List.of(1, 2, 7, 2), Set.of(5, 7, 9), WINDOWS, 7));
    }

    public static Sam2Shape small() {
        return official("small", new HieraShape(96, 1, List.of(1, 2, 11, 2), Set.of(7, 10, 13), WINDOWS, 7));
    }

    public static Sam2Shape basePlus() {
        return official("base_plus", new HieraShape(112, 2, List.of(2, 3, 16, 3), Set.of(12, 16, 20), WINDOWS, 14));
    }

    public static Sam2Shape large() {
        return official("large", new HieraShape(144, 2, List.of(2, 6, 36, 4), Set.of(23, 33, 43), List.of(8, 4, 16, 8), 7));
    }

    private static Sam2Shape official(String size, HieraShape trunk) {
        return new Sam2Shape("sam2.1_hiera_" + size, 1024, trunk, 256, 64, 2048, 4, 7, 16);
    }

    private static List<Sam2Shape> official() {
        return List.of(tiny(), small(), basePlus(), large());
    }

    /** The official one of this name. */
    public static Optional<Sam2Shape> named(String name) {
        return official().stream().filter(shape -> shape.name.equals(name)).findFirst();
    }

    /** The official one with this trunk, told by its first channels and number of blocks; empty if it is none of them. */
    public static Optional<Sam2Shape> of(WeightSource source) {
        String first = "image_encoder.trunk.patch_embed.proj.bias";
        if (!source.names().contains(first)) {
            return Optional.empty();
        }
        long width = source.shape(first)[0];
        int blocks = 0;
        while (source.names().contains("image_encoder.trunk.blocks." + blocks + ".norm1.weight")) {
            blocks++;
        }
        int count = blocks;
        return official().stream()
                .filter(shape -> shape.trunk.width() == width && shape.trunk.blockCount() == count)
                .findFirst();
    }

    /** Side of the map that is attended to. */
    int grid() {
        return imageSize / STRIDE;
    }

    /** Side of the masks that the decoder makes. */
    int maskSide() {
        return imageSize / 4;
    }

    DecoderConfig decoder() {
        return new DecoderConfig(DecoderConfig.Family.SAM2, imageSize, width, 2048, 256);
    }
}
