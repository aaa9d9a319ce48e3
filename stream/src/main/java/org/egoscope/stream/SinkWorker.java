package org.egoscope.stream;

import java.util.Optional;
import org.egoscope.stream.internal.GroupWorker;
import org.egoscope.stream.internal.SinkProcessor;

/**
 * Gives the batches of several topics to a {@link BatchSink}. Manifest entries and the offsets up to which all is durable are committed
 * in one transaction, so that after a kill reading starts again exactly where durable data end.
 *
 * <p>Several workers may share the partitions. A message that cannot be decoded ends in the dead-letter topic and as a batch with a
 * gap, if its headers tell where it belongs.
 */
public final class SinkWorker implements AutoCloseable {
    private final GroupWorker worker;

    private SinkWorker(GroupWorker worker) {
        this.worker = worker;
    }

    /** Starts a worker; the topics must exist, see {@link Topics#create}. */
    public static <E> SinkWorker start(
            KafkaConnection connection, Topics topics, SinkSpec<E> spec, WorkerConfig config, WorkerListener listener) {
        SinkProcessor<E> processor = new SinkProcessor<>(connection, topics, spec, config, listener);
        return new SinkWorker(new GroupWorker(
                connection,
                topics.group(config.stage()),
                spec.inputs().stream().map(input -> input.name()).toList(),
                config,
                processor,
                listener));
    }

    public boolean isRunning() {
        return worker.isRunning();
    }

    /** What ended the worker, if it ended by itself. */
    public Optional<Throwable> failure() {
        return worker.failure();
    }

    /** Records of this worker's partitions that wait in the topics; -1 before the first poll. */
    public long lag() {
        return worker.lag();
    }

    /** Waits until the worker has ended. Throws what ended it, if anything did. */
    public void await() throws InterruptedException {
        worker.await();
    }

    /** Commits what is durable, hands the partitions back and stops. */
    @Override
    public void close() {
        worker.close();
    }
}
