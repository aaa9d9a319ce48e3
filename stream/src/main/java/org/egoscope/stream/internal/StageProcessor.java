package org.egoscope.stream.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.egoscope.core.Batch;
import org.egoscope.core.PipelineException;
import org.egoscope.core.StageRunner;
import org.egoscope.core.StreamItem;
import org.egoscope.core.video.Gap;
import org.egoscope.core.video.SessionId;
import org.egoscope.stream.KafkaConnection;
import org.egoscope.stream.StageSpec;
import org.egoscope.stream.Topics;
import org.egoscope.stream.WorkerConfig;
import org.egoscope.stream.WorkerListener;
import org.jspecify.annotations.Nullable;

/** Runs a stage over the messages of a worker's partitions and keeps its sessions' state. */
public final class StageProcessor<I extends StreamItem, O> implements RecordProcessor {
    private final StageSpec<I, O> spec;
    private final WorkerConfig config;
    private final WorkerListener listener;
    private final String stateTopic;
    private final DeadLetterWriter deadLetters;
    private final StageRunner<I, O> runner;
    /** Dead letters tried again run in stages of their own, apart from their sessions. */
    private final StageRunner<I, O> replayRunner;
    private final TopicReader reader;
    private final Map<SessionId, Session> sessions = new TreeMap<>();
    private final Set<SessionId> touched = new TreeSet<>();

    /** One session of a partition that this worker has. */
    private static final class Session {
        private final TopicPartition partition;
        private long nextSequence;
        /** Records of its state in the log. */
        private int parts;
        private boolean done;
        /** Why it cannot be processed. Its state in the log stays as it is, so that a better worker can take it up. */
        private @Nullable RuntimeException broken;

        Session(TopicPartition partition) {
            this.partition = partition;
        }
    }

    /** What a message became. */
    private record Result<O>(Batch<O> output, Optional<RuntimeException> failure) {}

    public StageProcessor(
            KafkaConnection connection,
            Topics topics,
            StageSpec<I, O> spec,
            WorkerConfig config,
            WorkerListener listener) {
        this.spec = spec;
        this.config = config;
        this.listener = listener;
        this.stateTopic = topics.state(config.stage());
        this.deadLetters = new DeadLetterWriter(topics.deadLetters(config.stage()), config, listener);
        this.runner = new StageRunner<>(config.stage(), spec.factory(), spec.outputOfGap(), config.attempts());
        this.replayRunner = new StageRunner<>(config.stage(), spec.factory()::open, spec.outputOfGap(), config.attempts());
        this.reader = new TopicReader(connection);
    }

    @Override
    public void assigned(TopicPartition partition) {
        Map<String, byte[]> newest = reader.newest(List.of(new TopicPartition(stateTopic, partition.partition())));
        List<SessionId> found = SessionState.sessionsIn(newest);
        found.forEach(id -> sessions.put(id, restored(partition, id, newest)));
        listener.onRestore(config.stage(), partition.partition(), found.size());
    }

    private Session restored(TopicPartition partition, SessionId id, Map<String, byte[]> newest) {
        Session session = new Session(partition);
        try {
            SessionState state = SessionState.read(id, newest);
            session.nextSequence = state.nextSequence();
            session.parts = state.parts();
            runner.restore(id, state.snapshot());
        } catch (RuntimeException e) {
            session.broken = e;
        }
        return session;
    }

    @Override
    public void process(Parts.Whole message, Pending pending) {
        long start = System.nanoTime();
        pending.advance(message.partition(), message.record().offset() + 1);
        Optional<Result<O>> result = resultOf(message, pending);
        if (result.isEmpty()) {
            return;
        }
        Batch<O> output = result.get().output();
        result.get().failure().ifPresent(failure -> pending.send(deadLetters.letter(message, failure, pending)));
        long nanos = System.nanoTime() - start;
        pending.afterCommit(() -> {
            listener.onBatch(config.stage(), output.session(), output.sequence(), output.items().size(), nanos);
            if (output.last()) {
                listener.onSessionDone(config.stage(), output.session());
            }
        });
    }

    /** Empty if nothing goes to the output. */
    private Optional<Result<O>> resultOf(Parts.Whole message, Pending pending) {
        Batch<I> batch;
        try {
            batch = decoded(message);
        } catch (RuntimeException e) {
            return undecodable(message, e, pending);
        }
        if (BatchHeaders.Context.of(message.headers()).replay()) {
            return Optional.of(send(batch, replayed(batch), message, pending));
        }
        Optional<Session> session = sessionFor(batch, message.partition());
        return session.map(found -> send(batch, run(found, batch), message, pending));
    }

    private Batch<I> decoded(Parts.Whole message) {
        byte[] value = message.value();
        if (value == null) {
            throw PipelineException.badInput(spec.input().name() + ": expected a batch, got a message without a value");
        }
        Batch<I> batch = spec.input().codec().decode(value);
        if (!message.key().equals(batch.session().value())) {
            throw PipelineException.badInput(
                    spec.input().name() + ": expected the session " + batch.session() + " as key, got '" + message.key() + "'");
        }
        return batch;
    }

