package org.egoscope.ingest;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import org.egoscope.ingest.internal.sidecar.SidecarFinder;

/** Collects the videos of a folder, but not those in folders of results within it. */
final class VideoFinder extends SimpleFileVisitor<Path> {
    /** What a folder of results holds and says, see docs/formats/tables.md. */
    private static final String MANIFEST = "manifest.json";

    private static final String DATASET = "\"egoscope-dataset\"";
    private static final long MAX_MANIFEST_BYTES = 4096;

    private final Path root;
    private final List<Path> videos = new ArrayList<>();

    VideoFinder(Path root) {
        this.root = root;
    }

    /** Sorted by path. */
    List<Path> found() {
        return videos.stream().sorted().toList();
    }

    @Override
    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) throws IOException {
        // A folder of results that is named outright is looked into.
        return !folder.equals(root) && isDataset(folder) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
        if (attributes.isRegularFile() && (SidecarFinder.looksLikeVideo(file) || Probe.isVrs(file))) {
            videos.add(file);
        }
        return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException error) throws IOException {
        boolean loop = error instanceof FileSystemLoopException;
        // A link in a circle or to nowhere leads to no recording; a folder that may not be read could hold some.
        if (loop || Files.isSymbolicLink(file)) {
            return FileVisitResult.CONTINUE;
        }
        throw error;
    }

    private static boolean isDataset(Path folder) throws IOException {
        Path manifest = folder.resolve(MANIFEST);
        return Files.isRegularFile(manifest)
                && Files.size(manifest) <= MAX_MANIFEST_BYTES
                && Files.readString(manifest, StandardCharsets.ISO_8859_1).contains(DATASET);
    }
}
