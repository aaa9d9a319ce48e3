package org.egoscope.perception.internal.sam;

import org.egoscope.torch.ConvolutionChain.Link;
import org.egoscope.torch.Tensor;

/**
 * A convolution with the batch norm after it folded in: {@code name.c}, {@code name.bn}.
 *
 * @param weight {@code [out, in / groups, k, k]}
 * @param bias {@code [out]}
 */
record NormedConv(Tensor weight, Tensor bias, int stride, int groups) {
    /** Of the batch norms. */
    private static final double EPSILON = 1e-5;

    /** Kept until {@link #release}. */
    static NormedConv of(Layers layers, String name, int stride, int groups) {
        Tensor weight = layers.weight(name + ".c.weight");
        Tensor spread = layers.weight(name + ".bn.running_var").add(EPSILON).rsqrt();
        Tensor factor = layers.weight(name + ".bn.weight").mul(spread);
        Tensor shift = layers.weight(name + ".bn.bias").sub(layers.weight(name + ".bn.running_mean").mul(factor));
        Tensor folded = weight.mul(factor.reshape(factor.side(0), 1, 1, 1));
        return new NormedConv(folded.keep(), shift.keep(), stride, groups);
    }

    /** Padded so that a stride of 1 keeps the size. */
    Tensor apply(Tensor map) {
        return map.conv2d(weight, bias, stride, (int) weight.side(2) / 2, groups);
    }

    /** As part of a chain. */
    Link link(boolean plusInput, boolean gelu) {
        return new Link(weight, bias, stride, groups, plusInput, gelu);
    }

    void release() {
        weight.release();
        bias.release();
    }
}
