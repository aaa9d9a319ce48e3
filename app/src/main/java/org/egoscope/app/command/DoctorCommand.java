package org.egoscope.app.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.egoscope.app.PipelinePlan;
import org.egoscope.app.run.Folders;
import org.egoscope.core.PipelineException;
import org.egoscope.ingest.MediaSupport;
import org.egoscope.storage.StorageSupport;
import org.egoscope.stream.EmbeddedKafka;
import org.egoscope.stream.Topics;
import org.egoscope.torch.ModelDirectory;
import org.egoscope.torch.TorchRuntime;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Whether this machine can run the pipeline, and with what. */
@Command(name = "doctor", mixinStandardHelpOptions = true, description = "Check JVM, natives, decoders, networks, broker, disk and GPU.")
final class DoctorCommand implements Callable<Integer> {
    private static final long LEAST_FREE_BYTES = 2L << 30;

    @Option(names = "--bootstrap-servers", paramLabel = "HOST:PORT", description = "Check these brokers in place of the embedded one.")
    private @Nullable String bootstrapServers;

    @Mixin
    private ModelOptions modelOptions = new ModelOptions();

    @Spec
    private CommandSpec spec;

    private boolean healthy = true;

    /** A check says what it found or throws. */
    private interface Check {
        String run() throws Exception;
    }

    @Override
    public Integer call() {
        check("version", () -> PipelinePlan.VERSION);
        check("java", DoctorCommand::java);
        check("memory", () -> Runtime.getRuntime().maxMemory() / (1 << 20) + " MiB heap, "
                + Runtime.getRuntime().availableProcessors() + " processors");
        check("disk", DoctorCommand::disk);
        check("ffmpeg", () -> MediaSupport.version() + "; decoders " + String.join(", ", MediaSupport.decoders()));
        check("opencv", org.egoscope.perception.VisionRuntime::version);
        check("libtorch", DoctorCommand::libtorch);
        check("bfloat16", () -> TorchRuntime.cpuHasFastBfloat16() ? "fast here: networks multiply in it (not with --network-products FLOAT32)"
                : "no instructions for it, or not safe: networks multiply in float32");
        check("gpu", () -> TorchRuntime.info().cudaAvailable() ? "CUDA device in use" : "none: networks run on the CPU (build with -Pgpu for CUDA)");
        check("arrow, duckdb", StorageSupport::describe);
        check("networks", this::networks);
        check("broker", this::broker);
        return healthy ? 0 : 1;
    }

    private void check(String name, Check check) {
        PrintWriter out = spec.commandLine().getOut();
        try {
            out.println(String.format(java.util.Locale.ROOT, "ok    %-14s %s", name, check.run()));
        } catch (Exception | LinkageError e) {
            healthy = false;
            out.println(String.format(java.util.Locale.ROOT, "FAIL  %-14s %s", name, e.getMessage()));
        }
        out.flush();
    }

    private static String java() {
        return System.getProperty("java.vm.name") + " " + Runtime.version();
    }

    private static String libtorch() {
        TorchRuntime.Info info = TorchRuntime.info();
        String products = info.mkl() ? "MKL" : "OpenBLAS on " + info.blasThreads() + (info.blasThreads() == 1 ? " thread" : " threads");
        return info.torchVersion() + ", " + products + (info.oneDnn() ? ", oneDNN" : ", no oneDNN")
                + (info.bfloat16Hazard() ? "; bfloat16 would end the process: set ONEDNN_MAX_CPU_ISA=AVX512_CORE_FP16" : "");
    }

    private static String disk() throws IOException {
        FileStore store = Files.getFileStore(Path.of("").toAbsolutePath());
        if (store.getUsableSpace() < LEAST_FREE_BYTES) {
            throw PipelineException.badInput("expected at least 2 GiB free, got " + store.getUsableSpace() / (1 << 20) + " MiB");
        }
        return store.getUsableSpace() / (1 << 30) + " GiB free here";
    }

    private String networks() {
        Optional<ModelDirectory> models = modelOptions.models();
        return models.map(directory -> directory.names().size() + " in " + directory.folder() + ": " + String.join(", ", directory.names()))
                .orElse("none given (--models or EGOSCOPE_MODELS): classical backend");
    }

    private String broker() throws IOException {
        if (bootstrapServers != null) {
            Topics.standard().create(TransportOptions.connection(bootstrapServers, null), Topics.Settings.embedded(), List.of());
            return bootstrapServers + " answers";
        }
        Path folder = Files.createTempDirectory("egoscope-doctor");
        long start = System.nanoTime();
        try (EmbeddedKafka broker = EmbeddedKafka.start(folder)) {
            return "embedded broker answers at " + broker.bootstrapServers() + " after " + (System.nanoTime() - start) / 1_000_000 + " ms";
        } finally {
            Folders.delete(folder);
        }
    }
}
