package org.egoscope.perception.internal.segment;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** The folder with reference weights and golden tensors; tests that need it are skipped where it is absent. */
public final class SharedWeights {
    private SharedWeights() {}

    public static Path folder(String name) {
        String given = System.getProperty("egoscope.shared", System.getenv("EGOSCOPE_SHARED"));
        Path root = given != null ? Path.of(given) : Path.of("..", "..", "shared");
        Path folder = root.resolve(name);
        Assumptions.assumeTrue(Files.isDirectory(folder), "no " + folder + "; set EGOSCOPE_SHARED");
        return folder;
    }
}
