package org.egoscope.perception;

/**
 * What a tracker's networks have done since it was made; for measuring, not part of its state.
 *
 * @param palmRuns runs of the palm detector
 * @param palmNanos wall time in them, pictures prepared and results read included
 * @param landmarkRuns runs of the landmark network
 * @param landmarkNanos wall time in them, likewise
 */
public record HandWork(long palmRuns, long palmNanos, long landmarkRuns, long landmarkNanos) {
    /** Of a tracker without networks. */
    public static final HandWork NONE = new HandWork(0, 0, 0, 0);
}
