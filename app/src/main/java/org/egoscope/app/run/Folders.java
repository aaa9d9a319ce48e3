package org.egoscope.app.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import org.egoscope.core.ErrorKind;
import org.egoscope.core.PipelineException;

/** Folders of ours that come and go with a run. */
public final class Folders {
    private Folders() {}

    /** Removes the folder with all in it; one that is not there is fine. */
    public static void delete(Path folder) {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new PipelineException(ErrorKind.RESOURCES, "folder " + folder + ": expected to be removable, got " + e.getMessage(), e);
        }
    }
}
