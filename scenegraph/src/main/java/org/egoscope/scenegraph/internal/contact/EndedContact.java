package org.egoscope.scenegraph.internal.contact;

import org.egoscope.core.observation.HandSide;

/**
 * A contact that is over.
 *
 * @param side which hand
 * @param pair its history
 * @param leftAtRest true if the thing is seen to stay where it was left
 */
public record EndedContact(HandSide side, ContactPair pair, boolean leftAtRest) {}
