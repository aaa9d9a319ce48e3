package org.egoscope.app.run;

import java.util.List;
import org.egoscope.core.ErrorKind;
import org.egoscope.core.PipelineException;
import org.egoscope.core.video.VideoChunk;
import org.egoscope.stream.BatchFeeder;
import org.egoscope.stream.KafkaConnection;
import org.egoscope.stream.Topics;

/**
 * Workers run elsewhere ({@code egoscope worker ...}, with the same configuration and networks); this process feeds the chunks and
 * waits. The output folder is the storage worker's, seen from here.
 */
public final class ClusterTransport implements Transport {
    private final KafkaConnection connection;
    private final Topics.Settings settings;

    /** @param settings of topics that are not there yet; those that are must have that many partitions */
    public ClusterTransport(KafkaConnection connection, Topics.Settings settings) {
        this.connection = connection;
        this.settings = settings;
    }

    @Override
    public List<Failure> run(RunRequest request, StageTimes times) {
        times.othersWorkElsewhere();
        KafkaStages stages = new KafkaStages(connection, Topics.standard(), request.plan(), new TimesListener(times));
        stages.createTopics(settings);
        KafkaRun run = new KafkaRun(request, times);
        try (BatchFeeder<VideoChunk> feeder = stages.feeder("run")) {
            List<Failure> failures = run.feed(feeder);
            run.awaitCompletion(failures, () -> null);
            return failures;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PipelineException(ErrorKind.RESOURCES, "run: interrupted; the same command goes on from here", e);
        }
    }
}
