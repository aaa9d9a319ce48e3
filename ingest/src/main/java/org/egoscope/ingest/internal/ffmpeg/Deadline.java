package org.egoscope.ingest.internal.ffmpeg;

import java.time.Duration;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIOInterruptCB;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.javacpp.Pointer;

/**
 * Watchdog of one open source: FFmpeg asks during blocking input and output whether to give up.
 *
 * <p>JavaCPP has ten native slots per callback type for the whole process, so all sources share one callback; which source asks is
 * told by its deadline, kept in native memory.
 */
final class Deadline implements AutoCloseable {
    private static final AVIOInterruptCB.Callback_Pointer CALLBACK = new Expired();

    private final LongPointer deadlineNanos;
    private final long timeoutNanos;

    /** Named so that JavaCPP makes one native function for it. */
    private static final class Expired extends AVIOInterruptCB.Callback_Pointer {
        @Override
        public int call(Pointer opaque) {
            long deadline = new LongPointer(opaque).get();
            return System.nanoTime() - deadline > 0 ? 1 : 0;
        }
    }

    Deadline(Duration timeout) {
        this.timeoutNanos = timeout.toNanos();
        this.deadlineNanos = new LongPointer(1).retainReference();
        restart();
    }

    void attachTo(AVFormatContext context) {
        context.interrupt_callback().callback(CALLBACK);
        context.interrupt_callback().opaque(deadlineNanos);
    }

    /** The next native call may take the whole timeout. */
    void restart() {
        deadlineNanos.put(System.nanoTime() + timeoutNanos);
    }

    boolean expired() {
        return System.nanoTime() - deadlineNanos.get() > 0;
    }

    @Override
    public void close() {
        deadlineNanos.close();
    }
}
