package org.egoscope.motion.internal.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.egoscope.core.geometry.Vec3;
import org.egoscope.motion.BodySequence;
import org.egoscope.motion.HeadTrajectory;
import org.egoscope.motion.MotionSampling;
import org.egoscope.motion.MotionSampling.Solver;
import org.egoscope.torch.FloatTensor;
import org.egoscope.torch.TensorScope;
import org.egoscope.torch.Tensors;
import org.egoscope.torch.TorchDevice;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FlowSamplerTest {
    private static final int D = BodyState.CHANNELS;

    private final FlowNetwork network = FlowFixtures.network(FlowFixtures.SMALL, 4);
    private final Normalization normalization = FlowFixtures.normalization(4);
    private final FlowSampler sampler = new FlowSampler(network, normalization);

    @AfterEach
    void close() {
        network.close();
    }

    private static HeadTrajectory head(int frames, long seed, double view) {
        return HeadTrajectory.of(FlowFixtures.moving(frames, seed), view);
    }

    /** The network itself, asked without the sampler: normalised states in and out. */
    private float[] clean(HeadTrajectory head, float[] noisy, double time, boolean hands) {
        float[] features = HeadFeatures.perFrame(head, Conditioning.INVARIANT);
        normalization.normalizeFeatures(features);
        for (int i = 0; i < features.length && !hands; i++) {
            if (i % HeadFeatures.POSE_CHANNELS >= HeadFeatures.HEAD_CHANNELS) {
                features[i] = 0;
            }
        }
        int frames = head.frames();
        float[] window = HeadFeatures.perWindow(head);
        if (!hands) {
            window[6] = -0.5f;
        }
        try (TensorScope scope = TensorScope.inference()) {
            return network.predict(new FlowNetwork.Input(
                    Tensors.of(noisy, TorchDevice.CPU, 1, frames, D), Tensors.of(features, TorchDevice.CPU, 1, frames, HeadFeatures.POSE_CHANNELS),
                    Tensors.of(window, TorchDevice.CPU, 1, HeadFeatures.WINDOW_CHANNELS), new float[] {(float) time}, null))
                    .toArray();
        }
    }

    private float[] denormalized(float[] states) {
        float[] copy = states.clone();
        normalization.denormalizeStates(copy);
        return copy;
    }

    private static float[] noise(int frames, long seed, double scale) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] noise = new float[frames * D];
        for (int i = 0; i < noise.length; i++) {
            noise[i] = (float) (scale * random.nextGaussian());
        }
        return noise;
    }

    @Test
    void oneStepFromZeroIsTheNetworksPrediction() {
        HeadTrajectory head = head(11, 1, 2 * Math.PI);
        float[] expected = denormalized(clean(head, new float[11 * D], 0, true));
        for (Solver solver : Solver.values()) {
            float[] generated = sampler.generateAsTold(List.of(head), new MotionSampling(1, solver, 0, 1, 0), null).get(0);
            assertThat(FlowFixtures.largestDifference(generated, expected)).as("%s", solver).isLessThan(1e-5);
        }
        assertThat(sampler.generate(head, MotionSampling.mean(1), null)).isEqualTo(sampler.generate(head, MotionSampling.mean(1), null));
    }

    /** The oracle mirrors whole bodies, joint by joint, instead of states. */
    @Test
    void meanOfAMirroredHeadIsTheMirroredMean() {
        HeadTrajectory head = head(11, 4, 2 * Math.PI);
        float[] mean = sampler.generate(head, MotionSampling.mean(1), null);
        float[] ofMirrored = sampler.generate(Mirror.of(head), MotionSampling.mean(1), null);
        BodySequence expected = Augmentation.mirrored(BodyState.toBody(mean, head));
        BodySequence got = BodyState.toBody(ofMirrored, Mirror.of(head));
        assertThat(FlowFixtures.largestDifference(got.jointsInWorld(), expected.jointsInWorld())).isLessThan(1e-4);
        float[] one = sampler.generateAsTold(List.of(head), MotionSampling.mean(1, 0), null).get(0);
        assertThat(FlowFixtures.largestDifference(mean, one)).as("the network alone is not symmetric").isGreaterThan(1e-3);
    }

    /** As the words of the method say it, frame by frame, with bodies instead of sums of turned bones for the doubt. */
    @Test
    void meanIsAveragedWithNoisyEvaluationsWhereItContradictsItsMirrorImage() {
        int frames = 90;
        HeadTrajectory head = head(frames, 4, 2 * Math.PI);
        float[] alone = told(head, new float[frames * D]);
        float[] mirrored = Mirror.of(told(Mirror.of(head), new float[frames * D]));
        float[] begin = AveragedMean.noise(List.of(head), 2, 40);
        float[] noisy = new float[frames * D];
        for (int draw = 1; draw <= 2; draw++) {
            float[] noise = Arrays.copyOfRange(begin, draw * 2 * frames * D, (draw * 2 + 1) * frames * D);
            noisy = plus(noisy, plus(told(head, noise), Mirror.of(told(Mirror.of(head), noise)), 1), 0.25);
        }
        BodySequence[] bodies = {BodyState.toBody(alone, head), BodyState.toBody(mirrored, head)};
        float[] expected = new float[frames * D];
        int averaged = 0;
        for (int t = 0; t < frames; t++) {
            double apart = IntStream.rangeClosed(Math.max(0, t - 64), Math.min(frames - 1, t + 64))
                    .mapToDouble(near -> meanDistance(bodies[0], bodies[1], near)).average().orElseThrow();
            double doubt = 0.9 * Math.max(0, Math.min(1, (apart - 0.020) / 0.030));
            averaged += doubt > 0 ? 1 : 0;
            for (int c = 0; c < D; c++) {
                double share = c < BodyState.ROTATIONS * 6 ? doubt : 0;
                double change = 0;
                double weights = 0;
                for (int near = Math.max(0, t - 5); near <= Math.min(frames - 1, t + 5); near++) {
                    double weight = Math.pow(Math.cos(Math.PI * (near - t) / 12), 2);
                    weights += weight;
                    change += weight * (noisy[near * D + c] - (alone[near * D + c] + mirrored[near * D + c]) / 2);
                }
                expected[t * D + c] = (float) ((alone[t * D + c] + mirrored[t * D + c]) / 2 + share * change / weights);
            }
        }
        assertThat(averaged).as("frames in doubt").isPositive();
        assertThat(FlowFixtures.largestDifference(sampler.mean(head, MotionSampling.mean(1, 2), 40), expected)).isLessThan(1e-4);
    }

    private float[] told(HeadTrajectory head, float[] noisy) {
        return denormalized(clean(head, noisy, 0, true));
    }

    private static double meanDistance(BodySequence a, BodySequence b, int t) {
        double sum = 0;
        for (int j = 0; j < 22; j++) {
            sum += a.jointInWorld(t, j).distanceTo(b.jointInWorld(t, j)) / 22;
        }
        return sum;
    }

    @Test
    void noiseOfAFrameIsTheSameInEveryWindowAndNoOther() {
        HeadTrajectory head = head(20, 4, 0);
        float[] early = AveragedMean.noise(List.of(head), 2, 100);
        float[] late = AveragedMean.noise(List.of(head), 2, 107);
        assertThat(Arrays.copyOf(early, 40 * D)).as("the first two are without noise").containsOnly(0);
        for (int draw = 1; draw <= 2; draw++) {
            int at = draw * 40 * D;
            assertThat(Arrays.copyOfRange(early, at + 7 * D, at + 20 * D)).isEqualTo(Arrays.copyOfRange(late, at, at + 13 * D));
            assertThat(Arrays.copyOfRange(early, at + 20 * D, at + 40 * D)).as("mirrored").isEqualTo(Arrays.copyOfRange(early, at, at + 20 * D));
        }
        float[] draws = Arrays.copyOfRange(early, 40 * D, 60 * D);
        double[] sums = new double[4];
        for (int i = 0; i + D + 1 < draws.length; i++) {
            sums[0] += draws[i] * draws[i];
            sums[1] += draws[i] * draws[i + 1];
            sums[2] += draws[i] * draws[i + D];
            sums[3] += draws[i] * draws[i + D + 1];
        }
        assertThat(Math.sqrt(sums[0] / draws.length)).as("standard deviation").isCloseTo(0.7, within(0.03));
        for (int k = 1; k < 4; k++) {
            assertThat(sums[k] / sums[0]).as("correlation %d", k).isCloseTo(0, within(0.08));
        }
    }

    /** Euler with two steps by hand: half-way times of the grid 1 - (1 - s)^1.5. */
    @Test
    void twoStepsFollowTheStraightPathBetween() {
        HeadTrajectory head = head(7, 2, 0);
        float[] x = noise(7, 9, 1);
        double half = 1 - Math.pow(0.5, 1.5);
        float[] first = clean(head, x, 0, true);
        float[] middle = new float[x.length];
        for (int i = 0; i < x.length; i++) {
            middle[i] = (float) ((1 - half) * x[i] + half * first[i]);
        }
        float[] expected = denormalized(clean(head, middle, half, true));
        float[] generated = sampler.generate(head, new MotionSampling(2, Solver.EULER, 1, 1, 9), null);
        assertThat(FlowFixtures.largestDifference(generated, expected)).isLessThan(1e-4);
    }

    @Test
    void moreHandWeightExaggeratesWhatTheHandsChange() {
        HeadTrajectory head = head(9, 3, 2 * Math.PI);
        float[] with = clean(head, new float[9 * D], 0, true);
        float[] without = clean(head, new float[9 * D], 0, false);
        assertThat(FlowFixtures.largestDifference(with, without)).isGreaterThan(0.1);
        float[] mixed = new float[with.length];
        for (int i = 0; i < mixed.length; i++) {
            mixed[i] = without[i] + 2.5f * (with[i] - without[i]);
        }
        float[] generated = sampler.generateAsTold(List.of(head), new MotionSampling(1, Solver.EULER, 0, 2.5, 0), null).get(0);
        assertThat(FlowFixtures.largestDifference(generated, denormalized(mixed))).isLessThan(1e-4);
    }

    /** Heun's method from the textbook: the mean of the slopes at both ends; the last step goes straight to the prediction. */
    @Test
    void heunTakesTheMeanOfTheSlopesAtBothEnds() {
        HeadTrajectory head = head(4, 12, 0);
        float[] x = noise(4, 2, 1);
        double half = 1 - Math.pow(0.5, 1.5);
        float[] slope = velocity(x, clean(head, x, 0, true), 0);
        float[] there = plus(x, slope, half);
        float[] after = velocity(there, clean(head, there, half, true), half);
        float[] middle = plus(plus(x, slope, half / 2), after, half / 2);
        float[] expected = denormalized(clean(head, middle, half, true));
        float[] generated = sampler.generate(head, new MotionSampling(2, Solver.HEUN, 1, 1, 2), null);
        assertThat(FlowFixtures.largestDifference(generated, expected)).isLessThan(1e-4);
    }

    private static float[] velocity(float[] x, float[] clean, double t) {
        float[] velocity = new float[x.length];
        for (int i = 0; i < x.length; i++) {
            velocity[i] = (float) ((clean[i] - x[i]) / (1 - t));
        }
        return velocity;
    }

    /** In its authors' variables, where the state is sqrt(a) data + sqrt(1 - a) noise, a after shares 1, 2/3 and 1/3 of a cosine schedule. */
    @Test
    void diffusionStepsEqualThoseOfItsOwnFormula() {
        HeadTrajectory head = head(4, 13, 0);
        double[] signals = {0, FlowPath.signal(2 / 3.0), FlowPath.signal(1 / 3.0)};
        float[] y = noise(4, 3, 1);
        float[] data = y;
        for (int i = 0; i < signals.length; i++) {
            double a = Math.sqrt(signals[i]);
            double s = Math.sqrt(1 - signals[i]);
            float[] scaled = plus(new float[y.length], y, 1 / (a + s));
            data = clean(head, scaled, a / (a + s), true);
            if (i + 1 < signals.length) {
                float[] epsilon = plus(new float[y.length], plus(y, data, -a), 1 / s);
                y = plus(plus(new float[y.length], data, Math.sqrt(signals[i + 1])), epsilon, Math.sqrt(1 - signals[i + 1]));
            }
        }
        float[] generated = sampler.generate(head, new MotionSampling(3, Solver.DDIM, 1, 1, 3), null);
        assertThat(FlowFixtures.largestDifference(generated, denormalized(data))).isLessThan(2e-4);
    }

    /** Towards one answer, which an independent fourth-order solver of dx/dt = (clean - x) / (1 - t) gives too. */
    @Test
    void solversConvergeToTheSolutionOfTheFlowsEquation() {
        // Random weights make a rough equation: time features turn 32 times from noise to data, and differences of states grow. Less of
        // both, and few steps resolve the solution.
        SortedMap<String, FloatTensor> weights = network.weights();
        scale(weights.get("time.weight"), 0.02f, 64, 64);
        scale(weights.get("in.weight"), 0.4f, BodyState.CHANNELS, BodyState.CHANNELS + HeadFeatures.POSE_CHANNELS);
        scale(weights.get("out.weight"), 0.5f, 32, 32);
        network.parameters().assign(weights);
        HeadTrajectory head = head(3, 4, 2);
        float[] exact = denormalized(rungeKutta(head, noise(3, 7, 1), 30));
        double once = error(head, Solver.EULER, 1, exact);
        double euler = error(head, Solver.EULER, 8, exact);
        double eulerFine = error(head, Solver.EULER, 64, exact);
        double heun = error(head, Solver.HEUN, 32, exact);
        double diffusion = error(head, Solver.DDIM, 96, exact);
        String all = "errors of Euler in 1, 8 and 64 steps, Heun in 32, DDIM in 96: %s %s %s %s %s";
        assertThat(once).as(all, once, euler, eulerFine, heun, diffusion).isGreaterThan(10 * eulerFine);
        assertThat(eulerFine).as(all, once, euler, eulerFine, heun, diffusion).isLessThan(euler / 3).isLessThan(0.02);
        assertThat(heun).as(all, once, euler, eulerFine, heun, diffusion).isLessThan(0.02);
        assertThat(diffusion).as(all, once, euler, eulerFine, heun, diffusion).isLessThan(0.05);
    }

    /** The first columns of a matrix with rows of so many. */
    private static void scale(FloatTensor matrix, float factor, int columns, int row) {
        for (int i = 0; i < matrix.count(); i++) {
            matrix.set(i, i % row < columns ? factor * matrix.get(i) : matrix.get(i));
        }
    }

    private double error(HeadTrajectory head, Solver solver, int steps, float[] exact) {
        return FlowFixtures.largestDifference(sampler.generate(head, new MotionSampling(steps, solver, 1, 1, 7), null), exact);
    }

    /** In s = -log(1 - t), where the equation is dx/ds = clean - x: up to t = 0.9999, then the prediction. */
    private float[] rungeKutta(HeadTrajectory head, float[] start, int steps) {
        float[] x = start;
        double ds = Math.log(1e4) / steps;
        for (int i = 0; i < steps; i++) {
            double s = i * ds;
            float[] k1 = slope(head, x, s);
            float[] k2 = slope(head, plus(x, k1, ds / 2), s + ds / 2);
            float[] k3 = slope(head, plus(x, k2, ds / 2), s + ds / 2);
            float[] k4 = slope(head, plus(x, k3, ds), s + ds);
            x = plus(plus(plus(plus(x, k1, ds / 6), k2, ds / 3), k3, ds / 3), k4, ds / 6);
        }
        return clean(head, x, 1, true);
    }

    private float[] slope(HeadTrajectory head, float[] x, double s) {
        return plus(clean(head, x, 1 - Math.exp(-s), true), x, -1);
    }

    private static float[] plus(float[] a, float[] b, double factor) {
        float[] sum = a.clone();
        for (int i = 0; i < a.length; i++) {
            sum[i] += (float) (factor * b[i]);
        }
        return sum;
    }

    @Test
    void givenValuesAreKeptWithinRoundingAndChangeTheRest() {
        HeadTrajectory head = head(20, 5, 0);
        float[] states = BodyState.of(FlowFixtures.moving(20, 5));
        float[] given = new float[20 * D];
        Arrays.fill(given, 0, 4 * D, 1);
        for (Solver solver : Solver.values()) {
            MotionSampling options = new MotionSampling(5, solver, 1, 1, 3);
            float[] free = sampler.generate(head, options, null);
            float[] held = sampler.generate(head, options, new FlowSampler.Given(states, given));
            float[] start = Arrays.copyOf(held, 4 * D);
            assertThat(FlowFixtures.largestDifference(start, Arrays.copyOf(states, 4 * D))).as("%s", solver).isLessThan(2e-6);
            assertThat(FlowFixtures.largestDifference(start, Arrays.copyOf(free, 4 * D))).as("%s", solver).isGreaterThan(0.1);
            assertThat(Arrays.copyOfRange(held, 4 * D, 5 * D)).as("%s: what follows", solver).isNotEqualTo(Arrays.copyOfRange(free, 4 * D, 5 * D));
        }
        float[] nothing = sampler.generate(head, MotionSampling.sample(3, 3), new FlowSampler.Given(states, new float[20 * D]));
        assertThat(FlowFixtures.largestDifference(nothing, sampler.generate(head, MotionSampling.sample(3, 3), null))).isLessThan(1e-6);
    }

    @Test
    void sameSeedSameSampleAndOtherSeedOtherSample() {
        HeadTrajectory head = head(12, 6, 1);
        float[] sample = sampler.generate(head, MotionSampling.sample(4, 8), null);
        assertThat(sampler.generate(head, MotionSampling.sample(4, 8), null)).isEqualTo(sample);
        assertThat(FlowFixtures.largestDifference(sampler.generate(head, MotionSampling.sample(4, 9), null), sample)).isGreaterThan(0.1);
        float[] mean = sampler.generate(head, MotionSampling.mean(4), null);
        assertThat(sampler.generate(head, new MotionSampling(4, Solver.EULER, 0, 1, 77), null)).as("no noise, no seed").isEqualTo(mean);
    }

    @Test
    void trajectoriesOfABatchComeOutAsAlone() {
        List<HeadTrajectory> heads = List.of(head(30, 7, 0), head(140, 8, 2), head(9, 9, 2 * Math.PI));
        List<float[]> together = sampler.generate(heads, MotionSampling.mean(1), null);
        for (int b = 0; b < heads.size(); b++) {
            float[] alone = sampler.generate(heads.get(b), MotionSampling.mean(1), null);
            assertThat(FlowFixtures.largestDifference(together.get(b), alone)).as("trajectory %d", b).isLessThan(1e-4);
        }
    }

    /** Positions on a grid of 2^-15 m, which a float holds as exactly 100 m away as here. */
    @Test
    void bodiesMoveWithTheWorld() {
        BodySequence body = FlowFixtures.gridded(FlowFixtures.moving(50, 10));
        Vec3 shift = new Vec3(100, -100, 0);
        BodySequence moved = FlowFixtures.moved(body, 0, shift);
        for (double view : new double[] {0, 2, 2 * Math.PI}) {
            BodySequence expected = FlowFixtures.moved(generated(HeadTrajectory.of(body, view)), 0, shift);
            BodySequence there = generated(HeadTrajectory.of(moved, view));
            assertThat(FlowFixtures.largestDifference(there.jointsInWorld(), expected.jointsInWorld())).as("view %s", view).isLessThan(1e-4);
        }
    }

    /** 100 m away a float knows positions to 4 um, speeds to 0.2 mm/s; a network of random weights makes more of it than a trained one. */
    @Test
    void roundingFarFromTheOriginHardlyChangesABody() {
        BodySequence body = FlowFixtures.moving(50, 10);
        Vec3 shift = new Vec3(100, -100, 0);
        BodySequence expected = FlowFixtures.moved(generated(HeadTrajectory.of(body, 2)), -2.8, shift);
        BodySequence there = generated(HeadTrajectory.of(FlowFixtures.moved(body, -2.8, shift), 2));
        assertThat(FlowFixtures.largestDifference(there.jointsInWorld(), expected.jointsInWorld())).isLessThan(2e-3);
    }

    @Test
    void bodiesTurnWithTheWorld() {
        BodySequence body = FlowFixtures.moving(50, 10);
        BodySequence here = generated(HeadTrajectory.of(body, 2));
        for (double yaw : new double[] {0.4, 1.57, 3.1, -2.2}) {
            BodySequence there = generated(HeadTrajectory.of(FlowFixtures.moved(body, yaw, Vec3.ZERO), 2));
            BodySequence expected = FlowFixtures.moved(here, yaw, Vec3.ZERO);
            assertThat(FlowFixtures.largestDifference(there.jointsInWorld(), expected.jointsInWorld())).as("yaw %s", yaw).isLessThan(1e-4);
        }
    }

    private BodySequence generated(HeadTrajectory head) {
        return BodyState.toBody(sampler.generate(head, MotionSampling.mean(1), null), head);
    }

    @Test
    void itDoesNotMatterWhenTheRecordingBegan() {
        int cut = 30;
        int reach = FlowFixtures.SMALL.layers() * FlowFixtures.SMALL.band() + 1;
        HeadTrajectory head = head(90, 11, 2 * Math.PI);
        float[] whole = sampler.mean(head, MotionSampling.mean(1), 7);
        float[] part = sampler.mean(head.slice(cut, 90), MotionSampling.mean(1), 7 + cut);
        double difference = FlowFixtures.largestDifference(
                Arrays.copyOfRange(part, reach * D, part.length), Arrays.copyOfRange(whole, (cut + reach) * D, whole.length));
        assertThat(difference).isLessThan(1e-4);
    }

    @Test
    void impossibleOptionsAreRefused() {
        assertThatThrownBy(() -> MotionSampling.mean(1, -1)).hasMessageContaining("0..32 draws");
        assertThatThrownBy(() -> MotionSampling.mean(0)).hasMessageContaining("steps 1..1000");
        assertThatThrownBy(() -> new MotionSampling(3, Solver.HEUN, Double.NaN, 1, 0)).hasMessageContaining("noise");
        assertThatThrownBy(() -> new MotionSampling(3, Solver.HEUN, 1, -1, 0)).hasMessageContaining("hand weight");
    }
}
