package org.egoscope.app.run;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.egoscope.core.ErrorKind;
import org.egoscope.core.PipelineException;
import org.egoscope.core.video.SessionId;

/** One thing to run: a file or a live address, under the name of its session. */
public record Recording(SessionId session, URI uri) {
    private static final Set<String> EXTENSIONS =
            Set.of("mp4", "m4v", "mov", "mkv", "webm", "avi", "ts", "m2ts", "mts", "mpg", "mpeg", "3gp");

    /**
     * What the arguments of the command line name: files, folders (searched through, sorted by path), stream addresses. A file that is
     * named outright is taken whatever its ending.
     *
     * @throws PipelineException BAD_INPUT if a path does not exist or a folder holds no video
     */
    public static List<Recording> find(List<String> arguments) {
        List<Recording> found = new ArrayList<>();
        Set<SessionId> names = new HashSet<>();
        for (String argument : arguments) {
            for (URI uri : urisOf(argument)) {
                found.add(new Recording(freeName(nameOf(uri), names), uri));
            }
        }
        return found;
    }

    private static List<URI> urisOf(String argument) {
        if (argument.contains("://")) {
            return List.of(URI.create(argument));
        }
        Path path = Path.of(argument).toAbsolutePath().normalize();
        if (!Files.exists(path)) {
            throw PipelineException.badInput("[" + argument + "] input: expected a file or folder, got nothing at " + path);
        }
        if (!Files.isDirectory(path)) {
            return List.of(path.toUri());
        }
        try (Stream<Path> files = Files.walk(path)) {
            List<URI> videos = files.filter(Recording::looksLikeVideo).sorted().map(Path::toUri).toList();
            if (videos.isEmpty()) {
                throw PipelineException.badInput("[" + argument + "] folder: expected video files (" + String.join(", ", EXTENSIONS.stream().sorted().toList()) + "), got none");
            }
            return videos;
        } catch (IOException e) {
            throw new PipelineException(ErrorKind.BAD_INPUT, "[" + argument + "] folder: expected to be readable, got " + e.getMessage(), e);
        }
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

    private static boolean looksLikeVideo(Path path) {
        String name = path.getFileName().toString().toLowerCase(Locale.ROOT);
        return EXTENSIONS.contains(name.substring(name.lastIndexOf('.') + 1)) && Files.isRegularFile(path);
    }

    private static String nameOf(URI uri) {
        String path = uri.getPath() == null || uri.getPath().length() < 2 ? uri.getHost() : uri.getPath();
        String name = path.substring(path.lastIndexOf('/') + 1);
        return name.contains(".") ? name.substring(0, name.lastIndexOf('.')) : name;
    }

    /** Two files of one name in different folders become {@code name} and {@code name-2}. */
    private static SessionId freeName(String name, Set<SessionId> names) {
        SessionId id = SessionId.fromName(name);
        for (int number = 2; !names.add(id); number++) {
            id = SessionId.fromName(name + "-" + number);
        }
        return id;
    }
}
