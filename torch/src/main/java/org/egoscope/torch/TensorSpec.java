package org.egoscope.torch;

import java.util.List;

/**
 * One input or output of a network as its card describes it.
 *
 * @param shape sides, outermost first; a number, or a name such as {@code N} for a side that is free
 * @param layout {@code NHWC}, {@code NCHW} or empty
 * @param dtype element type, {@code float32} if the card does not say
 * @param colour order of the colour channels, or empty
 * @param range what the values stand for, or empty
 * @param meaning what it is, for people
 */
public record TensorSpec(List<String> shape, String layout, String dtype, String colour, String range, String meaning) {
    public TensorSpec {
        shape = List.copyOf(shape);
    }
}
