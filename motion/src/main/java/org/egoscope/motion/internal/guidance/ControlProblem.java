package org.egoscope.motion.internal.guidance;

import org.egoscope.motion.BodySequence;

/**
 * Cost and normal equations of turning some parts of a body so that targets are met: as {@link LimbProblem}, with targets for any joint.
 * What is turned for the targets fades out before and after them, since a correction and its changes cost.
 */
final class ControlProblem {
    /** Frames beside a target over which its corrections end (1.2 s at 30 frames per second). */
    static final int FADE_FRAMES = 36;

    private static final int BANDWIDTH = 2;

    /** Squared weight of a correction that has to be gone; it rises steeply at the end, where little is left of the correction. */
    private static final double GONE = 1e6;

    private static final double FADE_POWER = 24;

    /**
     * Corrections cost so little, compared with {@link GuidanceWeights#defaults()}, and their changes so much, that half of one is gone
     * after about 8 frames.
     */
    private static final GuidanceWeights FADING = new GuidanceWeights(1, 15, 0, 40, 10, 90, 8, 20, 5, 50, 10, Beyond.END);

    /** 1/m, 1/rad: so far above a correction's own weight that millimetres of the way are left. */
    private static final double PLACE = 500;

    private static final double TURN = 200;

    /** Radians: a joint that the prediction leaves beyond its limit is not held by the rounding of its angle. */
    private static final double AT_LIMIT = 1e-4;

    /** A place further away than this (m) is gone for in several steps: an arm's turn is linear in so short a way. */
    private static final double STRIDE = 0.2;

    /** Of feet that stay where they were predicted while the trunk moves: when they stand, and when not. */
    private static final double STANDING = 60;

    private static final double SWINGING = 15;

    private final BodyTrack track;
    private final BodySequence prediction;
    private final JointTargets targets;
    private final int firstFrame;
    private final int[] parts;
    private final int[] points;
    private final PartLevers levers;
    private final BlockBandedSystem system;
    private final NormalEquations equations;
    private final CorrectionResiduals corrections;
    private final FrameWeights weights;
    private final int size;
    private final double[] fades;
    private final double[] excess;
    private final double[] pointRows;
    private final double[] partRows;
    private final double[] terms = new double[6];
    private final double[] matrix = new double[9];
    private final double[] target = new double[9];
    private final double[] vector = new double[3];
    private final double[] quaternion = new double[4];

    /**
     * What is to be solved.
     *
     * @param firstFrame of the track in the prediction
     */
    record Setting(BodySequence prediction, JointTargets targets, ControlledParts parts, int firstFrame) {}

    /** The track has been loaded. */
    ControlProblem(BodyTrack track, Setting setting) {
        this.track = track;
        prediction = setting.prediction();
        targets = setting.targets();
        firstFrame = setting.firstFrame();
        parts = setting.parts().parts();
        points = setting.parts().points();
        levers = new PartLevers(track, parts, points);
        size = levers.rowLength();
        system = new BlockBandedSystem(size, BANDWIDTH);
        equations = new NormalEquations(system);
        weights = FrameWeights.at(FADING, prediction.framesPerSecond());
        corrections = new CorrectionResiduals(track, parts);
        corrections.prepare(weights);
        fades = fades();
        pointRows = new double[3 * size];
        partRows = new double[3 * size];
        excess = predictedExcess();
    }

    /** {@code [T]}: squared weight of the corrections besides their usual one, which rises with the distance from the next target. */
    private double[] fades() {
        int frames = track.frames();
        double[] distance = new double[frames];
        double near = FADE_FRAMES;
        for (int t = -Math.min(firstFrame, FADE_FRAMES); t < frames; t++) {
            near = targets.wantsPlace(firstFrame + t) ? 0 : near + 1;
            if (t >= 0) {
                distance[t] = near;
            }
        }
        near = FADE_FRAMES;
        int after = Math.min(targets.frames() - firstFrame, frames + FADE_FRAMES);
        for (int t = after - 1; t >= 0; t--) {
            near = targets.wantsPlace(firstFrame + t) ? 0 : near + 1;
            if (t < frames) {
                distance[t] = GONE * Math.pow(Math.min(1, Math.min(near, distance[t]) / FADE_FRAMES), FADE_POWER);
            }
        }
        return distance;
    }

    /** {@code [T, parts, 3]}: how far joints are beyond their limits already; only more than that is held back. */
    private double[] predictedExcess() {
        double[] all = new double[track.frames() * size];
        for (int t = 0; t < track.frames(); t++) {
            for (int v = 0; v < parts.length; v++) {
                track.localRotationVector(t, parts[v], vector);
                for (int axis = 0; axis < 3; axis++) {
                    all[t * size + v * 3 + axis] = JointLimits.excess(parts[v], axis, vector[axis]);
                }
            }
        }
        return all;
    }

    int size() {
        return size;
    }

    int[] parts() {
        return parts;
    }

    BlockBandedSystem system() {
        return system;
    }

    /** Poses the free frames from the present corrections; returns half the weighted sum of squares. */
    double evaluate() {
        double cost = 0;
        for (int t = track.fixedFrames(); t < track.frames(); t++) {
            track.pose(t, levers.moved());
            cost += corrections.cost(t) + fadeCost(t);
            for (int point : points) {
                cost += place(t, point) ? halfCost() : 0;
            }
            for (int v = 0; v < parts.length; v++) {
                cost += turn(t, v) ? halfCost() : 0;
                cost += limits(t, v) ? halfCost() : 0;
            }
        }
        return cost;
    }

