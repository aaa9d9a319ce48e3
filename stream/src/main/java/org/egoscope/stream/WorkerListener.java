package org.egoscope.stream;

import org.egoscope.core.video.SessionId;

/**
 * Told what workers do, for progress and metrics. Called on the work thread: return soon, throw nothing. All but {@link #onRestart}
 * are told after the commit, so each batch is told once, however often workers are killed and records read again (a worker killed
 * between commit and call has nobody left to tell).
 */
public interface WorkerListener {
    /** Tells nobody. */
    WorkerListener NONE = new WorkerListener() {};

    /**
     * A batch is done and committed.
     *
     * @param items results in it, for a sink the items it took
     * @param nanos time spent on it, decoding and encoding included, the transaction not
     */
    default void onBatch(String stage, SessionId session, long sequence, int items, long nanos) {}

    /** The last batch of a session is committed. */
    default void onSessionDone(String stage, SessionId session) {}

    /** An input ended in the dead-letter topic. */
    default void onDeadLetter(String stage, String session, String errorClass, String message) {}

    /** An input that had been processed before was dropped. */
    default void onRepeated(String stage, SessionId session, long sequence) {}

    /** Batches of a session are missing: input goes on with {@code got} where {@code expected} should be. */
    default void onHole(String stage, SessionId session, long expected, long got) {}

    /** A partition was taken up with the state of so many running sessions. */
    default void onRestore(String stage, int partition, int sessions) {}

    /** @param nanos time for state, sending and committing */
    default void onCommit(String stage, int inputs, long nanos) {}

    /** A transaction was refused: the worker goes back to the last one and on from there. */
    default void onRestart(String stage, String cause) {}
}
