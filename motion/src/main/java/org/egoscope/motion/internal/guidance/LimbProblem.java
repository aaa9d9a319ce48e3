package org.egoscope.motion.internal.guidance;

import java.util.stream.IntStream;
import org.egoscope.motion.BodySequence;

/**
 * Cost and normal equations of the corrections of some parts over the frames of a track. Unknowns of a frame: one rotation vector per part,
 * in the order of {@code parts}.
 *
 * <p>A part turned by {@code w} (world axes) about its pivot moves a point by {@code w x (point - pivot)}, and
 * {@code w = G J(x) dx} with the part's axes {@code G} and the right Jacobian {@code J} of its correction {@code x}.
 */
final class LimbProblem {
    private static final int BANDWIDTH = 2;

    private final BodyTrack track;
    private final int[] parts;
    private final int[] points;
    private final int[] moved;
    private final int[][] partsOfPoint;
    private final int[][] partsTurning;
    private final int[][] onlyPart;
    private final GuidanceWeights weights;
    private final CorrectionResiduals corrections;
    private final PointResiduals pointResiduals;
    private final PartResiduals partResiduals;
    private final BlockBandedSystem system;
    private final NormalEquations equations;
    private final int rowLength;
    /** {@code [parts, 9]}: from a change of the correction to the turn in world axes. */
    private final double[] turns;

    private final double[] rightJacobians;
    private final double[] partRows;
    private final double[] partTerms = new double[6];
    private final double[] product = new double[9];
    private final double[] turnInPart = new double[9];
    private double[] pointRows;
    private double[] pointRowsBefore;

    /**
     * @param parts that are corrected, those nearer to the head first
     * @param points joints whose places have residuals
     */
    LimbProblem(BodyTrack track, int[] parts, int[] points, GuidanceWeights weights) {
        this.track = track;
        this.parts = parts;
        this.points = points;
        this.weights = weights;
        moved = IntStream.of(HangingTree.order()).filter(this::depends).toArray();
        partsOfPoint = new int[points.length][];
        for (int k = 0; k < points.length; k++) {
            int point = points[k];
            partsOfPoint[k] = IntStream.range(0, parts.length).filter(v -> HangingTree.moves(parts[v], point)).toArray();
        }
        partsTurning = new int[parts.length][];
        for (int v = 0; v < parts.length; v++) {
            int part = parts[v];
            partsTurning[v] = IntStream.range(0, parts.length).filter(u -> HangingTree.turns(parts[u], part)).toArray();
        }
        onlyPart = IntStream.range(0, parts.length).mapToObj(v -> new int[] {v}).toArray(int[][]::new);
        corrections = new CorrectionResiduals(track, parts);
        pointResiduals = new PointResiduals(points, track);
        partResiduals = new PartResiduals(track);
        system = new BlockBandedSystem(parts.length * 3, BANDWIDTH);
        equations = new NormalEquations(system);
        rowLength = parts.length * 3;
        turns = new double[parts.length * 9];
        rightJacobians = new double[parts.length * 9];
        partRows = new double[3 * rowLength];
        pointRows = new double[points.length * 3 * rowLength];
        pointRowsBefore = new double[pointRows.length];
    }

    private boolean depends(int joint) {
        return IntStream.of(parts).anyMatch(part -> HangingTree.turns(part, joint) || HangingTree.moves(part, joint));
    }

    /** Takes over contacts and targets; the track has been loaded with frames from {@code from} on. */
    void prepare(BodySequence sequence, GuidanceTargets targets, int from) {
        FrameWeights frameWeights = FrameWeights.at(weights, sequence.framesPerSecond());
        corrections.prepare(frameWeights);
        pointResiduals.prepare(sequence, targets, from, frameWeights);
        partResiduals.prepare(targets, from, frameWeights);
    }

    /** Joints that turn or move with the corrections, in the tree's order. */
    int[] moved() {
        return moved;
    }

    int[] parts() {
        return parts;
    }

    BodyTrack track() {
        return track;
    }

    BlockBandedSystem system() {
        return system;
    }

    PointResiduals pointResiduals() {
        return pointResiduals;
    }

    /**
     * Poses the free frames from the present corrections.
     *
     * @param costs filled with the cost of each frame: half its weighted sum of squares
     * @return their sum
     */
    double evaluate(double[] costs) {
        double sum = 0;
        for (int t = track.fixedFrames(); t < track.frames(); t++) {
            track.pose(t, moved);
        }
        pointResiduals.evaluate(costs);
        for (int t = track.fixedFrames(); t < track.frames(); t++) {
            costs[t] += corrections.cost(t) + partCost(t);
            sum += costs[t];
        }
        return sum;
    }

