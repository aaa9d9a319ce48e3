package org.egoscope.ingest.internal.sidecar;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.egoscope.core.ErrorKind;
import org.egoscope.core.PipelineException;

/**
 * Finds pose and camera files beside a video. A trajectory that belongs to a folder is taken for a video only if there is no doubt
 * which video it is: the only one in the folder, or the one named after the headset (Ego-Exo4D keeps four fixed cameras beside it).
 */
public final class SidecarFinder {
    /** Endings of files that are offered as videos. */
    public static final Set<String> VIDEO_ENDINGS =
            Set.of("mp4", "m4v", "mov", "mkv", "webm", "avi", "ts", "mts", "m2ts", "mpg", "mpeg", "flv", "3gp", "asf", "wmv", "ivf");

    private static final List<String> TRAJECTORIES = List.of(
            "mps/slam/closed_loop_trajectory.csv",
            "slam/closed_loop_trajectory.csv",
            "trajectory/closed_loop_trajectory.csv",
            "closed_loop_trajectory.csv",
            "mps/slam/open_loop_trajectory.csv",
            "slam/open_loop_trajectory.csv",
            "trajectory/open_loop_trajectory.csv");

    private SidecarFinder() {}

    public static Optional<Path> poses(Path video) {
        Path own = video.resolveSibling(stem(video) + ".poses.csv");
        if (Files.isRegularFile(own)) {
            return Optional.of(own);
        }
        Path folder = video.toAbsolutePath().normalize().getParent();
        boolean namedAfterHeadset = video.getFileName().toString().toLowerCase(Locale.ROOT).contains("aria");
        if (folder == null || !(namedAfterHeadset || isOnlyVideo(folder))) {
            return Optional.empty();
        }
        Optional<Path> beside = trajectoryIn(folder);
        Path above = folder.getParent();
        return beside.isPresent() || above == null || !namedAfterHeadset ? beside : trajectoryIn(above);
    }

    public static Optional<Path> camera(Path video) {
        Path own = video.resolveSibling(stem(video) + ".camera.json");
        return Files.isRegularFile(own) ? Optional.of(own) : Optional.empty();
    }

    /** The trajectory of an Aria MPS folder layout. */
    public static Optional<Path> trajectoryIn(Path folder) {
        return TRAJECTORIES.stream().map(folder::resolve).filter(Files::isRegularFile).findFirst();
    }

    public static boolean looksLikeVideo(Path file) {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        int dot = name.lastIndexOf('.');
        return dot > 0 && VIDEO_ENDINGS.contains(name.substring(dot + 1));
    }

    private static boolean isOnlyVideo(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(SidecarFinder::looksLikeVideo).limit(2).count() == 1;
        } catch (IOException e) {
            throw new PipelineException(ErrorKind.BAD_INPUT, "folder: cannot list " + folder, e);
        }
    }

    private static String stem(Path video) {
        String name = video.getFileName().toString();
        int dot = name.lastIndexOf('.');
        return dot > 0 ? name.substring(0, dot) : name;
    }
}
