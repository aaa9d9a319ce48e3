package org.egoscope.torch;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.egoscope.core.ErrorKind;
import org.egoscope.core.PipelineException;

/** The named weights of one network. They outlive scopes until {@link #close()}. */
public final class Parameters implements AutoCloseable {
    private final SortedMap<String, Tensor> tensors = new TreeMap<>();
    private final TorchDevice device;

    public Parameters(TorchDevice device) {
        this.device = device;
    }

    /** Normally distributed, from the seed and the name alone, so that a new layer does not change the others. */
    public void normal(String name, double deviation, long seed, long... shape) {
        float[] values = new float[FloatTensor.elementCount(shape)];
        SplittableRandom random = new SplittableRandom(seed * 0x9E3779B97F4A7C15L + name.hashCode());
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (random.nextGaussian() * deviation);
        }
        put(name, values, shape);
    }

    public void constant(String name, double value, long... shape) {
        float[] values = new float[FloatTensor.elementCount(shape)];
        Arrays.fill(values, (float) value);
        put(name, values, shape);
    }

    private void put(String name, float[] values, long... shape) {
        if (tensors.containsKey(name)) {
            throw new IllegalArgumentException("parameter " + name + ": expected one, got two");
        }
        try (TensorScope scope = TensorScope.training()) {
            tensors.put(name, Tensors.of(values, device, shape).requireGradient().keep());
        }
    }

    /** For networks that learn no more: gradients of their inputs then do not pay for those of the weights. */
    public void freeze() {
        tensors.values().forEach(tensor -> tensor.requireGradient(false));
    }

    public Tensor get(String name) {
        Tensor tensor = tensors.get(name);
        if (tensor == null) {
            throw new IllegalArgumentException("parameter " + name + ": expected one of " + tensors.keySet() + ", got none");
        }
        return tensor;
    }

    /** By name. */
    public SortedMap<String, Tensor> all() {
        return Collections.unmodifiableSortedMap(tensors);
    }

    public long count() {
        return tensors.values().stream().mapToLong(tensor -> FloatTensor.elementCount(tensor.shape())).sum();
    }

    /** Copies of the values. */
    public SortedMap<String, FloatTensor> values() {
        SortedMap<String, FloatTensor> values = new TreeMap<>();
        try (TensorScope scope = TensorScope.withoutGradients()) {
            tensors.forEach((name, tensor) -> values.put(name, FloatTensor.of(tensor.toArray(), tensor.shape())));
        }
        return values;
    }

    /**
     * Takes values by name.
     *
     * @throws PipelineException with {@link ErrorKind#MODEL} that lists missing, extra and misshapen ones
     */
    public void assign(Map<String, FloatTensor> values) {
        List<String> wrong = new ArrayList<>();
        for (Map.Entry<String, Tensor> entry : tensors.entrySet()) {
            FloatTensor given = values.get(entry.getKey());
            if (given == null) {
                wrong.add(entry.getKey() + " is missing");
            } else if (!given.hasShape(entry.getValue().shape())) {
                wrong.add(entry.getKey() + ": expected " + Arrays.toString(entry.getValue().shape()) + ", got "
                        + Arrays.toString(given.shape()));
            }
        }
        values.keySet().stream().filter(name -> !tensors.containsKey(name)).forEach(name -> wrong.add(name + " is not of this network"));
        if (!wrong.isEmpty()) {
            throw new PipelineException(ErrorKind.MODEL, "weights: " + String.join("; ", wrong));
        }
        try (TensorScope scope = TensorScope.withoutGradients()) {
            tensors.forEach((name, tensor) -> tensor.copyInPlace(Tensors.of(values.get(name), TorchDevice.CPU)));
        }
    }

    @Override
    public void close() {
        tensors.values().forEach(Tensor::release);
        tensors.clear();
    }
}
