package org.egoscope.core.graph;

import org.egoscope.core.observation.HandSide;
import org.egoscope.core.time.TimeRange;

/**
 * One of the wearer's hands touched one thing.
 *
 * @param contactId unique within the session
 * @param side which hand
 * @param trackId what it touched
 * @param label of what it touched
 * @param span half-open interval
 * @param firstFrameIndex first frame of the contact
 * @param frameCount frames of the contact
 * @param confidence mean, 0..1
 * @param held true if thing and hand moved together
 */
public record ContactSpan(
        long contactId,
        HandSide side,
        long trackId,
        String label,
        TimeRange span,
        long firstFrameIndex,
        long frameCount,
        float confidence,
        boolean held)
        implements GraphEvent {}
