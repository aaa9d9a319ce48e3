package org.egoscope.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.egoscope.app.run.ClusterTransport;
import org.egoscope.app.run.LocalTransport;
import org.egoscope.app.run.StageTimes;
import org.egoscope.app.run.Transport;
import org.egoscope.storage.Dataset;
import org.egoscope.storage.DatasetDigest;
import org.egoscope.stream.Topics;
import org.egoscope.stream.EmbeddedKafka;
import org.junit.jupiter.api.Test;

/** Two recordings through each transport; the direct run is the yardstick. */
class TransportsAgreeTest {
    @Test
    void theDirectRunFillsTheTablesThatAreCompared() {
        Dataset direct = Clips.direct();
        for (String table : List.of("sessions", "frames", "instances", "head_poses", "motion", "nodes", "edges", "runs")) {
            assertThat(direct.rowCount(table)).as(table).isPositive();
        }
        assertThat(direct.files("instances")).as("files of instances").hasSizeGreaterThan(direct.sessions().size());
        assertThat(direct.verify()).isEmpty();
    }

    @Test
    void aLocalRunWritesTheSameBytes() {
        Path output = Clips.newFolder("local");
        assertAgrees(new LocalTransport(), output);
        assertThat(output.resolve(".kafka")).doesNotExist();
    }

    @Test
    void aClusterOfProcessesWritesTheSameBytes() {
        Path folder = Clips.newFolder("cluster");
        Path output = folder.resolve("out");
        try (EmbeddedKafka broker = EmbeddedKafka.start(folder.resolve("kafka"));
                Workers workers = Workers.start(folder, broker.bootstrapServers(), output)) {
            assertThat(workers.processes).hasSize(4);
            assertAgrees(new ClusterTransport(broker.connection(), Topics.Settings.embedded()), output);
        }
    }

    private static void assertAgrees(Transport transport, Path output) {
        assertThat(transport.run(Clips.request(output), new StageTimes())).isEmpty();
        assertSame(Dataset.open(output));
    }

    static void assertSame(Dataset dataset) {
        assertThat(DatasetDigest.compare(Clips.direct(), dataset)).isEmpty();
        assertThat(DatasetDigest.compareFiles(Clips.direct(), dataset)).isEmpty();
    }

    /** One process for each stage. */
    private static final class Workers implements AutoCloseable {
        private final List<Child> processes = new ArrayList<>();

        static Workers start(Path folder, String brokers, Path output) {
            Workers workers = new Workers();
            for (String stage : List.of("perception", "motion", "scenegraph")) {
                workers.processes.add(worker(folder, stage, brokers, List.of()));
            }
            workers.processes.add(worker(folder, "storage", brokers, List.of("--out", output.toString())));
            return workers;
        }

        @Override
        public void close() {
            processes.forEach(Child::close);
        }
    }

    static Child worker(Path folder, String stage, String brokers, List<String> more) {
        List<String> arguments = new ArrayList<>(List.of("worker", stage, "--bootstrap-servers", brokers));
        arguments.addAll(Clips.options());
        arguments.addAll(more);
        return Child.start(folder, arguments);
    }
}
