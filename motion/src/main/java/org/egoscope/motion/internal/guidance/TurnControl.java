package org.egoscope.motion.internal.guidance;

import java.util.Arrays;
import org.egoscope.motion.BodySequence;

/**
 * Turns joints to their wanted orientations, in closed form: the turn that takes a joint from its predicted to its wanted orientation, as
 * a rotation vector in world axes, is known in the frames that have a target; in the others it is the smoothest one, as by a bent beam
 * that is pulled back to nothing. What hangs from a turned joint in the same limb is turned with it. A banded system per joint, so time
 * is linear in frames.
 */
final class TurnControl {
    /** Frames beside a target after which nothing is left of the turn. */
    static final int FADE_FRAMES = 60;

    private static final int JOINTS = HangingTree.JOINTS;
    private static final int BANDWIDTH = 2;

    /** Squared weight of a wanted turn: a tenth less of a target's weight makes it eight times softer. */
    private static final double WANTED = 1e9;

    /** The same of a turn's second difference: half of a turn is gone after about 12 frames. */
    private static final double BENDING = 150 * 150;
    private static final double STRETCHING = 5 * 5;
    private static final double GONE = 1e6;
    private static final double FADE_POWER = 24;

    private final BodySequence prediction;
    private final JointTargets targets;
    private final int start;
    private final int frames;
    private final FrameWeights rate;
    private final BlockBandedSystem system = new BlockBandedSystem(1, BANDWIDTH);
    private final NormalEquations equations = new NormalEquations(system);
    private final WorldTurns turns;
    private final double[] wanted = new double[9];
    private final double[] vector = new double[3];

    /** For frames {@code [start, end)}. */
    TurnControl(BodySequence prediction, JointTargets targets, int start, int end) {
        this.prediction = prediction;
        this.targets = targets;
        this.start = start;
        this.frames = end - start;
        this.turns = new WorldTurns(prediction, start, end);
        this.rate = FrameWeights.at(GuidanceWeights.defaults(), prediction.framesPerSecond());
    }

    /** Writes frames {@code [start, end)} into the arrays of all frames. */
    void turn(float[] rotations, float[] joints) {
        for (int joint : HangingTree.order()) {
            if (targets.wantsTurn(joint, start, start + frames)) {
                smoothest(joint, turns.of(joint));
            } else if (!HangingTree.isSpine(joint) && !HangingTree.isSpine(HangingTree.above(joint))) {
                turns.follow(joint, HangingTree.above(joint));
            }
        }
        turns.write(rotations, joints);
    }

    private void smoothest(int joint, double[] turn) {
        double[] known = new double[frames * 3];
        double[] weights = new double[frames];
        double[] before = new double[3];
        for (int t = 0; t < frames; t++) {
            double weight = targets.turnWeight(start + t, joint);
            if (weight > 0) {
                targets.turn(start + t, joint, wanted);
                turns.between(prediction.rotationsInWorld(), ((start + t) * JOINTS + joint) * 4, wanted, vector);
                unwrap(vector, before);
                System.arraycopy(vector, 0, before, 0, 3);
                System.arraycopy(vector, 0, known, t * 3, 3);
                weights[t] = rate.pose(Math.sqrt(Math.pow(WANTED, weight)));
            }
        }
        double[] fades = fades(weights);
        for (int axis = 0; axis < 3; axis++) {
            solve(known, weights, fades, axis);
            for (int t = 0; t < frames; t++) {
                turn[t * 3 + axis] = system.rightSide()[t];
            }
        }
    }

    /** Near half a turn the same rotation may come as the opposite vector; the one nearer to the frame before is taken. */
    private static void unwrap(double[] vector, double[] before) {
        double angle = Math.sqrt(dot(vector, vector));
        if (angle < 1e-9) {
            return;
        }
        double other = (angle - 2 * Math.PI) / angle;
        double here = 0;
        double there = 0;
        for (int axis = 0; axis < 3; axis++) {
            here += Math.pow(vector[axis] - before[axis], 2);
            there += Math.pow(vector[axis] * other - before[axis], 2);
        }
        if (there < here) {
            for (int axis = 0; axis < 3; axis++) {
                vector[axis] *= other;
            }
        }
    }

    private static double dot(double[] a, double[] b) {
        return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
    }

    /** Squared weight of the turn itself: little near its targets, much where it has to be gone. */
    private double[] fades(double[] weights) {
        double[] fades = new double[frames];
        Arrays.fill(fades, FADE_FRAMES);
        double near = FADE_FRAMES;
        for (int t = 0; t < frames; t++) {
            near = weights[t] > 0 ? 0 : near + 1;
            fades[t] = Math.min(fades[t], near);
        }
        near = FADE_FRAMES;
        for (int t = frames - 1; t >= 0; t--) {
            near = weights[t] > 0 ? 0 : near + 1;
            fades[t] = Math.min(fades[t], near);
            fades[t] = rate.pose(1) + GONE * Math.pow(fades[t] / FADE_FRAMES, FADE_POWER);
        }
        return fades;
    }

    private void solve(double[] known, double[] weights, double[] fades, int axis) {
        system.clear(frames);
        double bending = rate.secondDifference(Math.sqrt(BENDING));
        double stretching = rate.difference(Math.sqrt(STRETCHING));
        for (int t = 0; t < frames; t++) {
            equations.addElement(t, 0, 0, 0, fades[t] + weights[t]);
            equations.addRight(t, 0, weights[t] * known[t * 3 + axis]);
            if (t >= 1) {
                add(t, stretching, 1, -1);
            }
            if (t >= 2) {
                add(t, bending, 1, -2, 1);
            }
        }
        system.solve();
    }

    private void add(int t, double weight, double... stencil) {
        for (int i = 0; i < stencil.length; i++) {
            for (int j = i; j < stencil.length; j++) {
                equations.addElement(t - i, j - i, 0, 0, weight * stencil[i] * stencil[j]);
            }
        }
    }
}
