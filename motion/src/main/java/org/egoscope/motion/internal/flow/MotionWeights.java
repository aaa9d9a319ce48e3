package org.egoscope.motion.internal.flow;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
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
    /** @throws org.egoscope.core.PipelineException if the file is not what {@link #write} makes */
    public static MotionWeights read(Path file) {
        try (SafetensorsFile saved = SafetensorsFile.open(file)) {
            SortedMap<String, FloatTensor> tensors = new TreeMap<>();
            saved.names().forEach(name -> tensors.put(name, saved.floats(name)));
            Normalization normalization = Normalization.takeFrom(tensors);
            return new MotionWeights(FlowShape.of(saved.metadata()), normalization, Collections.unmodifiableSortedMap(tensors), saved.metadata());
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
