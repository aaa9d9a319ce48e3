package org.egoscope.perception;

import java.util.Arrays;
import java.util.List;
import org.egoscope.core.PipelineException;

/**
 * How instances are looked at and named by a network that knows pictures and texts. Of no effect without one.
 *
 * @param labels names to choose from, with commas between, such as {@code cutting board, peeler}; empty: instances get embeddings only
 * @param leastProbability least probability of the best name, among all names and what else a picture may show, 0..1
 * @param cropsPerFrame most instances looked at in one frame, 1..64: one takes about 100 ms of a CPU
 * @param leastArea least mask area in pixels of the working image to be looked at
 * @param firstIntervalNanos media time from the first look at a track to the second; it doubles from look to look
 * @param longestIntervalNanos up to this
 */
public record VocabularyConfig(
        String labels, float leastProbability, int cropsPerFrame, int leastArea, long firstIntervalNanos, long longestIntervalNanos) {
    private static final long MILLISECOND = 1_000_000L;

    public VocabularyConfig {
        if (!(leastProbability >= 0) || leastProbability > 1) {
            throw PipelineException.badConfig("leastProbability: expected 0..1, got " + leastProbability);
        }
        if (cropsPerFrame < 1 || cropsPerFrame > 64) {
            throw PipelineException.badConfig("cropsPerFrame: expected 1..64, got " + cropsPerFrame);
        }
        if (leastArea < 1) {
            throw PipelineException.badConfig("leastArea: expected >= 1, got " + leastArea);
        }
        if (firstIntervalNanos < 1 || longestIntervalNanos < firstIntervalNanos) {
            throw PipelineException.badConfig(
                    "firstIntervalNanos: expected 1.." + longestIntervalNanos + ", got " + firstIntervalNanos);
        }
        List<String> names = names(labels);
        if (names.stream().distinct().count() != names.size()) {
            throw PipelineException.badConfig("labels: expected each once, got '" + labels + "'");
        }
    }

    public static VocabularyConfig defaults() {
        return new VocabularyConfig("", 0.5f, 2, 400, 400 * MILLISECOND, 12_800 * MILLISECOND);
    }

    /** The labels one by one. */
    public List<String> names() {
        return names(labels);
    }

    private static List<String> names(String labels) {
        return Arrays.stream(labels.split(",")).map(String::strip).filter(name -> !name.isEmpty()).toList();
    }
}
