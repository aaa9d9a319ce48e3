package org.egoscope.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.egoscope.app.command.EgoscopeCommand;
import org.egoscope.core.video.SessionId;
import org.egoscope.storage.Dataset;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;

class CommandLineTest {
    private static final String COUNT = "SELECT session, count(*) AS frames FROM frames GROUP BY session ORDER BY session";

    /** Every command and subcommand with the words that lead to it. */
    private static Map<List<String>, CommandLine> commands() {
        Map<List<String>, CommandLine> found = new java.util.LinkedHashMap<>();
        collect(List.of(), EgoscopeCommand.commandLine(), found);
        return found;
    }

    private static void collect(List<String> words, CommandLine command, Map<List<String>, CommandLine> found) {
        found.put(words, command);
        command.getSubcommands().forEach((name, child) -> {
            List<String> longer = new ArrayList<>(words);
            longer.add(name);
            // "help" is picocli's own and takes any word.
            if (!name.equals("help")) {
                collect(longer, child, found);
            }
        });
    }

    @Test
    void everyCommandExplainsItselfAndItsOptions() {
        Map<List<String>, CommandLine> commands = commands();
        assertThat(commands.keySet()).contains(
                List.of("demo"), List.of("run"), List.of("probe"), List.of("worker"), List.of("query"), List.of("doctor"),
                List.of("eval", "synthetic"), List.of("bench", "decode"), List.of("bench", "pipeline"));
        commands.forEach((words, command) -> {
            Terminal terminal = Terminal.run(words, "--help");
            assertThat(terminal.exitCode()).as("%s --help: %s", words, terminal.text()).isZero();
            assertThat(terminal.out()).startsWith("Usage: " + String.join(" ", "egoscope", String.join(" ", words)).strip());
            assertThat(command.getCommandSpec().usageMessage().description()).as("description of %s", words).isNotEmpty();
            // picocli formats them: a bare % is shown with a warning.
            Stream.of(command.getCommandSpec().usageMessage().description(), command.getCommandSpec().usageMessage().footer())
                    .flatMap(Stream::of)
                    .forEach(line -> assertThatCode(() -> String.format(line)).as("%s of %s", line, words).doesNotThrowAnyException());
            for (ArgSpec option : command.getCommandSpec().options()) {
                assertThat(option.description()).as("description of %s %s", words, option).isNotEmpty();
                boolean takesValue = option.arity().max() > 0;
                assertThat(takesValue && option.paramLabel().startsWith("<")).as("value of %s %s has no name", words, option).isFalse();
            }
        });
    }

    @Test
    void whatNobodyKnowsIsAUsageError() {
        for (List<String> words : commands().keySet()) {
            Terminal terminal = Terminal.run(words, "--no-such-option");
            assertThat(terminal.exitCode()).as("%s: %s", words, terminal.text()).isEqualTo(2);
            assertThat(terminal.err()).as("%s", words).containsAnyOf("--no-such-option", "Missing required");
        }
        assertThat(Terminal.run("no-such-command").exitCode()).isEqualTo(2);
        assertThat(Terminal.run("run").exitCode()).as("run without a video").isEqualTo(2);
        assertThat(Terminal.run("run", "x.mp4", "--transport", "carrier-pigeon").exitCode()).isEqualTo(2);
    }

    @Test
    void wrongValuesAreTheUsersMistakeAndNoDefectOfOurs() {
        Map<List<String>, String> mistakes = Map.of(
                List.of("eval"), "Missing required subcommand",
                List.of("train"), "Missing required subcommand",
                List.of("eval", "tracks", "--seconds", "0"), "duration: expected more than 0 and at most 20.0 s, got 0.0",
                List.of("worker", "motion", "--bootstrap-servers", "nonsense"), "expected host:port[,host:port...], got 'nonsense'",
                List.of("worker", "motion", "--bootstrap-servers", "a:1,b"), "got 'a:1,b'");
        mistakes.forEach((words, message) -> {
            Terminal terminal = Terminal.run(words);
            assertThat(terminal.exitCode()).as("%s: %s", words, terminal.text()).isEqualTo(2);
            assertThat(terminal.err()).as("%s", words).contains(message);
        });
    }

