package org.egoscope.app.report;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import org.egoscope.core.ErrorKind;
import org.egoscope.core.PipelineException;
import org.egoscope.core.video.SessionId;
import org.egoscope.storage.Dataset;

/**
 * Writes the report of a dataset: one page with video, masks, hands, body, timeline and graph that opens from the file system with no
 * server, and a contact sheet of pictures per session.
 *
 * <p>The page shows at most {@link #LONGEST} of each session, and says so where it cuts.
 */
public final class ReportWriter {
    /** Longer sessions would make the page's data too large for a browser; the tables hold everything. */
    public static final Duration LONGEST = Duration.ofSeconds(90);

    private static final List<String> ASSETS = List.of("report.css", "report.js");

    private ReportWriter() {}

    /**
     * @param dataset what to show
     * @param folder created; files of an earlier report in it are replaced
     * @return the page to open
     * @throws PipelineException BAD_INPUT if a session's run covered faces and its tables, of before, do not say where
     */
    public static Path write(Dataset dataset, Path folder) {
        try {
            Files.createDirectories(folder);
            for (String asset : ASSETS) {
                copy(asset, folder.resolve(asset));
            }
            for (SessionId session : dataset.sessions()) {
                SessionPage.write(dataset, session, folder.resolve(session.value()));
            }
            writeIndex(dataset, folder.resolve("index.js"));
            Path page = folder.resolve("index.html");
            copy("report.html", page);
            return page;
        } catch (IOException | UncheckedIOException e) {
            throw new PipelineException(ErrorKind.RESOURCES, "report: expected to write " + folder + ", got " + e.getMessage(), e);
        }
    }

    private static void copy(String resource, Path target) throws IOException {
        try (InputStream in = ReportWriter.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("resource " + resource + " is missing from the jar");
            }
            Files.copy(in, target, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static void writeIndex(Dataset dataset, Path file) throws IOException {
        try (OutputStream out = Files.newOutputStream(file)) {
            out.write("window.egoscopeIndex = ".getBytes(StandardCharsets.UTF_8));
            JsonGenerator json = new JsonFactory().createGenerator(out, JsonEncoding.UTF8);
            json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
            json.writeStartArray();
            for (SessionId session : dataset.sessions()) {
                json.writeStartObject();
                json.writeStringField("name", session.value());
                json.writeStringField("data", session.value() + "/data.js");
                json.writeEndObject();
            }
            json.writeEndArray();
            json.close();
            out.write(";\n".getBytes(StandardCharsets.UTF_8));
        }
    }
}