    private double partCost(int t) {
        double cost = 0;
        for (int part : parts) {
            double limits = partResiduals.limits(t, part);
            cost += limits > 0 ? limits * partResiduals.halfSquare() : 0;
            double orientation = partResiduals.orientation(t, part);
            cost += orientation > 0 ? orientation * partResiduals.halfSquare() : 0;
        }
        return cost;
    }

    /** Fills the system with the Gauss-Newton equations at the present corrections; needs {@link #evaluate} before. */
    void linearize() {
        system.clear(track.frames() - track.fixedFrames());
        for (int t = track.fixedFrames(); t < track.frames(); t++) {
            for (int v = 0; v < parts.length; v++) {
                int at = BodyTrack.index(t, parts[v]);
                Rotations.rightJacobian(track.corrections(), at * 3, rightJacobians, v * 9);
                Rotations.multiply(track.rotations(), at * 9, rightJacobians, v * 9, turns, v * 9);
            }
            corrections.linearize(t, equations);
            for (int v = 0; v < parts.length; v++) {
                addLimits(t, v);
                addOrientation(t, v);
            }
            addPoints(t);
        }
    }

    private void addLimits(int t, int v) {
        double weight = partResiduals.limits(t, parts[v]);
        if (weight > 0) {
            partResiduals.linearizeLimits();
            Rotations.multiply(partResiduals.jacobian(), 0, rightJacobians, v * 9, product, 0);
            putPartRows(v);
            addPart(t, onlyPart[v], weight);
        }
    }

    private void addOrientation(int t, int v) {
        double weight = partResiduals.orientation(t, parts[v]);
        if (weight > 0) {
            partResiduals.linearizeOrientation();
            for (int u : partsTurning[v]) {
                Rotations.multiplyTransposed(track.rotations(), BodyTrack.index(t, parts[v]) * 9, turns, u * 9, turnInPart, 0);
                Rotations.multiply(partResiduals.jacobian(), 0, turnInPart, 0, product, 0);
                putPartRows(u);
            }
            addPart(t, partsTurning[v], weight);
        }
    }

    private void putPartRows(int v) {
        for (int row = 0; row < 3; row++) {
            System.arraycopy(product, row * 3, partRows, row * rowLength + v * 3, 3);
        }
    }

    private void addPart(int t, int[] columns, double weight) {
        for (int axis = 0; axis < 3; axis++) {
            partTerms[axis] = weight;
            partTerms[3 + axis] = weight * partResiduals.residual()[axis];
        }
        equations.addSquare(t - track.fixedFrames(), partRows, 0, columns, partTerms, 0);
    }

    private void addPoints(int t) {
        double[] swap = pointRowsBefore;
        pointRowsBefore = pointRows;
        pointRows = swap;
        int block = t - track.fixedFrames();
        for (int k = 0; k < points.length; k++) {
            int at = k * 3 * rowLength;
            putPointRows(t, k, at);
            equations.addSquare(block, pointRows, at, partsOfPoint[k], pointResiduals.terms(), (t * points.length + k) * 6);
            double link = pointResiduals.links()[t * points.length + k];
            if (link > 0 && block > 0) {
                equations.addLink(block, pointRows, pointRowsBefore, at, partsOfPoint[k], link);
            }
        }
    }

    private void putPointRows(int t, int k, int at) {
        double[] positions = track.positions();
        int point = BodyTrack.index(t, points[k]) * 3;
        for (int v : partsOfPoint[k]) {
            int pivot = BodyTrack.index(t, HangingTree.pivot(parts[v])) * 3;
            double x = positions[point] - positions[pivot];
            double y = positions[point + 1] - positions[pivot + 1];
            double z = positions[point + 2] - positions[pivot + 2];
            for (int c = 0; c < 3; c++) {
                double a = turns[v * 9 + c];
                double b = turns[v * 9 + 3 + c];
                double d = turns[v * 9 + 6 + c];
                pointRows[at + v * 3 + c] = b * z - d * y;
                pointRows[at + rowLength + v * 3 + c] = d * x - a * z;
                pointRows[at + 2 * rowLength + v * 3 + c] = a * y - b * x;
            }
        }
    }
}