    @Test
    void thePrintedConfigurationIsAConfigurationFile() throws IOException {
        Terminal first = Terminal.run("run", "--print-config", Clips.options());
        assertThat(first.exitCode()).as(first.text()).isZero();
        assertThat(first.out()).contains("ingest.longSidePixels=256\n", "storage.rollChunks=4\n");
        Path file = Files.writeString(Clips.newFolder("config").resolve("plan.properties"), first.out());
        assertThat(Terminal.run("run", "--print-config", "--models", "", "--config", file)).isEqualTo(first);
        Terminal changed = Terminal.run("run", "--print-config", "--config", file, "--set", "storage.rollChunks=9");
        assertThat(changed.out()).isEqualTo(first.out().replace("storage.rollChunks=4\n", "storage.rollChunks=9\n"));
    }

    @Test
    void allProblemsOfAConfigurationAreNamedAtOnce() {
        Terminal terminal = Terminal.run(
                "run", "--print-config", "--set", "ingest.longSidePxels=5", "--set", "storage.rollChunks=many",
                "--set", "ingest.chunkFrames=0");
        assertThat(terminal.exitCode()).as(terminal.text()).isEqualTo(2);
        assertThat(terminal.err()).contains(
                "ingest.longSidePxels: expected a known key", "storage.rollChunks: expected int, got 'many'",
                "chunkFrames: expected 1..64, got 0");
        assertThat(terminal.err().strip()).doesNotContain("\n");
        assertThat(Terminal.run("run", "--print-config", "--config", "/no/such/file").exitCode()).isEqualTo(2);
    }

    @Test
    void aQueryAnswersWithATable() {
        Terminal terminal = Terminal.run("query", "--data", Clips.direct().root(), "--sql", COUNT);
        assertThat(terminal.exitCode()).as(terminal.text()).isZero();
        List<String> words = List.of(terminal.out().strip().split("[^A-Za-z0-9]+"));
        assertThat(words).containsSequence("first", "45").containsSequence("second", "45");
        Terminal cut = Terminal.run("query", "--data", Clips.direct().root(), "--limit", "1", "--sql", COUNT);
        assertThat(cut.err()).contains("more than 1 rows");
        assertThat(cut.out()).contains("first").doesNotContain("second");
    }

    @Test
    void theTablesTellTheNamesThatCanBeAskedFor() {
        Terminal tables = Terminal.run("query", "--data", Clips.direct().root(), "--tables");
        assertThat(tables.exitCode()).as(tables.text()).isZero();
        assertThat(tables.out()).contains("\nedges: session, edge_id, predicate, ", "    session: first, second", "looks_at");
        Terminal none = Terminal.run("query", "--data", Clips.direct().root(), "--sql", "SELECT * FROM edges WHERE predicate = 'look_at'");
        assertThat(none.exitCode()).as(none.text()).isZero();
        assertThat(none.err()).contains("no rows; query --tables shows the names");
    }

    @Test
    void aQueryAnswersJsonAndNothingElseOnStandardOutput() throws Exception {
        JsonNode answer = new ObjectMapper().readTree(queryOnStandardOutput("--json"));
        assertThat(answer.path("columns").toString()).isEqualTo("[\"session\",\"frames\"]");
        assertThat(answer.path("rows").toString()).isEqualTo("[[\"first\",45],[\"second\",45]]");
        assertThat(answer.path("truncated").asBoolean(true)).isFalse();
    }

    @Test
    void aQueryAnswersAnArrowStreamAndNothingElseOnStandardOutput() throws Exception {
        assertArrowStream(queryOnStandardOutput("--arrow"), "session", "frames", "second");
    }

