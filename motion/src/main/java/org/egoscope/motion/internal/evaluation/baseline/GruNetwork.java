package org.egoscope.motion.internal.evaluation.baseline;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.egoscope.torch.Parameters;
import org.egoscope.torch.Tensor;
import org.egoscope.torch.Tensors;
import org.egoscope.torch.TorchDevice;

/**
 * Linear, two bidirectional layers of gated recurrent units (Cho et al. 2014, in cuDNN's form: the reset gate acts on the product), two
 * linear layers: 1,537,858 parameters.
 */
final class GruNetwork implements AutoCloseable {
    private static final int HIDDEN = 216;
    private static final int LAST = 256;
    private static final int LAYERS = 2;

    private final Parameters parameters = new Parameters(TorchDevice.CPU);

    GruNetwork(long seed) {
        linear("in", HeadFeatures.SIZE, HIDDEN, seed);
        for (int layer = 0; layer < LAYERS; layer++) {
            int width = layer == 0 ? HIDDEN : 2 * HIDDEN;
            for (String direction : List.of("forward", "backward")) {
                linear(layer + "." + direction + ".input", width, 3 * HIDDEN, seed);
                linear(layer + "." + direction + ".hidden", HIDDEN, 3 * HIDDEN, seed);
            }
        }
        linear("middle", 2 * HIDDEN, LAST, seed);
        linear("out", LAST, HeadFeatures.TARGETS, seed);
    }

    private void linear(String name, int in, int out, long seed) {
        parameters.normal(name + ".weight", 1 / Math.sqrt(3.0 * in), seed, out, in);
        parameters.constant(name + ".bias", 0, out);
    }

    Parameters parameters() {
        return parameters;
    }

    /** {@code [B, T, 23]} to {@code [B, T, 66]}. */
    Tensor predict(Tensor features) {
        Tensor x = apply("in", features);
        for (int layer = 0; layer < LAYERS; layer++) {
            x = Tensors.cat(2, run(layer + ".forward", x, false), run(layer + ".backward", x, true));
        }
        return apply("out", apply("middle", x).gelu());
    }

    private Tensor apply(String name, Tensor x) {
        return x.linear(parameters.get(name + ".weight"), parameters.get(name + ".bias"));
    }

    /** {@code [B, T, 216]}. */
    private Tensor run(String name, Tensor x, boolean backward) {
        Tensor inputs = apply(name + ".input", x);
        int frames = (int) x.side(1);
        Tensor state = Tensors.zeros(TorchDevice.CPU, x.side(0), 1, HIDDEN);
        List<Tensor> states = new ArrayList<>();
        for (int i = 0; i < frames; i++) {
            Tensor input = inputs.narrow(1, backward ? frames - 1 - i : i, 1);
            Tensor hidden = apply(name + ".hidden", state);
            Tensor gates = input.narrow(2, 0, 2 * HIDDEN).add(hidden.narrow(2, 0, 2 * HIDDEN)).sigmoid();
            Tensor update = gates.narrow(2, HIDDEN, HIDDEN);
            Tensor candidate = input.narrow(2, 2 * HIDDEN, HIDDEN)
                    .add(gates.narrow(2, 0, HIDDEN).mul(hidden.narrow(2, 2 * HIDDEN, HIDDEN)))
                    .tanh();
            state = candidate.add(update.mul(state.sub(candidate)));
            states.add(state);
        }
        if (backward) {
            Collections.reverse(states);
        }
        return Tensors.cat(1, states);
    }

    @Override
    public void close() {
        parameters.close();
    }
}
