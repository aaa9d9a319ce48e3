package org.egoscope.motion.internal.evaluation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.egoscope.core.PipelineException;
import org.egoscope.motion.MotionClip;
import org.egoscope.motion.MotionFiles;

/**
 * Clips on disk, by split: {@code DIR/<source>/<split>/*.npz}, {@code DIR/<split>/*.npz}, or, where no folder has the split's name,
 * {@code DIR/*.npz}; {@code .bvh} likewise. Read one at a time, in the order of their paths.
 */
public final class ClipFolder {
    /** All windows, time offsets and the published figures count in frames of this rate. */
    public static final double FRAMES_PER_SECOND = 30;

    private final Path folder;

    public ClipFolder(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw PipelineException.badInput("folder of clips: expected a folder, got " + folder);
        }
        this.folder = folder;
    }

    /** Whether any clip belongs to the split by the name of its folder. */
    public boolean has(String split) {
        return !underFolders(split).isEmpty();
    }

    /** @throws PipelineException if there are none */
    public List<Path> files(String split) {
        List<Path> files = underFolders(split);
        if (files.isEmpty()) {
            files = list(folder, 1);
        }
        if (files.isEmpty()) {
            throw PipelineException.badInput("split " + split + ": expected .npz or .bvh clips in folders named " + split + " or directly in "
                    + folder + ", got none");
        }
        return files;
    }

    /** At most so many of each folder, evenly spread over it; 0 for all. */
    public List<Path> files(String split, int mostPerFolder) {
        SortedMap<Path, List<Path>> byFolder = new TreeMap<>();
        files(split).forEach(file -> byFolder.computeIfAbsent(file.getParent(), parent -> new ArrayList<>()).add(file));
        List<Path> chosen = new ArrayList<>();
        for (List<Path> all : byFolder.values()) {
            chosen.addAll(mostPerFolder == 0 ? all : spread(all, mostPerFolder));
        }
        return chosen;
    }

    /** At most so many, evenly spread. */
    static <T> List<T> spread(List<T> all, int most) {
        List<T> chosen = new ArrayList<>();
        int count = Math.min(most, all.size());
        for (int i = 0; i < count; i++) {
            chosen.add(all.get((int) ((i + 0.5) * all.size() / count)));
        }
        return chosen;
    }

    private List<Path> underFolders(String split) {
        return list(folder, 3).stream().filter(file -> file.getParent().getFileName().toString().equals(split)).toList();
    }

    private static List<Path> list(Path folder, int depth) {
        try (Stream<Path> files = Files.walk(folder, depth)) {
            return files.filter(file -> file.getFileName().toString().matches(".*\\.(npz|bvh)")).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException("folder of clips " + folder + ": cannot list, " + e.getMessage(), e);
        }
    }

    /** At 30 frames per second, whatever the file has. */
    public static MotionClip read(Path file) {
        MotionClip clip = MotionFiles.read(file);
        if (clip.motion().framesPerSecond() == FRAMES_PER_SECOND) {
            return clip;
        }
        return new MotionClip(clip.name(), clip.source(), clip.performer(), clip.activity(),
                MotionFiles.resample(clip.motion(), FRAMES_PER_SECOND));
    }
}
