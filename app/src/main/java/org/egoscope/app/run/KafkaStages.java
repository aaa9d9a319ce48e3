package org.egoscope.app.run;

import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.egoscope.app.EgoPipeline;
import org.egoscope.app.PipelinePlan;
import org.egoscope.core.Batch;
import org.egoscope.core.video.VideoChunk;
import org.egoscope.storage.Codecs;
import org.egoscope.storage.DatasetWriter;
import org.egoscope.storage.ManifestEntry;
import org.egoscope.storage.SessionRecord;
import org.egoscope.stream.BatchFeeder;
import org.egoscope.stream.BatchSink;
import org.egoscope.stream.KafkaConnection;
import org.egoscope.stream.SinkSpec;
import org.egoscope.stream.SinkWorker;
import org.egoscope.stream.StageSpec;
import org.egoscope.stream.StageWorker;
import org.egoscope.stream.Topics;
import org.egoscope.stream.TypedTopic;
import org.egoscope.stream.WorkerConfig;
import org.egoscope.stream.WorkerListener;

/** The lines of {@link EgoPipeline} as workers between topics. */
public final class KafkaStages {
    /** Names of the stages that run as workers, in path order. */
    public static final List<String> WORKERS = List.of("perception", "motion", "scenegraph", "storage");

    private final KafkaConnection connection;
    private final Topics topics;
    private final PipelinePlan plan;
    private final WorkerListener listener;
    private final Optional<String> workerId;

    /** Workers under names of their own. */
    public KafkaStages(KafkaConnection connection, Topics topics, PipelinePlan plan, WorkerListener listener) {
        this(connection, topics, plan, listener, Optional.empty());
    }

    /** @param workerId name that a worker keeps over restarts: it then ends at once what its predecessor left open */
    public KafkaStages(
            KafkaConnection connection, Topics topics, PipelinePlan plan, WorkerListener listener, Optional<String> workerId) {
        this.connection = connection;
        this.topics = topics;
        this.plan = plan;
        this.listener = listener;
        this.workerId = workerId;
    }

    private WorkerConfig config(String stage) {
        WorkerConfig config = WorkerConfig.of(stage).withAttempts(EgoPipeline.ATTEMPTS);
        return workerId.map(config::withWorkerId).orElse(config);
    }

    private TypedTopic<VideoChunk> chunks() {
        return new TypedTopic<>(topics.chunks(), Codecs.chunks());
    }

    /** Makes the topics that are missing. */
    public void createTopics(Topics.Settings settings) {
        topics.create(connection, settings, WORKERS);
    }

    public StageWorker<?, ?> perception() {
        return start("perception", new StageSpec<>(
                chunks(), new TypedTopic<>(topics.observations(), Codecs.observations()), plan.perception(), gap -> gap));
    }

    public StageWorker<?, ?> motion() {
        return start("motion", new StageSpec<>(
                new TypedTopic<>(topics.observations(), Codecs.observations()),
                new TypedTopic<>(topics.motion(), Codecs.motion()),
                plan.motion(),
                gap -> gap));
    }

    public StageWorker<?, ?> sceneGraph() {
        return start("scenegraph", new StageSpec<>(
                new TypedTopic<>(topics.motion(), Codecs.motion()),
                new TypedTopic<>(topics.graph(), Codecs.graph()),
                plan.sceneGraph(),
                gap -> gap));
    }

    private <I extends org.egoscope.core.StreamItem, O> StageWorker<I, O> start(String stage, StageSpec<I, O> spec) {
        return StageWorker.start(connection, topics, spec, config(stage), listener);
    }

    /** @param output folder of the dataset */
    public SinkWorker storage(Path output) {
        List<TypedTopic<?>> inputs = List.of(
                new TypedTopic<>(topics.sessions(), Codecs.sessions()),
                new TypedTopic<>(topics.observations(), Codecs.observations()),
                new TypedTopic<>(topics.motion(), Codecs.motion()),
                new TypedTopic<>(topics.graph(), Codecs.graph()));
        SinkSpec<ManifestEntry> spec = new SinkSpec<>(inputs, () -> new DatasetSink(output, plan), new ManifestCodec());
        return SinkWorker.start(connection, topics, spec, config("storage"), listener);
    }

    /** A feeder that waits while perception lags. */
    public BatchFeeder<VideoChunk> feeder(String feederId) {
        List<BatchFeeder.Reading> held = List.of(new BatchFeeder.Reading(topics.chunks(), "perception"));
        return BatchFeeder.open(connection, topics, chunks(), BatchFeeder.Config.of(feederId, plan.planHash(), held));
    }

    /** What the sessions topic says of a recording, as bytes. */
    static byte[] description(Batch<SessionRecord> session) {
        return Codecs.sessions().encode(session);
    }

    /** The dataset writer in the shape that the sink worker wants. */
    private static final class DatasetSink implements BatchSink<ManifestEntry> {
        private final DatasetWriter writer;

        DatasetSink(Path output, PipelinePlan plan) {
            this.writer = DatasetWriter.open(output, plan.planHash(), plan.config().storage().rollChunks());
        }

        @Override
        public void restore(Collection<ManifestEntry> entries) {
            writer.restore(entries);
            writer.publish(entries);
        }

        @Override
        public List<ManifestEntry> append(String topic, int partition, long offset, Batch<?> batch) {
            return writer.append(topic, partition, offset, batch);
        }

        @Override
        public OptionalLong pendingFrom(String topic, int partition) {
            return writer.pendingFrom(topic, partition);
        }

        @Override
        public void published(Collection<ManifestEntry> entries) {
            writer.publish(entries);
        }

        @Override
        public void close() {
            writer.close();
        }
    }
}
