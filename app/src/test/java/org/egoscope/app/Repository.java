package org.egoscope.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The checkout that this test runs in. */
final class Repository {
    private Repository() {}

    static Path root() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("docker-compose.yml"))) {
            folder = folder.getParent();
            if (folder == null) {
                throw new AssertionError("expected to run inside the repository, got " + Path.of("").toAbsolutePath());
            }
        }
        return folder;
    }

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Files below a folder, sorted, without build outputs and hidden folders. */
    static List<Path> files(Path folder, Predicate<String> name) {
        try (Stream<Path> paths = Files.walk(folder)) {
            return paths.filter(path -> name.test(path.getFileName().toString()))
                    .filter(path -> !folder.relativize(path).toString().matches("(.*/)?(target|\\.[^/]+)/.*"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
