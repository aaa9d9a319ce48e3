package org.egoscope.motion.internal.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import java.util.SortedMap;
import org.egoscope.core.geometry.Vec3;
import org.egoscope.motion.BodySequence;
import org.egoscope.motion.HeadTrajectory;
import org.egoscope.torch.FloatTensor;
import org.egoscope.torch.TorchRuntime;
import org.junit.jupiter.api.Test;

class FlowLikelihoodTest {
    private static final double R = FlowLikelihood.RATIO;

    /** Knows that the data are normal with these deviations: its best prediction is a multiple of the noisy state. */
    private record Gaussian(double[] deviations) implements Denoiser {
        private double factor(int i, double time) {
            double variance = deviations[i % deviations.length] * deviations[i % deviations.length];
            return time * variance / ((1 - time) * (1 - time) + time * time * variance);
        }

        @Override
        public float[] clean(float[] noisy, double time) {
            return pulledBack(noisy, time, noisy);
        }

        @Override
        public float[] pulledBack(float[] noisy, double time, float[] probe) {
            float[] values = probe.clone();
            for (int i = 0; i < values.length; i++) {
                values[i] *= (float) factor(i, time);
            }
            return values;
        }
    }

    private static double logNormal(double x, double variance) {
        return -x * x / (2 * variance) - 0.5 * Math.log(2 * Math.PI * variance);
    }

    /** Of a frame of {@code state}, per channel, blurred by noise of deviation 1/R. */
    private static double closedForm(float[] state, int frame, double[] deviations) {
        double sum = 0;
        for (int c = 0; c < deviations.length; c++) {
            sum += logNormal(state[frame * deviations.length + c], deviations[c] * deviations[c] + 1 / (R * R));
        }
        return sum / deviations.length;
    }

    @Test
    void normalDataHaveTheirClosedForm() {
        double[] deviations = {1, 0.6, 0.3, 1.7};
        float[] state = FlowFixtures.gaussian(3 * deviations.length, 0.5, new Random(1));
        double coarse = worst(state, deviations, 24);
        assertThat(coarse).isLessThan(0.02);
        assertThat(worst(state, deviations, 96)).as("error of second order").isLessThan(coarse / 8);
    }

    private static double worst(float[] state, double[] deviations, int steps) {
        float[] nats = FlowLikelihood.of(state, deviations.length, new Gaussian(deviations), steps, 3);
        double worst = 0;
        for (int t = 0; t < nats.length; t++) {
            worst = Math.max(worst, Math.abs(nats[t] - closedForm(state, t, deviations)));
        }
        return worst;
    }

    @Test
    void aNetworkThatPredictsZeroHasTheBlursDensityExactly() {
        BodySequence body = FlowFixtures.moving(6, 2);
        Normalization normalization = FlowFixtures.normalization(2);
        try (FlowNetwork network = FlowFixtures.network(FlowFixtures.SMALL, 2)) {
            SortedMap<String, FloatTensor> weights = network.weights();
            weights.replaceAll((name, value) -> name.startsWith("out.") ? FloatTensor.of(new float[value.count()], value.shape()) : value);
            network.parameters().assign(weights);
            float[] nats = new FlowLikelihood(network, normalization).of(body, HeadTrajectory.of(body, 0), 5);
            float[] state = BodyState.of(body);
            normalization.normalizeStates(state);
            for (int t = 0; t < nats.length; t++) {
                double expected = closedForm(state, t, new double[BodyState.CHANNELS]);
                assertThat((double) nats[t]).as("frame %d", t).isCloseTo(expected, within(1e-4 * Math.abs(expected)));
            }
        }
    }

    @Test
    void pullingBackIsTheTransposedDerivative() {
        HeadTrajectory head = HeadTrajectory.of(FlowFixtures.moving(4, 3), 2);
        Random random = new Random(3);
        float[] noisy = FlowFixtures.gaussian(4 * BodyState.CHANNELS, 1, random);
        float[] probe = FlowFixtures.gaussian(noisy.length, 1, random);
        float[] direction = FlowFixtures.gaussian(noisy.length, 1, random);
        try (FlowNetwork network = FlowFixtures.network(FlowFixtures.SMALL, 3)) {
            Denoiser denoiser = new NetworkDenoiser(network, FlowFixtures.normalization(3), head);
            double step = 1e-3;
            float[] ahead = denoiser.clean(plus(noisy, direction, step), 0.4);
            float[] behind = denoiser.clean(plus(noisy, direction, -step), 0.4);
            double expected = (dot(ahead, probe) - dot(behind, probe)) / (2 * step);
            float[] pulled = denoiser.pulledBack(noisy, 0.4, probe);
            double got = dot(pulled, direction);
            assertThat(got).isCloseTo(expected, within(0.02 * Math.abs(expected) + 0.05));
            assertThat(Math.abs(expected)).as("not all flat").isGreaterThan(0.1);
            network.parameters().all().forEach((name, weight) -> assertThat(weight.gradient()).as(name).isNull());
            network.parameters().freeze();
            assertThat(denoiser.pulledBack(noisy, 0.4, probe)).as("frozen").isEqualTo(pulled);
        }
    }

    private static float[] plus(float[] a, float[] b, double factor) {
        float[] sum = a.clone();
        for (int i = 0; i < a.length; i++) {
            sum[i] += (float) (factor * b[i]);
        }
        return sum;
    }

    private static double dot(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (double) a[i] * b[i];
        }
        return sum;
    }

    @Test
    void itIsTheSameElsewhereAndAgainAndKeepsNoNativeMemory() {
        BodySequence body = FlowFixtures.moving(8, 4);
        BodySequence there = FlowFixtures.moved(body, 2, new Vec3(3, -1, 0));
        try (FlowNetwork network = FlowFixtures.network(FlowFixtures.SMALL, 4)) {
            FlowLikelihood likelihood = new FlowLikelihood(network, FlowFixtures.normalization(4));
            float[] here = likelihood.of(body, HeadTrajectory.of(body, 1.5), 6);
            long objects = TorchRuntime.nativeObjects();
            assertThat(likelihood.of(body, HeadTrajectory.of(body, 1.5), 6)).isEqualTo(here);
            float[] moved = likelihood.of(there, HeadTrajectory.of(there, 1.5), 6);
            for (int t = 0; t < here.length; t++) {
                assertThat((double) moved[t]).as("frame %d", t).isCloseTo(here[t], within(1e-2 * Math.abs(here[t]) + 1e-2));
            }
            assertThat(TorchRuntime.nativeObjects()).isLessThanOrEqualTo(objects);
        }
    }
}
