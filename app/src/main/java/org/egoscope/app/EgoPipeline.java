package org.egoscope.app;

import java.util.List;
import org.egoscope.app.run.StageTimes;
import org.egoscope.core.Batch;
import org.egoscope.core.StageRunner;
import org.egoscope.core.StreamItem;
import org.egoscope.core.graph.GraphEvent;
import org.egoscope.core.motion.MotionEvent;
import org.egoscope.core.observation.ObservationEvent;
import org.egoscope.core.time.TimeRange;
import org.egoscope.core.video.SessionId;
import org.egoscope.core.video.VideoChunk;
import org.egoscope.ingest.VideoSource;
import org.egoscope.storage.DatasetWriter;
import org.egoscope.storage.SessionRecord;

/**
 * The whole path, in order, on one thread: footage to chunks to observations to body motion to graph to tables.
 *
 * <p>The same {@link StageRunner}s run between Kafka topics in the local and cluster transports; there this class's lines are topics.
 */
public final class EgoPipeline implements AutoCloseable {
    /** How often a batch is tried before its frames become a gap. */
    public static final int ATTEMPTS = 2;

    private final StageRunner<VideoChunk, ObservationEvent> perception;
    private final StageRunner<ObservationEvent, MotionEvent> motion;
    private final StageRunner<MotionEvent, GraphEvent> sceneGraph;
    private final DatasetWriter store;
    private final PipelinePlan plan;
    private final StageTimes times;
    private long offset;

    public EgoPipeline(PipelinePlan plan, DatasetWriter store, StageTimes times) {
        this.plan = plan;
        this.store = store;
        this.times = times;
        this.perception = new StageRunner<>("perception", plan.perception(), gap -> gap, ATTEMPTS);
        this.motion = new StageRunner<>("motion", plan.motion(), gap -> gap, ATTEMPTS);
        this.sceneGraph = new StageRunner<>("scenegraph", plan.sceneGraph(), gap -> gap, ATTEMPTS);
    }

    /** One recording from its first chunk to its last row. */
    public void run(VideoSource source) {
        store("sessions", sessionBatch(source, plan));
        while (source.hasNext()) {
            Batch<VideoChunk> chunks = read(source);
            Batch<ObservationEvent> observations = timed(perception, chunks);
            Batch<MotionEvent> bodies = timed(motion, observations);
            Batch<GraphEvent> graph = timed(sceneGraph, bodies);
            store("observations", observations);
            store("motion", bodies);
            store("graph", graph);
        }
    }

    /** What the sessions topic says of a recording: what it is, and the plan it is processed with. */
    public static Batch<SessionRecord> sessionBatch(VideoSource source, PipelinePlan plan) {
        SessionId id = source.session().id();
        TimeRange span = TimeRange.ofNanos(0, Math.max(0, source.session().durationNanos()));
        List<SessionRecord> records =
                List.of(new SessionRecord.Session(source.session()), new SessionRecord.Run(plan.lineage()));
        return new Batch<>(id, 0, span, true, records);
    }

    private Batch<VideoChunk> read(VideoSource source) {
        long start = System.nanoTime();
        Batch<VideoChunk> batch = source.next();
        long frames = batch.items().stream().mapToLong(VideoChunk::frameCount).sum();
        times.addChunk(batch.session(), batch.sequence(), frames, System.nanoTime() - start);
        return batch;
    }

    private <I extends StreamItem, O> Batch<O> timed(StageRunner<I, O> stage, Batch<I> input) {
        long start = System.nanoTime();
        Batch<O> output = stage.process(input).output();
        times.add(stage.stageName(), input.session(), input.sequence(), System.nanoTime() - start);
        return output;
    }

    private void store(String topic, Batch<?> batch) {
        long start = System.nanoTime();
        store.publish(store.append(topic, 0, offset++, batch));
        times.add("storage", batch.session(), batch.sequence(), System.nanoTime() - start);
    }

    @Override
    public void close() {
        perception.close();
        motion.close();
        sceneGraph.close();
    }
}
