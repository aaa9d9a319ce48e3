package org.egoscope.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.egoscope.core.video.Gap;
import org.egoscope.core.video.SessionId;
import org.egoscope.storage.Dataset;
import org.egoscope.storage.Row;
import org.egoscope.storage.RowCursor;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the README says of bad input, through the command line. */
class BrokenInputsTest {
    private static final List<Long> ALL = LongStream.range(0, Clips.FRAMES).boxed().toList();

    private Path folder;
    private Path output;

    @BeforeEach
    void makeFolders() {
        folder = Clips.newFolder("broken");
        output = folder.resolve("out");
    }

    private Terminal run(Path input) {
        return Terminal.run("run", input, "--out", output, "--transport", "direct", "--no-report", Clips.options());
    }

    /** Exit code 3, the file and the reason on one line, nothing of our insides, nothing written as if it were a result. */
    private void assertRefused(Path file, String... reasons) {
        Terminal terminal = run(file);
        assertThat(terminal.exitCode()).as(terminal.text()).isEqualTo(3);
        String line = terminal.text().lines().filter(text -> text.contains("expected")).findFirst().orElse("");
        assertThat(line).as(terminal.text()).containsIgnoringCase(file.getFileName().toString().replaceFirst("\\.[^.]*$", ""));
        assertThat(line).contains(reasons).contains("got ");
        assertThat(terminal.text()).doesNotContain("Exception").doesNotContain("\tat ");
        if (Dataset.exists(output)) {
            assertThat(Dataset.open(output).sessions()).isEmpty();
        }
    }

    @Test
    void anEmptyFileIsRefused() {
        assertRefused(BrokenFiles.empty(folder.resolve("empty.mp4")), "0 bytes");
    }

    @Test
    void textNamedLikeAVideoIsRefused() {
        assertRefused(BrokenFiles.text(folder.resolve("text.mp4")), "video container");
    }

    @Test
    void soundWithoutPicturesIsRefused() {
        assertRefused(BrokenFiles.sound(folder.resolve("sound.avi")), "video stream");
    }

    @Test
    void aVideoOfOnePixelIsRefused() {
        assertRefused(BrokenFiles.onePixel(folder.resolve("pixel.avi")), "1x1");
    }

    @Test
    void aFileWithoutItsIndexIsRefused() {
        assertRefused(BrokenFiles.withoutIndex(Clips.first(), folder.resolve("cut.mp4")), "video container");
    }

    @Test
    void aPathToNothingIsRefused() {
        assertRefused(folder.resolve("missing.mp4"), "nothing at");
    }

    @Test
    void aFolderWithoutVideosIsRefused() throws IOException {
        Files.writeString(folder.resolve("notes.txt"), "no video here");
        assertRefused(folder, "video files");
    }

    @Test
    void aFileThatMayNotBeReadIsRefused() throws IOException {
        Path file = Files.copy(Clips.first(), folder.resolve("locked.mp4"));
        boolean locked = file.toFile().setReadable(false, false) && !Files.isReadable(file);
        Assumptions.assumeTrue(locked, "the superuser reads everything");
        assertRefused(file, "permission");
    }

    @Test
    void aPathWithParentStepsIsReadAndRecordedWithoutThem() throws IOException {
        Clips.write(folder.resolve("clip.mp4"), Clips.FIRST_SEED, 5);
        Path climbing = Files.createDirectory(folder.resolve("sub")).resolve("../clip.mp4");
        Terminal terminal = run(climbing);
        assertThat(terminal.exitCode()).as(terminal.text()).isZero();
        Dataset dataset = Dataset.open(output);
        assertThat(dataset.sessions()).containsExactly(new SessionId("clip"));
        assertThat(dataset.session(new SessionId("clip")).orElseThrow().sourceUri()).endsWith("/clip.mp4").doesNotContain("..");
    }

    @Test
    void theFramesThatATruncatedFileAnnouncesAreAGap() {
        assertAccountedFor(BrokenFiles.firstHalf(Clips.first(), folder.resolve("truncated.mp4")), Gap.Reason.TRUNCATED);
    }

    @Test
    void framesDamagedInTheMiddleAreAGapAndLaterOnesAreNot() {
        assertAccountedFor(BrokenFiles.damaged(Clips.first(), folder.resolve("damaged.mp4")), Gap.Reason.DECODE_ERROR);
        try (RowCursor frames = Dataset.open(output).rows("frames")) {
            long last = -1;
            while (frames.hasNext()) {
                last = frames.next().number("frame_index");
            }
            assertThat(last).as("the last key frame interval is whole").isEqualTo(Clips.FRAMES - 1L);
        }
    }

    private void assertAccountedFor(Path file, Gap.Reason reason) {
        Terminal terminal = run(file);
        assertThat(terminal.exitCode()).as(terminal.text()).isZero();
        assertGapsOnly(Dataset.open(output), SessionId.fromName(file.getFileName().toString().replace(".mp4", "")), reason);
    }

    private static void assertGapsOnly(Dataset dataset, SessionId session, Gap.Reason reason) {
        assertThat(EveryFrameOnceTest.accounted(dataset, session)).as(session.value()).isEqualTo(ALL);
        Map<String, Long> framesByReason = new TreeMap<>();
        try (RowCursor gaps = dataset.rows("gaps", session)) {
            while (gaps.hasNext()) {
                Row gap = gaps.next();
                if (gap.text("stage").equals("ingest")) {
                    framesByReason.merge(gap.text("reason"), gap.number("frame_count"), Long::sum);
                }
            }
        }
        String wanted = reason.name().toLowerCase(Locale.ROOT);
        // Where a file ends, the frame that was cut through is damaged.
        long damaged = reason == Gap.Reason.TRUNCATED ? framesByReason.getOrDefault("decode_error", 0L) : 0;
        assertThat(damaged).as("frames cut through in %s", session).isLessThanOrEqualTo(1);
        framesByReason.remove(reason == Gap.Reason.TRUNCATED ? "decode_error" : "");
        assertThat(framesByReason).as(session.value()).containsOnlyKeys(wanted);
        assertThat(framesByReason.get(wanted)).as(session.value()).isBetween(1L, Clips.FRAMES - 10L);
    }

    @Test
    void inAFolderTheOthersAreDoneAllTheSame() throws IOException {
        Path inputs = Files.createDirectory(folder.resolve("in"));
        Files.copy(Clips.first(), inputs.resolve("good.mp4"));
        BrokenFiles.empty(inputs.resolve("a_empty.mp4"));
        BrokenFiles.text(inputs.resolve("text.mp4"));
        BrokenFiles.onePixel(inputs.resolve("pixel.avi"));
        BrokenFiles.firstHalf(Clips.first(), inputs.resolve("truncated.mp4"));
        // The default transport: Kafka must not wait for what is never fed.
        Terminal terminal = Terminal.run("run", inputs, "--out", output, "--no-report", Clips.options());
        assertThat(terminal.exitCode()).as(terminal.text()).isEqualTo(3);
        List<String> refused = terminal.text().lines().filter(line -> line.startsWith("not run: ")).toList();
        assertThat(refused).hasSize(3);
        assertThat(String.join("\n", refused)).contains("[a_empty]", "[pixel]", "[text]");
        Dataset dataset = Dataset.open(output);
        assertThat(dataset.sessions()).extracting(SessionId::value).containsExactly("good", "truncated");
        assertThat(EveryFrameOnceTest.accounted(dataset, new SessionId("good"))).isEqualTo(ALL);
        assertGapsOnly(dataset, new SessionId("truncated"), Gap.Reason.TRUNCATED);
    }
}
