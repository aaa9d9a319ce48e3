package org.egoscope.core.observation;

/** Anatomical side of a hand. */
public enum HandSide {
    LEFT,
    RIGHT
}