    /** An encapsulated IPC stream: each message starts with the continuation marker, and a length of zero ends the stream. */
    static void assertArrowStream(byte[] stream, String... texts) {
        ByteBuffer bytes = ByteBuffer.wrap(stream).order(ByteOrder.LITTLE_ENDIAN);
        assertThat(stream.length).as("bytes").isGreaterThan(64).isLessThan(1 << 20);
        assertThat(bytes.getInt(0)).as("continuation marker").isEqualTo(-1);
        assertThat(bytes.getInt(stream.length - 8)).as("last continuation marker").isEqualTo(-1);
        assertThat(bytes.getInt(stream.length - 4)).as("end of stream").isZero();
        assertThat(new String(stream, StandardCharsets.ISO_8859_1)).contains(texts);
    }

    /** In a process of its own: this one's standard output belongs to the test runner. */
    private static byte[] queryOnStandardOutput(String format) throws InterruptedException {
        List<String> words = List.of("query", "--data", Clips.direct().root().toString(), format, "--sql", COUNT);
        try (Child child = Child.start(Clips.newFolder("query"), words)) {
            assertThat(child.await()).as(child.text()).isZero();
            return child.out();
        }
    }

    @Test
    void aWrongQueryIsAUsageErrorAndAMissingDatasetBadInput() {
        Terminal wrong = Terminal.run("query", "--data", Clips.direct().root(), "--sql", "SELECT nothing FROM nowhere");
        assertThat(wrong.exitCode()).as(wrong.text()).isEqualTo(2);
        assertThat(wrong.err()).contains("nowhere");
        Terminal writing = Terminal.run("query", "--data", Clips.direct().root(), "--sql", "DELETE FROM frames");
        assertThat(writing.exitCode()).as(writing.text()).isEqualTo(2);
        Terminal missing = Terminal.run("query", "--data", "/no/such/folder", "--sql", "SELECT 1");
        assertThat(missing.exitCode()).as(missing.text()).isEqualTo(3);
        assertThat(missing.err()).contains("/no/such/folder");
    }

    @Test
    void equalAndDifferentRunsAreToldApart() {
        Path clip = Clips.newFolder("other").resolve("first.mp4");
        Clips.write(clip, Clips.SECOND_SEED, 5);
        Path other = clip.resolveSibling("out");
        Terminal run = Terminal.run("run", clip, "--out", other, "--transport", "direct", "--no-report", Clips.options());
        assertThat(run.exitCode()).as(run.text()).isZero();
        Path direct = Clips.direct().root();
        for (List<String> how : List.of(List.<String>of(), List.of("--bytes"))) {
            Terminal same = Terminal.run("compare", direct, direct, how);
            assertThat(same.exitCode()).as(same.text()).isZero();
            assertThat(same.out()).contains("the same");
            Terminal different = Terminal.run("compare", direct, other, how);
            assertThat(different.exitCode()).as(different.text()).isEqualTo(1);
            assertThat(different.out()).contains("frames").doesNotContain("the same");
        }
    }

    @Test
    void aFileIsDescribedBeforeItIsRun() throws IOException {
        Terminal text = Terminal.run("probe", Clips.first());
        assertThat(text.exitCode()).as(text.text()).isZero();
        assertThat(text.out()).contains("h264", "256x144", "first.camera.json");
        Terminal json = Terminal.run("probe", "--json", Clips.folder());
        assertThat(json.exitCode()).as(json.text()).isZero();
        assertThat(new ObjectMapper().readTree(json.out()).toString()).contains("first.mp4", "second.mp4", "h264");
        assertThat(Terminal.run("probe", "/no/such/file.mp4").exitCode()).isEqualTo(3);
    }

