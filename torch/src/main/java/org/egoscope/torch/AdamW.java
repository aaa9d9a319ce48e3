package org.egoscope.torch;

import java.util.Arrays;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.egoscope.core.ErrorKind;
import org.egoscope.core.PipelineException;

/**
 * AdamW (Loshchilov and Hutter 2019) with gradient clipping by the global norm and an exponential average of the weights. Weight decay
 * holds for matrices only, as is usual for transformers.
 */
public final class AdamW implements AutoCloseable {
    private static final double EPSILON = 1e-8;

    private final Parameters parameters;
    private final Settings settings;
    private final SortedMap<String, Tensor> first = new TreeMap<>();
    private final SortedMap<String, Tensor> second = new TreeMap<>();
    private final SortedMap<String, Tensor> average = new TreeMap<>();
    private long steps;

    /**
     * @param beta1 decay of the first moment
     * @param beta2 decay of the second moment
     * @param weightDecay decoupled, per unit of learning rate
     * @param clipNorm largest norm of all gradients together
     * @param averageDecay of the averaged weights at the end; earlier it is {@code (1 + n) / (10 + n)}
     */
    public record Settings(double beta1, double beta2, double weightDecay, double clipNorm, double averageDecay) {}

    public AdamW(Parameters parameters, Settings settings) {
        this.parameters = parameters;
        this.settings = settings;
        try (TensorScope scope = TensorScope.withoutGradients()) {
            parameters.all().forEach((name, tensor) -> {
                first.put(name, tensor.detach().mul(0).keep());
                second.put(name, tensor.detach().mul(0).keep());
                average.put(name, tensor.detach().mul(1).keep());
            });
        }
    }

    public long steps() {
        return steps;
    }

    /**
     * One step along the gradients, which are cleared. A parameter without a gradient stays as it is, with its moments.
     *
     * @return norm of all gradients before clipping; where it is not finite, nothing has been changed
     */
    public double step(double learningRate) {
        try (TensorScope scope = TensorScope.withoutGradients()) {
            double norm = gradientNorm();
            if (Double.isFinite(norm)) {
                steps++;
                double scale = Math.min(1, settings.clipNorm() / (norm + 1e-6));
                parameters.all().forEach((name, tensor) -> update(name, tensor, scale, learningRate));
                double decay = Math.min(settings.averageDecay(), (1.0 + steps) / (10.0 + steps));
                parameters.all().forEach((name, tensor) -> average.get(name).lerpInPlace(tensor, 1 - decay));
            }
            parameters.all().values().forEach(Tensor::clearGradient);
            return norm;
        }
    }

    private double gradientNorm() {
        double sum = 0;
        for (Tensor tensor : parameters.all().values()) {
            Tensor gradient = tensor.gradient();
            if (gradient != null) {
                sum += gradient.square().sum().item();
            }
        }
        return Math.sqrt(sum);
    }

    private void update(String name, Tensor tensor, double scale, double learningRate) {
        Tensor gradient = tensor.gradient();
        if (gradient == null) {
            return;
        }
        gradient.mulInPlace(scale);
        Tensor m = first.get(name);
        Tensor v = second.get(name);
        m.lerpInPlace(gradient, 1 - settings.beta1());
        v.mulInPlace(settings.beta2());
        v.addProductInPlace(gradient, gradient, 1 - settings.beta2());
        if (tensor.shape().length > 1) {
            tensor.mulInPlace(1 - learningRate * settings.weightDecay());
        }
        double firstCorrection = 1 - Math.pow(settings.beta1(), steps);
        double secondCorrection = 1 - Math.pow(settings.beta2(), steps);
        Tensor deviation = v.sqrt().mulInPlace(1 / Math.sqrt(secondCorrection)).add(EPSILON);
        tensor.addQuotientInPlace(m, deviation, -learningRate / firstCorrection);
    }

    /** The averaged weights, copied. */
    public SortedMap<String, FloatTensor> averagedWeights() {
        return copies(average, "");
    }

    /** All that is needed to go on exactly, beside the weights themselves and {@link #steps()}. */
    public SortedMap<String, FloatTensor> state() {
        SortedMap<String, FloatTensor> state = copies(first, "first.");
        state.putAll(copies(second, "second."));
        state.putAll(copies(average, "average."));
        return state;
    }

    private static SortedMap<String, FloatTensor> copies(Map<String, Tensor> tensors, String prefix) {
        SortedMap<String, FloatTensor> copies = new TreeMap<>();
        try (TensorScope scope = TensorScope.withoutGradients()) {
            tensors.forEach((name, tensor) -> copies.put(prefix + name, FloatTensor.of(tensor.toArray(), tensor.shape())));
        }
        return copies;
    }

    /**
     * Undoes {@link #state()}; further entries of the map are left alone.
     *
     * @throws PipelineException with {@link ErrorKind#BAD_INPUT} if something is missing or misshapen; nothing has then been changed
     */
    public void restore(Map<String, FloatTensor> state, long stepsDone) {
        if (stepsDone < 0) {
            throw PipelineException.badInput("optimiser steps: expected >= 0, got " + stepsDone);
        }
        requireFitting(first, "first.", state);
        requireFitting(second, "second.", state);
        requireFitting(average, "average.", state);
        try (TensorScope scope = TensorScope.withoutGradients()) {
            restore(first, "first.", state);
            restore(second, "second.", state);
            restore(average, "average.", state);
        }
        steps = stepsDone;
    }

    private static void requireFitting(Map<String, Tensor> tensors, String prefix, Map<String, FloatTensor> state) {
        tensors.forEach((name, tensor) -> {
            FloatTensor values = state.get(prefix + name);
            if (values == null || !values.hasShape(tensor.shape())) {
                throw PipelineException.badInput("optimiser state: expected " + prefix + name + " of "
                        + Arrays.toString(tensor.shape()) + ", got " + (values == null ? "none" : values));
            }
        });
    }

    private static void restore(Map<String, Tensor> tensors, String prefix, Map<String, FloatTensor> state) {
        tensors.forEach((name, tensor) -> tensor.copyInPlace(Tensors.of(state.get(prefix + name), TorchDevice.CPU)));
    }

    @Override
    public void close() {
        first.values().forEach(Tensor::release);
        second.values().forEach(Tensor::release);
        average.values().forEach(Tensor::release);
    }
}
