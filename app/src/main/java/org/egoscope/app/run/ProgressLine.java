package org.egoscope.app.run;

import java.io.PrintWriter;
import java.util.Locale;

/**
 * Shows how far each stage is: one line that is rewritten on a terminal, a line every few seconds elsewhere.
 * Closing it ends the line.
 */
public final class ProgressLine implements AutoCloseable {
    private static final long TERMINAL_MILLIS = 200;
    private static final long LOG_MILLIS = 5_000;

    private final StageTimes times;
    private final PrintWriter out;
    private final boolean terminal;
    private final Thread thread;
    private final long startNanos = System.nanoTime();
    private String lastShown = "";

    public ProgressLine(StageTimes times, PrintWriter out) {
        this.times = times;
        this.out = out;
        this.terminal = System.console() != null;
        this.thread = new Thread(this::loop, "progress");
        thread.setDaemon(true);
        thread.start();
    }

    private void loop() {
        try {
            while (true) {
                Thread.sleep(terminal ? TERMINAL_MILLIS : LOG_MILLIS);
                show();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void show() {
        StringBuilder line = new StringBuilder();
        double seconds = (System.nanoTime() - startNanos) / 1e9;
        for (String stage : times.here()) {
            StageTimes.Progress progress = times.of(stage);
            boolean storage = stage.equals("storage");
            line.append(line.isEmpty() ? "frames: " : "  ").append(stage).append(' ');
            line.append(storage ? progress.batches() + " batches" : Long.toString(progress.frames()));
        }
        if (times.here().size() < StageTimes.STAGES.size()) {
            line.append(" fed; the other stages run in the workers");
        }
        if (!line.toString().equals(lastShown)) {
            lastShown = line.toString();
            String text = String.format(Locale.ROOT, "%s  (%.0f s)", line, seconds);
            out.print(terminal ? "\r" + text + "\u001b[K" : text + System.lineSeparator());
            out.flush();
        }
    }

    @Override
    public void close() {
        thread.interrupt();
        show();
        if (terminal) {
            out.println();
        }
        out.flush();
    }
}
