package org.egoscope.ingest;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.egoscope.core.ErrorKind;
import org.egoscope.core.PipelineException;
import org.egoscope.core.geometry.ImageSize;
import org.egoscope.core.video.SessionId;
import org.egoscope.core.video.VideoFrame;
import org.egoscope.ingest.internal.ffmpeg.Ffmpeg;

/**
 * Speed of cutting, decoding and scaling against the ffmpeg program of the same build doing {@code -threads 0 -vf scale -f null},
 * in alternate rounds on the same machine. The program starts a process for each round and does not convert to RGB; we start none
 * and do.
 */
public final class DecodeBenchmark {
    private static final int ROUNDS = 5;

    /** Short clips are decoded several times per round, so that a round takes about this long. */
    private static final double ROUND_SECONDS = 1.0;

    private static final int PROGRAM_TIMEOUT_SECONDS = 300;

    private DecodeBenchmark() {}

    /** Prints frames per second of both and, as the last line, {@code ratio N.NN} (median of ours by median of theirs). */
    public static void report(Path video, PrintWriter out) {
        report(video, IngestConfig.defaults(), out);
    }

    public static void report(Path video, IngestConfig config, PrintWriter out) {
        ImageSize working;
        try (VideoSource source = VideoSource.open(video, new SessionId("benchmark"), config)) {
            working = source.session().workingSize();
        }
        long start = System.nanoTime();
        long frames = decode(video, config);
        double seconds = (System.nanoTime() - start) / 1e9;
        int repeats = (int) Math.max(1, Math.min(50, Math.round(ROUND_SECONDS / seconds)));
        double[] ours = new double[ROUNDS];
        double[] theirs = new double[ROUNDS];
        for (int round = 0; round < ROUNDS; round++) {
            theirs[round] = frames * repeats / timeProgram(video, working, repeats);
            ours[round] = frames * repeats / timeOurs(video, config, repeats);
        }
        print(video, working, frames * repeats, ours, theirs, out);
    }

    private static void print(Path video, ImageSize size, long frames, double[] ours, double[] theirs, PrintWriter out) {
        Arrays.sort(ours);
        Arrays.sort(theirs);
        out.printf(Locale.ROOT, "%s to %s, %d frames a round, %d rounds each%n", video.getFileName(), size, frames, ROUNDS);
        out.printf(Locale.ROOT, "ffmpeg   %8.1f fps (%.1f to %.1f)%n", theirs[ROUNDS / 2], theirs[0], theirs[ROUNDS - 1]);
        out.printf(Locale.ROOT, "egoscope %8.1f fps (%.1f to %.1f)%n", ours[ROUNDS / 2], ours[0], ours[ROUNDS - 1]);
        out.printf(Locale.ROOT, "ratio %.2f%n", ours[ROUNDS / 2] / theirs[ROUNDS / 2]);
        out.flush();
    }

    private static double timeOurs(Path video, IngestConfig config, int repeats) {
        long start = System.nanoTime();
        for (int i = 0; i < repeats; i++) {
            decode(video, config);
        }
        return (System.nanoTime() - start) / 1e9;
    }

    private static long decode(Path video, IngestConfig config) {
        long[] frames = {0};
        try (VideoSource source = VideoSource.open(video, new SessionId("benchmark"), config);
                ChunkDecoder decoder = new ChunkDecoder(config)) {
            while (source.hasNext()) {
                source.next().items().forEach(
                        chunk -> decoder.accept(chunk, event -> frames[0] += event instanceof VideoFrame ? 1 : 0));
            }
        }
        return frames[0];
    }

    private static double timeProgram(Path video, ImageSize size, int repeats) {
        List<String> arguments = new ArrayList<>(List.of("-nostdin", "-v", "error", "-threads", "0"));
        // The program repeats the input itself: starting a process for each pass would count against it.
        arguments.addAll(List.of("-stream_loop", Integer.toString(repeats - 1), "-i", video.toAbsolutePath().toString()));
        arguments.addAll(List.of("-an", "-vf", "scale=" + size.width() + ":" + size.height(), "-f", "null", "-"));
        long start = System.nanoTime();
        try {
            Process process = Ffmpeg.program(arguments)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (!process.waitFor(PROGRAM_TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new PipelineException(ErrorKind.RESOURCES, "ffmpeg: expected to end in 300 s, got no end");
            }
            if (process.exitValue() != 0) {
                throw new PipelineException(ErrorKind.BAD_INPUT, "ffmpeg: expected exit code 0, got " + process.exitValue());
            }
        } catch (IOException e) {
            throw new PipelineException(ErrorKind.RESOURCES, "ffmpeg: cannot start", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PipelineException(ErrorKind.RESOURCES, "ffmpeg: interrupted", e);
        }
        return (System.nanoTime() - start) / 1e9;
    }
}
