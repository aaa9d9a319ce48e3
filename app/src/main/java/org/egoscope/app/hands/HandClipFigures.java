package org.egoscope.app.hands;

import org.egoscope.perception.HandWork;

/**
 * What one clip came to.
 *
 * @param frames frames looked at
 * @param withReported frames with a hand of any confidence
 * @param withConfident frames with a hand of at least the asked confidence
 * @param withTwo frames with two or more such hands
 * @param hands confident hands in all frames
 * @param ids identities among them
 * @param nanos wall time in the tracker
 * @param processorNanos processor time in the tracker
 * @param work what the networks did
 */
record HandClipFigures(
        String clip, long frames, long withReported, long withConfident, long withTwo, long hands, long ids, long nanos, long processorNanos,
        HandWork work) {
    double share() {
        return (double) withConfident / Math.max(1, frames);
    }
}
