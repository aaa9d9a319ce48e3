package org.egoscope.stream.internal;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.egoscope.core.ErrorKind;
import org.egoscope.core.PipelineException;
import org.egoscope.stream.KafkaConnection;
import org.egoscope.stream.WorkerConfig;
import org.egoscope.stream.WorkerListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One member of a stage's group: a poll thread and a work thread. */
public final class GroupWorker implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(GroupWorker.class);

    private final PollLoop poll;
    private final CountDownLatch stopped = new CountDownLatch(2);
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private final Inbox inbox = new Inbox();
    private final String name;

    /**
     * Starts both threads.
     *
     * @param group consumer group
     * @param topics what is read
     * @param processor closed when the worker ends
     */
    public GroupWorker(
            KafkaConnection connection,
            String group,
            List<String> topics,
            WorkerConfig config,
            RecordProcessor processor,
            WorkerListener listener) {
        this.name = group + "-" + config.workerId();
        this.poll = new PollLoop(
                Clients.member(connection, group, config.maxRecordsPerTransaction()), topics, inbox, config.maxBytesInFlight());
        Transactions transactions = new Transactions(connection, name);
        WorkLoop work = new WorkLoop(config, inbox, poll, processor, transactions, listener);
        start("work", () -> {
            try (processor;
                    transactions) {
                work.run();
            }
        });
        start("poll", poll);
    }

    private void start(String role, Runnable body) {
        Thread thread = new Thread(() -> guard(role, body), name + "-" + role);
        thread.setDaemon(true);
        thread.start();
    }

    private void guard(String role, Runnable body) {
        try {
            body.run();
        } catch (RuntimeException | Error e) {
            LOG.error("{}: the {} thread ends: {}", name, role, e.toString(), e);
            failure.compareAndSet(null, e);
            poll.stop();
            if (role.equals("work")) {
                letHandoversPass();
            }
        } finally {
            stopped.countDown();
        }
    }

    /** The work thread is gone: nobody else lets the poll thread pass its hand-over. */
    private void letHandoversPass() {
        try {
            Inbox.Item item = null;
            while (!(item instanceof Inbox.Stop)) {
                item = inbox.take(-1);
                if (item instanceof Inbox.Handover handover) {
                    handover.done().countDown();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    public boolean isRunning() {
        return stopped.getCount() == 2;
    }

    /** What ended the worker, if it ended by itself. */
    public Optional<Throwable> failure() {
        return Optional.ofNullable(failure.get());
    }

    /** Records that wait in the topics, as far as the consumer knows; -1 before the first poll. */
    public long lag() {
        return poll.lag();
    }

    /** Waits until the worker has ended; throws what ended it, if anything did. */
    public void await() throws InterruptedException {
        stopped.await();
        Throwable cause = failure.get();
        if (cause instanceof PipelineException known) {
            throw known;
        }
        if (cause != null) {
            throw new PipelineException(ErrorKind.INTERNAL, "worker " + name + ": expected to run on, got " + cause, cause);
        }
    }

    /** Commits what is done, leaves the group and waits for both threads. */
    @Override
    public void close() {
        poll.stop();
        boolean interrupted = false;
        while (true) {
            try {
                stopped.await();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
