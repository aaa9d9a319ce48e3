package org.egoscope.ingest.internal.ffmpeg;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.egoscope.core.PipelineException;

/**
 * A source that may be opened, and the protocols FFmpeg may use for it. A file can never make FFmpeg open a network connection,
 * nor a stream a local file.
 *
 * @param url what FFmpeg opens
 * @param displayUri what goes into records and messages, without user name and password
 * @param protocols FFmpeg protocol whitelist
 * @param live true if it cannot be read again: its packets travel in the chunks
 */
public record SourceAddress(String url, String displayUri, String protocols, boolean live) {
    private static final Map<String, String> PROTOCOLS_OF_SCHEME = Map.ofEntries(
            Map.entry("rtsp", "rtsp,rtp,udp,tcp"),
            Map.entry("rtsps", "rtsp,rtp,udp,tcp,tls"),
            Map.entry("rtmp", "rtmp,tcp"),
            Map.entry("rtmps", "rtmp,rtmps,tls,tcp"),
            Map.entry("udp", "udp"),
            Map.entry("rtp", "rtp,udp"),
            Map.entry("tcp", "tcp"),
            Map.entry("srt", "srt"),
            Map.entry("http", "http,tcp"),
            Map.entry("https", "https,tls,tcp"),
            Map.entry("pipe", "pipe"));

    /** A file of this machine. Links and {@code ..} are resolved, so that the reference means the same to every worker. */
    public static SourceAddress ofFile(Path path) {
        if (!Files.exists(path)) {
            throw PipelineException.badInput("video file: expected an existing file, got " + path);
        }
        if (Files.isDirectory(path)) {
            throw PipelineException.badInput("video file: expected a file, got the folder " + path);
        }
        if (!Files.isReadable(path)) {
            throw PipelineException.badInput("video file: expected a readable file, got no permission for " + path);
        }
        try {
            Path real = path.toRealPath();
            boolean regular = Files.isRegularFile(real);
            if (regular && Files.size(real) == 0) {
                throw PipelineException.badInput("video file: expected a video, got 0 bytes in " + path);
            }
            // A named pipe can be read once only, as a stream.
            return new SourceAddress("file:" + real, real.toUri().toString(), "file", !regular);
        } catch (IOException e) {
            throw new PipelineException(org.egoscope.core.ErrorKind.BAD_INPUT, "video file: cannot resolve " + path, e);
        }
    }

    /** A file named by a chunk: only an absolute, normalised file URI, as {@link #ofFile} makes them. */
    public static SourceAddress ofReference(String fileUri) {
        try {
            URI uri = URI.create(fileUri);
            if (!"file".equals(uri.getScheme()) || !Path.of(uri).equals(Path.of(uri).normalize())) {
                throw PipelineException.badInput("file reference: expected a normalised file URI, got " + fileUri);
            }
            return ofFile(Path.of(uri));
        } catch (IllegalArgumentException e) {
            throw new PipelineException(
                    org.egoscope.core.ErrorKind.BAD_INPUT, "file reference: expected a file URI, got " + fileUri, e);
        }
    }

    public static SourceAddress ofUri(URI uri) {
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        if (scheme.equals("file")) {
            return ofFile(Path.of(uri));
        }
        String protocols = PROTOCOLS_OF_SCHEME.get(scheme);
        if (protocols == null) {
            throw PipelineException.badInput("source: expected a file or one of "
                    + new java.util.TreeSet<>(PROTOCOLS_OF_SCHEME.keySet()) + ", got scheme '" + scheme + "'");
        }
        String display = uri.getRawUserInfo() == null ? uri.toString() : uri.toString().replace(uri.getRawUserInfo() + "@", "");
        return new SourceAddress(uri.toString(), display, protocols, true);
    }
}
