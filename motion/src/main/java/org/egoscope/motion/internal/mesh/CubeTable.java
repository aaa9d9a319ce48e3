package org.egoscope.motion.internal.mesh;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Triangles of the 256 cases of marching cubes (Lorensen and Cline 1987), derived here rather than copied: on each face of the cube the
 * corners inside are cut off run by run, which neighbouring cubes decide alike, so that the surface closes; the cuts are chained into
 * loops and the loops triangulated without a diagonal inside a face, so that every edge has two triangles.
 *
 * <p>Corner bits: 1 = +x, 2 = +y, 4 = +z.
 */
final class CubeTable {
    /** Corners of each of the 12 edges. */
    static final int[][] EDGES = edges();

    /** Corners of the six faces, counter-clockwise seen from outside. */
    private static final int[][] FACES = {{0, 4, 6, 2}, {1, 3, 7, 5}, {0, 1, 5, 4}, {2, 6, 7, 3}, {0, 2, 3, 1}, {4, 5, 7, 6}};

    private static final int[][] TRIANGLES = triangles();

    private CubeTable() {}

    /** Edges of the triangles' corners, three by three, for the corners inside (bit set). */
    static int[] trianglesOf(int cornersInside) {
        return TRIANGLES[cornersInside];
    }

    private static int[][] edges() {
        int[][] edges = new int[12][];
        int count = 0;
        for (int axis = 1; axis <= 4; axis *= 2) {
            for (int corner = 0; corner < 8; corner++) {
                if ((corner & axis) == 0) {
                    edges[count++] = new int[] {corner, corner | axis};
                }
            }
        }
        return edges;
    }

    private static int edgeBetween(int a, int b) {
        for (int e = 0; e < EDGES.length; e++) {
            if (EDGES[e][0] == Math.min(a, b) && EDGES[e][1] == Math.max(a, b)) {
                return e;
            }
        }
        throw new IllegalStateException("corners " + a + " and " + b + " share no edge");
    }

    private static int[][] triangles() {
        int[][] table = new int[256][];
        for (int inside = 0; inside < 256; inside++) {
            List<Integer> corners = new ArrayList<>();
            for (List<Integer> loop : loops(inside)) {
                addFan(loop, corners);
            }
            table[inside] = corners.stream().mapToInt(Integer::intValue).toArray();
        }
        return table;
    }

    private static List<List<Integer>> loops(int inside) {
        int[] next = new int[12];
        Arrays.fill(next, -1);
        for (int[] face : FACES) {
            for (int i = 0; i < 4; i++) {
                if (isInside(inside, face[i]) || !isInside(inside, face[(i + 1) % 4])) {
                    continue;
                }
                int enter = edgeBetween(face[i], face[(i + 1) % 4]);
                int k = i + 1;
                while (isInside(inside, face[(k + 1) % 4])) {
                    k++;
                }
                next[enter] = edgeBetween(face[k % 4], face[(k + 1) % 4]);
            }
        }
        List<List<Integer>> loops = new ArrayList<>();
        for (int start = 0; start < 12; start++) {
            List<Integer> loop = new ArrayList<>();
            for (int e = start; next[e] >= 0; ) {
                loop.add(e);
                int following = next[e];
                next[e] = -1;
                e = following;
            }
            if (!loop.isEmpty()) {
                loops.add(loop);
            }
        }
        return loops;
    }

    private static boolean isInside(int inside, int corner) {
        return (inside >> corner & 1) == 1;
    }

    /** A fan from the first corner whose diagonals all leave the faces. */
    private static void addFan(List<Integer> loop, List<Integer> corners) {
        int n = loop.size();
        for (int first = 0; first < n; first++) {
            boolean clear = true;
            for (int i = 2; i < n - 1; i++) {
                clear &= !onOneFace(loop.get(first), loop.get((first + i) % n));
            }
            if (clear) {
                for (int i = 1; i < n - 1; i++) {
                    corners.addAll(List.of(loop.get(first), loop.get((first + i) % n), loop.get((first + i + 1) % n)));
                }
                return;
            }
        }
        throw new IllegalStateException("no fan for the loop " + loop);
    }

    private static boolean onOneFace(int edgeA, int edgeB) {
        int all = EDGES[edgeA][0] & EDGES[edgeA][1] & EDGES[edgeB][0] & EDGES[edgeB][1];
        int none = ~(EDGES[edgeA][0] | EDGES[edgeA][1] | EDGES[edgeB][0] | EDGES[edgeB][1]) & 7;
        return all != 0 || none != 0;
    }
}
