package org.egoscope.app.run;

import org.egoscope.core.video.SessionId;
import org.egoscope.stream.WorkerListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes what workers do into {@link StageTimes}, and what goes wrong into the log. */
public final class TimesListener implements WorkerListener {
    private static final Logger LOG = LoggerFactory.getLogger(TimesListener.class);
    private final StageTimes times;

    public TimesListener(StageTimes times) {
        this.times = times;
    }

    @Override
    public void onBatch(String stage, SessionId session, long sequence, int items, long nanos) {
        times.add(stage, session, sequence, nanos);
    }

    @Override
    public void onDeadLetter(String stage, String session, String errorClass, String message) {
        LOG.warn("[{}] {}: dead letter: {}: {}", session, stage, errorClass, message);
    }

    @Override
    public void onHole(String stage, SessionId session, long expected, long got) {
        LOG.warn("[{}] {}: expected batch {}, got {}", session, stage, expected, got);
    }

    @Override
    public void onRestart(String stage, String cause) {
        LOG.info("{}: a transaction was refused, going on from the last one: {}", stage, cause);
    }
}
