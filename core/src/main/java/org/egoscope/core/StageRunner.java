package org.egoscope.core;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.egoscope.core.video.Gap;
import org.egoscope.core.video.SessionId;

/**
 * Runs one stage over batches of many sessions: one stage instance per session, bounded retries, and a gap in the place of a batch
 * that cannot be processed. Every way of running the pipeline (direct, local, cluster) goes through here, which is why they agree.
 *
 * <p>Not thread-safe. A failed attempt leaves no trace: its outputs are dropped and the stage goes back to its state before the batch.
 */
public final class StageRunner<I extends StreamItem, O> implements AutoCloseable {
    private final String stageName;
    private final StageFactory<I, O> factory;
    private final Function<Gap, O> outputOfGap;
    private final int attempts;
    private final Map<SessionId, Running<I, O>> running = new HashMap<>();

    private static final class Running<I, O> {
        private StatefulStage<I, O> stage;
        private byte[] state = new byte[0];

        Running(StatefulStage<I, O> stage) {
            this.stage = stage;
        }
    }

    /** What became of one batch; {@code failure} is present if its frames ended as gaps. */
    public record Outcome<O>(Batch<O> output, Optional<RuntimeException> failure) {}

    /**
     * @param stageName name used in gaps and messages
     * @param factory opens a stage per session; closed with this runner
     * @param outputOfGap a gap as an output of this stage, normally {@code gap -> gap}
     * @param attempts how often a batch is tried before it becomes a gap, at least 1
     */
    public StageRunner(String stageName, StageFactory<I, O> factory, Function<Gap, O> outputOfGap, int attempts) {
        if (attempts < 1) {
            throw new IllegalArgumentException("attempts: expected >= 1, got " + attempts);
        }
        this.stageName = stageName;
        this.factory = factory;
        this.outputOfGap = outputOfGap;
        this.attempts = attempts;
    }

    public String stageName() {
        return stageName;
    }

    /** Exactly one output batch for each input batch. The session's stage is closed after its last batch. */
    public Outcome<O> process(Batch<I> batch) {
        Optional<RuntimeException> failure = Optional.empty();
        for (int attempt = 1; attempt <= attempts; attempt++) {
            Running<I, O> session = running.computeIfAbsent(batch.session(), id -> new Running<>(factory.open(id)));
            try {
                List<O> items = runOnce(session.stage, batch);
                completed(batch, session);
                return new Outcome<>(batch.withItems(items), Optional.empty());
            } catch (RuntimeException e) {
                failure = Optional.of(e);
                rollBack(batch.session(), session);
            }
        }
        return new Outcome<>(batch.withItems(gapsOf(batch, failure.orElseThrow())), failure);
    }

    private List<O> runOnce(StatefulStage<I, O> stage, Batch<I> batch) {
        List<O> items = new ArrayList<>();
        for (I item : batch.items()) {
            stage.accept(item, items::add);
        }
        if (batch.last()) {
            stage.finish(items::add);
        }
        return items;
    }

    private void completed(Batch<I> batch, Running<I, O> session) {
        if (batch.last()) {
            session.stage.close();
            running.remove(batch.session());
        } else {
            session.state = session.stage.snapshot();
        }
    }

    private void rollBack(SessionId id, Running<I, O> session) {
        session.stage.close();
        session.stage = factory.open(id);
        session.stage.restore(session.state);
    }

    private List<O> gapsOf(Batch<I> batch, RuntimeException failure) {
        List<O> items = new ArrayList<>();
        for (I item : batch.items()) {
            if (item instanceof Gap known) {
                items.add(outputOfGap.apply(known));
            } else if (item.frameCount() > 0) {
                items.add(outputOfGap.apply(new Gap(
                        stageName,
                        item.firstFrameIndex(),
                        item.frameCount(),
                        item.span(),
                        Gap.Reason.STAGE_FAILED,
                        String.valueOf(failure.getMessage()))));
            }
        }
        if (batch.last()) {
            finishAfterFailure(batch.session(), items);
        }
        return items;
    }

    /** The held tail of earlier batches must not be lost with the last one; if flushing fails too, the failure is already reported. */
    private void finishAfterFailure(SessionId id, List<O> items) {
        Running<I, O> session = running.remove(id);
        if (session == null) {
            return;
        }
        List<O> tail = new ArrayList<>();
        try {
            session.stage.finish(tail::add);
            items.addAll(0, tail);
        } catch (RuntimeException e) {
            // The stage cannot even flush: what it held is lost to it, and its frames stay unaccounted, which the summary shows.
            tail.clear();
        } finally {
            session.stage.close();
        }
    }

    /** State after the last processed batch; empty for a session that is new or done. */
    public byte[] snapshot(SessionId session) {
        Running<I, O> found = running.get(session);
        return found == null ? new byte[0] : found.state;
    }

    /** Takes a session up where another runner left it. */
    public void restore(SessionId session, byte[] state) {
        forget(session);
        if (state.length > 0) {
            Running<I, O> restored = new Running<>(factory.open(session));
            restored.stage.restore(state);
            restored.state = state;
            running.put(session, restored);
        }
    }

    /** Closes a session's stage without flushing it: another runner has it now. */
    public void forget(SessionId session) {
        Running<I, O> found = running.remove(session);
        if (found != null) {
            found.stage.close();
        }
    }

    @Override
    public void close() {
        running.values().forEach(session -> session.stage.close());
        running.clear();
        factory.close();
    }
}
