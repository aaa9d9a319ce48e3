package org.egoscope.perception.internal.sam;

import java.util.ArrayList;
import java.util.List;
import org.egoscope.torch.Tensor;
import org.egoscope.torch.TensorScope;
import org.egoscope.torch.Tensors;

/** SAM's vision transformer: attention in windows with a few global blocks, positions relative per axis (Li et al. 2022). */
final class ImageEncoderVit implements ImageEncoder {
    private static final double EPSILON = 1e-6;
    /**
     * Queries that are answered at once by a global block. All of them would need a bias of 4096 x 4096 values for each head, 0.8 GB for
     * the base model; at 128 the allocator has the memory at hand and need not ask the kernel for it each time.
     */
    private static final int QUERIES_AT_ONCE = 128;

    private final Layers layers;
    private final VitConfig config;
    private final List<RelativePositions> positions = new ArrayList<>();

    /**
     * Vectors of one block by where query and key lie along an axis.
     *
     * @param down {@code [reach, d, reach]}: query's row, channel, key's row
     * @param across {@code [reach, d, reach]}: query's column, channel, key's column
     */
    private record RelativePositions(Tensor down, Tensor across) {}

    ImageEncoderVit(Layers layers, VitConfig config) {
        this.layers = layers;
        this.config = config;
        try (TensorScope scope = TensorScope.inference()) {
            for (int i = 0; i < config.depth(); i++) {
                String table = name(i, "attn.rel_pos_");
                Tensor down = byPair(layers.weight(table + "h"), config.reach(i));
                positions.add(new RelativePositions(down.keep(), byPair(layers.weight(table + "w"), config.reach(i)).keep()));
            }
        }
    }

    private static String name(int block, String layer) {
        return VitConfig.PREFIX + "blocks." + block + "." + layer;
    }

    /** Row {@code query - key + reach - 1} of the table for each pair. */
    private static Tensor byPair(Tensor table, int reach) {
        int[] rows = new int[reach * reach];
        for (int query = 0; query < reach; query++) {
            for (int key = 0; key < reach; key++) {
                rows[query * reach + key] = query - key + reach - 1;
            }
        }
        return table.select(0, rows).reshape(reach, reach, table.side(1)).transpose(1, 2).contiguous();
    }

    @Override
    public Tensor encode(Tensor pictures) {
        Tensor x = TensorScope.only(() -> patches(pictures));
        for (int i = 0; i < config.depth(); i++) {
            int index = i;
            Tensor before = x;
            x = TensorScope.only(() -> block(index, before));
        }
        Tensor last = x;
        return TensorScope.only(() -> Neck.apply(layers, last.permute(0, 3, 1, 2)));
    }

    /** {@code [B, 3, S, S]} to {@code [B, g, g, C]}, place added. */
    Tensor patches(Tensor pictures) {
        Tensor tokens = embedPatches(pictures);
        return tokens.add(layers.weight(VitConfig.PREFIX + "pos_embed"));
    }

    Tensor embedPatches(Tensor pictures) {
        return layers.conv(VitConfig.PREFIX + "patch_embed.proj", pictures, VitConfig.PATCH, 0).permute(0, 2, 3, 1);
    }

    /** {@code [B, g, g, C]} to the same. */
    Tensor block(int index, Tensor x) {
        Tensor normed = layers.layerNorm(name(index, "norm1"), x, EPSILON);
        Tensor attended;
        if (config.globalBlocks().contains(index)) {
            attended = attention(index, normed);
        } else {
            Windows windows = new Windows(x.side(1), x.side(2), config.window());
            // Added tokens are not hidden from the others; the network learned with them.
            attended = windows.joined(attention(index, windows.cut(normed)));
        }
        Tensor y = x.add(attended);
        Tensor again = layers.layerNorm(name(index, "norm2"), y, EPSILON);
        return y.add(layers.feedForward(name(index, "mlp.lin1"), name(index, "mlp.lin2"), again));
    }

    /** {@code [B, r, r, C]} to the same, r being the block's reach. */
    Tensor attention(int index, Tensor x) {
        long batch = x.side(0);
        int reach = config.reach(index);
        int heads = config.heads();
        long size = config.width() / heads;
        Tensor qkv = layers.linear(name(index, "attn.qkv"), x)
                .reshape(batch, (long) reach * reach, 3, heads, size)
                .permute(2, 0, 3, 1, 4)
                .contiguous();
        Tensor q = qkv.narrow(0, 0, 1).reshape(batch, heads, reach, reach, size);
        Tensor k = qkv.narrow(0, 1, 1).reshape(batch, heads, (long) reach * reach, size);
        Tensor v = qkv.narrow(0, 2, 1).reshape(batch, heads, (long) reach * reach, size);
        // Relative positions meet the unscaled queries.
        Tensor down = q.matmul(positions.get(index).down());
        Tensor across = q.transpose(2, 3).matmul(positions.get(index).across()).transpose(2, 3);
        List<Tensor> parts = new ArrayList<>();
        int rowsAtOnce = Math.max(1, QUERIES_AT_ONCE / reach);
        for (int row = 0; row < reach; row += rowsAtOnce) {
            int from = row;
            int rows = Math.min(rowsAtOnce, reach - row);
            parts.add(TensorScope.only(() -> {
                Tensor bias = down.narrow(2, from, rows).unsqueeze(5).add(across.narrow(2, from, rows).unsqueeze(4));
                long queries = (long) rows * reach;
                return q.narrow(2, from, rows).reshape(batch, heads, queries, size)
                        .attention(k, v, bias.reshape(batch, heads, queries, (long) reach * reach), 1 / Math.sqrt(size));
            }));
        }
        Tensor all = parts.size() == 1 ? parts.get(0) : Tensors.cat(2, parts);
        return layers.linear(name(index, "attn.proj"), Layers.joined(all)).reshape(batch, reach, reach, config.width());
    }

    @Override
    public void close() {
        positions.forEach(position -> {
            position.down().release();
            position.across().release();
        });
    }
}
