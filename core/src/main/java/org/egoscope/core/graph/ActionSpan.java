package org.egoscope.core.graph;

import java.util.Optional;
import org.egoscope.core.observation.HandSide;
import org.egoscope.core.time.TimeRange;

/**
 * An atomic action of the wearer.
 *
 * @param actionId unique within the session
 * @param verb such as {@code reach}, {@code grasp}, {@code hold}, {@code move}, {@code put_down}, {@code release}, {@code stand_still},
 *     {@code walk}, {@code turn}, {@code look_at}
 * @param side the hand that acts; empty for the body
 * @param trackId object acted on; 0 if none
 * @param label of the object; empty string if none
 * @param span half-open interval
 * @param firstFrameIndex first frame
 * @param frameCount frames
 * @param confidence 0..1
 * @param method what recognised it, such as {@code rules}
 */
public record ActionSpan(
        long actionId,
        String verb,
        Optional<HandSide> side,
        long trackId,
        String label,
        TimeRange span,
        long firstFrameIndex,
        long frameCount,
        float confidence,
        String method)
        implements GraphEvent {}
