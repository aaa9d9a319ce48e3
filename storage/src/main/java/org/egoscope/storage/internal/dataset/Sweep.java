package org.egoscope.storage.internal.dataset;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.egoscope.storage.ManifestEntry;
import org.egoscope.storage.internal.schema.Table;
import org.egoscope.storage.internal.schema.Tables;

/** Removes what crashes, compaction and earlier plans left in the folders of a dataset; touches nothing else in it. */
final class Sweep {
    private Sweep() {}

    static int run(Path root, Collection<ManifestEntry> entries) throws IOException {
        Set<Path> listed = new HashSet<>();
        for (ManifestEntry entry : entries) {
            entry.files().forEach(file -> listed.add(root.resolve(file.path())));
        }
        int removed = 0;
        for (Table<?> table : Tables.all()) {
            for (Path file : filesBelow(root.resolve(table.name()))) {
                boolean ours = file.toString().endsWith(".arrow") || ArrowFiles.isTemporary(file);
                if (ours && !listed.contains(file)) {
                    Files.delete(file);
                    removed++;
                }
            }
        }
        for (Path file : filesBelow(root.resolve(Manifests.DIRECTORY))) {
            if (ArrowFiles.isTemporary(file)) {
                Files.delete(file);
                removed++;
            }
        }
        return removed;
    }

    private static List<Path> filesBelow(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(folder, 2)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }
}
