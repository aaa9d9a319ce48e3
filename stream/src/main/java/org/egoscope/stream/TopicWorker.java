package org.egoscope.stream;

import java.util.Optional;
import org.egoscope.stream.internal.GroupWorker;

/** A member of a consumer group that works on threads of its own from its start until it is closed or fails. */
public abstract sealed class TopicWorker implements AutoCloseable permits StageWorker, SinkWorker {
    private final GroupWorker worker;

    TopicWorker(GroupWorker worker) {
        this.worker = worker;
    }

    public final boolean isRunning() {
        return worker.isRunning();
    }

    /** What ended the worker, if it ended by itself. */
    public final Optional<Throwable> failure() {
        return worker.failure();
    }

    /** Records of this worker's partitions that wait in its topics; -1 before the first poll. */
    public final long lag() {
        return worker.lag();
    }

    /** Waits until the worker has ended. Throws what ended it, if anything did. */
    public final void await() throws InterruptedException {
        worker.await();
    }

    /** Commits what is done, for a sink what is durable, hands the partitions back and stops. */
    @Override
    public final void close() {
        worker.close();
    }
}
