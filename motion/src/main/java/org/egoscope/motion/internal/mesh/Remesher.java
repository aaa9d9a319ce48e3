package org.egoscope.motion.internal.mesh;

import java.util.Arrays;

/**
 * Makes a fine surface coarser and its triangles even: edges shorter than wanted collapse, edges flip towards six neighbours per vertex,
 * vertices slide to the middle of their neighbours and back onto the solid (Botsch and Kobbelt 2004, without splitting: the surface
 * starts finer than wanted everywhere). It stays closed: an edge collapses only if its ends have just two neighbours in common, and
 * flips only if its new ends are not joined yet.
 */
final class Remesher {
    /** Edges shorter than 4/5 of the wanted length collapse (Botsch and Kobbelt 2004). */
    private static final double TOO_SHORT = 0.8;

    /** No collapse may turn a triangle by more than about 75 degrees. */
    private static final double MIN_TURN_COSINE = 0.25;

    /** Edges flip only where the surface is nearly flat: 45 degrees. */
    private static final double MIN_FLIP_COSINE = 0.7;

    private static final int COLLAPSE_PASSES = 6;
    private static final int POLISH_PASSES = 4;

    private final BodySolid solid;
    private final float[] points;
    private final int[] triangles;
    private final boolean[] isGone;

    /** Triangles around each vertex. */
    private final int[][] fans;

    private Remesher(BodySolid solid, TriangleSurface surface) {
        this.solid = solid;
        this.points = surface.points().clone();
        this.triangles = surface.triangles().clone();
        this.isGone = new boolean[triangles.length / 3];
        this.fans = surface.fans();
    }

    static TriangleSurface remesh(BodySolid solid, TriangleSurface surface) {
        Remesher remesher = new Remesher(solid, surface);
        for (int pass = 0; pass < COLLAPSE_PASSES; pass++) {
            remesher.collapsePass();
            remesher.flipPass();
            remesher.relax();
        }
        for (int pass = 0; pass < POLISH_PASSES; pass++) {
            remesher.flipPass();
            remesher.relax();
        }
        return remesher.compacted();
    }

    private void collapsePass() {
        double[] wanted = new double[points.length / 3];
        for (int v = 0; v < wanted.length; v++) {
            wanted[v] = fans[v].length == 0 ? 0 : solid.edgeMeters(points[v * 3], points[v * 3 + 1], points[v * 3 + 2]);
        }
        for (long edge : shortEdges(wanted)) {
            int corner = (int) edge;
            int a = triangles[corner];
            int b = triangles[next(corner)];
            if (!isGone[corner / 3] && isShort(a, b, wanted) && commonNeighbours(a, b) == 2 && collapseKeepsShape(a, b)) {
                collapse(a, b);
            }
        }
    }

    private boolean isShort(int a, int b, double[] wanted) {
        return length(a, b) * 2 < TOO_SHORT * (wanted[a] + wanted[b]);
    }

    /** Corner indices of edges to collapse, in the low bits; the shortest first, relative to the wanted length in the high bits. */
    private long[] shortEdges(double[] wanted) {
        long[] edges = new long[triangles.length];
        int count = 0;
        for (int c = 0; c < triangles.length; c++) {
            int a = triangles[c];
            int b = triangles[next(c)];
            if (!isGone[c / 3] && a < b && isShort(a, b, wanted)) {
                edges[count++] = (long) (length(a, b) * 2e6 / (wanted[a] + wanted[b])) << 32 | c;
            }
        }
        long[] sorted = Arrays.copyOf(edges, count);
        Arrays.sort(sorted);
        return sorted;
    }

    private static int next(int corner) {
        return corner % 3 == 2 ? corner - 2 : corner + 1;
    }

    private double length(int a, int b) {
        double dx = points[a * 3] - points[b * 3];
        double dy = points[a * 3 + 1] - points[b * 3 + 1];
        double dz = points[a * 3 + 2] - points[b * 3 + 2];
        return Math.sqrt(dx * dx + dy * dy + dz * dz);
    }

    private boolean areNeighbours(int a, int b) {
        for (int triangle : fans[a]) {
            int c = triangle * 3;
            if (triangles[c] == b || triangles[c + 1] == b || triangles[c + 2] == b) {
                return true;
            }
        }
        return false;
    }

    /** In a closed surface the vertex after {@code a} in each of its triangles runs through all its neighbours once. */
    private int commonNeighbours(int a, int b) {
        int count = 0;
        for (int triangle : fans[a]) {
            int neighbour = triangles[cornerAfter(triangle, a)];
            if (neighbour != b && areNeighbours(neighbour, b)) {
                count++;
            }
        }
        return count;
    }

