package org.egoscope.core.observation;

import org.egoscope.core.StreamItem;
import org.egoscope.core.video.Gap;

/** What perception gives for a frame: an observation, or a gap. */
public sealed interface ObservationEvent extends StreamItem permits Observation, Gap {}
