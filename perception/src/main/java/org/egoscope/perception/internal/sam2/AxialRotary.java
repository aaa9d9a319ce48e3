package org.egoscope.perception.internal.sam2;

import org.egoscope.torch.Tensor;
import org.egoscope.torch.Tensors;
import org.egoscope.torch.TorchDevice;

/**
 * Rotary positions on a grid (Su et al. 2021, axial as in Heo et al. 2024): pairs of neighbouring channels turn by angles that grow with
 * the column (first half of the pairs) or the row (second half) of their token, so that products of queries and keys depend on distances.
 */
final class AxialRotary implements AutoCloseable {
    private static final double BASE = 10_000;

    private final int pairs;
    private final int tokens;
    private final Tensor cosine;
    private final Tensor sine;

    /** Must be made within a scope; its tables live until {@link #close()}. */
    AxialRotary(int channels, int side, TorchDevice device) {
        pairs = channels / 2;
        tokens = side * side;
        float[] cosines = new float[tokens * pairs];
        float[] sines = new float[tokens * pairs];
        for (int token = 0; token < tokens; token++) {
            for (int pair = 0; pair < pairs; pair++) {
                double angle = angle(channels, side, token, pair);
                cosines[token * pairs + pair] = (float) Math.cos(angle);
                sines[token * pairs + pair] = (float) Math.sin(angle);
            }
        }
        cosine = Tensors.of(cosines, device, tokens, pairs).keep();
        sine = Tensors.of(sines, device, tokens, pairs).keep();
    }

    /** By which a pair of channels of a token turns, radians. */
    static double angle(int channels, int side, int token, int pair) {
        int half = channels / 4;
        int place = pair < half ? token % side : token / side;
        return place * Math.pow(BASE, -4.0 * (pair % half) / channels);
    }

    /**
     * Turns the tokens of any number of grids.
     *
     * @param x {@code [B, grids * side * side, channels]}
     */
    Tensor turned(Tensor x) {
        long batch = x.side(0);
        long grids = x.side(1) / tokens;
        Tensor split = x.reshape(batch, grids, tokens, pairs, 2);
        Tensor a = split.narrow(4, 0, 1).reshape(batch, grids, tokens, pairs);
        Tensor b = split.narrow(4, 1, 1).reshape(batch, grids, tokens, pairs);
        Tensor first = a.mul(cosine).addProductInPlace(b, sine, -1);
        Tensor second = a.mul(sine).addProductInPlace(b, cosine, 1);
        return Tensors.stack(4, first, second).reshape(batch, grids * tokens, 2L * pairs);
    }

    @Override
    public void close() {
        cosine.release();
        sine.release();
    }
}
