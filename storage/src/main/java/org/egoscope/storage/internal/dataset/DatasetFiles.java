package org.egoscope.storage.internal.dataset;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.egoscope.storage.ManifestEntry;
import org.egoscope.storage.internal.schema.Table;

/** Files that a manifest names. */
public final class DatasetFiles {
    private DatasetFiles() {}

    /** Files of one table, in the order of the entries. */
    public static List<ManifestEntry.DataFile> of(Collection<ManifestEntry> entries, Table<?> table) {
        return entries.stream()
                .flatMap(entry -> entry.files().stream())
                .filter(file -> file.table().equals(table.name()))
                .toList();
    }

    /** What differs from the manifest, in words. */
    public static List<String> verify(Path root, Collection<ManifestEntry> entries) throws IOException {
        List<String> problems = new ArrayList<>();
        for (ManifestEntry entry : entries) {
            for (ManifestEntry.DataFile file : entry.files()) {
                Path path = root.resolve(file.path());
                if (!Files.isRegularFile(path)) {
                    problems.add(file.path() + ": expected a file, got none");
                } else if (Files.size(path) != file.bytes()) {
                    problems.add(file.path() + ": expected " + file.bytes() + " bytes, got " + Files.size(path));
                } else if (!ArrowFiles.sha256(path).equals(file.sha256())) {
                    problems.add(file.path() + ": expected sha256 " + file.sha256() + ", got other bytes");
                }
            }
        }
        return problems;
    }

    /** Lower-case hex sha256 of a file's bytes. */
    public static String sha256(Path file) throws IOException {
        return ArrowFiles.sha256(file);
    }
}
