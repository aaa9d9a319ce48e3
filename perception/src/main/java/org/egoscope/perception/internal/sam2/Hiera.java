package org.egoscope.perception.internal.sam2;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.egoscope.perception.internal.sam.Layers;
import org.egoscope.torch.Tensor;
import org.egoscope.torch.Tensor.Interpolation;
import org.egoscope.torch.TensorScope;

/** Pictures to a pyramid of four maps: a vision transformer whose stages halve the grid and double the channels. */
final class Hiera {
    private static final String TRUNK = "image_encoder.trunk.";
    private static final double EPSILON = 1e-6;
    private static final int PATCH_STRIDE = 4;
    private static final int PATCH_PADDING = 3;

    private final HieraShape shape;
    private final Layers layers;

    Hiera(HieraShape shape, Layers layers) {
        this.shape = shape;
        this.layers = layers;
    }

    /**
     * The maps at the end of each stage, finest first, {@code [B, H, W, C]}.
     *
     * @param pictures {@code [B, 3, H, W]}, normalised
     * @param boundaries is given every stage boundary with its name; for tests
     */
    List<Tensor> pyramid(Tensor pictures, BiConsumer<String, Tensor> boundaries) {
        Tensor x = layers.conv(TRUNK + "patch_embed.proj", pictures, PATCH_STRIDE, PATCH_PADDING).permute(0, 2, 3, 1);
        boundaries.accept("patch_embed", x);
        Tensor positions = positions((int) x.side(1), (int) x.side(2));
        boundaries.accept("pos_embed_full", positions);
        x = x.add(positions);
        List<Tensor> levels = new ArrayList<>();
        for (int i = 0; i < shape.blockCount(); i++) {
            Tensor before = x;
            int index = i;
            x = TensorScope.only(() -> block(index, before, boundaries));
            boundaries.accept("blocks." + i, x);
            if (shape.block(i).last()) {
                levels.add(x);
            }
        }
        return levels;
    }

    /** {@code [1, H, W, C]}: a coarse grid, smoothly enlarged, plus the same pattern in every window. */
    private Tensor positions(int height, int width) {
        Tensor window = layers.weight(TRUNK + "pos_embed_window");
        int side = (int) window.side(2);
        int down = (height + side - 1) / side;
        int across = (width + side - 1) / side;
        Tensor tiled = window.reshape(1, shape.width(), 1, side, 1, side)
                .expand(1, shape.width(), down, side, across, side)
                .reshape(1, shape.width(), (long) down * side, (long) across * side)
                .narrow(2, 0, height)
                .narrow(3, 0, width);
        return layers.weight(TRUNK + "pos_embed").resize(Interpolation.BICUBIC, height, width).add(tiled).permute(0, 2, 3, 1);
    }

    private Tensor block(int index, Tensor x, BiConsumer<String, Tensor> boundaries) {
        HieraShape.Block block = shape.block(index);
        String name = TRUNK + "blocks." + index;
        Tensor normed = layers.layerNorm(name + ".norm1", x, EPSILON);
        Tensor shortcut = block.pools() ? pooled(layers.linear(name + ".proj", normed)) : x;
        Tensor attended = attention(block, name + ".attn", normed, out -> boundaries.accept("blocks." + index + ".attention", out));
        Tensor y = shortcut.add(attended);
        return TensorScope.only(() -> layers.feedForward(
                        name + ".mlp.layers.0", name + ".mlp.layers.1", layers.layerNorm(name + ".norm2", y, EPSILON)))
                .addInPlace(y, 1);
    }

    private static Tensor pooled(Tensor grid) {
        return grid.permute(0, 3, 1, 2).maxPool2d(2).permute(0, 2, 3, 1);
    }

    private Tensor attention(HieraShape.Block block, String name, Tensor x, Consumer<Tensor> boundary) {
        int height = (int) x.side(1);
        int width = (int) x.side(2);
        Windows windows = new Windows(height, width, block.window());
        Tensor inside = windowed(block, name, windows.split(x));
        boundary.accept(inside);
        return block.pools() ? windows.halved().join(inside) : windows.join(inside);
    }

    /** Attention within each of {@code [N, h, w, C]}. */
    private Tensor windowed(HieraShape.Block block, String name, Tensor x) {
        long count = x.side(0);
        long height = x.side(1);
        long width = x.side(2);
        long size = block.out() / block.heads();
        Tensor qkv = layers.linear(name + ".qkv", x).reshape(count, height * width, 3, block.heads(), size);
        Tensor queries = qkv.narrow(2, 0, 1).reshape(count, height, width, block.out());
        if (block.pools()) {
            queries = pooled(queries);
        }
        long rows = queries.side(1);
        long columns = queries.side(2);
        Tensor attended = queries.reshape(count, rows * columns, block.heads(), size)
                .transpose(1, 2)
                .attention(part(qkv, 1), part(qkv, 2), null, 1 / Math.sqrt(size));
        return layers.linear(name + ".proj", attended.transpose(1, 2).reshape(count, rows, columns, block.out()));
    }

    private static Tensor part(Tensor qkv, int index) {
        return qkv.narrow(2, index, 1).reshape(qkv.side(0), qkv.side(1), qkv.side(3), qkv.side(4)).transpose(1, 2);
    }

    /**
     * A grid cut into square windows; windows at the right and below are filled up with zeros.
     *
     * @param side of a window, 0 for the whole grid
     */
    record Windows(int height, int width, int side) {
        private int down() {
            return (height + side - 1) / side;
        }

        private int across() {
            return (width + side - 1) / side;
        }

        /** {@code [B, H, W, C]} to {@code [B * windows, side, side, C]}. */
        Tensor split(Tensor grid) {
            if (side == 0) {
                return grid;
            }
            long batch = grid.side(0);
            long channels = grid.side(3);
            Tensor padded = padded(grid);
            return padded.reshape(batch, down(), side, across(), side, channels)
                    .transpose(2, 3)
                    .reshape(batch * down() * across(), side, side, channels);
        }

        private Tensor padded(Tensor grid) {
            int below = down() * side - height;
            int right = across() * side - width;
            if (below == 0 && right == 0) {
                return grid;
            }
            return grid.permute(0, 3, 1, 2).pad(0, below, right).permute(0, 2, 3, 1);
        }

        /** The reverse. */
        Tensor join(Tensor windows) {
            if (side == 0) {
                return windows;
            }
            long batch = windows.side(0) / ((long) down() * across());
            long channels = windows.side(3);
            return windows.reshape(batch, down(), across(), side, side, channels)
                    .transpose(2, 3)
                    .reshape(batch, (long) down() * side, (long) across() * side, channels)
                    .narrow(1, 0, height)
                    .narrow(2, 0, width);
        }

        /** For a grid that was pooled 2x2 within its windows. */
        Windows halved() {
            return new Windows(height / 2, width / 2, side / 2);
        }
    }
}
