package org.egoscope.app.report;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.egoscope.app.config.PipelineConfig;
import org.egoscope.core.PipelineException;
import org.egoscope.core.graph.ActionSpan;
import org.egoscope.core.graph.GraphEdge;
import org.egoscope.core.graph.GraphEvent;
import org.egoscope.core.motion.BodyPose;
import org.egoscope.core.lineage.RunInfo;
import org.egoscope.core.observation.BoundingBox;
import org.egoscope.core.observation.Observation;
import org.egoscope.core.observation.ObservationEvent;
import org.egoscope.core.video.SessionId;
import org.egoscope.core.video.SessionInfo;
import org.egoscope.storage.Dataset;
import org.egoscope.storage.ManifestEntry;
import org.egoscope.storage.Row;
import org.egoscope.storage.RowCursor;

/** The files of one session in a report: {@code data.js}, {@code preview.mp4}, {@code overview.png}, {@code edges.png}. */
final class SessionPage {
    private static final int OVERVIEW_PICTURES = 8;

    private final Dataset dataset;
    private final SessionId session;
    private final SessionInfo info;
    private final Path folder;
    private final Map<Long, BodyPose> bodies = new HashMap<>();
    private final TreeMap<Long, Observation> pictured = new TreeMap<>();
    private final Map<Long, List<BoundingBox>> covered = new HashMap<>();
    private final List<Long> times = new ArrayList<>();
    private EdgeSheet edgeSheet = EdgeSheet.of(List.of());
    private long lastFrameIndex = -1;
    private long endNanos;
    private boolean cut;

    private SessionPage(Dataset dataset, SessionId session, SessionInfo info, Path folder) {
        this.dataset = dataset;
        this.session = session;
        this.info = info;
        this.folder = folder;
    }

    static void write(Dataset dataset, SessionId session, Path folder) throws IOException {
        SessionInfo info = dataset.session(session)
                .orElseThrow(() -> PipelineException.badInput("dataset: expected a row in sessions for " + session + ", got none"));
        Files.createDirectories(folder);
        new SessionPage(dataset, session, info, folder).write();
    }

    /** Whether the run was told to cover faces. */
    private boolean facesCovered() {
        Map<String, String> people = new TreeMap<>(dataset.run(session).map(RunInfo::configuration).orElse(Map.of()));
        people.keySet().removeIf(key -> !key.startsWith("perception.people."));
        return PipelineConfig.load(Optional.empty(), people).perception().people().blurFaces();
    }

    /** Tables of before have no covered places: their faces would be shown. */
    private void requireCoveredPlaces() {
        try (RowCursor frames = dataset.rows("frames", session)) {
            if (frames.hasNext() && !isTold(frames.next())) {
                throw PipelineException.badInput("report of " + session
                        + ": expected the places that the run covered, got tables written before they were kept; run it again");
            }
        }
    }

    private static boolean isTold(Row frame) {
        return frame.columns().contains("covered_count") && frame.get("covered_count") != null;
    }

