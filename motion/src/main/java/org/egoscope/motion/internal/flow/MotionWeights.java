package org.egoscope.motion.internal.flow;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.egoscope.core.PipelineException;
import org.egoscope.torch.FloatTensor;
import org.egoscope.torch.SafetensorsFile;
import org.egoscope.torch.SafetensorsWriter;

/**
 * A trained network, as it is kept in a file.
 *
 * @param shape of the network
 * @param normalization of its inputs and outputs
 * @param tensors by name
 * @param notes of the file's header, such as {@code name} and {@code licence}
 */
public record MotionWeights(
        FlowShape shape, Normalization normalization, SortedMap<String, FloatTensor> tensors, Map<String, String> notes) {
    /** @throws PipelineException if the file is not what {@link #write} makes */
    public static MotionWeights read(Path file) {
        try (SafetensorsFile saved = SafetensorsFile.open(file)) {
            SortedMap<String, FloatTensor> tensors = new TreeMap<>();
            saved.names().forEach(name -> tensors.put(name, saved.floats(name)));
            FlowShape shape = FlowShape.of(saved.metadata());
            Normalization normalization = Normalization.takeFrom(tensors, shape.conditioning());
            return new MotionWeights(shape, normalization, Collections.unmodifiableSortedMap(tensors), saved.metadata());
        }
    }

    /** From a resource of the jar. */
    public static MotionWeights read(InputStream resource) {
        try {
            Path copy = Files.createTempFile("egoscope-motion", ".safetensors");
            try {
                Files.copy(resource, copy, StandardCopyOption.REPLACE_EXISTING);
                return read(copy);
            } finally {
                Files.deleteIfExists(copy);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("motion weights: cannot unpack, " + e.getMessage(), e);
        }
    }

    /**
     * The mean of networks that began from the same weights: often better than each of them (Wortsman et al., Model soups, 2022). Those that
     * began from different ones have their channels in different orders, and their mean is worth nothing.
     *
     * @param shares of each, in order; their sum counts as 1
     * @throws PipelineException if they are not of one shape and normalisation, as they are after a common beginning
     */
    public static MotionWeights mean(List<MotionWeights> networks, List<Double> shares) {
        MotionWeights first = networks.get(0);
        double sum = shares.stream().mapToDouble(Double::doubleValue).sum();
        if (!(sum > 0) || shares.stream().anyMatch(share -> !(share >= 0))) {
            throw PipelineException.badConfig("shares: expected numbers >= 0, not all 0, got " + shares);
        }
        networks.forEach(first::requireCommonBeginning);
        SortedMap<String, FloatTensor> mean = new TreeMap<>();
        first.tensors.forEach((name, tensor) -> {
            float[] values = new float[tensor.count()];
            for (int n = 0; n < networks.size(); n++) {
                float factor = (float) (shares.get(n) / sum);
                float[] other = networks.get(n).tensors.get(name).toArray();
                for (int i = 0; i < values.length; i++) {
                    values[i] += factor * other[i];
                }
            }
            mean.put(name, FloatTensor.of(values, tensor.shape()));
        });
        Map<String, String> notes = new TreeMap<>(first.notes);
        notes.remove("steps");
        return new MotionWeights(first.shape, first.normalization, mean, notes);
    }

    private void requireCommonBeginning(MotionWeights other) {
        Map<String, FloatTensor> own = normalization.toTensors();
        Map<String, FloatTensor> others = other.normalization.toTensors();
        boolean same = shape.equals(other.shape)
                && tensors.keySet().equals(other.tensors.keySet())
                && own.keySet().stream().allMatch(name -> Arrays.equals(own.get(name).toArray(), others.get(name).toArray()));
        if (!same) {
            throw PipelineException.badInput("mean of networks: expected one shape and one normalisation, as after training from the same "
                    + "weights, got " + shape + " and " + other.shape + (shape.equals(other.shape) ? " with other normalisation" : ""));
        }
    }

    /**
     * The same network with inputs for what it has not been told so far, of weight zero: it gives what it gave.
     *
     * @param conditioning {@link Conditioning#SWAY} adds to {@link Conditioning#INVARIANT}; others are returned as they are
     * @param measured moments of the features that are new
     */
    MotionWeights toldMore(Conditioning conditioning, Normalization measured) {
        if (shape.conditioning() != Conditioning.INVARIANT || conditioning != Conditioning.SWAY) {
            return this;
        }
        FloatTensor narrow = tensors.get(FlowNetwork.INPUT_WEIGHT);
        int columns = BodyState.CHANNELS + Conditioning.INVARIANT.channels();
        int more = columns + Sway.CHANNELS;
        int rows = narrow.count() / columns;
        float[] from = narrow.toArray();
        float[] values = new float[rows * more];
        for (int row = 0; row < rows; row++) {
            System.arraycopy(from, row * columns, values, row * more, columns);
        }
        SortedMap<String, FloatTensor> wide = new TreeMap<>(tensors);
        wide.put(FlowNetwork.INPUT_WEIGHT, FloatTensor.of(values, rows, more));
        return new MotionWeights(shape.with(conditioning), normalization.withFeaturesOf(measured), wide, notes);
    }

    /** In float16, with further notes. */
    public void write(Path file, Map<String, String> more) {
        SortedMap<String, FloatTensor> all = new TreeMap<>(tensors);
        all.putAll(normalization.toTensors());
        Map<String, String> metadata = new TreeMap<>(notes);
        metadata.putAll(more);
        metadata.putAll(shape.toMetadata());
        SafetensorsWriter.write(file, all, true, metadata);
    }
}
