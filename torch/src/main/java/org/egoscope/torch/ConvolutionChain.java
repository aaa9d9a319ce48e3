package org.egoscope.torch;

import java.util.ArrayList;
import java.util.List;
import org.egoscope.torch.internal.ChainPlans;
import org.jspecify.annotations.Nullable;

/**
 * Convolutions one after another, each with GELU or not, the last perhaps with the chain's input added. On the CPU they run as one plan
 * of oneDNN for each shape of inputs, without results between them that anybody else sees; on a GPU one by one. Results are the same but
 * for rounding.
 *
 * <p>Weights are used as they are when the chain is made, and stay the caller's. Calls from several threads take turns. Whoever makes it
 * closes it.
 */
public final class ConvolutionChain implements AutoCloseable {
    /**
     * One convolution, padded so that a stride of 1 keeps the size.
     *
     * @param weight {@code [out, in / groups, k, k]}, float32
     * @param bias {@code [out]}
     * @param plusInput whether the chain's input is added to the result, before GELU
     * @param gelu whether x is made x times the normal distribution's probability of less than x
     */
    public record Link(Tensor weight, Tensor bias, int stride, int groups, boolean plusInput, boolean gelu) {
        /** Zeros on each side. */
        public int padding() {
            return (int) weight.side(2) / 2;
        }
    }

    private final List<Link> links;
    private final @Nullable ChainPlans plans;

    /** @param plans null where tensors are on a GPU */
    private ConvolutionChain(List<Link> links, @Nullable ChainPlans plans) {
        this.links = links;
        this.plans = plans;
    }

    public static ConvolutionChain of(List<Link> links) {
        List<Link> kept = new ArrayList<>();
        for (Link link : links) {
            kept.add(new Link(link.weight().keep(), link.bias().keep(), link.stride(), link.groups(), link.plusInput(), link.gelu()));
        }
        return new ConvolutionChain(kept, ChainPlans.of(kept));
    }

    /**
     * Runs once, within a scope.
     *
     * @param pictures {@code [B, channels, height, width]}, float32
     * @return {@code [B, channels, height, width]}
     */
    public Tensor run(Tensor pictures) {
        Tensor planned = plans == null ? null : plans.run(pictures);
        return planned != null ? planned : runOneByOne(pictures);
    }

    private Tensor runOneByOne(Tensor pictures) {
        Tensor x = pictures;
        for (Link link : links) {
            x = x.conv2d(link.weight(), link.bias(), link.stride(), link.padding(), link.groups());
            x = link.plusInput() ? x.add(pictures) : x;
            x = link.gelu() ? x.gelu() : x;
        }
        return x;
    }

    @Override
    public void close() {
        if (plans != null) {
            plans.close();
        }
        links.forEach(link -> {
            link.weight().release();
            link.bias().release();
        });
    }
}
