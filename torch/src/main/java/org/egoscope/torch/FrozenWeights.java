package org.egoscope.torch;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.egoscope.core.ErrorKind;
import org.egoscope.core.PipelineException;

/**
 * The named weights of a network that is used, not trained. They outlive scopes until {@link #close()}. On the CPU they lie where the
 * source has them, which is in the file itself where that is mapped: the file must then not be changed while they are in use.
 */
public final class FrozenWeights implements AutoCloseable {
    private final Map<String, Tensor> tensors = new TreeMap<>();
    private final Map<String, Tensor> reduced = new TreeMap<>();
    private final TorchDevice device;

    private FrozenWeights(TorchDevice device) {
        this.device = device;
    }

    /**
     * Takes the expected tensors.
     *
     * @param expected shape by name; a side of -1 fits any length
     * @param unused names that may be there but are not read
     * @throws PipelineException with {@link ErrorKind#MODEL} that lists missing, extra and misshapen ones
     */
    public static FrozenWeights load(
            WeightSource source, Map<String, long[]> expected, Predicate<String> unused, TorchDevice device) {
        List<String> wrong = new ArrayList<>();
        new TreeMap<>(expected).forEach((name, shape) -> {
            if (!source.names().contains(name)) {
                wrong.add(name + " is missing");
            } else if (!fits(shape, source.shape(name))) {
                wrong.add(name + ": expected " + Arrays.toString(shape) + ", got " + Arrays.toString(source.shape(name)));
            }
        });
        source.names().stream()
                .filter(name -> !expected.containsKey(name) && !unused.test(name))
                .sorted()
                .forEach(name -> wrong.add(name + " is not of this network"));
        if (!wrong.isEmpty()) {
            throw new PipelineException(ErrorKind.MODEL, "weights: " + String.join("; ", wrong));
        }
        FrozenWeights weights = new FrozenWeights(device);
        try {
            expected.keySet().forEach(name -> weights.put(name, source.floats(name)));
        } catch (RuntimeException e) {
            weights.close();
            throw e;
        }
        return weights;
    }

    private static boolean fits(long[] expected, long[] given) {
        if (expected.length != given.length) {
            return false;
        }
        for (int i = 0; i < given.length; i++) {
            if (expected[i] >= 0 && expected[i] != given[i]) {
                return false;
            }
        }
        return true;
    }

    private void put(String name, FloatTensor values) {
        try (TensorScope scope = TensorScope.inference()) {
            tensors.put(name, Tensors.sharing(values, device).keep());
        }
    }

    public Tensor get(String name) {
        Tensor tensor = tensors.get(name);
        if (tensor == null) {
            throw new IllegalArgumentException("weights: expected " + name + ", got none");
        }
        return tensor;
    }

    /** The same in fewer bits, a copy that is made once. Used by one thread at a time. */
    public Tensor get(String name, Tensor.Precision precision) {
        if (precision == Tensor.Precision.FLOAT32) {
            return get(name);
        }
        return reduced.computeIfAbsent(precision + " " + name, key -> get(name).to(precision).keep());
    }

    public boolean contains(String name) {
        return tensors.containsKey(name);
    }

    public TorchDevice device() {
        return device;
    }

    /** Number of values. */
    public long count() {
        return tensors.values().stream().mapToLong(tensor -> FloatTensor.elementCount(tensor.shape())).sum();
    }

    @Override
    public void close() {
        tensors.values().forEach(Tensor::release);
        tensors.clear();
        reduced.values().forEach(Tensor::release);
        reduced.clear();
    }
}
