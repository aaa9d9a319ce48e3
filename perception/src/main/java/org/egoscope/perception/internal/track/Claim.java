package org.egoscope.perception.internal.track;

import org.egoscope.core.observation.BoundingBox;
import org.egoscope.perception.internal.segment.Segment;
import org.jspecify.annotations.Nullable;

/**
 * What a track gets in a key frame: a region, or its carried mask again.
 *
 * @param segment null if the carried mask is kept
 * @param carriedPlane plane of the carried mask, used only where there is no segment
 */
record Claim(Track track, @Nullable Segment segment, int carriedPlane) {
    BoundingBox box() {
        return segment == null ? track.box : segment.box();
    }
}
