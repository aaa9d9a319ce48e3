package org.egoscope.app.run;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.egoscope.core.ErrorKind;
import org.egoscope.core.PipelineException;
import org.egoscope.core.video.VideoChunk;
import org.egoscope.stream.BatchFeeder;
import org.egoscope.stream.DirectoryLock;
import org.egoscope.stream.EmbeddedKafka;
import org.egoscope.stream.SinkWorker;
import org.egoscope.stream.StageWorker;
import org.egoscope.stream.TopicWorker;
import org.egoscope.stream.Topics;

/**
 * An embedded broker and every worker in this process. The broker's log lies in the output folder until all is done, so the same
 * command after an interruption goes on where the workers were.
 */
public final class LocalTransport implements Transport {
    private static final int PLAN_NAME_LENGTH = 16;
    private static final String LOCK = ".running";

    @Override
    public List<Failure> run(RunRequest request, StageTimes times) {
        // Held until the broker's log is gone: a second run of the same must neither write into the log nor find it half removed.
        try (DirectoryLock lock = DirectoryLock.take(request.output(), LOCK)) {
            return runLocked(request, times);
        }
    }

    private static List<Failure> runLocked(RunRequest request, StageTimes times) {
        // One log per plan: what another plan left half done must not be taken up by this one.
        Path log = request.output().resolve(".kafka").resolve(request.plan().planHash().substring(0, PLAN_NAME_LENGTH));
        List<Failure> failures;
        try (EmbeddedKafka broker = EmbeddedKafka.start(log)) {
            KafkaStages stages = new KafkaStages(broker.connection(), Topics.standard(), request.plan(), new TimesListener(times));
            stages.createTopics(Topics.Settings.embedded());
            failures = run(stages, new KafkaRun(request, times), request);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PipelineException(ErrorKind.RESOURCES, "run: interrupted; the same command goes on from here", e);
        }
        Folders.delete(log.getParent());
        return failures;
    }

    private static List<Failure> run(KafkaStages stages, KafkaRun run, RunRequest request) throws InterruptedException {
        try (StageWorker<?, ?> perception = stages.perception();
                StageWorker<?, ?> motion = stages.motion();
                StageWorker<?, ?> sceneGraph = stages.sceneGraph();
                SinkWorker storage = stages.storage(request.output());
                BatchFeeder<VideoChunk> feeder = stages.feeder("local")) {
            List<Failure> failures = run.feed(feeder);
            run.awaitCompletion(failures, () -> Stream.of(perception, motion, sceneGraph, storage)
                    .map(TopicWorker::failure)
                    .flatMap(Optional::stream)
                    .findFirst()
                    .orElse(null));
            return failures;
        }
    }
}
