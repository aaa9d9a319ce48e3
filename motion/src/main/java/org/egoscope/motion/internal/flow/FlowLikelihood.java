package org.egoscope.motion.internal.flow;

import java.util.SplittableRandom;
import org.egoscope.core.PipelineException;
import org.egoscope.motion.BodySequence;
import org.egoscope.motion.HeadTrajectory;

/**
 * Log-density of a motion under the flow, by the instantaneous change of variables (Chen et al. 2018) with Hutchinson's estimate of the
 * trace from Rademacher probes (Grathwohl et al. 2019).
 *
 * <p>On the path {@code x = (1 - t) noise + t data} the velocity {@code (clean - x) / (1 - t)} is singular at the data. In
 * {@code u = x / (1 - t)} over the ratio {@code r = t / (1 - t)} of data to noise the same flow is {@code du/dr = clean}, without the
 * singular part: a network that always predicts 0 is integrated exactly. It runs from {@code r = }{@value #RATIO} (t = 0.98), where the
 * state stands as the clean one, {@code u = r state}, back to noise at {@code r = 0}. The figure is therefore the density of states
 * blurred by noise of deviation 1/49, which exists although rotations and contacts fill only a surface among all states.
 */
public final class FlowLikelihood {
    /** Steps of the midpoint rule. */
    public static final int STEPS = 24;

    static final double RATIO = 49;

    private final FlowNetwork network;
    private final Normalization normalization;

    public FlowLikelihood(FlowNetwork network, Normalization normalization) {
        this.network = network;
        this.normalization = normalization;
    }

    /**
     * Nats per channel of the normalised state, for each frame: its part of the noise's density less its part of the divergence. Their sum
     * times {@value BodyState#CHANNELS} is the log-density of the whole motion, given the head.
     *
     * @param seed of the probes
     */
    public float[] of(BodySequence body, HeadTrajectory head, long seed) {
        if (body.frames() != head.frames() || body.frames() == 0) {
            throw PipelineException.badInput(
                    "likelihood: expected a body of " + head.frames() + " (at least 1) frames as the head, got " + body.frames());
        }
        float[] state = BodyState.of(body);
        normalization.normalizeStates(state);
        return of(state, BodyState.CHANNELS, new NetworkDenoiser(network, normalization, head), STEPS, seed);
    }

    /** The same for any denoiser and any number of channels; states normalised. */
    static float[] of(float[] state, int channels, Denoiser denoiser, int steps, long seed) {
        Integration run = new Integration(state, channels, denoiser, seed);
        // Equal steps in asinh r: equal in r below 1, where noise rules, and in proportion to r above.
        double whole = asinh(RATIO);
        for (int i = steps; i > 0; i--) {
            run.step(Math.sinh(whole * i / steps), Math.sinh(whole * (i - 0.5) / steps), Math.sinh(whole * (i - 1) / steps));
        }
        return run.nats();
    }

    private static double asinh(double x) {
        return Math.log(x + Math.hypot(x, 1));
    }

    /** One motion on its way from data to noise. */
    private static final class Integration {
        private final Denoiser denoiser;
        private final SplittableRandom random;
        private final int channels;
        private final double[] u;
        private final double[] divergence;
        private final float[] noisy;
        private final float[] probe;

        Integration(float[] state, int channels, Denoiser denoiser, long seed) {
            this.denoiser = denoiser;
            this.random = new SplittableRandom(seed);
            this.channels = channels;
            this.u = new double[state.length];
            this.divergence = new double[state.length / channels];
            this.noisy = new float[state.length];
            this.probe = new float[state.length];
            for (int i = 0; i < u.length; i++) {
                u[i] = RATIO * state[i];
            }
        }

        /** Midpoint rule; only the slope and divergence in the middle count, so the divergence is asked for once. */
        void step(double from, double middle, double to) {
            float[] slope = denoiser.clean(noisy(0, probe, from), time(from));
            float[] state = noisy(middle - from, slope, middle);
            for (int i = 0; i < probe.length; i++) {
                probe[i] = random.nextBoolean() ? 1 : -1;
            }
            float[] clean = denoiser.clean(state, time(middle));
            float[] pulled = denoiser.pulledBack(state, time(middle), probe);
            for (int i = 0; i < u.length; i++) {
                u[i] += (to - from) * clean[i];
                // By u, not by the noisy state x = (1 - t) u; backwards, so that the integral from 0 to RATIO grows.
                divergence[i / channels] += (from - to) * (1 - time(middle)) * pulled[i] * probe[i];
            }
        }

        private static double time(double ratio) {
            return ratio / (1 + ratio);
        }

        /** {@code (1 - t) (u + part slope)}. */
        private float[] noisy(double part, float[] slope, double ratio) {
            for (int i = 0; i < noisy.length; i++) {
                noisy[i] = (float) ((u[i] + part * slope[i]) / (1 + ratio));
            }
            return noisy;
        }

        float[] nats() {
            float[] nats = new float[divergence.length];
            for (int t = 0; t < nats.length; t++) {
                double squares = 0;
                for (int c = 0; c < channels; c++) {
                    squares += u[t * channels + c] * u[t * channels + c];
                }
                // log RATIO: the density is of the state, not of u = RATIO state.
                nats[t] = (float) (-squares / (2 * channels) - 0.5 * Math.log(2 * Math.PI) + Math.log(RATIO) - divergence[t] / channels);
            }
            return nats;
        }
    }
}
