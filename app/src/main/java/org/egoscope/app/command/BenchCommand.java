package org.egoscope.app.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.egoscope.app.run.Folders;
import org.egoscope.app.run.PipelineBenchmark;
import org.egoscope.app.run.Recording;
import org.egoscope.app.tracks.PerceptionBenchmark;
import org.egoscope.core.PipelineException;
import org.egoscope.ingest.DecodeBenchmark;
import org.egoscope.motion.MotionBenchmark;
import org.egoscope.motion.MotionConfig;
import org.egoscope.perception.SegmentBenchmark;
import org.egoscope.stream.StreamBenchmark;
import org.egoscope.torch.TorchBenchmark;
import org.egoscope.torch.Products;
import org.egoscope.torch.TorchDevice;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Measurements behind docs/benchmarks.md. */
@Command(name = "bench", mixinStandardHelpOptions = true, description = "Measure: the figures of docs/benchmarks.md.")
final class BenchCommand {
    @Spec
    private CommandSpec spec;

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }

    @Command(name = "decode", description = "Chunked decode and resize against the ffmpeg program of the same build.", mixinStandardHelpOptions = true)
    void decode(@Parameters(paramLabel = "VIDEO", description = "File.") Path video) {
        DecodeBenchmark.report(video, out());
        out().flush();
    }

    @Command(name = "torch", description = "Time and native memory per call of each network.", mixinStandardHelpOptions = true)
    void torch(@Mixin ModelOptions plan) {
        TorchBenchmark.report(
                plan.models().orElseThrow(() -> PipelineException.badConfig("--models: expected DIR, got nothing")), out());
        out().flush();
    }

    @Command(name = "segment", description = "Time and memory of the steps of a prompt segmenter.", mixinStandardHelpOptions = true)
    void segment(
            @Option(names = "--model", paramLabel = "NAME|FILE", defaultValue = "mobile_sam",
                    description = "Checkpoint, or sam_vit_b, sam_vit_l, sam_vit_h, mobile_sam, sam2.1_hiera_tiny, _small, _base_plus or _large for "
                            + "one of chance weights (default: ${DEFAULT-VALUE}).")
                    String model,
            @Option(names = "--rounds", paramLabel = "N", defaultValue = "3", description = "Of each step (default: ${DEFAULT-VALUE}).") int rounds,
            @Option(names = "--device", paramLabel = "NAME", defaultValue = "best", description = "cpu, cuda or best (default: ${DEFAULT-VALUE}).") TorchDevice device,
            @Option(names = "--products", paramLabel = "NAME", defaultValue = "auto", description = "float32, bfloat16 or auto (default: ${DEFAULT-VALUE}).")
                    Products products) {
        SegmentBenchmark.report(model, device, products, rounds, out());
    }

    @Command(name = "stream", description = "Messages per second of a worker hop.", mixinStandardHelpOptions = true)
    void stream(
            @Option(names = "--batches", paramLabel = "N", defaultValue = "500", description = "Messages (default: ${DEFAULT-VALUE}).") int batches,
            @Option(names = "--bytes", paramLabel = "N", defaultValue = "200000", description = "Size of each (default: ${DEFAULT-VALUE}).") int bytes)
            throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("egoscope-bench");
        try {
            out().println(StreamBenchmark.run(folder, batches, bytes).describe());
            out().flush();
        } finally {
            Folders.delete(folder);
        }
    }

    @Command(name = "pipeline", description = "Wall time of local and cluster over direct.", mixinStandardHelpOptions = true)
    void pipeline(
            @Parameters(paramLabel = "VIDEO", arity = "1..*", description = "Files or folders.") List<String> videos,
            @Option(names = "--rounds", paramLabel = "N", defaultValue = "3", description = "Runs of each transport (default: ${DEFAULT-VALUE}).") int rounds,
            @Mixin PlanOptions plan)
            throws IOException {
        benchmark(videos, plan).compareTransports(rounds);
    }

    @Command(name = "motion", description = "Speed, delay, smoothness and memory of the body's generator.", mixinStandardHelpOptions = true)
    void motion(
            @Option(names = "--seconds", paramLabel = "SECONDS", defaultValue = "120", description = "Motion to make (default: ${DEFAULT-VALUE}; 14400 for 4 hours).")
                    double seconds,
            @Mixin PlanOptions plan) {
        if (!(seconds > 0 && seconds <= 86_400)) {
            throw PipelineException.badConfig("--seconds: expected above 0 and at most 86400, got " + seconds);
        }
        MotionBenchmark benchmark = new MotionBenchmark(plan.config().motion(), out());
        benchmark.stream(seconds);
        if (!plan.config().motion().generator().equals(MotionConfig.KINEMATIC)) {
            benchmark.offline(Math.min(seconds, 120));
        }
    }

    @Command(name = "perception", description = "Time of each part of perception per frame, and memory.", mixinStandardHelpOptions = true)
    void perception(
            @Parameters(paramLabel = "VIDEO", arity = "1..*", description = "Files or folders.") List<String> videos,
            @Option(names = "--passes", paramLabel = "N", defaultValue = "2", description = "After one to warm up (default: ${DEFAULT-VALUE}).") int passes,
            @Mixin PlanOptions plan) {
        for (Recording recording : Recording.find(videos)) {
            new PerceptionBenchmark(plan.plan(), out()).run(recording, passes);
        }
    }

    @Command(name = "memory", description = "Memory over a loop of clips.", mixinStandardHelpOptions = true)
    void memory(
            @Parameters(paramLabel = "VIDEO", arity = "1..*", description = "Files or folders.") List<String> videos,
            @Option(names = "--minutes", paramLabel = "MINUTES", defaultValue = "20", description = "How long (default: ${DEFAULT-VALUE}).") int minutes,
            @Mixin PlanOptions plan)
            throws IOException {
        benchmark(videos, plan).memory(minutes);
    }

    private PipelineBenchmark benchmark(List<String> videos, PlanOptions plan) throws IOException {
        Path work = Files.createTempDirectory("egoscope-bench");
        return new PipelineBenchmark(Recording.find(videos), plan.plan(), new ArrayList<>(plan.arguments()), work, out());
    }
}
