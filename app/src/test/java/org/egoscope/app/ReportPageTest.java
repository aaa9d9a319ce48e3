package org.egoscope.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

class ReportPageTest {
    private static final long PATIENCE_SECONDS = 90;

    @Test
    void theReportHoldsAPageAndEachSessionsDataAndPictures() throws Exception {
        Path folder = Clips.report().getParent();
        assertThat(Files.readString(folder.resolve("index.js"))).contains("\"first/data.js\"", "\"second/data.js\"");
        for (String session : List.of("first", "second")) {
            assertThat(Files.readString(folder.resolve(session).resolve("data.js"))).startsWith("window.egoscopeSession({")
                    .contains("\"headline\":\"45 frames of " + session);
            assertThat(folder.resolve(session).resolve("preview.mp4")).isNotEmptyFile();
            assertThat(folder.resolve(session).resolve("overview.png")).isNotEmptyFile();
        }
    }

    @Test
    void thePreviewShowsEveryFrame() {
        Terminal probe = Terminal.run("probe", Clips.report().resolveSibling("first").resolve("preview.mp4"));
        assertThat(probe.exitCode()).as(probe.text()).isZero();
        assertThat(probe.out()).contains("256x144").contains("45");
    }

    /** Only a browser can say whether the script runs. */
    @Test
    void aBrowserFillsThePageWithoutAnError() throws Exception {
        Optional<Path> browser = browser();
        Assumptions.assumeTrue(browser.isPresent(), "no chromium, chromium-browser or google-chrome on the PATH");
        Path folder = Clips.newFolder("browser");
        Path dom = folder.resolve("dom.html");
        Path log = folder.resolve("log.txt");
        Process process = new ProcessBuilder(
                        browser.get().toString(), "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
                        "--disable-background-networking", "--disable-component-update", "--disable-sync",
                        "--user-data-dir=" + folder.resolve("profile"), "--enable-logging=stderr", "--virtual-time-budget=8000",
                        "--dump-dom", Clips.report().toUri().toString())
                .redirectOutput(dom.toFile())
                .redirectError(log.toFile())
                .start();
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("browser: expected an end within " + PATIENCE_SECONDS + " s\n" + Files.readString(log));
        }
        assertThat(Files.readString(log)).doesNotContain("Uncaught").doesNotContain("CONSOLE:").doesNotContain(":CONSOLE(");
        String page = Files.readString(dom);
        assertThat(contentOf(page, "headline")).contains("45 frames of first");
        assertThat(contentOf(page, "frame-facts")).isNotEmpty();
        assertThat(contentOf(page, "summary")).contains("frames with a result", "45");
        assertThat(contentOf(page, "sheets")).contains("moments");
        assertThat(contentOf(page, "session")).contains("first", "second");
    }

    private static Optional<Path> browser() {
        return Stream.of("chromium", "chromium-browser", "google-chrome")
                .flatMap(name -> Stream.of(System.getenv("PATH").split(File.pathSeparator)).map(folder -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** Text within the element of this id; elements of the page do not contain others of their own name. */
    private static String contentOf(String page, String id) {
        Matcher element = Pattern.compile("<(\\w+) id=\"" + id + "\"[^>]*>(.*?)</\\1>", Pattern.DOTALL).matcher(page);
        assertThat(element.find()).as("element %s in %s", id, page).isTrue();
        return element.group(2).replaceAll("<[^>]*>", " ").strip();
    }
}