    /** A gap in the place of a message that cannot be read, as far as its headers tell where that is. */
    private Optional<Result<O>> undecodable(Parts.Whole message, RuntimeException cause, Pending pending) {
        Optional<BatchHeaders> headers = BatchHeaders.read(message.headers())
                .filter(found -> found.session().value().equals(message.key()) && !found.context().replay());
        if (headers.isEmpty()) {
            pending.send(deadLetters.letter(message, cause, pending));
            return Optional.empty();
        }
        Batch<I> nothing = headers.get().toBatch();
        Optional<Session> session = sessionFor(nothing, message.partition());
        if (session.isEmpty()) {
            return Optional.empty();
        }
        Result<O> flushed = run(session.get(), nothing);
        List<O> items = new ArrayList<>(flushed.output().items());
        headers.get().gap(config.stage(), cause).ifPresent(gap -> items.add(spec.outputOfGap().apply(gap)));
        Result<O> result = new Result<>(nothing.withItems(items), Optional.of(cause));
        return Optional.of(send(nothing, result, message, pending));
    }

    /** Empty if the batch was processed before. */
    private Optional<Session> sessionFor(Batch<I> batch, TopicPartition partition) {
        Session session = sessions.computeIfAbsent(batch.session(), id -> new Session(partition));
        if (batch.sequence() < session.nextSequence) {
            listener.onRepeated(config.stage(), batch.session(), batch.sequence());
            return Optional.empty();
        }
        if (batch.sequence() > session.nextSequence) {
            listener.onHole(config.stage(), batch.session(), session.nextSequence, batch.sequence());
        }
        session.nextSequence = batch.sequence() + 1;
        session.done = batch.last();
        touched.add(batch.session());
        return Optional.of(session);
    }

    private Result<O> run(Session session, Batch<I> batch) {
        if (session.broken == null) {
            try {
                StageRunner.Outcome<O> outcome = runner.process(batch);
                return new Result<>(outcome.output(), outcome.failure());
            } catch (RuntimeException e) {
                // No stage could be opened or brought back to its state, so nothing after this can be right either.
                session.broken = e;
                runner.forget(batch.session());
            }
        }
        return allGaps(batch, session.broken);
    }

    /** Apart from the session: with a fresh stage that is flushed at the end of the batch. */
    private Result<O> replayed(Batch<I> batch) {
        Batch<I> alone = new Batch<>(batch.session(), batch.sequence(), batch.span(), true, batch.items());
        try {
            StageRunner.Outcome<O> outcome = replayRunner.process(alone);
            return new Result<>(notLast(batch).withItems(outcome.output().items()), outcome.failure());
        } catch (RuntimeException e) {
            replayRunner.forget(batch.session());
            return allGaps(notLast(batch), e);
        }
    }

    private static <T> Batch<T> notLast(Batch<T> batch) {
        return new Batch<>(batch.session(), batch.sequence(), batch.span(), false, batch.items());
    }

    private Result<O> allGaps(Batch<I> batch, RuntimeException cause) {
        List<O> gaps = new ArrayList<>();
        for (I item : batch.items()) {
            if (item instanceof Gap known) {
                gaps.add(spec.outputOfGap().apply(known));
            } else if (item.frameCount() > 0) {
                Gap gap = new Gap(
                        config.stage(),
                        item.firstFrameIndex(),
                        item.frameCount(),
                        item.span(),
                        Gap.Reason.STAGE_FAILED,
                        String.valueOf(cause.getMessage()));
                gaps.add(spec.outputOfGap().apply(gap));
            }
        }
        return new Result<>(batch.withItems(gaps), Optional.of(cause));
    }

    /** Adds the output to the transaction. An output that cannot be written becomes gaps too. */
    private Result<O> send(Batch<I> input, Result<O> result, Parts.Whole message, Pending pending) {
        BatchHeaders.Context context = BatchHeaders.Context.of(message.headers());
        try {
            pending.send(record(result.output(), context));
            return result;
        } catch (RuntimeException e) {
            Result<O> gaps = allGaps(input, e);
            pending.send(record(gaps.output(), context));
            return gaps;
        }
    }

    private ProducerRecord<byte[], byte[]> record(Batch<O> batch, BatchHeaders.Context context) {
        return BatchHeaders.of(batch, context).record(spec.output(), batch);
    }

    @Override
    public void complete(Pending pending) {
        for (SessionId id : touched) {
            Session session = sessions.get(id);
            SessionState.Place place = new SessionState.Place(stateTopic, session.partition.partition());
            if (session.done) {
                pending.sendAll(SessionState.tombstones(place, id, session.parts));
                runner.forget(id);
                sessions.remove(id);
            } else if (session.broken == null) {
                SessionState state = new SessionState(session.nextSequence, runner.snapshot(id));
                pending.sendAll(state.records(place, id, session.parts));
                session.parts = state.parts();
            }
        }
        touched.clear();
    }

    @Override
    public void revoked(TopicPartition partition) {
        List<SessionId> gone = sessions.entrySet().stream()
                .filter(entry -> entry.getValue().partition.equals(partition))
                .map(Map.Entry::getKey)
                .toList();
        for (SessionId id : gone) {
            runner.forget(id);
            sessions.remove(id);
            touched.remove(id);
        }
    }

    @Override
    public void close() {
        reader.close();
        replayRunner.close();
        runner.close();
    }
}
