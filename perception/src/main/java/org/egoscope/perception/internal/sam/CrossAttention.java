package org.egoscope.perception.internal.sam;

import org.egoscope.torch.Tensor;

/**
 * Attention between a few tokens and the many cells of a picture. By associativity the projections of the cells can be taken over by the
 * tokens: {@code q (W x)ᵀ = (q W) xᵀ} and {@code p (x Wᵀ) = (p x) Wᵀ}, so that each cell is multiplied by as many vectors as there are
 * tokens and heads, in place of the inner width. That is done where it is less work, as it is for one click: 56 vectors in place of 128.
 * What a bias adds to all logits of a query alike does not change its shares.
 */
final class CrossAttention {
    private final Layers layers;
    private final String name;
    private final int heads;

    CrossAttention(Layers layers, String name, int heads) {
        this.layers = layers;
        this.name = name;
        this.heads = heads;
    }

    /**
     * Tokens look at cells.
     *
     * @param queries {@code [B, T, C]}
     * @param keys {@code [B or 1, cells, C]}
     * @param values {@code [B or 1, cells, C]}
     */
    Tensor lookAtCells(Tensor queries, Tensor keys, Tensor values) {
        long vectors = queries.side(0) * queries.side(1) * heads;
        if (vectors > keys.side(0) * inner()) {
            return layers.attention(name, queries, keys, values, heads);
        }
        Tensor q = Layers.split(layers.linear(name + ".q_proj", queries), heads);
        Tensor wide = flat(q.matmul(byHead("k_proj")).mul(factor()));
        Tensor shares = wide.matmul(keys.transpose(1, 2)).softmax(-1);
        Tensor mixed = shares.matmul(values).reshape(queries.side(0), heads, queries.side(1), queries.side(2));
        Tensor answers = Layers.joined(mixed.matmul(byHead("v_proj").transpose(1, 2)));
        return layers.linear(name + ".out_proj", answers.add(layers.weight(name + ".v_proj.bias")));
    }

    /**
     * Cells look at tokens.
     *
     * @param queries {@code [B or 1, cells, C]}
     * @param keys {@code [B, T, C]}
     * @param values {@code [B, T, C]}
     */
    Tensor lookAtTokens(Tensor queries, Tensor keys, Tensor values) {
        long batch = keys.side(0);
        long tokens = keys.side(1);
        if (2 * batch * tokens * heads > (queries.side(0) + batch) * inner()) {
            return layers.attention(name, queries, keys, values, heads);
        }
        Tensor k = Layers.split(layers.linear(name + ".k_proj", keys), heads).mul(factor());
        Tensor wide = flat(k.matmul(byHead("q_proj")));
        Tensor bias = layers.weight(name + ".q_proj.bias").reshape(heads, inner() / heads, 1);
        Tensor logits = queries.matmul(wide.transpose(1, 2)).add(k.matmul(bias).reshape(batch, 1, heads * tokens));
        Tensor shares = logits.reshape(batch, queries.side(1), heads, tokens).softmax(-1).reshape(batch, queries.side(1), heads * tokens);
        Tensor v = Layers.split(layers.linear(name + ".v_proj", values), heads);
        Tensor out = layers.weight(name + ".out_proj.weight").transpose(0, 1).reshape(heads, inner() / heads, keys.side(2));
        return shares.matmul(flat(v.matmul(out))).add(layers.weight(name + ".out_proj.bias"));
    }

    private long inner() {
        return layers.weight(name + ".q_proj.weight").side(0);
    }

    private double factor() {
        return 1 / Math.sqrt((double) inner() / heads);
    }

    /** A projection's weights {@code [heads, channels of a head, C]}. */
    private Tensor byHead(String projection) {
        Tensor weight = layers.weight(name + "." + projection + ".weight");
        return weight.reshape(heads, weight.side(0) / heads, weight.side(1));
    }

    /** {@code [B, heads, T, C]} to {@code [B, heads T, C]}. */
    private static Tensor flat(Tensor x) {
        return x.reshape(x.side(0), x.side(1) * x.side(2), x.side(3));
    }
}
