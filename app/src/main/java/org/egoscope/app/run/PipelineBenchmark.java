package org.egoscope.app.run;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.egoscope.app.PipelinePlan;
import org.egoscope.core.video.SessionId;
import org.egoscope.stream.KafkaConnection;
import org.egoscope.stream.Topics;
import org.egoscope.torch.TorchRuntime;

/** What the pipeline costs around its stages: the transports against each other, and memory over a long loop. */
public final class PipelineBenchmark {
    private final List<Recording> recordings;
    private final PipelinePlan plan;
    private final List<String> planArguments;
    private final Path work;
    private final PrintWriter out;

    /**
     * @param planArguments the options that made the plan, for the worker processes
     * @param work folder for outputs, emptied by each round
     */
    public PipelineBenchmark(
            List<Recording> recordings, PipelinePlan plan, List<String> planArguments, Path work, PrintWriter out) {
        this.recordings = recordings;
        this.plan = plan;
        this.planArguments = planArguments;
        this.work = work;
        this.out = out;
    }

    /** Interleaved rounds of direct, local and cluster; the last lines are the ratios of the medians. */
    public void compareTransports(int rounds) {
        double[] direct = new double[rounds];
        double[] local = new double[rounds];
        double[] cluster = new double[rounds];
        for (int round = 0; round < rounds; round++) {
            direct[round] = seconds(new DirectTransport(), "direct");
            local[round] = seconds(new LocalTransport(), "local");
            cluster[round] = clusterSeconds();
            out.println(String.format(Locale.ROOT, "round %d: direct %.1f s, local %.1f s, cluster %.1f s", round + 1, direct[round], local[round], cluster[round]));
            out.flush();
        }
        out.println(String.format(Locale.ROOT, "local/direct   ratio %.2f", median(local) / median(direct)));
        out.println(String.format(Locale.ROOT, "cluster/direct ratio %.2f", median(cluster) / median(direct)));
    }

    /** The processes are there before the clock starts, as in a real cluster; feeding, all hops and storage are in. */
    private double clusterSeconds() {
        Path output = work.resolve("cluster");
        Folders.delete(output);
        Path log = work.resolve("broker");
        Folders.delete(log);
        try (WorkerProcesses processes = WorkerProcesses.start(log, output, planArguments)) {
            return seconds(new ClusterTransport(KafkaConnection.to(processes.bootstrapServers()), Topics.Settings.embedded()), "cluster");
        }
    }

    private double seconds(Transport transport, String name) {
        Path output = work.resolve(name);
        if (!name.equals("cluster")) {
            Folders.delete(output);
        }
        long start = System.nanoTime();
        List<Failure> failures = transport.run(new RunRequest(recordings, output, plan), new StageTimes());
        if (!failures.isEmpty()) {
            throw failures.get(0).error();
        }
        return (System.nanoTime() - start) / 1e9;
    }

    /** Runs the recordings in a loop, as ever new sessions, and prints resident memory, heap and native objects after each pass. */
    public void memory(int minutes) {
        long end = System.nanoTime() + minutes * 60_000_000_000L;
        StageTimes times = new StageTimes();
        for (int pass = 1; System.nanoTime() < end; pass++) {
            Path output = work.resolve("memory");
            Folders.delete(output);
            new DirectTransport().run(new RunRequest(renamed(pass), output, plan), times);
            System.gc();
            Runtime runtime = Runtime.getRuntime();
            out.println(String.format(
                    Locale.ROOT,
                    "pass %d: %d frames, resident %d MiB, heap %d MiB, native objects %d",
                    pass,
                    times.of("ingest").frames(),
                    TorchRuntime.residentBytes() >> 20,
                    runtime.totalMemory() - runtime.freeMemory() >> 20,
                    TorchRuntime.nativeObjects()));
            out.flush();
        }
    }

    private List<Recording> renamed(int pass) {
        List<Recording> renamed = new ArrayList<>();
        for (Recording recording : recordings) {
            renamed.add(new Recording(
                    SessionId.fromName(recording.session() + "-" + pass), recording.uri()));
        }
        return renamed;
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
