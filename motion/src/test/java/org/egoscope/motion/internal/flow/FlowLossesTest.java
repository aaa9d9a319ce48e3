package org.egoscope.motion.internal.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.egoscope.core.geometry.Quaternion;
import org.egoscope.core.geometry.Vec3;
import org.egoscope.motion.BodySequence;
import org.egoscope.motion.BodySkeleton;
import org.egoscope.motion.HeadTrajectory;
import org.egoscope.torch.Tensor;
import org.egoscope.torch.TensorScope;
import org.egoscope.torch.Tensors;
import org.egoscope.torch.TorchDevice;
import org.junit.jupiter.api.Test;

/** Against forward kinematics of {@link BodySequence} and {@link BodyState}, and sums written as loops over the bodies themselves. */
class FlowLossesTest {
    private static final int[] FEET = {10, 11, 7, 8};
    private static final int FRAMES = 9;

    private final Normalization normalization = FlowFixtures.normalization(3);
    private final FlowLosses losses = new FlowLosses(normalization, new FlowLosses.Weights(1, 10, 100, 1000, 10_000));

    /** Windows of bodies, the second of which is followed by padding. */
    private record Windows(BodySequence[] bodies, float[] stateRows, float[] jointRows, boolean[] floorKnown) {
        static Windows two() {
            BodySequence deep = FlowFixtures.moved(FlowFixtures.moving(6, 22), 1.1, new Vec3(2, 3, -0.3));
            return new Windows(
                    new BodySequence[] {FlowFixtures.moving(FRAMES, 21), deep}, new float[] {0.7f, 2}, new float[] {1, 1},
                    new boolean[] {true, true});
        }
    }

    private static Tensor tensor(float[] values, long... shape) {
        return Tensors.of(values, TorchDevice.CPU, shape);
    }

    private float[] states(BodySequence[] bodies) {
        float[] states = new float[bodies.length * FRAMES * BodyState.CHANNELS];
        for (int b = 0; b < bodies.length; b++) {
            float[] one = BodyState.of(bodies[b]);
            System.arraycopy(one, 0, states, b * FRAMES * BodyState.CHANNELS, one.length);
        }
        normalization.normalizeStates(states);
        return states;
    }

    private static float[] offsets(BodySequence[] bodies) {
        float[] offsets = new float[bodies.length * BodySkeleton.JOINTS * 3];
        for (int b = 0; b < bodies.length; b++) {
            System.arraycopy(bodies[b].skeleton().toOffsetArray(), 0, offsets, b * BodySkeleton.JOINTS * 3, BodySkeleton.JOINTS * 3);
        }
        return offsets;
    }

    private FlowLosses.Truth truth(Windows windows) {
        BodySequence[] bodies = windows.bodies();
        int count = bodies.length;
        float[] joints = new float[count * FRAMES * BodySkeleton.JOINTS * 3];
        float[] head = new float[count * FRAMES * 6];
        float[] mask = new float[count * FRAMES];
        for (int b = 0; b < count; b++) {
            float[] one = BodyState.jointsFromHead(bodies[b]);
            System.arraycopy(one, 0, joints, b * FRAMES * BodySkeleton.JOINTS * 3, one.length);
            for (int t = 0; t < bodies[b].frames(); t++) {
                Vec3 forward = HeadFeatures.heading(bodies[b].rotationInWorld(t, FlowFixtures.HEAD)).rotate(new Vec3(1, 0, 0));
                Vec3 place = bodies[b].jointInWorld(t, FlowFixtures.HEAD);
                float[] row = {
                    (float) forward.x(), (float) forward.y(), (float) place.x(), (float) place.y(), (float) place.z(),
                    windows.floorKnown()[b] ? 1 : 0
                };
                System.arraycopy(row, 0, head, (b * FRAMES + t) * 6, 6);
                mask[b * FRAMES + t] = 1;
            }
        }
        return new FlowLosses.Truth(
                tensor(states(bodies), count, FRAMES, BodyState.CHANNELS), tensor(joints, count, FRAMES, BodySkeleton.JOINTS, 3),
                tensor(offsets(bodies), count, BodySkeleton.JOINTS, 3), tensor(head, count, FRAMES, 6),
                tensor(windows.stateRows(), count, 1), tensor(windows.jointRows(), count, 1), tensor(mask, count, FRAMES));
    }

