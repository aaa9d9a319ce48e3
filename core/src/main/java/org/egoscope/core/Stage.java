package org.egoscope.core;

/**
 * One step of the path for one session. Consumes values in media-time order and emits zero or more results for each.
 *
 * <p>Called from one thread at a time, deterministic for a given plan on CPU, and ignorant of Kafka, files and threads.
 * {@link #finish} is called once, after the last input and only if no call failed; {@link #close} is always called.
 * What is emitted owns no native memory and is never changed later.
 */
public interface Stage<I, O> extends AutoCloseable {
    /** Consumes one input; may emit results for it or for earlier inputs, oldest first. */
    void accept(I input, Sink<? super O> out);

    /** Emits what is still held: unfinished windows, smoother tails. */
    default void finish(Sink<? super O> out) {}

    @Override
    default void close() {}
}