    private double fadeCost(int t) {
        double sum = 0;
        for (int part : parts) {
            for (int axis = 0; axis < 3; axis++) {
                double x = track.corrections()[BodyTrack.index(t, part) * 3 + axis];
                sum += x * x;
            }
        }
        return fades[t] * sum / 2;
    }

    /** Of the residual in {@link #terms}. */
    private double halfCost() {
        double sum = 0;
        for (int axis = 0; axis < 3; axis++) {
            sum += terms[axis] > 0 ? terms[3 + axis] * terms[3 + axis] / terms[axis] : 0;
        }
        return sum / 2;
    }

    private void term(int axis, double weight, double residual) {
        terms[axis] = weight;
        terms[3 + axis] = weight * residual;
    }

    /** Fills the terms with the distance of a joint from its place; false where it has none. */
    private boolean place(int t, int point) {
        double wanted = targets.placeWeight(firstFrame + t, point);
        double weight = wanted > 0 ? weights.pose(Math.pow(PLACE, wanted)) : weights.pose(staying(t, point));
        int at = BodyTrack.index(t, point) * 3;
        for (int axis = 0; axis < 3; axis++) {
            double goal = wanted > 0 ? targets.coordinate(firstFrame + t, point, axis) : track.predictedPositions()[at + axis];
            term(axis, weight, track.positions()[at + axis] - goal);
        }
        return weight > 0;
    }

    /** Of a foot whose leg has no target of its own; anything else is free. */
    private double staying(int t, int point) {
        int frame = firstFrame + t;
        int channel = switch (point) {
            case 10 -> 0;
            case 11 -> 1;
            case 7 -> 2;
            case 8 -> 3;
            default -> -1;
        };
        if (channel < 0) {
            return 0;
        }
        for (int joint = point; !HangingTree.isSpine(joint); joint = HangingTree.above(joint)) {
            if (targets.turnWeight(frame, joint) > 0 || targets.placeWeight(frame, joint) > 0) {
                return 0;
            }
        }
        float contact = prediction.contact(frame, channel);
        return SWINGING + (STANDING - SWINGING) * (Float.isNaN(contact) ? 0 : contact);
    }

    private boolean turn(int t, int v) {
        double wanted = targets.turnWeight(firstFrame + t, parts[v]);
        if (wanted == 0) {
            return false;
        }
        targets.turn(firstFrame + t, parts[v], target);
        Rotations.multiplyTransposed(target, 0, track.rotations(), BodyTrack.index(t, parts[v]) * 9, matrix, 0);
        Rotations.logarithm(matrix, 0, quaternion, vector, 0);
        double weight = weights.pose(Math.pow(TURN, wanted));
        for (int axis = 0; axis < 3; axis++) {
            term(axis, weight, vector[axis]);
        }
        return true;
    }

    private boolean limits(int t, int v) {
        track.localRotationVector(t, parts[v], vector);
        boolean beyond = false;
        for (int axis = 0; axis < 3; axis++) {
            double now = JointLimits.excess(parts[v], axis, vector[axis]);
            double before = excess[t * size + v * 3 + axis];
            double more = now > 0 ? Math.max(0, now - Math.max(0, before)) : Math.min(0, now - Math.min(0, before));
            boolean held = Math.abs(more) > AT_LIMIT;
            term(axis, held ? weights.pose(FADING.limits()) : 0, more);
            beyond |= held;
        }
        return beyond;
    }

    /** Fills the system at the present corrections; needs {@link #evaluate} before. */
    void linearize() {
        int fixed = track.fixedFrames();
        system.clear(track.frames() - fixed);
        for (int t = fixed; t < track.frames(); t++) {
            levers.take(t);
            corrections.linearize(t, equations);
            addFade(t);
            for (int k = 0; k < points.length; k++) {
                addPlace(t, k);
            }
            for (int v = 0; v < parts.length; v++) {
                addTurn(t, v);
                addLimits(t, v);
            }
        }
    }

    private void addFade(int t) {
        int block = t - track.fixedFrames();
        for (int i = 0; i < size && fades[t] > 0; i++) {
            double x = track.corrections()[BodyTrack.index(t, parts[i / 3]) * 3 + i % 3];
            equations.addElement(block, 0, i, i, fades[t]);
            equations.addRight(block, i, -fades[t] * x);
        }
    }

    private void addPlace(int t, int k) {
        if (!place(t, points[k])) {
            return;
        }
        shortenToStride();
        levers.putPoint(t, k, pointRows, 0);
        equations.addSquare(t - track.fixedFrames(), pointRows, 0, levers.movers(k), terms, 0);
    }

    /** Of the way in {@link #terms}. */
    private void shortenToStride() {
        double way = Math.sqrt(terms[3] * terms[3] + terms[4] * terms[4] + terms[5] * terms[5]) / terms[0];
        for (int axis = 3; axis < 6 && way > STRIDE; axis++) {
            terms[axis] *= STRIDE / way;
        }
    }

    private void addTurn(int t, int v) {
        if (!turn(t, v)) {
            return;
        }
        Rotations.inverseRightJacobian(vector, 0, target, 0);
        levers.putTurn(t, v, target, partRows);
        equations.addSquare(t - track.fixedFrames(), partRows, 0, levers.turners(v), terms, 0);
    }

    private void addLimits(int t, int v) {
        if (!limits(t, v)) {
            return;
        }
        Rotations.inverseRightJacobian(vector, 0, matrix, 0);
        levers.putOwnTurn(v, matrix, partRows);
        equations.addSquare(t - track.fixedFrames(), partRows, 0, levers.only(v), terms, 0);
    }
}