    private int cornerAfter(int triangle, int vertex) {
        int c = triangle * 3;
        while (triangles[c] != vertex) {
            c++;
        }
        return next(c);
    }

    private boolean collapseKeepsShape(int a, int b) {
        float[] middle = {
            (points[a * 3] + points[b * 3]) / 2, (points[a * 3 + 1] + points[b * 3 + 1]) / 2, (points[a * 3 + 2] + points[b * 3 + 2]) / 2
        };
        return fanKeepsShape(a, b, middle) && fanKeepsShape(b, a, middle);
    }

    private boolean fanKeepsShape(int moved, int other, float[] position) {
        for (int triangle : fans[moved]) {
            int c = triangle * 3;
            if (triangles[c] == other || triangles[c + 1] == other || triangles[c + 2] == other) {
                continue;
            }
            int after = cornerAfter(triangle, moved);
            int u = triangles[after] * 3;
            int v = triangles[next(after)] * 3;
            double[] before = normal(points, moved * 3, u, v);
            float[] corners = {position[0], position[1], position[2], points[u], points[u + 1], points[u + 2], points[v], points[v + 1],
                points[v + 2]};
            if (cosine(before, normal(corners, 0, 3, 6)) < MIN_TURN_COSINE) {
                return false;
            }
        }
        return true;
    }

    private static double[] normal(float[] p, int a, int b, int c) {
        double ux = p[b] - p[a];
        double uy = p[b + 1] - p[a + 1];
        double uz = p[b + 2] - p[a + 2];
        double vx = p[c] - p[a];
        double vy = p[c + 1] - p[a + 1];
        double vz = p[c + 2] - p[a + 2];
        return new double[] {uy * vz - uz * vy, uz * vx - ux * vz, ux * vy - uy * vx};
    }

    private static double cosine(double[] a, double[] b) {
        double norms = Math.sqrt((a[0] * a[0] + a[1] * a[1] + a[2] * a[2]) * (b[0] * b[0] + b[1] * b[1] + b[2] * b[2]));
        return norms < 1e-20 ? 0 : (a[0] * b[0] + a[1] * b[1] + a[2] * b[2]) / norms;
    }

    /** Vertex b becomes a, in the middle of both; the two triangles between them go. */
    private void collapse(int a, int b) {
        for (int axis = 0; axis < 3; axis++) {
            points[a * 3 + axis] = (points[a * 3 + axis] + points[b * 3 + axis]) / 2;
        }
        project(a);
        int[] merged = new int[fans[a].length + fans[b].length - 4];
        int count = 0;
        for (int triangle : fans[a]) {
            if (has(triangle, b)) {
                remove(triangle, a, b);
            } else {
                merged[count++] = triangle;
            }
        }
        for (int triangle : fans[b]) {
            if (!isGone[triangle]) {
                merged[count++] = triangle;
                int c = triangle * 3;
                while (triangles[c] != b) {
                    c++;
                }
                triangles[c] = a;
            }
        }
        fans[a] = merged;
        fans[b] = new int[0];
    }

    private boolean has(int triangle, int vertex) {
        int c = triangle * 3;
        return triangles[c] == vertex || triangles[c + 1] == vertex || triangles[c + 2] == vertex;
    }

    private void remove(int triangle, int a, int b) {
        isGone[triangle] = true;
        for (int c = triangle * 3; c < triangle * 3 + 3; c++) {
            if (triangles[c] != a && triangles[c] != b) {
                fans[triangles[c]] = without(fans[triangles[c]], triangle);
            }
        }
    }

    private static int[] without(int[] fan, int triangle) {
        int[] rest = new int[fan.length - 1];
        int count = 0;
        for (int item : fan) {
            if (item != triangle) {
                rest[count++] = item;
            }
        }
        return rest;
    }

    private static int[] with(int[] fan, int triangle) {
        int[] more = Arrays.copyOf(fan, fan.length + 1);
        more[fan.length] = triangle;
        return more;
    }

    /** Without the triangles that lost an edge and the vertices that nothing uses. */
    private TriangleSurface compacted() {
        int[] index = new int[fans.length];
        float[] keptPoints = new float[points.length];
        int vertices = 0;
        for (int v = 0; v < fans.length; v++) {
            if (fans[v].length > 0) {
                System.arraycopy(points, v * 3, keptPoints, vertices * 3, 3);
                index[v] = vertices++;
            }
        }
        int[] keptTriangles = new int[triangles.length];
        int count = 0;
        for (int c = 0; c < triangles.length; c++) {
            if (!isGone[c / 3]) {
                keptTriangles[count++] = index[triangles[c]];
            }
        }
        return new TriangleSurface(Arrays.copyOf(keptPoints, vertices * 3), Arrays.copyOf(keptTriangles, count));
    }

