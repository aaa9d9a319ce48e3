package org.egoscope.motion;

/**
 * A recorded or made motion and where it comes from.
 *
 * @param name without folder and extension
 * @param source data set, such as {@code cmu}; decides how clips are grouped in figures
 * @param performer who moved; splits and confidence intervals go by performer; empty if unknown
 * @param activity such as {@code walk}; empty if unknown
 * @param motion the body
 */
public record MotionClip(String name, String source, String performer, String activity, BodySequence motion) {}