    private void write() throws IOException {
        boolean faces = facesCovered();
        if (faces) {
            requireCoveredPlaces();
        }
        try (Stream<Dataset.Body> stream = dataset.bodies(session)) {
            stream.takeWhile(body -> body.time().nanos() < ReportWriter.LONGEST.toNanos())
                    .forEach(body -> bodies.put(body.frameIndex(), body.pose()));
        }
        try (Stream<GraphEvent> stream = dataset.graph(session)) {
            edgeSheet = EdgeSheet.of(stream.filter(event -> event.span().end().nanos() < ReportWriter.LONGEST.toNanos()).toList());
        }
        long frames = count("frames");
        long pictureStep = Math.max(1, frames / OVERVIEW_PICTURES);
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(folder.resolve("data.js")), 1 << 16)) {
            out.write("window.egoscopeSession(".getBytes(StandardCharsets.UTF_8));
            JsonGenerator json = new JsonFactory().createGenerator(out, JsonEncoding.UTF8);
            json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
            json.writeStartObject();
            writeFrames(json, pictureStep);
            writeGraph(json);
            String video = Preview.write(
                    info, folder, new Preview.Wanted(pictured, edgeSheet), bodies, lastFrameIndex, faces ? Optional.of(covered) : Optional.empty());
            writeFacts(json, video, frames);
            json.writeEndObject();
            json.close();
            out.write(");\n".getBytes(StandardCharsets.UTF_8));
        }
    }

    private long count(String table) {
        return dataset.entries().stream()
                .filter(entry -> entry.session().equals(session))
                .flatMap(entry -> entry.files().stream())
                .filter(file -> file.table().equals(table))
                .mapToLong(ManifestEntry.DataFile::rows)
                .sum();
    }

    private void writeFrames(JsonGenerator json, long pictureStep) throws IOException {
        json.writeArrayFieldStart("frames");
        try (Stream<ObservationEvent> stream = dataset.observations(session)) {
            Iterator<ObservationEvent> events = stream.iterator();
            while (events.hasNext()) {
                ObservationEvent event = events.next();
                if (event.span().start().nanos() >= ReportWriter.LONGEST.toNanos()) {
                    cut = true;
                    break;
                }
                if (event instanceof Observation observation) {
                    FrameJson.write(json, observation, bodies.get(observation.frameIndex()));
                    remember(observation, pictureStep);
                }
                endNanos = Math.max(endNanos, event.span().end().nanos());
            }
        }
        json.writeEndArray();
        json.writeArrayFieldStart("times");
        for (long time : times) {
            json.writeNumber(time);
        }
        json.writeEndArray();
    }

    private void remember(Observation observation, long pictureStep) {
        if (times.size() % pictureStep == pictureStep / 2) {
            pictured.put(observation.frameIndex(), observation);
        }
        edgeSheet.remember(observation);
        covered.put(observation.frameIndex(), observation.covered());
        times.add(observation.time().nanos());
        lastFrameIndex = observation.frameIndex();
    }

    private void writeGraph(JsonGenerator json) throws IOException {
        List<GraphEvent> events;
        try (Stream<GraphEvent> stream = dataset.graph(session)) {
            events = stream.filter(event -> event.span().start().nanos() < endNanos)
                    .filter(event -> event instanceof ActionSpan || event instanceof GraphEdge)
                    .toList();
        }
        json.writeArrayFieldStart("actions");
        for (GraphEvent event : events) {
            if (event instanceof ActionSpan action) {
                FrameJson.write(json, action);
            }
        }
        json.writeEndArray();
        json.writeArrayFieldStart("edges");
        for (GraphEvent event : events) {
            if (event instanceof GraphEdge edge) {
                FrameJson.write(json, edge);
            }
        }
        json.writeEndArray();
        json.writeArrayFieldStart("gaps");
        try (RowCursor gaps = dataset.rows("gaps", session)) {
            while (gaps.hasNext()) {
                FrameJson.writeGap(json, gaps.next());
            }
        }
        json.writeEndArray();
    }

    private void writeFacts(JsonGenerator json, String video, long frames) throws IOException {
        json.writeStringField("video", video);
        json.writeArrayFieldStart("size");
        json.writeNumber(info.workingSize().width());
        json.writeNumber(info.workingSize().height());
        json.writeEndArray();
        json.writeArrayFieldStart("sheets");
        for (String sheet : List.of("overview", "edges")) {
            if (!video.isEmpty() && Files.exists(folder.resolve(sheet + ".png"))) {
                json.writeString(sheet);
            }
        }
        json.writeEndArray();
        json.writeNumberField("durationNs", Math.max(1, endNanos));
        json.writeStringField("bodyMethod", bodies.values().stream().findFirst().map(body -> body.body().method()).orElse("none"));
        FrameJson.writeJoints(json);
        json.writeStringField("headline", headline(frames));
        json.writeArrayFieldStart("summary");
        for (Map.Entry<String, String> fact : facts(frames).entrySet()) {
            json.writeStartArray();
            json.writeString(fact.getKey());
            json.writeString(fact.getValue());
            json.writeEndArray();
        }
        json.writeEndArray();
    }

    private String headline(long frames) {
        String text = String.format(
                Locale.ROOT, "%d frames of %s, %s at %s", frames, session, info.codec(), info.codedSize());
        return cut ? text + String.format(Locale.ROOT, " (the first %d s are shown)", ReportWriter.LONGEST.toSeconds()) : text;
    }

    private Map<String, String> facts(long frames) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("source", info.sourceUri());
        facts.put("container, codec", info.container() + ", " + info.codec());
        facts.put("size", info.codedSize() + ", rotation " + info.rotationDegrees() + "°, working size " + info.workingSize());
        facts.put("camera", info.camera().calibrated() ? "calibrated" : "field of view assumed: lengths are not measured");
        facts.put("frames with a result", Long.toString(frames));
        facts.put("frames in gaps", gapText());
        for (String table : List.of("instances", "hands", "people", "motion", "contacts", "actions", "edges")) {
            facts.put(table, Long.toString(count(table)));
        }
        dataset.run(session).ifPresent(run -> {
            facts.put("plan", run.planHash().substring(0, 16) + ", version " + run.version());
            facts.put("networks", run.models().isEmpty() ? "none (classical backend)" : String.join(", ", run.models().keySet()));
        });
        return facts;
    }

    private String gapText() {
        TreeMap<String, Long> byReason = new TreeMap<>();
        try (RowCursor gaps = dataset.rows("gaps", session)) {
            while (gaps.hasNext()) {
                Row gap = gaps.next();
                byReason.merge(gap.text("stage") + " " + gap.text("reason"), gap.number("frame_count"), Long::sum);
            }
        }
        return byReason.isEmpty()
                ? "none"
                : byReason.entrySet().stream().map(entry -> entry.getValue() + " " + entry.getKey()).collect(Collectors.joining(", "));
    }
}