    private void flipPass() {
        for (int c = 0; c < triangles.length; c++) {
            int a = triangles[c];
            int b = triangles[next(c)];
            if (!isGone[c / 3] && a < b) {
                flipIfBetter(c, oppositeCorner(a, b));
            }
        }
    }

    /** First corner of the edge in the triangle on its other side, where it runs from b to a. */
    private int oppositeCorner(int a, int b) {
        for (int triangle : fans[b]) {
            int c = cornerAfter(triangle, b);
            if (triangles[c] == a) {
                return next(next(c));
            }
        }
        throw new IllegalStateException("surface: expected two triangles at edge " + a + "-" + b + ", got one");
    }

    private void flipIfBetter(int corner, int opposite) {
        int a = triangles[corner];
        int b = triangles[next(corner)];
        int c = triangles[next(next(corner))];
        int d = triangles[next(next(opposite))];
        int before = off(a, 0) + off(b, 0) + off(c, 0) + off(d, 0);
        int after = off(a, -1) + off(b, -1) + off(c, 1) + off(d, 1);
        if (after >= before || areNeighbours(c, d) || !isFlat(a, b, c, d)) {
            return;
        }
        int left = corner / 3;
        int right = opposite / 3;
        set(left, a, d, c);
        set(right, d, b, c);
        fans[a] = without(fans[a], right);
        fans[b] = without(fans[b], left);
        fans[c] = with(fans[c], right);
        fans[d] = with(fans[d], left);
    }

    private boolean isFlat(int a, int b, int c, int d) {
        double[] left = normal(points, a * 3, d * 3, c * 3);
        double[] right = normal(points, d * 3, b * 3, c * 3);
        double[] old = normal(points, a * 3, b * 3, c * 3);
        double[] otherOld = normal(points, b * 3, a * 3, d * 3);
        return Math.min(cosine(left, old), cosine(right, old)) > MIN_FLIP_COSINE
                && Math.min(cosine(left, otherOld), cosine(right, otherOld)) > MIN_FLIP_COSINE;
    }

    private int off(int vertex, int change) {
        int difference = fans[vertex].length + change - 6;
        return difference * difference;
    }

    private void set(int triangle, int a, int b, int c) {
        triangles[triangle * 3] = a;
        triangles[triangle * 3 + 1] = b;
        triangles[triangle * 3 + 2] = c;
    }

    /** Each vertex halfway to the middle of its neighbours, then back onto the solid along its gradient. */
    private void relax() {
        float[] moved = points.clone();
        for (int v = 0; v < fans.length; v++) {
            double sumX = 0;
            double sumY = 0;
            double sumZ = 0;
            for (int triangle : fans[v]) {
                int at = triangles[cornerAfter(triangle, v)] * 3;
                sumX += points[at];
                sumY += points[at + 1];
                sumZ += points[at + 2];
            }
            int count = Math.max(fans[v].length, 1);
            moved[v * 3] = (float) ((points[v * 3] + sumX / count) / 2);
            moved[v * 3 + 1] = (float) ((points[v * 3 + 1] + sumY / count) / 2);
            moved[v * 3 + 2] = (float) ((points[v * 3 + 2] + sumZ / count) / 2);
        }
        System.arraycopy(moved, 0, points, 0, moved.length);
        for (int v = 0; v < fans.length; v++) {
            if (fans[v].length > 0) {
                project(v);
            }
        }
    }

    /** Two Newton steps {@code p -= f grad / |grad|^2}. */
    private void project(int vertex) {
        final double h = 1e-4;
        for (int step = 0; step < 2; step++) {
            double x = points[vertex * 3];
            double y = points[vertex * 3 + 1];
            double z = points[vertex * 3 + 2];
            double f = solid.distance(x, y, z);
            double gx = (solid.distance(x + h, y, z) - f) / h;
            double gy = (solid.distance(x, y + h, z) - f) / h;
            double gz = (solid.distance(x, y, z + h) - f) / h;
            double factor = f / Math.max(gx * gx + gy * gy + gz * gz, 0.05);
            points[vertex * 3] = (float) (x - factor * gx);
            points[vertex * 3 + 1] = (float) (y - factor * gy);
            points[vertex * 3 + 2] = (float) (z - factor * gz);
        }
    }
}
