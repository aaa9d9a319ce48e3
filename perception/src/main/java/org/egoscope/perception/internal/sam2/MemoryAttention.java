package org.egoscope.perception.internal.sam2;

import java.util.ArrayList;
import java.util.List;
import org.egoscope.perception.internal.sam.Layers;
import org.egoscope.torch.Tensor;
import org.egoscope.torch.TensorScope;
import org.egoscope.torch.Tensors;

/** Lets the map of the present picture attend to the memories of an object in earlier ones. */
final class MemoryAttention implements AutoCloseable {
    private static final double EPSILON = 1e-5;
    /** Share of the position encoding that is added to the map. */
    private static final double POSITION_SHARE = 0.1;

    /** Their shares of all tokens of memory stay within the caches. */
    private static final int QUERIES_AT_ONCE = 256;

    private final Sam2Shape shape;
    private final Layers layers;
    private final AxialRotary rotary;

    MemoryAttention(Sam2Shape shape, Layers layers) {
        this.shape = shape;
        this.layers = layers;
        rotary = new AxialRotary(shape.width(), shape.grid(), layers.device());
    }

    /**
     * What there is to attend to.
     *
     * @param values {@code [1, maps * grid * grid + pointerTokens, memoryWidth]}
     * @param positions of the values, same shape
     * @param pointerTokens tokens at the end that have no place in the grid
     */
    record Memory(Tensor values, Tensor positions, int pointerTokens) {}

    /**
     * The part of the work that needs no memory, the same for all objects: {@code [1, grid * grid, width]}.
     *
     * @param map {@code [1, grid * grid, width]}
     * @param positions sine encoding of its places, same shape
     */
    Tensor begun(Tensor map, Tensor positions) {
        return TensorScope.only(() -> withItself(layer(0), map.add(positions.mul(POSITION_SHARE))));
    }

    /**
     * The conditioned map, {@code [1, grid * grid, width]}.
     *
     * @param begun by {@link #begun}
     */
    Tensor condition(Tensor begun, Memory memory) {
        Tensor keys = memory.values().add(memory.positions());
        Tensor x = begun;
        for (int i = 0; i < shape.memoryLayers(); i++) {
            String name = layer(i);
            boolean first = i == 0;
            Tensor before = x;
            x = TensorScope.only(() -> {
                Tensor own = first ? before : withItself(name, before);
                Tensor seen = TensorScope.only(() -> own.add(withMemory(name, own, keys, memory)));
                Tensor hidden = layers.linear(name + ".linear1", layers.layerNorm(name + ".norm3", seen, EPSILON)).relu();
                return layers.linear(name + ".linear2", hidden).addInPlace(seen, 1);
            });
        }
        return layers.layerNorm("memory_attention.norm", x, EPSILON);
    }

    private static String layer(int index) {
        return "memory_attention.layers." + index;
    }

    /** One head over all channels. */
    private Tensor withItself(String layer, Tensor x) {
        String name = layer + ".self_attn";
        return x.add(TensorScope.only(() -> {
            Tensor normed = layers.layerNorm(layer + ".norm1", x, EPSILON);
            Tensor q = rotary.turned(layers.linear(name + ".q_proj", normed)).unsqueeze(1);
            Tensor k = rotary.turned(layers.linear(name + ".k_proj", normed)).unsqueeze(1);
            Tensor v = layers.linear(name + ".v_proj", normed).unsqueeze(1);
            Tensor attended = q.attention(k, v, null, 1 / Math.sqrt(shape.width()));
            return layers.linear(name + ".out_proj", attended.reshape(x.shape()));
        }));
    }

    /**
     * One head over all channels. Values are projected after they are mixed, when they are a quarter as wide and there are fewer of them:
     * shares add up to one, so the order does not matter. Written out in blocks of queries; the library's fused attention wants values as
     * wide as keys (measured with three maps: 470 against 680 ms a layer).
     */
    private Tensor withMemory(String layer, Tensor x, Tensor keys, Memory memory) {
        String name = layer + ".cross_attn_image";
        Tensor normed = layers.layerNorm(layer + ".norm2", x, EPSILON);
        Tensor q = rotary.turned(layers.linear(name + ".q_proj", normed)).mulInPlace(1 / Math.sqrt(shape.width()));
        Tensor k = turnedKeys(layers.linear(name + ".k_proj", keys), memory.pointerTokens()).transpose(1, 2);
        List<Tensor> blocks = new ArrayList<>();
        for (long start = 0; start < q.side(1); start += QUERIES_AT_ONCE) {
            Tensor some = q.narrow(1, start, Math.min(QUERIES_AT_ONCE, q.side(1) - start));
            blocks.add(TensorScope.only(() -> some.matmul(k).softmax(-1).matmul(memory.values())));
        }
        return layers.linear(name + ".out_proj", layers.linear(name + ".v_proj", Tensors.cat(1, blocks)));
    }

    private Tensor turnedKeys(Tensor keys, int unplaced) {
        if (unplaced == 0) {
            return rotary.turned(keys);
        }
        long placed = keys.side(1) - unplaced;
        return Tensors.cat(1, rotary.turned(keys.narrow(1, 0, placed)), keys.narrow(1, placed, unplaced));
    }

    @Override
    public void close() {
        rotary.close();
    }
}
