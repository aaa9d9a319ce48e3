package org.egoscope.perception.internal.clip;

import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.egoscope.torch.FloatTensor;
import org.egoscope.torch.WeightSource;

/** A small CLIP with random weights. */
record SeededClip(Map<String, FloatTensor> tensors) implements WeightSource {
    static final ClipShape SHAPE = new ClipShape(
            16, 12, 4, new ClipShape.Tower(128, 2, 2), 9, 560, new ClipShape.Tower(64, 3, 1));

    static SeededClip of(long seed) {
        Map<String, FloatTensor> tensors = new TreeMap<>();
        SHAPE.parameters().forEach((name, shape) -> {
            SplittableRandom random = new SplittableRandom(seed + name.hashCode());
            float[] values = new float[FloatTensor.elementCount(shape)];
            // As large as trained ones are, so that no part of the network is without effect.
            double scale = shape.length < 2 ? 0.3 : 1.5 / Math.sqrt(shape[shape.length - 1]);
            for (int i = 0; i < values.length; i++) {
                double noise = (random.nextDouble() - 0.5) * 3.4 * scale;
                values[i] = (float) (name.contains("ln_") && name.endsWith("weight") ? 1 + noise : noise);
            }
            tensors.put(name, FloatTensor.of(values, shape));
        });
        return new SeededClip(tensors);
    }

    @Override
    public Set<String> names() {
        return tensors.keySet();
    }

    @Override
    public long[] shape(String name) {
        return tensors.get(name).shape();
    }

    @Override
    public FloatTensor floats(String name) {
        return tensors.get(name);
    }

    double at(String name, int... index) {
        FloatTensor tensor = tensors.get(name);
        int flat = 0;
        for (int axis = 0; axis < index.length; axis++) {
            flat = flat * (int) tensor.side(axis) + index[axis];
        }
        return tensor.get(flat);
    }
}
