package org.egoscope.ingest;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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

    private static final Pattern PROCESSOR_TIME = Pattern.compile("utime=([0-9.]+)s stime=([0-9.]+)s");

    private DecodeBenchmark() {}

    /** Frames per second by the clock, and by processor time, which other programs on the machine disturb less. */
    private record Rates(double[] perSecond, double[] perProcessorSecond) {
        Rates() {
            this(new double[ROUNDS], new double[ROUNDS]);
        }

        void set(int round, double frames, double seconds, double processorSeconds) {
            perSecond[round] = frames / seconds;
            perProcessorSecond[round] = frames / processorSeconds;
        }

        void print(String name, PrintWriter out) {
            Arrays.sort(perSecond);
            Arrays.sort(perProcessorSecond);
            out.printf(
                    Locale.ROOT, "%-8s %8.1f fps (%.1f to %.1f), %.1f frames per processor second%n", name, median(), perSecond[0],
                    perSecond[ROUNDS - 1], perProcessorSecond[ROUNDS / 2]);
        }

        double median() {
            return perSecond[ROUNDS / 2];
        }
    }

    /** Prints frames per second of both and, as the last line, {@code ratio N.NN} (median of ours by median of theirs). */
    public static void report(Path video, PrintWriter out) {
        report(video, IngestConfig.defaults(), out);
    }

    public static void report(Path video, IngestConfig config, PrintWriter out) {
        report(video, config, out, ROUND_SECONDS);
    }

    static void report(Path video, IngestConfig config, PrintWriter out, double roundSeconds) {
        ImageSize working;
        try (VideoSource source = VideoSource.open(video, new SessionId("benchmark"), config)) {
            working = source.session().workingSize();
        }
        long start = System.nanoTime();
        long frames = decode(video, config);
        double seconds = (System.nanoTime() - start) / 1e9;
        int repeats = (int) Math.max(1, Math.min(50, Math.round(roundSeconds / seconds)));
        Rates ours = new Rates();
        Rates theirs = new Rates();
        for (int round = 0; round < ROUNDS; round++) {
            timeProgram(video, working, repeats, round, frames * repeats, theirs);
            timeOurs(video, config, repeats, round, ours);
        }
        out.printf(
                Locale.ROOT, "%s to %s, %d frames a round, %d rounds each%n", video.getFileName(), working, frames * repeats, ROUNDS);
        theirs.print("ffmpeg", out);
        ours.print("egoscope", out);
        out.printf(
                Locale.ROOT, "ratio by processor time %.2f%n",
                ours.perProcessorSecond[ROUNDS / 2] / theirs.perProcessorSecond[ROUNDS / 2]);
        out.printf(Locale.ROOT, "ratio %.2f%n", ours.median() / theirs.median());
        out.flush();
    }

    private static void timeOurs(Path video, IngestConfig config, int repeats, int round, Rates rates) {
        long start = System.nanoTime();
        long processorStart = processorNanos();
        long frames = 0;
        for (int i = 0; i < repeats; i++) {
            frames += decode(video, config);
        }
        rates.set(round, frames, (System.nanoTime() - start) / 1e9, (processorNanos() - processorStart) / 1e9);
    }

    private static long processorNanos() {
        return ProcessHandle.current().info().totalCpuDuration().map(Duration::toNanos).orElse(0L);
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

    private static void timeProgram(Path video, ImageSize size, int repeats, int round, long frames, Rates rates) {
        List<String> arguments = new ArrayList<>(List.of("-nostdin", "-v", "info", "-benchmark", "-threads", "0"));
        // The program repeats the input itself: starting a process for each pass would count against it.
        arguments.addAll(List.of("-stream_loop", Integer.toString(repeats - 1), "-i", video.toAbsolutePath().toString()));
        arguments.addAll(List.of("-an", "-vf", "scale=" + size.width() + ":" + size.height(), "-f", "null", "-"));
        long start = System.nanoTime();
        String log = run(arguments);
        double seconds = (System.nanoTime() - start) / 1e9;
        Matcher time = PROCESSOR_TIME.matcher(log);
        if (!time.find()) {
            throw new PipelineException(ErrorKind.INTERNAL, "ffmpeg: expected a benchmark line, got none");
        }
        double processorSeconds = Double.parseDouble(time.group(1)) + Double.parseDouble(time.group(2));
        rates.set(round, frames, seconds, processorSeconds);
    }

    private static String run(List<String> arguments) {
        try {
            Process process = Ffmpeg.program(arguments).redirectErrorStream(true).start();
            String log = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(PROGRAM_TIMEOUT_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
                process.destroyForcibly();
                throw new PipelineException(ErrorKind.BAD_INPUT, "ffmpeg: expected to end with exit code 0, got " + log);
            }
            return log;
        } catch (IOException e) {
            throw new PipelineException(ErrorKind.RESOURCES, "ffmpeg: cannot start", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PipelineException(ErrorKind.RESOURCES, "ffmpeg: interrupted", e);
        }
    }
}
