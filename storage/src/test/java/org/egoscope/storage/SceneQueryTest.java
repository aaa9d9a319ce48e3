package org.egoscope.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.LongStream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.ipc.ArrowStreamReader;
import org.egoscope.core.Batch;
import org.egoscope.core.ErrorKind;
import org.egoscope.core.PipelineException;
import org.egoscope.core.graph.Correction;
import org.egoscope.core.graph.GraphEdge;
import org.egoscope.core.graph.GraphEvent;
import org.egoscope.core.graph.GraphNode;
import org.egoscope.core.observation.Instance;
import org.egoscope.core.observation.Observation;
import org.egoscope.core.time.MediaTime;
import org.egoscope.core.time.TimeRange;
import org.egoscope.core.video.SessionId;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SceneQueryTest {
    private static final SessionId KITCHEN = new SessionId("kitchen");
    private static final long SECOND = 1_000_000_000L;

    private static final SceneQuery.Limits LIMITS = new SceneQuery.Limits(Duration.ofSeconds(1), 1000, 256L << 20, 1);
    private static final Observation FRAME = new RandomData(21).observation(KITCHEN, 42);

    @TempDir
    static Path folder;

    private static Dataset dataset;
    private static SceneQuery query;

    /** A kitchen: the wearer holds the knife during [1, 4) and [6, 7), the cucumber is on the board during [2, 6.5). */
    @BeforeAll
    static void writeKitchen() {
        List<GraphEvent> events = List.of(
                node(1, GraphNode.Kind.WEARER, "wearer"),
                node(10, GraphNode.Kind.OBJECT, "knife"),
                node(11, GraphNode.Kind.OBJECT, "unknown"),
                node(12, GraphNode.Kind.SURFACE, "board"),
                edge(1, "holds", end(1, "wearer"), end(10, "knife"), 1000, 4000),
                edge(2, "on", end(11, "unknown"), end(12, "board"), 2000, 6500),
                edge(3, "holds", end(1, "wearer"), end(10, "knife"), 6000, 7000),
                new Correction(11, "courgette", 0.5f, MediaTime.ofSeconds(3)),
                new Correction(11, "cucumber", 0.9f, MediaTime.ofSeconds(5)));
        try (DatasetWriter writer = DatasetWriter.open(folder, "ab12", 2)) {
            writer.publish(writer.append("ego.graph", 0, 0, new Batch<>(KITCHEN, 0, TimeRange.ofNanos(0, 1), true, events)));
            writer.publish(writer.append(
                    "ego.observations", 0, 0, new Batch<>(KITCHEN, 0, TimeRange.ofNanos(0, 1), true, List.of(FRAME))));
        }
        dataset = Dataset.open(folder);
        query = SceneQuery.open(dataset, LIMITS);
    }

    @AfterAll
    static void close() {
        query.close();
    }

    private static GraphNode node(long id, GraphNode.Kind kind, String label) {
        return new GraphNode(id, kind, label, 0.8f, id * 10, TimeRange.ofNanos(0, 10 * SECOND));
    }

    private static GraphEdge.Endpoint end(long node, String label) {
        return new GraphEdge.Endpoint(node, node * 10, label);
    }

    private static GraphEdge edge(
            long id, String predicate, GraphEdge.Endpoint from, GraphEdge.Endpoint to, long startMillis, long endMillis) {
        TimeRange span = TimeRange.ofNanos(startMillis * 1_000_000, endMillis * 1_000_000);
        return new GraphEdge(id, predicate, from, to, span, startMillis, endMillis - startMillis, 0.9f, 0.7f);
    }

    private static List<Row> rows(String sql, Object... parameters) {
        try (QueryResult result = query.run(sql, parameters)) {
            return result.toList();
        }
    }

    @Test
    void everyMomentTheKnifeIsHeldWhileTheCucumberIsOnTheBoard() {
        List<Row> moments = rows(
                """
                SELECT h.session, seconds(intersect_start(h.t0_ns, o.t0_ns)) AS t0, seconds(intersect_end(h.t1_ns, o.t1_ns)) AS t1
                FROM edges_current h JOIN edges_current o
                ON h.session = o.session AND overlaps(h.t0_ns, h.t1_ns, o.t0_ns, o.t1_ns)
                WHERE h.predicate = 'holds' AND h.object_label = ? AND o.predicate = 'on' AND o.subject_label = ?
                ORDER BY t0""",
                "knife",
                "cucumber");
        assertThat(moments)
                .extracting(row -> row.text("session"), row -> row.real("t0"), row -> row.real("t1"))
                .containsExactly(tuple("kitchen", 2.0, 4.0), tuple("kitchen", 6.0, 6.5));
    }

    @Test
    void intervalMacrosFollowHalfOpenIntervals() {
        Row row = rows(
                        """
                        SELECT overlaps(0, 2, 1, 3) AS crossing, overlaps(0, 1, 1, 2) AS touching, during(1, 2, 0, 3) AS inside,
                            during(0, 4, 0, 3) AS outside, before(0, 1, 2, 3) AS earlier, before(0, 1, 1, 2) AS adjacent,
                            meets(0, 1, 1, 2) AS meeting, seconds(1500000000) AS time""")
                .get(0);
        assertThat(row.columns())
                .containsExactly("crossing", "touching", "inside", "outside", "earlier", "adjacent", "meeting", "time");
        assertThat(List.of(row.flag("crossing"), row.flag("touching"), row.flag("inside"), row.flag("outside")))
                .containsExactly(true, false, true, false);
        assertThat(List.of(row.flag("earlier"), row.flag("adjacent"), row.flag("meeting"))).containsExactly(true, false, true);
        assertThat(row.real("time")).isEqualTo(1.5);
    }

    @Test
    void theLatestCorrectionNamesANodeAndTheEmittedRowStays() {
        assertThat(rows("SELECT label, label_score FROM nodes_current WHERE node_id = 11"))
                .extracting(row -> row.text("label"), row -> row.get("label_score"))
                .containsExactly(tuple("cucumber", 0.9f));
        assertThat(rows("SELECT label FROM nodes WHERE node_id = 11").get(0).text("label")).isEqualTo("unknown");
        assertThat(rows("SELECT count(*) AS n FROM nodes_current").get(0).number("n")).isEqualTo(4);
    }

    @Test
    void masksAndKeypointsArriveAsListsOfTheirShape() {
        List<Row> masks = rows("SELECT track_id, mask_runs, list_sum(mask_runs) AS pixels FROM instances");
        assertThat(masks).hasSameSizeAs(FRAME.instances());
        for (int i = 0; i < masks.size(); i++) {
            Instance instance = FRAME.instances().get(i);
            List<Integer> runs = new ArrayList<>();
            for (int run : instance.mask().toRuns()) {
                runs.add(run);
            }
            assertThat(masks.get(i).get("mask_runs")).isEqualTo(runs);
            assertThat(masks.get(i).number("pixels")).isEqualTo(instance.mask().size().pixels());
        }
        List<Row> hands = rows("SELECT keypoints_2d[9][2] AS y, len(keypoints_2d) AS n, keypoints_3d FROM hands");
        assertThat(hands).hasSameSizeAs(FRAME.hands());
        for (int i = 0; i < hands.size(); i++) {
            assertThat(hands.get(i).get("y")).isEqualTo(FRAME.hands().get(i).keypoints().toImageArray()[8 * 2 + 1]);
            assertThat(hands.get(i).number("n")).isEqualTo(21);
            assertThat((List<?>) hands.get(i).get("keypoints_3d")).hasSize(21);
        }
    }

    @Test
    void everyTableIsThereAlsoWithoutRows() {
        for (String table : Dataset.tables()) {
            long expected = dataset.rowCount(table);
            assertThat(rows("SELECT count(*) AS n FROM " + table).get(0).number("n")).as(table).isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT * FROM read_csv('/etc/passwd')",
                "SELECT * FROM read_text('/etc/passwd')",
                "SELECT * FROM read_blob('/etc/passwd')",
                "SELECT * FROM read_parquet('/etc/passwd')",
                "SELECT * FROM '/etc/passwd'",
                "SELECT * FROM glob('/etc/*')",
                "SELECT * FROM sniff_csv('/etc/passwd')",
                "SELECT * FROM parquet_metadata('/etc/passwd')",
                "COPY (SELECT 1) TO '/tmp/egoscope-attack.csv'",
                "COPY edges FROM '/etc/passwd'",
                "EXPORT DATABASE '/tmp/egoscope-attack'",
                "ATTACH '/tmp/egoscope-attack.db'",
                "INSTALL httpfs",
                "LOAD httpfs",
                "SET threads = 64",
                "SET enable_external_access = true",
                "RESET lock_configuration",
                "PRAGMA enable_profiling",
                "CALL enable_logging()",
                "SELECT 1; SELECT 2",
                "SELECT 1; DROP TABLE edges",
                "CREATE TABLE mine AS SELECT 1",
                "CREATE TEMP TABLE mine AS SELECT 1",
                "CREATE SECRET (TYPE s3)",
                "DROP TABLE edges",
                "INSERT INTO edges SELECT * FROM edges",
                "DELETE FROM edges",
                "UPDATE edges SET predicate = 'x'",
                "CHECKPOINT",
                "BEGIN",
                "COMMIT",
                "VACUUM",
                "EXPLAIN ANALYZE SELECT 1",
                "WITH gone AS (DELETE FROM edges RETURNING *) SELECT * FROM gone",
                "SELECT * FROM query('SELECT 1')",
                "SELECT * FROM query_table('edges')",
                "SELECT * FROM arrow_scan(1, 2, 3)",
                "SELECT * FROM \"ARROW_SCAN\"(1, 2, 3)",
                "SELECT (SELECT count(*) FROM arrow_scan_dumb(1, 2, 3))",
                "SELECT getenv('HOME')",
                "",
                "nonsense"
            })
    void whatIsNotAQuestionToTheTablesIsRefused(String sql) {
        assertThatThrownBy(() -> rows(sql)).as(sql).isInstanceOfSatisfying(
                PipelineException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.BAD_CONFIG));
        assertThat(rows("SELECT count(*) AS n FROM edges").get(0).number("n")).isEqualTo(3);
        assertThat(Files.exists(Path.of("/tmp/egoscope-attack.csv"))).isFalse();
        assertThat(Files.exists(Path.of("/tmp/egoscope-attack.db"))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT sum(a.range * b.range) FROM range(10000000) a, range(10000000) b",
                "WITH RECURSIVE t(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM t) SELECT count(*) FROM t"
            })
    void aQueryWithoutEndIsStopped(String sql) {
        long start = System.nanoTime();
        assertThatThrownBy(() -> rows(sql)).isInstanceOfSatisfying(
                PipelineException.class, e -> assertThat(e.kind()).as("%s", e).isEqualTo(ErrorKind.RESOURCES));
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
    }

    @Test
    void aQueryThatNeedsTooMuchMemoryIsStopped() {
        assertThatThrownBy(() -> rows("SELECT list(range) FROM range(100000000)")).isInstanceOfSatisfying(
                PipelineException.class, e -> assertThat(e.kind()).as("%s", e).isEqualTo(ErrorKind.RESOURCES));
    }

    @Test
    void rowsBeyondTheLimitAreCutOffAndTheAnswerSaysSo() {
        try (QueryResult result = query.run("SELECT range FROM range(5000)")) {
            assertThat(result.toList()).hasSize(1000);
            assertThat(result.truncated()).isTrue();
        }
        try (QueryResult result = query.run("SELECT range FROM range(1000)")) {
            assertThat(result.toList()).hasSize(1000);
            assertThat(result.truncated()).isFalse();
        }
    }

    @Test
    void theOrderOfTheStatementIsTheOrderOfTheAnswer() {
        List<Long> largest = rows("SELECT (range * 7919) % 200003 AS h FROM range(200003) ORDER BY h DESC; ").stream()
                .map(row -> row.number("h"))
                .toList();
        assertThat(largest).isEqualTo(LongStream.range(0, 1000).map(i -> 200002 - i).boxed().toList());
        assertThat(rows("FROM range(900) ORDER BY range DESC").stream().map(row -> row.number("range")).toList())
                .isSortedAccordingTo(Comparator.reverseOrder());
        assertThat(rows("SELECT 1 AS one -- no more")).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"SHOW TABLES", "DESCRIBE edges", "FROM edges", "VALUES (1)", "SUMMARIZE edges"})
    void whatTellsAboutTheTablesWorksToo(String sql) {
        assertThat(rows(sql)).isNotEmpty();
    }

    @Test
    void arrowJsonAndTextSayTheSame() throws IOException {
        String sql = "SELECT edge_id, object_label, t0_ns, 'NaN'::DOUBLE AS odd, NULL AS nothing FROM edges ORDER BY edge_id";
        ByteArrayOutputStream arrow = new ByteArrayOutputStream();
        ByteArrayOutputStream json = new ByteArrayOutputStream();
        StringBuilder text = new StringBuilder();
        try (QueryResult result = query.run(sql)) {
            result.writeArrow(arrow);
        }
        try (QueryResult result = query.run(sql)) {
            result.writeJson(json);
        }
        try (QueryResult result = query.run(sql)) {
            result.writeTable(text);
        }
        try (BufferAllocator allocator = new RootAllocator();
                ArrowStreamReader reader = new ArrowStreamReader(new ByteArrayInputStream(arrow.toByteArray()), allocator)) {
            assertThat(reader.loadNextBatch()).isTrue();
            assertThat(reader.getVectorSchemaRoot().getRowCount()).isEqualTo(3);
            assertThat(reader.getVectorSchemaRoot().getVector("object_label").getObject(1).toString()).isEqualTo("board");
        }
        JsonNode parsed = new ObjectMapper().readTree(json.toByteArray());
        assertThat(parsed.at("/rows/1/1").asText()).isEqualTo("board");
        assertThat(parsed.at("/rows/2/2").asLong()).isEqualTo(6 * SECOND);
        assertThat(parsed.at("/rows/0/3").asText()).isEqualTo("NaN");
        assertThat(parsed.at("/rows/0/4").isNull()).isTrue();
        assertThat(text.toString())
                .isEqualTo(
                        """
                        edge_id  object_label       t0_ns  odd  nothing
                        -------  ------------  ----------  ---  -------
                              1  knife         1000000000  NaN
                              2  board         2000000000  NaN
                              3  knife         6000000000  NaN
                        (3 rows)
                        """);
    }

    @Test
    void afterARefreshNewFilesAreSeenAndOldOnesAreNotReadTwice(@TempDir Path growing) {
        append(growing, "kitchen");
        append(growing, "hall");
        try (SceneQuery live = SceneQuery.open(Dataset.open(growing), LIMITS)) {
            assertThat(sessionsWithEdges(live)).containsExactly("hall", "kitchen");
            append(growing, "attic");
            assertThat(sessionsWithEdges(live)).containsExactly("hall", "kitchen");
            live.refresh(Dataset.open(growing));
            assertThat(sessionsWithEdges(live)).containsExactly("attic", "hall", "kitchen");
        }
    }

    private static void append(Path growing, String session) {
        try (DatasetWriter writer = DatasetWriter.open(growing, "ab12", 2)) {
            List<GraphEvent> events = List.of(edge(1, "near", end(1, "wearer"), end(10, "door"), 0, 10));
            writer.publish(writer.append(
                    "ego.graph", 0, 1, new Batch<>(new SessionId(session), 0, TimeRange.ofNanos(0, 1), true, events)));
        }
    }

    private static List<String> sessionsWithEdges(SceneQuery live) {
        try (QueryResult result = live.run("SELECT session FROM edges ORDER BY session")) {
            return result.toList().stream().map(row -> row.text("session")).toList();
        }
    }

    @Test
    void anAnswerLeftEarlyLeavesNothingBehind() {
        for (int i = 0; i < 20; i++) {
            try (QueryResult result = query.run("SELECT range FROM range(100000)")) {
                assertThat(result.next().number("range")).isZero();
            }
        }
        assertThat(rows("SELECT 1 AS one").get(0).number("one")).isEqualTo(1);
    }
}
