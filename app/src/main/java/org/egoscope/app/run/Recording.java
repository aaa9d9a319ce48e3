package org.egoscope.app.run;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.egoscope.core.PipelineException;
import org.egoscope.core.video.SessionId;
import org.egoscope.ingest.Probe;

/** One thing to run: a file or a live address, under the name of its session. */
public record Recording(SessionId session, URI uri) {
    /** Leaves room for a number in a session's name. */
    private static final int MAX_NAME = 120;

    /**
     * What the arguments of the command line name: files, folders (searched through, sorted by path), stream addresses. A file that is
     * named outright is taken whatever its ending. One in a subfolder is called by its path, {@code day1/walk.mp4} is {@code day1-walk}:
     * so it keeps its name when others of its name come into the folder later.
     *
     * @throws PipelineException BAD_INPUT if a path does not exist or a folder holds no video
     */
    public static List<Recording> find(List<String> arguments) {
        List<Recording> found = new ArrayList<>();
        Set<SessionId> names = new HashSet<>();
        for (String argument : arguments) {
            boolean isFolder = !argument.contains("://") && Files.isDirectory(Path.of(argument));
            for (URI uri : urisOf(argument)) {
                String name = isFolder ? nameWithin(Path.of(argument).toAbsolutePath().normalize(), Path.of(uri)) : nameOf(uri);
                found.add(new Recording(freeName(name, names), uri));
            }
        }
        return found;
    }

    private static List<URI> urisOf(String argument) {
        if (argument.contains("://")) {
            return List.of(address(argument));
        }
        Path path = Path.of(argument).toAbsolutePath().normalize();
        if (!Files.exists(path)) {
            throw PipelineException.badInput("[" + argument + "] input: expected a file or folder, got nothing at " + path);
        }
        if (!Files.isDirectory(path)) {
            return List.of(path.toUri());
        }
        List<URI> videos = Probe.videosIn(path).stream().filter(file -> !Probe.isVrs(file)).map(Path::toUri).toList();
        if (videos.isEmpty()) {
            throw PipelineException.badInput(
                    "[" + argument + "] folder: expected video files (" + String.join(", ", Probe.videoEndings()) + "), got none");
        }
        return videos;
    }

    private static URI address(String argument) {
        try {
            return new URI(argument);
        } catch (URISyntaxException e) {
            throw PipelineException.badInput("[" + argument + "] input: expected a stream address, got " + e.getMessage());
        }
    }

    /** VRS recordings in folders among the arguments: a run has to say that it leaves them out. */
    public static List<Path> vrsIn(List<String> arguments) {
        return arguments.stream()
                .filter(argument -> !argument.contains("://"))
                .map(Path::of)
                .filter(Files::isDirectory)
                .flatMap(folder -> Probe.videosIn(folder).stream())
                .filter(Probe::isVrs)
                .toList();
    }

    /** As it stands in {@code sessions.source_uri}: links followed, without user name and password. */
    String sourceUri() {
        if (!"file".equals(uri.getScheme())) {
            return uri.getRawUserInfo() == null ? uri.toString() : uri.toString().replace(uri.getRawUserInfo() + "@", "");
        }
        try {
            return Path.of(uri).toRealPath().toUri().toString();
        } catch (IOException e) {
            // It went away since it was found: opening it tells.
            return uri.toString();
        }
    }

    private static String nameOf(URI uri) {
        String path = uri.getPath() == null || uri.getPath().length() < 2 ? uri.getHost() : uri.getPath();
        return withoutEnding(path.substring(path.lastIndexOf('/') + 1));
    }

    private static String nameWithin(Path folder, Path file) {
        List<String> names = new ArrayList<>();
        folder.relativize(file).forEach(name -> names.add(name.toString()));
        return withoutEnding(String.join("-", names));
    }

    private static String withoutEnding(String name) {
        return name.contains(".") ? name.substring(0, name.lastIndexOf('.')) : name;
    }

    /** Two files whose names differ only in their endings become {@code name} and {@code name-2}, as do those of different arguments. */
    private static SessionId freeName(String name, Set<SessionId> names) {
        // The end of a path says more than its beginning.
        String stem = name.substring(Math.max(0, name.length() - MAX_NAME));
        SessionId id = SessionId.fromName(stem);
        for (int number = 2; !names.add(id); number++) {
            id = SessionId.fromName(stem + "-" + number);
        }
        return id;
    }
}