    @Test
    void networksInTheProgramAreListedAndThoseToVerifyNeedAFolder() {
        Terminal inside = Terminal.run("models", "list", "--models", "");
        assertThat(inside.exitCode()).as(inside.text()).isZero();
        assertThat(inside.out()).containsPattern("motion/free .*free for all uses").containsPattern("motion/research .*CC BY-NC 4.0");
        Terminal verify = Terminal.run("models", "verify", "--models", "");
        assertThat(verify.exitCode()).as(verify.text()).isEqualTo(2);
        assertThat(verify.err()).contains("--models: expected DIR");
        Terminal wrong = Terminal.run("models", "list", "--models", "/no/such/folder");
        assertThat(wrong.exitCode()).as(wrong.text()).isIn(2, 4);
        Terminal doctor = Terminal.run("doctor", "--models", "");
        assertThat(doctor.exitCode()).as(doctor.text()).isZero();
        assertThat(doctor.out()).contains("ffmpeg", "h264", "libtorch", "classical backend", "embedded broker answers");
        assertThat(doctor.out()).doesNotContain("FAIL");
    }

    @Test
    void verifyTellsEveryFileThatIsDamagedOrMissing() throws Exception {
        Path folder = Clips.newFolder("models");
        for (String name : List.of("a_damaged", "b_missing", "c_good")) {
            byte[] weights = name.getBytes(StandardCharsets.UTF_8);
            String sum = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(weights));
            Files.writeString(
                    folder.resolve(name + ".json"),
                    "{\"name\": \"" + name + "\", \"file\": \"" + name + ".torchscript.pt\", \"sha256\": \"" + sum
                            + "\", \"bytes\": " + weights.length + ", \"license\": \"none\", \"task\": \"a test\"}");
            if (!name.equals("b_missing")) {
                Files.write(folder.resolve(name + ".torchscript.pt"), name.equals("c_good") ? weights : new byte[] {1});
            }
        }
        Terminal verify = Terminal.run("models", "verify", "--models", folder);
        assertThat(verify.exitCode()).as(verify.text()).isEqualTo(4);
        assertThat(verify.out()).containsPattern("a_damaged .* DAMAGED: .*expected 9 bytes").contains("b_missing: MISSING").containsPattern("c_good .* ok");
        assertThat(Terminal.run("models", "list", "--models", folder).exitCode()).isZero();
    }

    @Test
    void aFinishedRunIsNotDoneTwice() {
        Path output = Clips.newFolder("again");
        Path clip = output.resolve("short.mp4");
        Clips.write(clip, Clips.FIRST_SEED, 5);
        Object[] words = {"run", clip, "--out", output.resolve("out"), "--transport", "direct", "--no-report", Clips.options()};
        assertThat(Terminal.run(words).exitCode()).isZero();
        Dataset before = Dataset.open(output.resolve("out"));
        Terminal again = Terminal.run(words);
        assertThat(again.exitCode()).as(again.text()).isZero();
        assertThat(again.out()).contains("already done");
        Dataset after = Dataset.open(output.resolve("out"));
        assertThat(after.entries()).isEqualTo(before.entries());
        assertThat(after.sessions()).containsExactly(new SessionId("short"));
    }

    @Test
    void anotherFileOfTheSameNameIsNotTakenForTheOneThatIsDone() throws IOException {
        Path folder = Clips.newFolder("names");
        Path output = folder.resolve("out");
        Path one = Files.createDirectory(folder.resolve("one")).resolve("clip.mp4");
        Path two = Files.createDirectory(folder.resolve("two")).resolve("clip.mp4");
        Clips.write(one, Clips.FIRST_SEED, 5);
        Clips.write(two, Clips.SECOND_SEED, 5);
        List<Object> rest = new ArrayList<>(List.of("--out", output, "--transport", "direct", "--no-report"));
        rest.addAll(Clips.options());
        assertThat(Terminal.run("run", one, rest).exitCode()).isZero();
        Terminal other = Terminal.run("run", two, rest);
        assertThat(other.exitCode()).as(other.text()).isEqualTo(2);
        assertThat(other.err()).contains("[clip]", one.toRealPath().toString(), two.toRealPath().toString(), "--out");
        Path link = Files.createSymbolicLink(Files.createDirectory(folder.resolve("three")).resolve("clip.mp4"), one);
        Terminal same = Terminal.run("run", link, rest);
        assertThat(same.exitCode()).as(same.text()).isZero();
        assertThat(same.out()).contains("already done");
    }
}
