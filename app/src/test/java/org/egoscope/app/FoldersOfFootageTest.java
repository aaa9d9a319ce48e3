package org.egoscope.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.egoscope.app.run.Recording;
import org.egoscope.core.ErrorKind;
import org.egoscope.core.PipelineException;
import org.egoscope.ingest.IngestConfig;
import org.egoscope.ingest.Probe;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a run makes of a folder, and whether {@code probe} foretells it. */
class FoldersOfFootageTest {
    @TempDir
    private Path folder;

    @Test
    void resultsWithinTheFolderAreNoFootage() throws IOException {
        file("clip.mp4");
        file("egoscope-out/report/clip/preview.mp4");
        Files.writeString(folder.resolve("egoscope-out/manifest.json"), "{\"format\": \"egoscope-dataset\", \"version\": 1}");
        file("other/take.mp4");
        Files.writeString(folder.resolve("other/manifest.json"), "{\"format\": \"of something else\"}");
        assertThat(sessions()).containsExactly("clip", "other-take");
        assertThat(Recording.find(List.of(folder.resolve("egoscope-out").toString()))).as("named outright").hasSize(1);
    }

    @Test
    void probeAndRunSeeTheSameFiles() throws IOException {
        for (String ending : Probe.videoEndings()) {
            file("take_" + ending + "." + ending);
        }
        Files.createSymbolicLink(folder.resolve("again"), file("linked/take.mp4").getParent());
        Files.createSymbolicLink(folder.resolve("circle"), folder);
        file("recording.vrs");
        List<Path> run = Recording.find(List.of(folder.toString())).stream().map(recording -> Path.of(recording.uri())).toList();
        List<Path> probed = Probe.of(folder, IngestConfig.defaults()).recordings().stream().map(Probe.Recording::file).toList();
        assertThat(probed).containsAll(run).hasSize(run.size() + 1).contains(folder.resolve("recording.vrs"));
        assertThat(Recording.vrsIn(List.of(folder.toString()))).containsExactly(folder.resolve("recording.vrs"));
    }

    @Test
    void longNamesThatBeginAlikeStayApart() throws IOException {
        String stem = "a".repeat(140);
        file(stem + "1.mp4");
        file(stem + "2.mp4");
        assertThat(sessions()).hasSize(2).doesNotHaveDuplicates();
    }

    @Test
    void aRecordingKeepsItsNameWhenAnotherOfThatNameComes() throws IOException {
        file("day2/walk.mp4");
        file("walk.mp4");
        List<Recording> before = Recording.find(List.of(folder.toString()));
        file("day1/walk.mp4");
        assertThat(sessions()).containsExactly("day1-walk", "day2-walk", "walk");
        assertThat(Recording.find(List.of(folder.toString()))).containsAll(before);
    }

    @Test
    void whatIsNoAddressIsBadInput() {
        assertThatThrownBy(() -> Recording.find(List.of("rtsp://camera one/stream")))
                .isInstanceOfSatisfying(PipelineException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.BAD_INPUT))
                .hasMessageContaining("camera one");
    }

    @Test
    void probeForetellsThatABrokenFileBesideTheVideoIsRefused() throws IOException {
        Path clip = Files.copy(Clips.first(), folder.resolve("clip.mp4"));
        assertThat(Probe.of(clip, IngestConfig.defaults()).recordings().get(0).reason()).isEmpty();
        Files.writeString(folder.resolve("clip.camera.json"), "{\"model\": \"pinhole\",");
        Probe.Recording recording = Probe.of(clip, IngestConfig.defaults()).recordings().get(0);
        assertThat(recording.runnable()).isFalse();
        assertThat(recording.reason()).contains("camera file: expected JSON", "clip.camera.json");
    }

    private Path file(String name) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.write(file, new byte[] {1});
    }

    private List<String> sessions() {
        return Recording.find(List.of(folder.toString())).stream().map(recording -> recording.session().value()).toList();
    }
}
