package org.egoscope.perception.internal.sam2;

import org.egoscope.perception.internal.sam.Layers;
import org.egoscope.torch.Tensor;
import org.egoscope.torch.TensorScope;
import org.egoscope.torch.Tensors;

/** Lets the map of the present picture attend to the memories of an object in earlier ones. */
final class MemoryAttention implements AutoCloseable {
    private static final double EPSILON = 1e-5;
    /** Share of the position encoding that is added to the map. */
    private static final double POSITION_SHARE = 0.1;

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
     * The conditioned map, {@code [1, grid * grid, width]}.
     *
     * @param map {@code [1, grid * grid, width]}
     * @param positions sine encoding of its places, same shape
     */
    Tensor condition(Tensor map, Tensor positions, Memory memory) {
        Tensor x = map.add(positions.mul(POSITION_SHARE));
        Tensor keys = memory.values().add(memory.positions());
        for (int i = 0; i < shape.memoryLayers(); i++) {
            String name = "memory_attention.layers." + i;
            Tensor before = x;
            x = TensorScope.only(() -> layer(name, before, keys, memory));
        }
        return layers.layerNorm("memory_attention.norm", x, EPSILON);
    }

    private Tensor layer(String name, Tensor before, Tensor memoryKeys, Memory memory) {
        Tensor x = before.add(TensorScope.only(() -> {
            Tensor normed = layers.layerNorm(name + ".norm1", before, EPSILON);
            return attention(name + ".self_attn", normed, normed, normed, 0);
        }));
        Tensor y = x.add(TensorScope.only(() -> {
            Tensor normed = layers.layerNorm(name + ".norm2", x, EPSILON);
            return attention(name + ".cross_attn_image", normed, memoryKeys, memory.values(), memory.pointerTokens());
        }));
        Tensor hidden = layers.linear(name + ".linear1", layers.layerNorm(name + ".norm3", y, EPSILON)).relu();
        return layers.linear(name + ".linear2", hidden).addInPlace(y, 1);
    }

    /** One head over all channels. */
    private Tensor attention(String name, Tensor queries, Tensor keys, Tensor values, int unplaced) {
        Tensor q = rotary.turned(layers.linear(name + ".q_proj", queries));
        Tensor k = turnedKeys(layers.linear(name + ".k_proj", keys), unplaced);
        Tensor v = layers.linear(name + ".v_proj", values);
        Tensor attended = q.unsqueeze(1).attention(k.unsqueeze(1), v.unsqueeze(1), null, 1 / Math.sqrt(shape.width()));
        return layers.linear(name + ".out_proj", attended.reshape(q.shape()));
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
