package org.egoscope.torch;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;

/** The reference weights and golden tensors, which are not part of the project; tests that need them skip without them. */
final class SharedFiles {
    private SharedFiles() {}

    static Path require(String relative) {
        String named = Optional.ofNullable(System.getProperty("egoscope.shared")).orElse(System.getenv("EGOSCOPE_SHARED"));
        Path root = named != null ? Path.of(named) : besideTheRepository();
        Path path = root.resolve(relative);
        Assumptions.assumeTrue(Files.exists(path), "reference files are absent: " + path);
        return path;
    }

    private static Path besideTheRepository() {
        Path folder = Path.of("").toAbsolutePath();
        while (folder.getParent() != null && !Files.exists(folder.resolve(".mvn"))) {
            folder = folder.getParent();
        }
        return folder.resolveSibling("shared");
    }
}
