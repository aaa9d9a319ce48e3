package org.egoscope.app.run;

import java.io.PrintWriter;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.Set;
import org.egoscope.core.video.SessionId;
import org.egoscope.core.video.SessionInfo;
import org.egoscope.storage.Dataset;
import org.egoscope.storage.ManifestEntry;
import org.egoscope.storage.Row;
import org.egoscope.storage.RowCursor;

/** What a run came to: every input frame in a result or in a gap, and the counts that people ask for first. */
public final class RunSummary {
    private final Dataset dataset;
    private final List<SessionId> sessions;

    private RunSummary(Dataset dataset, List<SessionId> sessions) {
        this.dataset = dataset;
        this.sessions = sessions;
    }

    /** Only the sessions of this request that could be read. */
    public static RunSummary of(Dataset dataset, RunRequest request, List<Failure> failures) {
        Set<SessionId> failed = new HashSet<>();
        failures.forEach(failure -> failed.add(failure.recording().session()));
        List<SessionId> done =
                request.recordings().stream().map(Recording::session).filter(id -> !failed.contains(id)).toList();
        return new RunSummary(dataset, done);
    }

    /** @return true if every frame is accounted for */
    public boolean print(PrintWriter out, StageTimes times) {
        out.println(String.format(
                Locale.ROOT, "%-28s %8s %8s %8s %10s %7s %8s %8s", "session", "frames", "results", "in gaps", "instances", "hands", "actions", "edges"));
        boolean complete = true;
        for (SessionId session : sessions) {
            complete &= printSession(out, session);
        }
        StringBuilder line = new StringBuilder("time at work:");
        for (String stage : times.here()) {
            line.append(String.format(Locale.ROOT, "  %s %.1f s", stage, times.of(stage).nanos() / 1e9));
        }
        out.println(line.append(times.here().size() < StageTimes.STAGES.size() ? " here, the other stages in the workers" : ""));
        return complete;
    }

    private boolean printSession(PrintWriter out, SessionId session) {
        long results = rows(session, "frames");
        long[] gaps = framesInGaps(session);
        OptionalLong announced = dataset.session(session).map(SessionInfo::expectedFrames).orElse(OptionalLong.empty());
        long accounted = results + gaps[0];
        out.println(String.format(
                Locale.ROOT,
                "%-28s %8s %8d %8d %10d %7d %8d %8d",
                session.value(),
                announced.isPresent() ? Long.toString(announced.getAsLong()) : "?",
                results,
                gaps[0],
                rows(session, "instances"),
                rows(session, "hands"),
                rows(session, "actions"),
                rows(session, "edges")));
        if (gaps[1] > 0) {
            out.println(String.format(Locale.ROOT, "%-28s %d frames have no body: the head was lost", "", gaps[1]));
        }
        boolean complete = dataset.isComplete(session, "graph") && announced.orElse(accounted) <= accounted;
        if (!complete) {
            out.println(String.format(
                    Locale.ROOT, "%-28s NOT ACCOUNTED FOR: expected %d frames, got %d", "", announced.orElse(-1), accounted));
        }
        return complete;
    }

    /** Frames without an observation, and frames without a body. */
    private long[] framesInGaps(SessionId session) {
        long[] frames = new long[2];
        try (RowCursor gaps = dataset.rows("gaps", session)) {
            while (gaps.hasNext()) {
                Row gap = gaps.next();
                String stage = gap.text("stage");
                boolean lost = stage.equals("ingest") || stage.equals("perception");
                frames[lost ? 0 : 1] += gap.number("frame_count");
            }
        }
        return frames;
    }

    private long rows(SessionId session, String table) {
        return dataset.entries().stream()
                .filter(entry -> entry.session().equals(session))
                .flatMap(entry -> entry.files().stream())
                .filter(file -> file.table().equals(table))
                .mapToLong(ManifestEntry.DataFile::rows)
                .sum();
    }
}
