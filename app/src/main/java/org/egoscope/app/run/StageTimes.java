package org.egoscope.app.run;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.egoscope.core.video.SessionId;

/**
 * What each stage has done so far: batches, items and time at work, per session. Written by the worker threads, read by the progress
 * line; all methods are synchronised because both are rare (once a chunk).
 */
public final class StageTimes {
    /** In path order. */
    public static final List<String> STAGES = List.of("ingest", "perception", "motion", "scenegraph", "storage");

    private final Map<SessionId, Map<String, Progress>> sessions = new LinkedHashMap<>();

    /** Batches done, frames in them, nanoseconds at work. */
    public record Progress(long batches, long frames, long nanos) {
        static final Progress NONE = new Progress(0, 0, 0);

        Progress plus(long moreFrames, long moreNanos) {
            return new Progress(batches + 1, frames + moreFrames, nanos + moreNanos);
        }

        Progress plus(Progress other) {
            return new Progress(batches + other.batches, frames + other.frames, nanos + other.nanos);
        }
    }

    /** One batch of a stage is done. */
    public synchronized void add(String stage, SessionId session, long frames, long nanos) {
        sessions.computeIfAbsent(session, id -> new LinkedHashMap<>())
                .merge(stage, Progress.NONE.plus(frames, nanos), Progress::plus);
    }

    public synchronized Progress of(String stage, SessionId session) {
        return sessions.getOrDefault(session, Map.of()).getOrDefault(stage, Progress.NONE);
    }

    /** Sum over all sessions. */
    public synchronized Progress of(String stage) {
        return sessions.values().stream().map(stages -> stages.getOrDefault(stage, Progress.NONE)).reduce(Progress.NONE, Progress::plus);
    }
}
