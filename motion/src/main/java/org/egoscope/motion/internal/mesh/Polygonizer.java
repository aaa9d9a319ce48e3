package org.egoscope.motion.internal.mesh;

import java.util.Arrays;

/** Marching cubes over a box of space: a closed surface, each of whose edges has exactly two triangles. */
final class Polygonizer {
    /** Blocks of cells that the surface cannot pass are skipped. */
    private static final int BLOCK = 8;

    /** The field may rise by this much per metre: blends and stretched sections are a little steeper or flatter than a distance. */
    private static final double STEEPNESS = 1.5;

    private final BodySolid solid;
    private final double cell;
    private final double[] origin;
    private final int[] nodes;
    private final float[] field;
    private final int[] vertexOfEdge;
    private float[] points = new float[1 << 16];
    private int pointValues;
    private int[] corners = new int[1 << 17];
    private int cornerCount;

    private Polygonizer(BodySolid solid, double[] low, double[] high, double cell) {
        this.solid = solid;
        this.cell = cell;
        this.origin = low;
        this.nodes = new int[3];
        for (int axis = 0; axis < 3; axis++) {
            int blocks = (int) Math.ceil((high[axis] - low[axis]) / (cell * BLOCK));
            nodes[axis] = blocks * BLOCK + 1;
        }
        this.field = new float[nodes[0] * nodes[1] * nodes[2]];
        this.vertexOfEdge = new int[field.length * 3];
        Arrays.fill(field, Float.MAX_VALUE);
        Arrays.fill(vertexOfEdge, -1);
    }

    /** The zero surface within the box, metres; the box must hold it with a margin of one cell. */
    static TriangleSurface polygonize(BodySolid solid, double[] low, double[] high, double cellMeters) {
        Polygonizer polygonizer = new Polygonizer(solid, low, high, cellMeters);
        polygonizer.sweepBlocks();
        return new TriangleSurface(
                Arrays.copyOf(polygonizer.points, polygonizer.pointValues),
                Arrays.copyOf(polygonizer.corners, polygonizer.cornerCount));
    }

    private void sweepBlocks() {
        double reach = Math.sqrt(3) / 2 * BLOCK * cell * STEEPNESS;
        for (int k = 0; k + BLOCK < nodes[2]; k += BLOCK) {
            for (int j = 0; j + BLOCK < nodes[1]; j += BLOCK) {
                for (int i = 0; i + BLOCK < nodes[0]; i += BLOCK) {
                    double half = BLOCK / 2.0;
                    double atCenter = solid.distance(coordinate(0, i + half), coordinate(1, j + half), coordinate(2, k + half));
                    if (Math.abs(atCenter) < reach) {
                        sweepBlock(i, j, k);
                    }
                }
            }
        }
    }

    private double coordinate(int axis, double index) {
        return origin[axis] + index * cell;
    }

    private int node(int i, int j, int k) {
        return (k * nodes[1] + j) * nodes[0] + i;
    }

    private void sweepBlock(int i0, int j0, int k0) {
        for (int k = k0; k <= k0 + BLOCK; k++) {
            for (int j = j0; j <= j0 + BLOCK; j++) {
                for (int i = i0; i <= i0 + BLOCK; i++) {
                    int at = node(i, j, k);
                    if (field[at] == Float.MAX_VALUE) {
                        field[at] = (float) solid.distance(coordinate(0, i), coordinate(1, j), coordinate(2, k));
                    }
                }
            }
        }
        for (int k = k0; k < k0 + BLOCK; k++) {
            for (int j = j0; j < j0 + BLOCK; j++) {
                for (int i = i0; i < i0 + BLOCK; i++) {
                    addCell(i, j, k);
                }
            }
        }
    }

    private void addCell(int i, int j, int k) {
        int inside = 0;
        for (int corner = 0; corner < 8; corner++) {
            if (field[node(i + (corner & 1), j + (corner >> 1 & 1), k + (corner >> 2))] < 0) {
                inside |= 1 << corner;
            }
        }
        int[] edges = CubeTable.trianglesOf(inside);
        if (cornerCount + edges.length > corners.length) {
            corners = Arrays.copyOf(corners, corners.length * 2);
        }
        for (int edge : edges) {
            corners[cornerCount++] = vertex(i, j, k, edge);
        }
    }

    private int vertex(int i, int j, int k, int edge) {
        int from = CubeTable.EDGES[edge][0];
        int to = CubeTable.EDGES[edge][1];
        int axis = Integer.numberOfTrailingZeros(to - from);
        int a = node(i + (from & 1), j + (from >> 1 & 1), k + (from >> 2));
        int b = node(i + (to & 1), j + (to >> 1 & 1), k + (to >> 2));
        int slot = a * 3 + axis;
        if (vertexOfEdge[slot] < 0) {
            double t = field[a] / (double) (field[a] - field[b]);
            vertexOfEdge[slot] = pointValues / 3;
            if (pointValues + 3 > points.length) {
                points = Arrays.copyOf(points, points.length * 2);
            }
            points[pointValues++] = (float) coordinate(0, i + (from & 1) + (axis == 0 ? t : 0));
            points[pointValues++] = (float) coordinate(1, j + (from >> 1 & 1) + (axis == 1 ? t : 0));
            points[pointValues++] = (float) coordinate(2, k + (from >> 2) + (axis == 2 ? t : 0));
        }
        return vertexOfEdge[slot];
    }
}
