package org.egoscope.torch.internal;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/** A convolution that gathers what follows it before it is made. */
final class PendingConvolution {
    /** Exactly one of the three is there: a formula for every value, a tensor to add, or slopes of negative values by channel. */
    record Follower(@Nullable Activation activation, @Nullable Place addend, @Nullable Tensor slopes) {}

    private final Convolution convolution;
    private final Place source;
    private final long[] before;
    private final List<Follower> followers = new ArrayList<>();

    /** @param before zeros above and to the left of the source */
    PendingConvolution(Convolution convolution, Place source, long[] before) {
        this.convolution = convolution;
        this.source = source;
        this.before = before.clone();
    }

    void follow(Follower follower) {
        followers.add(follower);
    }

    Convolution convolution() {
        return convolution;
    }

    Place source() {
        return source;
    }

    /** Zeros below and to the right that make the result of this height and width. */
    long[] after(Place result) {
        long[] kernel = convolution.kernel();
        long[] after = new long[2];
        for (int axis = 0; axis < 2; axis++) {
            long reach = (kernel[axis] - 1) * convolution.dilation()[axis];
            long needed = (result.side(2 + axis) - 1) * convolution.stride()[axis] + reach + 1;
            after[axis] = Math.max(0, needed - source.side(2 + axis) - before[axis]);
        }
        return after;
    }

    long[] before() {
        return before.clone();
    }

    List<Follower> followers() {
        return List.copyOf(followers);
    }
}
