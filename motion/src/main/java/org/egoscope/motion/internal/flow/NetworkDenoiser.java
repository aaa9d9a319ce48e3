package org.egoscope.motion.internal.flow;

import java.util.Objects;
import org.egoscope.motion.HeadTrajectory;
import org.egoscope.torch.Tensor;
import org.egoscope.torch.TensorScope;
import org.egoscope.torch.Tensors;

/** The network, told one head's trajectory. */
final class NetworkDenoiser implements Denoiser {
    private final FlowNetwork network;
    private final float[] features;
    private final float[] window;
    private final int frames;

    NetworkDenoiser(FlowNetwork network, Normalization normalization, HeadTrajectory head) {
        this.network = network;
        this.frames = head.frames();
        this.features = HeadFeatures.perFrame(head, network.shape().conditioning());
        normalization.normalizeFeatures(features);
        this.window = HeadFeatures.perWindow(head);
    }

    private Tensor state(float[] values) {
        return Tensors.of(values, network.device(), 1, frames, BodyState.CHANNELS);
    }

    private Tensor predict(Tensor noisy, double time) {
        return network.predict(new FlowNetwork.Input(
                noisy, Tensors.of(features, network.device(), 1, frames, network.shape().conditioning().channels()),
                Tensors.of(window, network.device(), 1, HeadFeatures.WINDOW_CHANNELS), new float[] {(float) time}, null));
    }

    @Override
    public float[] clean(float[] noisy, double time) {
        try (TensorScope scope = TensorScope.inference()) {
            return predict(state(noisy), time).toArray();
        }
    }

    @Override
    public float[] pulledBack(float[] noisy, double time, float[] probe) {
        try (TensorScope scope = TensorScope.training()) {
            Tensor leaf = state(noisy).requireGradient();
            predict(leaf, time).mul(state(probe)).sum().backward();
            return Objects.requireNonNull(leaf.gradient(), "the prediction depends on the noisy state").toArray();
        } finally {
            // Weights that are not frozen are leaves, too, and have gathered gradients that nobody asked for.
            network.parameters().all().values().forEach(Tensor::clearGradient);
        }
    }
}
