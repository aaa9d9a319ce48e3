package org.egoscope.motion;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** The recorded motion beside the repository; tests that need it are skipped where it is absent. */
public final class MotionDataFolder {
    private MotionDataFolder() {}

    public static Path file(String relative) {
        String property = System.getProperty("egoscope.shared", System.getenv().getOrDefault("EGOSCOPE_SHARED", ""));
        Path shared = property.isEmpty() ? besideRepository() : Path.of(property);
        Path file = shared.resolve("mocap").resolve(relative);
        Assumptions.assumeTrue(Files.exists(file), "no recorded motion at " + file);
        return file;
    }

    private static Path besideRepository() {
        Path folder = Path.of("").toAbsolutePath();
        while (folder.getParent() != null && !Files.isDirectory(folder.resolve(".git"))) {
            folder = folder.getParent();
        }
        Path parent = folder.getParent();
        return (parent == null ? folder : parent).resolve("shared");
    }
}
