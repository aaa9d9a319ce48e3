package org.egoscope.app.run;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.egoscope.core.video.SessionId;

/**
 * What each stage has done so far: batches, frames in them and time at work. Written by the worker threads, read by the progress line;
 * synchronised, since it is called a few times a chunk.
 */
public final class StageTimes {
    /** In path order. */
    public static final List<String> STAGES = List.of("ingest", "perception", "motion", "scenegraph", "storage");

    private List<String> here = STAGES;
    private final Map<String, Progress> stages = new LinkedHashMap<>();
    private final Map<SessionId, Map<Long, Long>> framesInChunks = new HashMap<>();

    /** Batches done, frames in them, nanoseconds at work. */
    public record Progress(long batches, long frames, long nanos) {
        static final Progress NONE = new Progress(0, 0, 0);

        Progress plus(Progress other) {
            return new Progress(batches + other.batches, frames + other.frames, nanos + other.nanos);
        }
    }

    /** All stages but ingest run in other processes: nothing will be told of them here. */
    public synchronized void othersWorkElsewhere() {
        here = List.of("ingest");
    }

    /** The stages that run in this process, in path order. */
    public synchronized List<String> here() {
        return here;
    }

    /** Ingest has made a chunk of so many frames; later stages' batches of the same number stand for the same frames. */
    public synchronized void addChunk(SessionId session, long sequence, long frames, long nanos) {
        framesInChunks.computeIfAbsent(session, id -> new HashMap<>()).put(sequence, frames);
        stages.merge("ingest", new Progress(1, frames, nanos), Progress::plus);
    }

    /** One batch of a stage is done. */
    public synchronized void add(String stage, SessionId session, long sequence, long nanos) {
        long frames = framesInChunks.getOrDefault(session, Map.of()).getOrDefault(sequence, 0L);
        stages.merge(stage, new Progress(1, frames, nanos), Progress::plus);
    }

    public synchronized Progress of(String stage) {
        return stages.getOrDefault(stage, Progress.NONE);
    }
}
