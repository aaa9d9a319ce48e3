package org.egoscope.motion.internal.flow;

import org.egoscope.core.motion.SmplJoint;
import org.egoscope.motion.BodySkeleton;
import org.egoscope.torch.Tensor;
import org.egoscope.torch.Tensors;
import org.egoscope.torch.TorchDevice;

/** How far a predicted state is from the true one, in itself and in what follows from it. */
final class FlowLosses {
    private static final double EPSILON = 1e-8;
    private static final int[] FEET = {
        SmplJoint.LEFT_FOOT.ordinal(), SmplJoint.RIGHT_FOOT.ordinal(), SmplJoint.LEFT_ANKLE.ordinal(), SmplJoint.RIGHT_ANKLE.ordinal()
    };

    private final Normalization normalization;
    private final Weights weights;
    private final int[] parentSlots = new int[BodySkeleton.JOINTS - 1];
    private final float[] sums = new float[BodySkeleton.JOINTS * (BodySkeleton.JOINTS - 1)];

    /**
     * @param state squared distance of normalised states
     * @param joints distance of joints hung from the head, decimetres
     * @param velocity distance of joint velocities in the world, m/s
     * @param skating speed of feet that truly rest, m/s
     * @param floor depth of feet below the floor, decimetres
     */
    record Weights(double state, double joints, double velocity, double skating, double floor) {
        static Weights defaults() {
            return new Weights(1, 1, 0.4, 0.2, 0.2);
        }

        static Weights finish() {
            return new Weights(1, 3, 0.4, 0.2, 0.2);
        }
    }

    /** The sum to be minimised, and its parts. */
    record Loss(Tensor total, double state, double joints, double velocity, double skating, double floor) {}

    /** True values on the device, and how much each row counts. */
    record Truth(Tensor states, Tensor joints, Tensor offsets, Tensor head, Tensor stateRows, Tensor jointRows, Tensor mask) {}

    FlowLosses(Normalization normalization, Weights weights) {
        this.normalization = normalization;
        this.weights = weights;
        int bones = BodySkeleton.JOINTS - 1;
        for (int joint = 1; joint < BodySkeleton.JOINTS; joint++) {
            parentSlots[joint - 1] = BodyState.slot(BodySkeleton.parent(joint));
        }
        for (int joint = 0; joint < BodySkeleton.JOINTS; joint++) {
            addChain(joint, 1, sums, joint * bones);
            addChain(SmplJoint.HEAD.ordinal(), -1, sums, joint * bones);
        }
    }

    private static void addChain(int joint, float sign, float[] row, int at) {
        for (int j = joint; BodySkeleton.parent(j) >= 0; j = BodySkeleton.parent(j)) {
            row[at + j - 1] += sign;
        }
    }

    /** {@code [B, T, 22, 3]} joints relative to the head and its heading, metres, from normalised states. */
    Tensor joints(Tensor states, Tensor offsets) {
        TorchDevice device = TorchDevice.CPU;
        long batch = states.side(0);
        long length = states.side(1);
        Tensor mean = Tensors.of(normalization.stateMean, device, BodyState.CHANNELS).onDeviceOf(states);
        Tensor deviation = Tensors.of(normalization.stateDeviation, device, BodyState.CHANNELS).onDeviceOf(states);
        Tensor columns = states.mul(deviation)
                .add(mean)
                .narrow(2, 0, BodyState.ROTATIONS * 6L)
                .reshape(batch, length, BodyState.ROTATIONS, 6)
                .select(2, parentSlots);
        Tensor x = unit(columns.narrow(3, 0, 3));
        Tensor second = columns.narrow(3, 3, 3);
        Tensor y = unit(second.sub(x.mul(x.mul(second).sum(3, true))));
        Tensor z = cross(x, y);
        Tensor o = offsets.narrow(1, 1, BodySkeleton.JOINTS - 1).unsqueeze(1);
        Tensor bones = x.mul(o.narrow(3, 0, 1)).add(y.mul(o.narrow(3, 1, 1))).add(z.mul(o.narrow(3, 2, 1)));
        Tensor chains = Tensors.of(sums, device, BodySkeleton.JOINTS, BodySkeleton.JOINTS - 1).onDeviceOf(states);
        return chains.matmul(bones);
    }

    private static Tensor unit(Tensor v) {
        return v.mul(v.square().sum(3, true).add(EPSILON).rsqrt());
    }

    private static Tensor cross(Tensor a, Tensor b) {
        return a.select(3, 1, 2, 0).mul(b.select(3, 2, 0, 1)).sub(a.select(3, 2, 0, 1).mul(b.select(3, 1, 2, 0)));
    }

    Loss of(Tensor predicted, Truth truth) {
        Tensor rows = truth.mask().mul(truth.stateRows());
        Tensor state = weighted(predicted.sub(truth.states()).square().mean(2, false), rows, truth.mask());
        Tensor joints = joints(predicted, truth.offsets());
        Tensor jointRows = truth.mask().mul(truth.jointRows());
        Tensor error = joints.sub(truth.joints());
        Tensor position = weighted(length(error).mean(2, false), jointRows, jointRows).mul(10);
        long steps = error.side(1) - 1;
        Tensor stepRows = jointRows.narrow(1, 1, steps);
        Tensor velocity = weighted(length(change(turned(error, truth.head()))).mean(2, false), stepRows, stepRows).mul(30);
        Tensor feet = turned(joints.select(2, FEET), truth.head()).add(truth.head().narrow(2, 2, 3).unsqueeze(2));
        Tensor resting = truth.states().narrow(2, BodyState.ROTATIONS * 6L, 4).add(1).mul(0.5).narrow(1, 1, steps);
        Tensor skating = weighted(length(change(feet)).mul(resting).mean(2, false), stepRows, stepRows).mul(30);
        Tensor below = feet.narrow(3, 2, 1).mul(-1).relu().mean(2, false).reshape(error.side(0), error.side(1));
        Tensor floorRows = jointRows.mul(truth.head().narrow(2, 5, 1).reshape(error.side(0), error.side(1)));
        Tensor floor = weighted(below, floorRows, jointRows).mul(10);
        Tensor total = state.mul(weights.state())
                .add(position.mul(weights.joints()))
                .add(velocity.mul(weights.velocity()))
                .add(skating.mul(weights.skating()))
                .add(floor.mul(weights.floor()));
        return new Loss(total, state.item(), position.item(), velocity.item(), skating.item(), floor.item());
    }

    private static Tensor weighted(Tensor values, Tensor rows, Tensor counted) {
        return values.mul(rows).sum().div(counted.sum().add(1));
    }

    private static Tensor length(Tensor v) {
        return v.square().sum(3, false).add(EPSILON).sqrt();
    }

    private static Tensor change(Tensor v) {
        long steps = v.side(1) - 1;
        return v.narrow(1, 1, steps).sub(v.narrow(1, 0, steps));
    }

    /** From the head's heading to the axes of the world. */
    private static Tensor turned(Tensor v, Tensor head) {
        Tensor cosine = head.narrow(2, 0, 1).unsqueeze(2);
        Tensor sine = head.narrow(2, 1, 1).unsqueeze(2);
        Tensor x = v.narrow(3, 0, 1);
        Tensor y = v.narrow(3, 1, 1);
        return Tensors.cat(3, x.mul(cosine).sub(y.mul(sine)), x.mul(sine).add(y.mul(cosine)), v.narrow(3, 2, 1));
    }
}
