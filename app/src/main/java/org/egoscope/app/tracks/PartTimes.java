package org.egoscope.app.tracks;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Locale;
import org.egoscope.core.observation.Observation;
import org.egoscope.core.video.VideoFrame;
import org.egoscope.perception.PerceptionProbe;

/**
 * Wall and processor time of perception's parts. Processor time is that of the calling thread, so it holds beside other work, but leaves
 * out what a network does on other threads.
 */
public final class PartTimes implements PerceptionProbe {
    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private final long[] wallNanos = new long[Part.values().length];
    private final long[] processorNanos = new long[Part.values().length];
    private Part current = Part.HANDS;
    private long wallStart;
    private long processorStart;
    private long frames;

    @Override
    public void begins(Part part) {
        current = part;
        processorStart = threads.getCurrentThreadCpuTime();
        wallStart = System.nanoTime();
    }

    @Override
    public void ended(Part part) {
        wallNanos[current.ordinal()] += System.nanoTime() - wallStart;
        processorNanos[current.ordinal()] += threads.getCurrentThreadCpuTime() - processorStart;
    }

    @Override
    public void observed(VideoFrame frame, Observation observation) {
        frames++;
    }

    public long frames() {
        return frames;
    }

    /** Milliseconds of processor per frame. */
    public double processorMillis(Part part) {
        return processorNanos[part.ordinal()] / 1e6 / frames;
    }

    /** Milliseconds of wall time per frame. */
    public double wallMillis(Part part) {
        return wallNanos[part.ordinal()] / 1e6 / frames;
    }

    public double processorMillis() {
        double sum = 0;
        for (Part part : Part.values()) {
            sum += processorMillis(part);
        }
        return sum;
    }

    public double wallMillis() {
        double sum = 0;
        for (Part part : Part.values()) {
            sum += wallMillis(part);
        }
        return sum;
    }

    /** A line per part and their sum: processor ms, wall ms, frames per second by either. */
    public String table() {
        StringBuilder text = new StringBuilder(String.format(Locale.ROOT, "%-12s %12s %8s%n", "part", "processor ms", "wall ms"));
        for (Part part : Part.values()) {
            String name = part.name().toLowerCase(Locale.ROOT).replace('_', ' ');
            text.append(String.format(Locale.ROOT, "%-12s %12.2f %8.2f%n", name, processorMillis(part), wallMillis(part)));
        }
        return text.append(String.format(
                        Locale.ROOT, "%-12s %12.2f %8.2f   %.1f frames/s by processor, %.1f by wall%n", "all", processorMillis(),
                        wallMillis(), 1000 / processorMillis(), 1000 / wallMillis()))
                .toString();
    }
}