    @Test
    void jointsEqualForwardKinematicsOfTheBody() {
        BodySequence[] bodies = {FlowFixtures.moving(FRAMES, 1), FlowFixtures.moving(FRAMES, 2)};
        try (TensorScope scope = TensorScope.inference()) {
            float[] joints = losses.joints(
                    tensor(states(bodies), 2, FRAMES, BodyState.CHANNELS), tensor(offsets(bodies), 2, BodySkeleton.JOINTS, 3)).toArray();
            for (int b = 0; b < 2; b++) {
                for (int t = 0; t < FRAMES; t++) {
                    Quaternion heading = HeadFeatures.heading(bodies[b].rotationInWorld(t, FlowFixtures.HEAD));
                    for (int j = 0; j < BodySkeleton.JOINTS; j++) {
                        int at = ((b * FRAMES + t) * BodySkeleton.JOINTS + j) * 3;
                        Vec3 inWorld = heading.rotate(new Vec3(joints[at], joints[at + 1], joints[at + 2]))
                                .plus(bodies[b].jointInWorld(t, FlowFixtures.HEAD));
                        assertThat(inWorld.distanceTo(bodies[b].jointInWorld(t, j))).as("body %d, frame %d, joint %d", b, t, j).isLessThan(1e-5);
                    }
                }
            }
        }
    }

    @Test
    void theTruthItselfCostsNothingButWhatItSlides() {
        Windows windows = Windows.two();
        try (TensorScope scope = TensorScope.inference()) {
            FlowLosses.Truth truth = truth(windows);
            FlowLosses.Loss loss = losses.of(truth.states(), truth);
            assertThat(loss.state()).isZero();
            assertThat(loss.joints()).as("decimetres; 1e-3 of which is the softened root").isLessThan(0.0015);
            assertThat(loss.velocity()).isLessThan(0.005);
            Expected expected = new Expected(windows, windows.bodies());
            assertThat(loss.skating()).isCloseTo(expected.skating(), within(2e-3));
            assertThat(loss.floor()).isCloseTo(expected.floor(), within(1e-4));
            assertThat(loss.floor()).as("the second body wades").isGreaterThan(0.1);
        }
    }

    /** What another body costs, with other weights for the rows and padding that is large. */
    @Test
    void partsEqualSumsOverTheBodies() {
        Windows windows = Windows.two();
        BodySequence[] predicted = new BodySequence[2];
        for (int b = 0; b < 2; b++) {
            BodySequence body = windows.bodies()[b];
            BodySequence other = FlowFixtures.moving(body.skeleton(), body.frames(), 40 + b);
            predicted[b] = BodyState.toBody(BodyState.of(other), HeadTrajectory.of(body, 0));
        }
        float[] states = states(predicted);
        for (int i = (FRAMES + 6) * BodyState.CHANNELS; i < states.length; i++) {
            states[i] = 50 + new Random(i).nextFloat();
        }
        try (TensorScope scope = TensorScope.inference()) {
            FlowLosses.Loss loss = losses.of(tensor(states, 2, FRAMES, BodyState.CHANNELS), truth(windows));
            Expected expected = new Expected(windows, predicted);
            assertThat(loss.state()).isCloseTo(expected.state(normalization), within(1e-4));
            assertThat(loss.joints()).isCloseTo(expected.joints(), within(2e-3));
            assertThat(loss.velocity()).isCloseTo(expected.velocity(), within(5e-3));
            assertThat(loss.skating()).isCloseTo(expected.skating(), within(5e-3));
            assertThat(loss.floor()).isCloseTo(expected.floor(), within(1e-4));
            double total = loss.state() + 10 * loss.joints() + 100 * loss.velocity() + 1000 * loss.skating() + 10_000 * loss.floor();
            assertThat((double) loss.total().item()).isCloseTo(total, within(1e-4 * total));
        }
    }

