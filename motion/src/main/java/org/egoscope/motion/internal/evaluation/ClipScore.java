package org.egoscope.motion.internal.evaluation;

/**
 * The figures of one clip.
 *
 * @param clip name
 * @param source data set
 * @param performer who moved
 * @param activity such as {@code walk}
 * @param frames of the clip
 */
public record ClipScore(String clip, String source, String performer, String activity, int frames, Scores scores) {}
