package org.egoscope.stream;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.egoscope.core.video.SessionId;

/** Remembers what workers told and waits for it. */
final class Events implements WorkerListener {
    /** Long enough for a machine that gives this process a tenth of a core: a hang is to be found, not slowness. */
    static final Duration PATIENCE = Duration.ofSeconds(150);

    final List<String> batches = new ArrayList<>();
    final List<SessionId> done = new ArrayList<>();
    final List<String> letters = new ArrayList<>();
    final List<String> repeated = new ArrayList<>();
    final List<String> holes = new ArrayList<>();
    final List<String> restarts = new ArrayList<>();
    int restored;
    int commits;

    @Override
    public synchronized void onBatch(String stage, SessionId session, long sequence, int items, long nanos) {
        batches.add(session + "/" + sequence);
        notifyAll();
    }

    @Override
    public synchronized void onSessionDone(String stage, SessionId session) {
        done.add(session);
        notifyAll();
    }

    @Override
    public synchronized void onDeadLetter(String stage, String session, String errorClass, String message) {
        letters.add(session + ": " + message);
        notifyAll();
    }

    @Override
    public synchronized void onRepeated(String stage, SessionId session, long sequence) {
        repeated.add(session + "/" + sequence);
        notifyAll();
    }

    @Override
    public synchronized void onHole(String stage, SessionId session, long expected, long got) {
        holes.add(session + ": " + expected + " " + got);
        notifyAll();
    }

    @Override
    public synchronized void onRestore(String stage, int partition, int sessions) {
        restored += sessions;
        notifyAll();
    }

    @Override
    public synchronized void onCommit(String stage, int inputs, long nanos) {
        commits++;
        notifyAll();
    }

    @Override
    public synchronized void onRestart(String stage, String cause) {
        restarts.add(cause);
        notifyAll();
    }

    /** Waits until it holds; fails after {@link #PATIENCE}. */
    synchronized void await(String what, Predicate<Events> condition) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.test(this)) {
            long left = (deadline - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                throw new AssertionError("expected " + what + " within " + PATIENCE + ", got batches " + batches.size() + ", done "
                        + done + ", letters " + letters + ", restarts " + restarts + "; workers are at\n" + stacks());
            }
            wait(left);
        }
    }

    /** Where the threads of the workers stand, so that a hang tells its cause. */
    private static String stacks() {
        StringBuilder text = new StringBuilder();
        Thread.getAllStackTraces().forEach((thread, frames) -> {
            if (thread.getName().endsWith("-work") || thread.getName().endsWith("-poll")) {
                text.append(thread.getName()).append(' ').append(thread.getState()).append('\n');
                for (StackTraceElement frame : frames) {
                    text.append("    at ").append(frame).append('\n');
                }
            }
        });
        return text.toString();
    }
}