    @Test
    void rowsWithoutWeightAndUnknownFloorsDoNotCount() {
        Windows windows = Windows.two();
        Windows some = new Windows(windows.bodies(), new float[] {0, 1}, new float[] {0, 0}, new boolean[] {false, false});
        try (TensorScope scope = TensorScope.inference()) {
            float[] states = FlowFixtures.gaussian(2 * FRAMES * BodyState.CHANNELS, 1, new Random(2));
            FlowLosses.Loss loss = losses.of(tensor(states, 2, FRAMES, BodyState.CHANNELS), truth(some));
            assertThat(loss.state()).isGreaterThan(0.1);
            assertThat(new double[] {loss.joints(), loss.velocity(), loss.skating(), loss.floor()}).containsOnly(0);
            Windows noFloor = new Windows(windows.bodies(), new float[] {1, 1}, new float[] {1, 1}, new boolean[] {false, false});
            assertThat(losses.of(tensor(states, 2, FRAMES, BodyState.CHANNELS), truth(noFloor)).floor()).isZero();
        }
    }

    @Test
    void gradientsOfADegenerateStateAreFinite() {
        Windows windows = Windows.two();
        try (TensorScope scope = TensorScope.training()) {
            float[] states = new float[2 * FRAMES * BodyState.CHANNELS];
            for (int i = 0; i < states.length; i++) {
                int channel = i % BodyState.CHANNELS;
                states[i] = -normalization.stateMean[channel] / normalization.stateDeviation[channel];
            }
            Tensor predicted = tensor(states, 2, FRAMES, BodyState.CHANNELS).requireGradient();
            losses.of(predicted, truth(windows)).total().backward();
            Tensor gradient = predicted.gradient();
            assertThat(gradient).isNotNull();
            for (float value : gradient.toArray()) {
                assertThat(Float.isFinite(value)).isTrue();
            }
        }
    }

    /** The same figures as plain sums over two bodies in the world. */
    private record Expected(Windows windows, BodySequence[] predicted) {
        double state(Normalization normalization) {
            double sum = 0;
            int count = 0;
            for (int b = 0; b < predicted.length; b++) {
                float[] a = BodyState.of(predicted[b]);
                float[] c = BodyState.of(windows.bodies()[b]);
                for (int i = 0; i < a.length; i++) {
                    double difference = (a[i] - c[i]) / normalization.stateDeviation[i % BodyState.CHANNELS];
                    sum += windows.stateRows()[b] * difference * difference / BodyState.CHANNELS;
                }
                count += predicted[b].frames();
            }
            return sum / (count + 1);
        }

        private Vec3 error(int b, int t, int joint) {
            return predicted[b].jointInWorld(t, joint).minus(windows.bodies()[b].jointInWorld(t, joint));
        }

        double joints() {
            double sum = 0;
            int count = 0;
            for (int b = 0; b < predicted.length; b++) {
                for (int t = 0; t < predicted[b].frames(); t++) {
                    for (int j = 0; j < BodySkeleton.JOINTS; j++) {
                        sum += 10 * error(b, t, j).norm() / BodySkeleton.JOINTS;
                    }
                    count++;
                }
            }
            return sum / (count + 1);
        }

        double velocity() {
            double sum = 0;
            int count = 0;
            for (int b = 0; b < predicted.length; b++) {
                for (int t = 1; t < predicted[b].frames(); t++) {
                    for (int j = 0; j < BodySkeleton.JOINTS; j++) {
                        sum += 30 * error(b, t, j).distanceTo(error(b, t - 1, j)) / BodySkeleton.JOINTS;
                    }
                    count++;
                }
            }
            return sum / (count + 1);
        }

        double skating() {
            double sum = 0;
            int count = 0;
            for (int b = 0; b < predicted.length; b++) {
                for (int t = 1; t < predicted[b].frames(); t++) {
                    for (int foot = 0; foot < FEET.length; foot++) {
                        Vec3 now = predicted[b].jointInWorld(t, FEET[foot]);
                        double speed = 30 * now.distanceTo(predicted[b].jointInWorld(t - 1, FEET[foot]));
                        sum += windows.bodies()[b].contact(t, foot) * speed / FEET.length;
                    }
                    count++;
                }
            }
            return sum / (count + 1);
        }

        double floor() {
            double sum = 0;
            int count = 0;
            for (int b = 0; b < predicted.length; b++) {
                for (int t = 0; t < predicted[b].frames(); t++) {
                    for (int foot : FEET) {
                        sum += 10 * Math.max(0, -predicted[b].jointInWorld(t, foot).z()) / FEET.length;
                    }
                    count++;
                }
            }
            return sum / (count + 1);
        }
    }
}
