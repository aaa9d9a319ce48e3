package org.egoscope.ingest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import org.egoscope.core.ErrorKind;
import org.egoscope.core.PipelineException;
import org.egoscope.core.video.SessionId;
import org.egoscope.ingest.internal.ffmpeg.Ffmpeg;
import org.egoscope.ingest.internal.ffmpeg.MediaFacts;
import org.egoscope.ingest.internal.ffmpeg.MediaReader;
import org.egoscope.ingest.internal.ffmpeg.SourceAddress;
import org.egoscope.ingest.internal.sidecar.SidecarFinder;

/**
 * What a file or folder is and what a run would do with it. Nothing is decoded.
 *
 * @param path what was asked for
 * @param recordings the videos in it, sorted by path; a folder is searched with its subfolders
 */
public record Probe(Path path, List<Recording> recordings) {
    /** Deeper trees are links in a circle or not a dataset. */
    private static final int MAX_DEPTH = 12;

    /** Why a VRS recording is not run, and what to do. */
    public static final String VRS_REFUSED =
            "VRS recordings are not yet read; export the RGB stream to mp4 (vrs2mp4 of projectaria_tools)";

    private static final SessionId PROBED = new SessionId("probe");

    public Probe {
        recordings = List.copyOf(recordings);
    }

    /**
     * One video, or a file that would be one.
     *
     * @param file where it is
     * @param runnable true if a run would process it
     * @param reason why not; empty if runnable
     * @param video what the container says; empty if it cannot be read
     * @param poses pose file that would be used
     * @param camera camera file that would be used
     */
    public record Recording(
            Path file, boolean runnable, String reason, Optional<Video> video, Optional<Path> poses, Optional<Path> camera) {}

    /**
     * The video stream.
     *
     * @param container as FFmpeg calls it
     * @param codec as FFmpeg calls it
     * @param width before rotation
     * @param height before rotation
     * @param rotationDegrees clockwise turn that shows it upright
     * @param framesPerSecond 0 if unknown
     * @param durationSeconds 0 if unknown
     * @param frames as the container counts them, empty if it does not
     * @param audio true if there is sound beside it
     * @param streams all streams, a line each
     */
    public record Video(
            String container,
            String codec,
            int width,
            int height,
            int rotationDegrees,
            double framesPerSecond,
            double durationSeconds,
            OptionalLong frames,
            boolean audio,
            List<String> streams) {}

    /** Looks at a video file, or at all videos in a folder. A file that cannot be read is reported, not thrown. */
    public static Probe of(Path path, IngestConfig config) {
        if (!Files.exists(path)) {
            throw PipelineException.badInput("probe: expected an existing file or folder, got " + path);
        }
        List<Recording> recordings = new ArrayList<>();
        for (Path file : Files.isDirectory(path) ? videosIn(path) : List.of(path)) {
            recordings.add(recording(file, config));
        }
        return new Probe(path, recordings);
    }

    /**
     * Video files, by their ending, in a folder and its subfolders, sorted; VRS recordings are among them to be named. Folders of
     * results are left out: the videos of their report are no recordings.
     */
    public static List<Path> videosIn(Path folder) {
        VideoFinder finder = new VideoFinder(folder);
        try {
            Files.walkFileTree(folder, EnumSet.of(FileVisitOption.FOLLOW_LINKS), MAX_DEPTH, finder);
        } catch (IOException e) {
            throw new PipelineException(ErrorKind.BAD_INPUT, "folder: cannot list " + folder + ": " + e, e);
        }
        return finder.found();
    }

    /** Endings by which a folder's videos are known, sorted. */
    public static List<String> videoEndings() {
        return SidecarFinder.VIDEO_ENDINGS.stream().sorted().toList();
    }

    /** Whether the file is a VRS recording, by its ending. */
    public static boolean isVrs(Path file) {
        return file.getFileName().toString().toLowerCase(Locale.ROOT).endsWith(".vrs");
    }

