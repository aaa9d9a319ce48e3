package org.egoscope.torch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.egoscope.core.ErrorKind;
import org.egoscope.core.PipelineException;

/**
 * Weights in a file, mapped. The file must not be changed or cut while a network uses it; after {@link #close()} what was read stays valid.
 */
public interface WeightFile extends WeightSource, AutoCloseable {
    /**
     * Opens a safetensors file or a checkpoint of PyTorch, whichever it is by its content.
     *
     * @param keys where the tensors of a checkpoint may lie, such as {@code model}: the first of these that is there is taken, and the
     *     whole checkpoint if none is; a safetensors file has no such levels
     * @throws PipelineException with {@link ErrorKind#MODEL} if the file cannot be read or breaks its format
     */
    static WeightFile open(Path file, String... keys) {
        try (var in = Files.newInputStream(file)) {
            return PickleCheckpoint.isOne(in.readNBytes(16)) ? PickleCheckpoint.open(file, keys) : SafetensorsFile.open(file);
        } catch (IOException e) {
            throw new PipelineException(ErrorKind.MODEL, "weights " + file + ": cannot open, " + e, e);
        }
    }

    @Override
    void close();
}
