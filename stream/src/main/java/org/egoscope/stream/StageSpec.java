package org.egoscope.stream;

import java.util.Objects;
import java.util.function.Function;
import org.egoscope.core.StageFactory;
import org.egoscope.core.StreamItem;
import org.egoscope.core.video.Gap;

/**
 * What a worker runs between which topics.
 *
 * @param factory closed when the worker ends
 * @param outputOfGap a gap as an output of the stage, normally {@code gap -> gap}
 */
public record StageSpec<I extends StreamItem, O>(
        TypedTopic<I> input, TypedTopic<O> output, StageFactory<I, O> factory, Function<Gap, O> outputOfGap) {
    public StageSpec {
        Objects.requireNonNull(input, "input is null");
        Objects.requireNonNull(output, "output is null");
        Objects.requireNonNull(factory, "factory is null");
        Objects.requireNonNull(outputOfGap, "outputOfGap is null");
    }
}
