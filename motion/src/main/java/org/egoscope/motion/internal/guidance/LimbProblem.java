package org.egoscope.motion.internal.guidance;

import org.egoscope.motion.BodySequence;

/**
 * Cost and normal equations of the corrections of some parts over the frames of a track. Unknowns of a frame: one rotation vector per part,
 * in the order of {@code parts}.
 */
final class LimbProblem {
    private static final int BANDWIDTH = 2;

    private final BodyTrack track;
    private final int[] parts;
    private final int[] points;
    private final PartLevers levers;
    private final GuidanceWeights weights;
    private final CorrectionResiduals corrections;
    private final PointResiduals pointResiduals;
    private final PartResiduals partResiduals;
    private final BlockBandedSystem system;
    private final NormalEquations equations;
    private final int rowLength;
    private final double[] partRows;
    private final double[] partTerms = new double[6];
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
        levers = new PartLevers(track, parts, points);
        corrections = new CorrectionResiduals(track, parts);
        pointResiduals = new PointResiduals(points, track);
        partResiduals = new PartResiduals(track);
        system = new BlockBandedSystem(parts.length * 3, BANDWIDTH);
        equations = new NormalEquations(system);
        rowLength = parts.length * 3;
        partRows = new double[3 * rowLength];
        pointRows = new double[points.length * 3 * rowLength];
        pointRowsBefore = new double[pointRows.length];
    }

    /** Takes over contacts and targets; the track has been loaded with frames from {@code from} on. */
    void prepare(BodySequence sequence, GuidanceTargets targets, int from) {
        FrameWeights frameWeights = FrameWeights.at(weights, sequence.framesPerSecond());
        corrections.prepare(frameWeights);
        pointResiduals.prepare(sequence, targets, from, frameWeights);
        partResiduals.prepare(targets, from, frameWeights);
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
            track.pose(t, levers.moved());
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
            levers.take(t);
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
            levers.putOwnTurn(v, partResiduals.jacobian(), partRows);
            addPart(t, levers.only(v), weight);
        }
    }

    private void addOrientation(int t, int v) {
        double weight = partResiduals.orientation(t, parts[v]);
        if (weight > 0) {
            partResiduals.linearizeOrientation();
            levers.putTurn(t, v, partResiduals.jacobian(), partRows);
            addPart(t, levers.turners(v), weight);
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
            levers.putPoint(t, k, pointRows, at);
            equations.addSquare(block, pointRows, at, levers.movers(k), pointResiduals.terms(), (t * points.length + k) * 6);
            double link = pointResiduals.links()[t * points.length + k];
            if (link > 0 && block > 0) {
                equations.addLink(block, pointRows, pointRowsBefore, at, levers.movers(k), link);
            }
        }
    }
}
