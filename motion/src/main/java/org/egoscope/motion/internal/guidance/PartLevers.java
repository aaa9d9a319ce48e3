package org.egoscope.motion.internal.guidance;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * How corrections of some parts turn parts and move points of a body: rows of Jacobians by the unknowns of a frame, one rotation vector per
 * part, in the order of the parts.
 *
 * <p>A part turned by {@code w} (world axes) about its pivot moves a point by {@code w x (point - pivot)}, and
 * {@code w = G J(x) dx} with the part's axes {@code G} and the right Jacobian {@code J} of its correction {@code x}.
 */
final class PartLevers {
    private final BodyTrack track;
    private final int[] parts;
    private final int[] points;
    private final int[] moved;
    private final int[][] partsOfPoint;
    private final int[][] partsTurning;
    private final int[][] onlyPart;
    private final int rowLength;

    /** {@code [parts, 9]}: from a change of the correction to the turn in world axes. */
    private final double[] turns;

    private final double[] rightJacobians;
    private final double[] turnInPart = new double[9];
    private final double[] product = new double[9];

    /**
     * @param parts that are corrected, those nearer to the head first
     * @param points joints whose places are asked for
     */
    PartLevers(BodyTrack track, int[] parts, int[] points) {
        this.track = track;
        this.parts = parts;
        this.points = points;
        moved = IntStream.of(HangingTree.order()).filter(this::depends).toArray();
        partsOfPoint = Arrays.stream(points)
                .mapToObj(point -> IntStream.range(0, parts.length).filter(v -> HangingTree.moves(parts[v], point)).toArray())
                .toArray(int[][]::new);
        partsTurning = Arrays.stream(parts)
                .mapToObj(part -> IntStream.range(0, parts.length).filter(v -> HangingTree.turns(parts[v], part)).toArray())
                .toArray(int[][]::new);
        onlyPart = IntStream.range(0, parts.length).mapToObj(v -> new int[] {v}).toArray(int[][]::new);
        rowLength = parts.length * 3;
        turns = new double[parts.length * 9];
        rightJacobians = new double[parts.length * 9];
    }

    private boolean depends(int joint) {
        return IntStream.of(parts).anyMatch(part -> HangingTree.turns(part, joint) || HangingTree.moves(part, joint));
    }

    /** Joints that turn or move with the corrections, in the tree's order. */
    int[] moved() {
        return moved;
    }

    /** Unknowns of a frame. */
    int rowLength() {
        return rowLength;
    }

    /** Parts that move the point of this index; the columns of {@link #putPoint}. */
    int[] movers(int k) {
        return partsOfPoint[k];
    }

    /** Parts that turn the part of this index; the columns of {@link #putTurn}. */
    int[] turners(int v) {
        return partsTurning[v];
    }

    /** The part of this index; the column of {@link #putOwnTurn}. */
    int[] only(int v) {
        return onlyPart[v];
    }

    /** Takes over the present corrections of a frame that has been posed. */
    void take(int t) {
        for (int v = 0; v < parts.length; v++) {
            int at = BodyTrack.index(t, parts[v]);
            Rotations.rightJacobian(track.corrections(), at * 3, rightJacobians, v * 9);
            Rotations.multiply(track.rotations(), at * 9, rightJacobians, v * 9, turns, v * 9);
        }
    }

    /** Three rows from {@code at} on: how the point of index {@code k} moves. */
    void putPoint(int t, int k, double[] rows, int at) {
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
                rows[at + v * 3 + c] = b * z - d * y;
                rows[at + rowLength + v * 3 + c] = d * x - a * z;
                rows[at + 2 * rowLength + v * 3 + c] = a * y - b * x;
            }
        }
    }

    /** Three rows: the Jacobian by a turn of the part of index {@code v} in its own axes, by the corrections of all that turn it. */
    void putTurn(int t, int v, double[] jacobian, double[] rows) {
        for (int u : partsTurning[v]) {
            Rotations.multiplyTransposed(track.rotations(), BodyTrack.index(t, parts[v]) * 9, turns, u * 9, turnInPart, 0);
            Rotations.multiply(jacobian, 0, turnInPart, 0, product, 0);
            put(u, rows);
        }
    }

    /** As {@link #putTurn} by the part's own correction alone: its turn relative to the part it hangs from. */
    void putOwnTurn(int v, double[] jacobian, double[] rows) {
        Rotations.multiply(jacobian, 0, rightJacobians, v * 9, product, 0);
        put(v, rows);
    }

    private void put(int v, double[] rows) {
        for (int row = 0; row < 3; row++) {
            System.arraycopy(product, row * 3, rows, row * rowLength + v * 3, 3);
        }
    }
}
