package org.egoscope.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.egoscope.storage.Deliveries.Delivery;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A writer in a process of its own, killed without warning; and readers beside a writer that goes on. */
class KilledWriterTest {
    private static final long SEED = 77;
    private static final int SESSIONS = 2;
    private static final int BATCHES = 10;

    @TempDir
    Path folder;

    /** Writes everything to the folder, taking up what is published there. */
    public static void main(String[] arguments) {
        write(Path.of(arguments[0]));
    }

    private static void write(Path root) {
        try (DatasetWriter writer = DatasetWriter.open(root, Deliveries.PLAN, 2)) {
            writer.restore(Dataset.open(root).entries());
            for (Delivery d : Deliveries.of(SEED, SESSIONS, BATCHES)) {
                writer.publish(writer.append(d.topic(), d.partition(), d.offset(), d.batch()));
            }
        }
    }

    @Test
    void killedAgainAndAgainTheFilesEndAsInAnUndisturbedRun() throws Exception {
        Path calm = folder.resolve("calm");
        Path killed = folder.resolve("killed");
        write(calm);
        Random random = new Random(SEED);
        int interrupted = 0;
        for (int life = 0; life < 3; life++) {
            Process process = start(killed);
            long files = publishedFiles(killed);
            // Let it publish something, then a random part of a moment more.
            while (process.isAlive() && publishedFiles(killed) <= files) {
                process.waitFor(2, TimeUnit.MILLISECONDS);
            }
            process.waitFor(random.nextInt(60), TimeUnit.MILLISECONDS);
            interrupted += process.isAlive() ? 1 : 0;
            process.destroyForcibly().waitFor();
            assertThat(Dataset.open(killed).verify()).as("life %d", life).isEmpty();
        }
        write(killed);
        assertThat(interrupted).as("lives that ended early").isPositive();
        assertThat(DatasetWriterTest.bytesOf(killed)).containsAllEntriesOf(DatasetWriterTest.bytesOf(calm));
        assertThat(DatasetDigest.compareFiles(Dataset.open(calm), Dataset.open(killed))).isEmpty();
        assertThat(DatasetDigest.compare(Dataset.open(calm), Dataset.open(killed))).isEmpty();
    }

    private static Process start(Path root) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--add-opens=java.base/java.nio=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        KilledWriterTest.class.getName(),
                        root.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private static long publishedFiles(Path root) throws IOException {
        if (!Files.exists(root.resolve("manifest.json"))) {
            return 0;
        }
        return Dataset.open(root).entries().stream().mapToLong(entry -> entry.files().size()).sum();
    }

    @Test
    void readersBesideAWriterSeeWholeFilesOnlyAndNeverLess() throws Exception {
        DatasetWriter.open(folder, Deliveries.PLAN, 2).close();
        AtomicBoolean done = new AtomicBoolean();
        AtomicReference<Throwable> failure = new AtomicReference<>();
        Thread reader = new Thread(() -> {
            try {
                long seen = 0;
                while (!done.get()) {
                    Dataset dataset = Dataset.open(folder);
                    long rows = 0;
                    try (RowCursor cursor = dataset.rows("frames")) {
                        for (; cursor.hasNext(); cursor.next()) {
                            rows++;
                        }
                    }
                    assertThat(rows).isEqualTo(dataset.rowCount("frames")).isGreaterThanOrEqualTo(seen);
                    seen = rows;
                }
            } catch (Throwable e) {
                failure.set(e);
            }
        });
        reader.start();
        try {
            write(folder);
        } finally {
            done.set(true);
            reader.join();
        }
        assertThat(failure.get()).isNull();
        try (Stream<Path> left = Files.walk(folder)) {
            assertThat(List.of(left.filter(file -> file.toString().endsWith(".tmp")).toArray())).isEmpty();
        }
    }
}
