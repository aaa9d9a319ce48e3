package org.egoscope.perception.internal.sam;

import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.egoscope.torch.FloatTensor;
import org.egoscope.torch.WeightSource;

/** Weights by chance, to measure time and memory of a network whose checkpoint is not at hand. Its masks mean nothing. */
public final class RandomWeights implements WeightSource {
    private final Map<String, long[]> shapes;
    private final long seed;

    public RandomWeights(Map<String, long[]> shapes, long seed) {
        this.shapes = Map.copyOf(shapes);
        this.seed = seed;
    }

    @Override
    public Set<String> names() {
        return shapes.keySet();
    }

    @Override
    public long[] shape(String name) {
        return shapes.get(name).clone();
    }

    /** Products keep the spread of their input; norms scale by one; what is added is small. */
    @Override
    public FloatTensor floats(String name) {
        long[] shape = shape(name);
        FloatTensor values = FloatTensor.allocate(shape);
        boolean product = shape.length > 1;
        boolean positive = name.endsWith("running_var") || !product && name.endsWith(".weight");
        long inputs = 1;
        for (int i = 1; i < shape.length; i++) {
            inputs *= shape[i];
        }
        double spread = product ? 1 / Math.sqrt(inputs) : 0.02;
        Random random = new Random(seed ^ name.hashCode());
        for (int i = 0; i < values.count(); i++) {
            values.set(i, (float) ((positive ? 1 : 0) + spread * random.nextGaussian()));
        }
        return values;
    }
}
