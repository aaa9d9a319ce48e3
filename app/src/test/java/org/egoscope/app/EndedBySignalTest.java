package org.egoscope.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.egoscope.motion.MotionClip;
import org.egoscope.motion.MotionFiles;
import org.egoscope.motion.MotionTraining;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The program as a process, told to end while it computes in native code on its main thread. The VM's own end would run the destructors
 * of native libraries beside that: a crash report and exit code 134.
 */
class EndedBySignalTest {
    private static final Map<String, Integer> EXIT_CODES = Map.of("INT", 130, "TERM", 143);
    private static final int SIGINT = 2;

    @TempDir
    private Path folder;

    /** Native libraries that jars unpack. */
    private Path unpacked;

    @BeforeEach
    void newTemporaryFolder() throws IOException {
        assumeTrue(Files.isReadable(Path.of("/proc/self/maps")), "needs Linux");
        unpacked = Files.createDirectory(folder.resolve("tmp"));
    }

    @AfterEach
    void nothingIsLeft() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.filter(file -> file.getFileName().toString().startsWith("hs_err"))).as("crash reports").isEmpty();
        }
        try (Stream<Path> files = Files.list(unpacked)) {
            assertThat(files.filter(file -> file.toString().endsWith(".so"))).as("unpacked libraries").isEmpty();
        }
    }

    private Child start(String... arguments) {
        return Child.start(
                folder,
                List.of("-XX:ErrorFile=" + folder.resolve("hs_err_%p.log"), "-Djava.io.tmpdir=" + unpacked),
                List.of(arguments));
    }

    /** Without SIGINT where it is ignored: shells start jobs in the background so, their children inherit it, and the program leaves it so. */
    private static List<String> signals() throws IOException {
        String ignored = Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("SigIgn:"))
                .map(line -> line.substring("SigIgn:".length()).strip())
                .findFirst()
                .orElseThrow();
        boolean interruptIgnored = (Long.parseUnsignedLong(ignored, 16) >> SIGINT - 1 & 1) != 0;
        return interruptIgnored ? List.of("TERM") : List.of("INT", "TERM");
    }

    private static void end(Child child, String signal) throws Exception {
        child.signal(signal);
        assertThat(child.await()).as(child.text()).isEqualTo(EXIT_CODES.get(signal));
        assertThat(child.text()).doesNotContain("fatal error", "Exception");
    }

    /** In a step of many windows most of the time is one native call, the backward pass. */
    @Test
    void trainingEndsAtOnce() throws Exception {
        Path data = Files.createDirectory(folder.resolve("data"));
        Path out = folder.resolve("run");
        for (String signal : signals()) {
            try (Child child = start(
                    "train", "motion", "--data", data.toString(), "--procedural", "0.2", "--out", out.toString(), "--windows", "100", "--size", "small",
                    "--threads", "1")) {
                child.awaitLine("parameters from step 0");
                end(child, signal);
            }
        }
    }

    @Test
    void evaluationEndsAtOnce() throws Exception {
        Path clips = Files.createDirectories(folder.resolve("data/made/val"));
        for (MotionClip clip : MotionTraining.everydayMotion(3, 0.5)) {
            MotionFiles.write(clip, clips.resolve("made.npz"));
        }
        try (Child child = start(
                "eval", "motion", "--data", folder.resolve("data").toString(), "--model", "free", "--rows", "head-32-steps30,head-whole-steps30", "--out",
                folder.resolve("eval").toString())) {
            child.awaitLine("free");
            end(child, signals().get(0));
        }
    }

    /** The broker's log has chunks: perception begins. */
    private void awaitFed(Child child) throws Exception {
        Path log = folder.resolve("out/.kafka");
        while (child.isAlive()) {
            if (Files.isDirectory(log)) {
                try (Stream<Path> files = Files.walk(log)) {
                    if (files.anyMatch(file -> file.toString().matches(".*chunks-\\d+/\\d+\\.log") && file.toFile().length() > 0)) {
                        return;
                    }
                } catch (UncheckedIOException e) {
                    // The broker renames its files.
                    assertThat(e.getCause()).isInstanceOf(NoSuchFileException.class);
                }
            }
            TimeUnit.MILLISECONDS.sleep(20);
        }
        throw new AssertionError("expected a run at work, got its end\n" + child.text());
    }

    @Test
    void aRunEndsAtOnceAndTheSameCommandGoesOn() throws Exception {
        List<String> run = new ArrayList<>(List.of("run", Clips.first().toString(), "--out", folder.resolve("out").toString(), "--no-report"));
        run.addAll(Clips.options());
        try (Child child = start(run.toArray(String[]::new))) {
            awaitFed(child);
            end(child, "TERM");
        }
        try (Child child = start(run.toArray(String[]::new))) {
            assertThat(child.await()).as(child.text()).isZero();
            assertThat(child.text()).contains("first ");
        }
    }
}
