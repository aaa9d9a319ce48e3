package org.egoscope.app.run;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.egoscope.app.EgoPipeline;
import org.egoscope.core.Batch;
import org.egoscope.core.ErrorKind;
import org.egoscope.core.PipelineException;
import org.egoscope.core.video.SessionId;
import org.egoscope.core.video.VideoChunk;
import org.egoscope.ingest.VideoSource;
import org.egoscope.storage.Dataset;
import org.egoscope.stream.BatchFeeder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Feeds recordings into the topics and waits until their last rows are in the dataset. */
final class KafkaRun {
    private static final Logger LOG = LoggerFactory.getLogger(KafkaRun.class);
    private static final long POLL_MILLIS = 200;
    private static final long MOST_REST = 10;
    private static final long HINT_NANOS = 60_000_000_000L;

    private final RunRequest request;
    private final StageTimes times;

    KafkaRun(RunRequest request, StageTimes times) {
        this.request = request;
        this.times = times;
    }

    /** @return recordings that could not be read */
    List<Failure> feed(BatchFeeder<VideoChunk> feeder) throws InterruptedException {
        List<Failure> failures = new ArrayList<>();
        for (Recording recording : request.recordings()) {
            try (VideoSource source =
                    VideoSource.open(recording.uri(), recording.session(), request.plan().config().ingest())) {
                feed(feeder, source);
            } catch (PipelineException e) {
                if (e.kind() != ErrorKind.BAD_INPUT) {
                    throw e;
                }
                failures.add(new Failure(recording, e.at(recording.session().value())));
            }
        }
        feeder.flush();
        return failures;
    }

    private void feed(BatchFeeder<VideoChunk> feeder, VideoSource source) throws InterruptedException {
        SessionId session = source.session().id();
        feeder.announce(session.value(), KafkaStages.description(EgoPipeline.sessionBatch(source, request.plan())));
        while (source.hasNext()) {
            long start = System.nanoTime();
            Batch<VideoChunk> batch = source.next();
            long frames = batch.items().stream().mapToLong(VideoChunk::frameCount).sum();
            times.addChunk(session, batch.sequence(), frames, System.nanoTime() - start);
            feeder.feed(batch);
        }
    }

    /**
     * Returns when every recording but the failed ones is complete in the dataset.
     *
     * @param failure what ended a worker of this process, if any has ended
     */
    void awaitCompletion(List<Failure> failures, Supplier<Throwable> failure) throws InterruptedException {
        List<Recording> waiting = new ArrayList<>(request.recordings());
        for (Failure failed : failures) {
            waiting.remove(failed.recording());
        }
        Patience patience = new Patience();
        while (!waiting.isEmpty()) {
            Throwable cause = failure.get();
            if (cause != null) {
                throw cause instanceof PipelineException known
                        ? known
                        : new PipelineException(ErrorKind.INTERNAL, "worker: expected to run, ended with " + cause, cause);
            }
            long start = System.nanoTime();
            waiting = request.incomplete(waiting);
            if (!waiting.isEmpty()) {
                patience.saw(storedEntries(), batchesDone());
                long lookedNanos = System.nanoTime() - start;
                // Looking takes longer the more sessions there are, and must not keep the workers from their work.
                Thread.sleep(Math.max(POLL_MILLIS, MOST_REST * lookedNanos / 1_000_000));
            }
        }
    }

    private int storedEntries() {
        return Dataset.exists(request.output()) ? Dataset.open(request.output()).entries().size() : 0;
    }

    /** Of the workers in this process. */
    private long batchesDone() {
        return StageTimes.STAGES.stream().mapToLong(stage -> times.of(stage).batches()).sum();
    }

    /** Says so when nothing comes for a minute, then for two, four ...: a worker may be down, or run with another plan or output. */
    private final class Patience {
        private long seen = -1;
        private long sinceNanos = System.nanoTime();
        private long hintNanos = HINT_NANOS;

        void saw(int entries, long batches) {
            if (entries + batches != seen) {
                seen = entries + batches;
                sinceNanos = System.nanoTime();
                hintNanos = HINT_NANOS;
            } else if (System.nanoTime() - sinceNanos > hintNanos) {
                LOG.warn(
                        "nothing new in {} for {} s: rows come several chunks at a time, and only if workers of every stage run with plan"
                                + " {} and write there",
                        request.output(),
                        (System.nanoTime() - sinceNanos) / 1_000_000_000L,
                        request.plan().planHash());
                hintNanos *= 2;
            }
        }
    }
}
