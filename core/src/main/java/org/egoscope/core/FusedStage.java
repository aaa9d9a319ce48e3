package org.egoscope.core;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

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
        byte[] firstState = first.snapshot();
        byte[] secondState = second.snapshot();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(firstState.length + secondState.length + 4);
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeInt(firstState.length);
            out.write(firstState);
            out.write(secondState);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    @Override
    public void restore(byte[] state) {
        if (state.length == 0) {
            first.restore(state);
            second.restore(state);
            return;
        }
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(state))) {
            first.restore(in.readNBytes(in.readInt()));
            second.restore(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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