    private static Recording recording(Path file, IngestConfig config) {
        Optional<Path> poses = config.poseFile().or(() -> SidecarFinder.poses(file));
        Optional<Path> camera = config.cameraFile().or(() -> SidecarFinder.camera(file));
        if (isVrs(file)) {
            return new Recording(file, false, VRS_REFUSED, Optional.empty(), poses, camera);
        }
        try (MediaReader reader = MediaReader.open(SourceAddress.ofFile(file), config.readTimeout())) {
            Video video = video(reader.facts());
            boolean decodable = Ffmpeg.canDecode(video.codec());
            String reason = decodable ? refusal(file, config) : "codec " + video.codec() + " is not in this FFmpeg build";
            return new Recording(file, reason.isEmpty(), reason, Optional.of(video), poses, camera);
        } catch (PipelineException e) {
            return new Recording(file, false, String.valueOf(e.getMessage()), Optional.empty(), poses, camera);
        }
    }

    /** What opening it for a run says against it, above all of the files beside it; empty if nothing. */
    private static String refusal(Path file, IngestConfig config) {
        try (VideoSource source = VideoSource.open(file, PROBED, config)) {
            return "";
        } catch (PipelineException e) {
            return String.valueOf(e.getMessage());
        }
    }

    private static Video video(MediaFacts facts) {
        return new Video(
                facts.container(), facts.codec(), facts.codedSize().width(), facts.codedSize().height(), facts.rotationDegrees(),
                facts.framesPerSecond(), facts.durationNanos() / 1e9, facts.expectedFrames(),
                facts.streams().stream().anyMatch(line -> line.contains(" audio ")), facts.streams());
    }

    /** For people: a paragraph per recording. */
    public String toText() {
        StringBuilder text = new StringBuilder();
        text.append(path).append(": ").append(recordings.size()).append(recordings.size() == 1 ? " recording" : " recordings");
        text.append(", ").append(recordings.stream().filter(Recording::runnable).count()).append(" would be run\n");
        for (Recording recording : recordings) {
            text.append('\n').append(recording.file()).append('\n');
            recording.video().ifPresent(video -> describe(video, text));
            text.append("  poses    ").append(recording.poses().map(Path::toString).orElse("none: visual odometry")).append('\n');
            text.append("  camera   ")
                    .append(recording.camera().map(Path::toString).orElse("not calibrated: field of view assumed"))
                    .append('\n');
            text.append("  run      ").append(recording.runnable() ? "yes" : "no: " + recording.reason()).append('\n');
        }
        return text.toString();
    }

    private static void describe(Video video, StringBuilder text) {
        String frames = video.frames().isPresent() ? video.frames().getAsLong() + " frames" : "frames not counted by the container";
        text.append(String.format(
                Locale.ROOT, "  video    %s in %s, %dx%d, rotated %d degrees, %.3f fps, %.3f s, %s, %s%n", video.codec(),
                video.container(), video.width(), video.height(), video.rotationDegrees(), video.framesPerSecond(),
                video.durationSeconds(), frames, video.audio() ? "with audio" : "no audio"));
        video.streams().forEach(line -> text.append("  stream   ").append(line).append('\n'));
    }

    /** For programs: one JSON object with the same contents; absent values are null. */
    public String toJson() {
        ObjectMapper mapper = new ObjectMapper();
        ObjectNode root = mapper.createObjectNode().put("path", path.toString());
        ArrayNode list = root.putArray("recordings");
        recordings.forEach(recording -> write(recording, list.addObject()));
        try {
            return mapper.writerWithDefaultPrettyPrinter().writeValueAsString(root);
        } catch (JsonProcessingException e) {
            throw new PipelineException(ErrorKind.INTERNAL, "probe: cannot write JSON", e);
        }
    }

    private static void write(Recording recording, ObjectNode node) {
        node.put("file", recording.file().toString());
        node.put("runnable", recording.runnable());
        node.put("reason", recording.runnable() ? null : recording.reason());
        node.put("poses", recording.poses().map(Path::toString).orElse(null));
        node.put("camera", recording.camera().map(Path::toString).orElse(null));
        if (recording.video().isEmpty()) {
            node.putNull("video");
            return;
        }
        Video video = recording.video().get();
        ObjectNode inner = node.putObject("video");
        inner.put("container", video.container()).put("codec", video.codec()).put("width", video.width());
        inner.put("height", video.height()).put("rotationDegrees", video.rotationDegrees());
        inner.put("framesPerSecond", video.framesPerSecond()).put("durationSeconds", video.durationSeconds());
        inner.put("frames", video.frames().isPresent() ? Long.valueOf(video.frames().getAsLong()) : null);
        inner.put("audio", video.audio());
        ArrayNode streams = inner.putArray("streams");
        video.streams().forEach(streams::add);
    }
}
