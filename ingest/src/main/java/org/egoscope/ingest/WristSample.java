package org.egoscope.ingest;

import org.egoscope.core.geometry.Vec3;
import org.egoscope.core.observation.HandSide;

/**
 * A wrist as seen or measured at one moment.
 *
 * @param timeNanos on the clock of the head's recording
 * @param side left or right
 * @param wristInWorld metres, +Z up, in the world that the head is in at that moment
 * @param confidence 0..1, above 0
 */
public record WristSample(long timeNanos, HandSide side, Vec3 wristInWorld, double confidence) {}
