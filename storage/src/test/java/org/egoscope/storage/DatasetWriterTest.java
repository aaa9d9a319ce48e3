package org.egoscope.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.stream.Stream;
import org.egoscope.core.ErrorKind;
import org.egoscope.core.PipelineException;
import org.egoscope.core.graph.EdgeEvidence;
import org.egoscope.core.graph.GraphEdge;
import org.egoscope.core.graph.GraphEvent;
import org.egoscope.core.motion.MotionWindow;
import org.egoscope.core.observation.Observation;
import org.egoscope.core.observation.ObservationEvent;
import org.egoscope.core.video.Gap;
import org.egoscope.core.video.SessionId;
import org.egoscope.storage.Deliveries.Delivery;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatasetWriterTest {
    private static final int ROLL = 3;

    @TempDir
    Path folder;

    private static void writeAll(Path root, Collection<Delivery> deliveries) {
        try (DatasetWriter writer = DatasetWriter.open(root, Deliveries.PLAN, ROLL)) {
            for (Delivery d : deliveries) {
                writer.publish(writer.append(d.topic(), d.partition(), d.offset(), d.batch()));
            }
        }
    }

    private static <T> List<T> items(List<Delivery> deliveries, String session, Class<T> type, String topic) {
        return deliveries.stream()
                .filter(d -> d.topic().equals(topic) && d.batch().session().value().equals(session))
                .flatMap(d -> d.batch().items().stream())
                .filter(type::isInstance)
                .map(type::cast)
                .toList();
    }

    @Test
    void rowsReadBackAsTheValuesThatWereWritten() {
        List<Delivery> deliveries = Deliveries.of(1, 2, 8);
        writeAll(folder, deliveries);
        Dataset dataset = Dataset.open(folder);
        assertThat(dataset.sessions()).extracting(SessionId::value).containsExactly("session-0", "session-1");
        for (SessionId session : dataset.sessions()) {
            List<ObservationEvent> observed = items(deliveries, session.value(), ObservationEvent.class, "ego.observations");
            assertThat(dataset.observations(session)).containsExactlyElementsOf(observed);
            List<MotionWindow> windows = items(deliveries, session.value(), MotionWindow.class, "ego.motion");
            assertThat(dataset.bodies(session).map(Dataset.Body::pose))
                    .containsExactlyElementsOf(windows.stream()
                            .flatMap(window -> window.frames().stream())
                            .filter(frame -> frame.body() != null)
                            .map(MotionWindow.PosedFrame::body)
                            .toList());
            List<GraphEvent> graph = items(deliveries, session.value(), GraphEvent.class, "ego.graph").stream()
                    .filter(event -> !(event instanceof Gap gap) || gap.stage().equals("scenegraph"))
                    .toList();
            assertThat(dataset.graph(session)).containsExactlyInAnyOrderElementsOf(graph);
            assertThat(dataset.run(session).orElseThrow().planHash()).isEqualTo(Deliveries.PLAN);
            assertThat(dataset.session(session).orElseThrow().id()).isEqualTo(session);
            assertThat(dataset.isComplete(session, "graph")).isTrue();
        }
        assertThat(dataset.verify()).isEmpty();
    }

    @Test
    void rowCountsAndPlainRowsAgreeWithPlainLists() {
        List<Delivery> deliveries = Deliveries.of(2, 1, 7);
        writeAll(folder, deliveries);
        Dataset dataset = Dataset.open(folder);
        List<Observation> frames = items(deliveries, "session-0", Observation.class, "ego.observations");
        assertThat(dataset.rowCount("frames")).isEqualTo(frames.size());
        assertThat(dataset.rowCount("instances")).isEqualTo(frames.stream().mapToLong(f -> f.instances().size()).sum());
        assertThat(dataset.rowCount("edges"))
                .isEqualTo(items(deliveries, "session-0", GraphEdge.class, "ego.graph").size());
        int at = 0;
        try (RowCursor rows = dataset.rows("edge_evidence")) {
            List<EdgeEvidence> expected = items(deliveries, "session-0", EdgeEvidence.class, "ego.graph");
            while (rows.hasNext()) {
                Row row = rows.next();
                EdgeEvidence evidence = expected.get(at++);
                assertThat(row.number("edge_id")).isEqualTo(evidence.edgeId());
                assertThat(row.number("time_ns")).isEqualTo(evidence.time().nanos());
                assertThat(row.get("confidence")).isEqualTo(evidence.confidence());
                assertThat(row.text("measure")).isEqualTo(evidence.measure());
            }
            assertThat(at).isEqualTo(expected.size());
        }
    }

    @Test
    void aGapIsStoredOnceOnTheTopicOfItsStage() {
        List<Delivery> deliveries = Deliveries.of(3, 1, 5);
        writeAll(folder, deliveries);
        long ingestAndPerception = items(deliveries, "session-0", Gap.class, "ego.observations").size();
        long scenegraph = items(deliveries, "session-0", Gap.class, "ego.graph").stream()
                .filter(gap -> gap.stage().equals("scenegraph"))
                .count();
        assertThat(Dataset.open(folder).rowCount("gaps")).isEqualTo(ingestAndPerception + 5 + scenegraph);
    }

    @Test
    void filesCoverFixedSequencesAndDoNotDependOnOffsetsPartitionsOrInterleaving() throws IOException {
        List<Delivery> deliveries = Deliveries.of(4, 2, 8);
        writeAll(folder.resolve("a"), deliveries);
        List<Delivery> otherwise = new ArrayList<>();
        for (String session : List.of("session-1", "session-0")) {
            for (Delivery d : deliveries) {
                if (d.batch().session().value().equals(session)) {
                    otherwise.add(new Delivery(d.topic().replace("ego.", "test."), 7, 1000 + 3 * d.offset(), d.batch()));
                }
            }
        }
        writeAll(folder.resolve("b"), otherwise);
        assertThat(bytesOf(folder.resolve("b"))).isEqualTo(bytesOf(folder.resolve("a")));
        assertThat(folder.resolve("a/edges/session-0/graph-00000000-00000002-0123456789ab.arrow")).exists();
        assertThat(folder.resolve("a/edges/session-0/graph-00000006-00000007-0123456789ab.arrow")).exists();
    }

    /** Path to content of all data files, a character a byte. */
    static Map<String, String> bytesOf(Path root) throws IOException {
        Map<String, String> content = new HashMap<>();
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.filter(f -> f.toString().endsWith(".arrow")).toList()) {
                content.put(root.relativize(file).toString(), Files.readString(file, StandardCharsets.ISO_8859_1));
            }
        }
        return content;
    }

    @Test
    void readersSeeNothingBeforeItIsPublishedAndAllOfItAfter() {
        List<Delivery> deliveries = Deliveries.of(5, 1, 9);
        long published = 0;
        try (DatasetWriter writer = DatasetWriter.open(folder, Deliveries.PLAN, ROLL)) {
            for (Delivery d : deliveries) {
                List<ManifestEntry> durable = writer.append(d.topic(), d.partition(), d.offset(), d.batch());
                assertThat(rows(Dataset.open(folder))).isEqualTo(published);
                writer.publish(durable);
                published += durable.stream().flatMap(e -> e.files().stream()).mapToLong(ManifestEntry.DataFile::rows).sum();
                assertThat(rows(Dataset.open(folder))).isEqualTo(published);
            }
        }
        assertThat(published).isPositive();
    }

    private static long rows(Dataset dataset) {
        return Dataset.tables().stream().mapToLong(dataset::rowCount).sum();
    }

    @Test
    void pendingFromIsTheLowestOffsetThatIsNotDurable() {
        List<Delivery> deliveries = Deliveries.of(6, 2, 4).stream().filter(d -> d.topic().equals("ego.graph")).toList();
        List<Long> pending = new ArrayList<>();
        try (DatasetWriter writer = DatasetWriter.open(folder, Deliveries.PLAN, ROLL)) {
            assertThat(writer.pendingFrom("ego.graph", 0)).isEqualTo(OptionalLong.empty());
            for (Delivery d : deliveries) {
                writer.append(d.topic(), d.partition(), d.offset(), d.batch());
                pending.add(writer.pendingFrom("ego.graph", 0).orElseThrow());
            }
        }
        // Offsets: s0 s1 s0 s1 s0* s1* s0* s1*; a star ends a file (three batches, or the last).
        assertThat(pending).containsExactly(0L, 0L, 0L, 0L, 1L, 6L, 7L, 8L);
    }

    @Test
    void aMissingBatchIsRefusedAndADuplicateIsSkipped() {
        List<Delivery> deliveries = Deliveries.of(7, 1, 6).stream().filter(d -> d.topic().equals("ego.motion")).toList();
        try (DatasetWriter writer = DatasetWriter.open(folder, Deliveries.PLAN, ROLL)) {
            Delivery first = deliveries.get(0);
            writer.append("ego.motion", 0, 0, first.batch());
            assertThat(writer.append("ego.motion", 0, 1, first.batch())).isEmpty();
            assertThatThrownBy(() -> writer.append("ego.motion", 0, 2, deliveries.get(2).batch()))
                    .isInstanceOfSatisfying(PipelineException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.INTERNAL))
                    .hasMessageContaining("expected sequence 1, got 2");
        }
    }

    @Test
    void aPartitionThatMovesToAnotherWriterAndBackEndsWithTheSameBytes() throws IOException {
        List<Delivery> deliveries = Deliveries.of(13, 2, 10).stream().filter(d -> d.topic().equals("ego.graph")).toList();
        writeAll(folder.resolve("calm"), deliveries);
        Path moved = folder.resolve("moved");
        List<ManifestEntry> committed = new ArrayList<>();
        try (DatasetWriter first = DatasetWriter.open(moved, Deliveries.PLAN, ROLL);
                DatasetWriter second = DatasetWriter.open(moved, Deliveries.PLAN, ROLL)) {
            long next = 0;
            for (DatasetWriter writer : List.of(first, second, first)) {
                writer.restore(committed);
                for (Delivery d : deliveries.subList((int) next, Math.min(deliveries.size(), (int) next + 8))) {
                    List<ManifestEntry> durable = writer.append(d.topic(), d.partition(), d.offset(), d.batch());
                    committed.addAll(durable);
                    writer.publish(durable);
                }
                next = writer.pendingFrom("ego.graph", 0).orElseThrow();
                writer.forget("ego.graph", 0);
                assertThat(writer.pendingFrom("ego.graph", 0)).isEmpty();
            }
            assertThat(next).isEqualTo(deliveries.size());
        }
        assertThat(bytesOf(moved)).isEqualTo(bytesOf(folder.resolve("calm")));
        assertThat(Dataset.open(moved).verify()).isEmpty();
    }

    @Test
    void crashesAtAnyPointAndRedeliveryEndWithTheBytesOfAnUndisturbedRun() throws IOException {
        List<Delivery> deliveries = Deliveries.of(8, 2, 7);
        writeAll(folder.resolve("calm"), deliveries);
        for (long seed = 0; seed < 3; seed++) {
            Path root = folder.resolve("crash-" + seed);
            runWithCrashes(root, deliveries, new Random(seed));
            assertThat(bytesOf(root)).as("seed %d", seed).isEqualTo(bytesOf(folder.resolve("calm")));
            assertThat(Dataset.open(root).verify()).as("seed %d", seed).isEmpty();
            assertThat(DatasetDigest.compare(Dataset.open(folder.resolve("calm")), Dataset.open(root)))
                    .as("seed %d", seed)
                    .isEmpty();
        }
    }

    /** A worker that commits offsets and entries together, publishes after that, and dies between any two of these steps. */
    private static void runWithCrashes(Path root, List<Delivery> deliveries, Random random) throws IOException {
        List<ManifestEntry> committed = new ArrayList<>();
        Map<String, Long> committedOffsets = new HashMap<>();
        boolean done = false;
        for (int life = 0; !done; life++) {
            int crashAfter = life > 4 ? Integer.MAX_VALUE : random.nextInt(30);
            try (DatasetWriter writer = DatasetWriter.open(root, Deliveries.PLAN, ROLL)) {
                writer.restore(committed);
                writer.publish(committed);
                int steps = 0;
                done = true;
                for (Delivery d : deliveries) {
                    if (d.offset() < committedOffsets.getOrDefault(d.topic(), 0L)) {
                        continue;
                    }
                    List<ManifestEntry> durable = writer.append(d.topic(), d.partition(), d.offset(), d.batch());
                    if (++steps > crashAfter) {
                        done = false;
                        leaveTemporaryFile(root);
                        break;
                    }
                    committed.addAll(durable);
                    committedOffsets.put(d.topic(), writer.pendingFrom(d.topic(), 0).orElseThrow());
                    if (++steps > crashAfter) {
                        done = false;
                        break;
                    }
                    writer.publish(durable);
                }
            }
        }
        try (DatasetWriter writer = DatasetWriter.open(root, Deliveries.PLAN, ROLL)) {
            writer.sweep();
            assertThat(writer.sweep()).isZero();
        }
        try (Stream<Path> files = Files.walk(root)) {
            assertThat(files.filter(f -> f.toString().endsWith(".tmp"))).isEmpty();
        }
    }

    private static void leaveTemporaryFile(Path root) throws IOException {
        Path place = Files.createDirectories(root.resolve("edges/session-0"));
        Files.writeString(place.resolve(".graph-00000000-00000002-0123456789ab.arrow.dead.tmp"), "half a fi");
    }

    @Test
    void compactionKeepsEveryRowAndLaterRedeliveryAddsNone() {
        List<Delivery> deliveries = Deliveries.of(9, 2, 10);
        writeAll(folder, deliveries);
        Dataset before = Dataset.open(folder);
        try (DatasetWriter writer = DatasetWriter.open(folder, Deliveries.PLAN, ROLL)) {
            writer.compact();
            Dataset after = Dataset.open(folder);
            assertThat(DatasetDigest.compare(before, after)).isEmpty();
            assertThat(after.files("instances")).hasSize(2);
            assertThat(writer.sweep()).isPositive();
            writer.publish(before.entries());
        }
        writeAll(folder, deliveries);
        Dataset again = Dataset.open(folder);
        assertThat(again.files("instances")).hasSize(2);
        assertThat(again.verify()).isEmpty();
    }

    @Test
    void anotherPlanReplacesASession() {
        writeAll(folder, Deliveries.of(10, 2, 4));
        List<Delivery> other = Deliveries.of(11, 1, 2);
        try (DatasetWriter writer = DatasetWriter.open(folder, "feed", ROLL)) {
            writer.restore(Dataset.open(folder).entries());
            for (Delivery d : other) {
                writer.publish(writer.append(d.topic(), d.partition(), d.offset(), d.batch()));
            }
        }
        Dataset dataset = Dataset.open(folder);
        assertThat(dataset.verify()).isEmpty();
        assertThat(dataset.entries()).allSatisfy(entry -> assertThat(entry.planHash())
                .isEqualTo(entry.session().value().equals("session-0") ? "feed" : Deliveries.PLAN));
        assertThat(dataset.observations(new SessionId("session-0")))
                .containsExactlyElementsOf(items(other, "session-0", ObservationEvent.class, "ego.observations"));
    }

    @Test
    void aFolderThatIsNoDatasetIsRefused() {
        assertThatThrownBy(() -> Dataset.open(folder))
                .isInstanceOfSatisfying(PipelineException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.BAD_INPUT))
                .hasMessageContaining("manifest.json");
    }

    @Test
    void aChangedFileIsFoundByVerification() throws IOException {
        writeAll(folder, Deliveries.of(12, 1, 3));
        Path file = Dataset.open(folder).files("frames").get(0);
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 1;
        Files.write(file, bytes);
        assertThat(Dataset.open(folder).verify()).singleElement().asString().contains("expected sha256");
    }
}
