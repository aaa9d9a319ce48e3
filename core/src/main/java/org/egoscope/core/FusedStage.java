package org.egoscope.core;

/** Two adjacent stages run as one, item by item: what the first emits goes straight into the second, pixels are never stored. */
public final class FusedStage<I, M, O> implements StatefulStage<I, O> {
    private final StatefulStage<I, M> first;
    private final StatefulStage<? super M, O> second;

    /** Takes ownership of both. */
    public FusedStage(StatefulStage<I, M> first, StatefulStage<? super M, O> second) {
        this.first = first;
        this.second = second;
    }

    @Override
    public void accept(I input, Sink<? super O> out) {
        first.accept(input, middle -> second.accept(middle, out));
    }

    @Override
    public void finish(Sink<? super O> out) {
        first.finish(middle -> second.accept(middle, out));
        second.finish(out);
    }

    @Override
    public byte[] snapshot() {
        return StateBytes.of(out -> {
            StateBytes.writePart(out, first.snapshot());
            out.write(second.snapshot());
        });
    }

    @Override
    public void restore(byte[] state) {
        if (state.length == 0) {
            first.restore(state);
            second.restore(state);
            return;
        }
        StateBytes.read("fused state", state, in -> {
            first.restore(StateBytes.readPart(in));
            second.restore(in.readAllBytes());
        });
    }

    @Override
    public void close() {
        try {
            first.close();
        } finally {
            second.close();
        }
    }
}
