package org.egoscope.motion.internal.mesh;

import java.util.Arrays;
import org.egoscope.core.Shape;

/**
 * Points and triangles.
 *
 * @param points {@code [V, 3]} metres
 * @param triangles {@code [F, 3]} vertices, counter-clockwise seen from outside
 */
record TriangleSurface(@Shape("V 3") float[] points, @Shape("F 3") int[] triangles) {
    int vertexCount() {
        return points.length / 3;
    }

    /** Triangles around each vertex. */
    int[][] fans() {
        int[] counts = new int[vertexCount()];
        for (int vertex : triangles) {
            counts[vertex]++;
        }
        int[][] fans = new int[counts.length][];
        for (int c = 0; c < triangles.length; c++) {
            int vertex = triangles[c];
            if (fans[vertex] == null) {
                fans[vertex] = new int[counts[vertex]];
            }
            fans[vertex][fans[vertex].length - counts[vertex]--] = c / 3;
        }
        return fans;
    }

    /** Unit normals {@code [V, 3]}: the triangles' normals weighted by their areas. */
    static void normals(@Shape("V 3") float[] points, @Shape("F 3") int[] triangles, @Shape("V 3") float[] normals) {
        Arrays.fill(normals, 0);
        for (int c = 0; c < triangles.length; c += 3) {
            int a = triangles[c] * 3;
            int b = triangles[c + 1] * 3;
            int d = triangles[c + 2] * 3;
            float ux = points[b] - points[a];
            float uy = points[b + 1] - points[a + 1];
            float uz = points[b + 2] - points[a + 2];
            float vx = points[d] - points[a];
            float vy = points[d + 1] - points[a + 1];
            float vz = points[d + 2] - points[a + 2];
            for (int corner = c; corner < c + 3; corner++) {
                int at = triangles[corner] * 3;
                normals[at] += uy * vz - uz * vy;
                normals[at + 1] += uz * vx - ux * vz;
                normals[at + 2] += ux * vy - uy * vx;
            }
        }
        for (int at = 0; at < normals.length; at += 3) {
            double norm = Math.sqrt(normals[at] * normals[at] + normals[at + 1] * normals[at + 1] + normals[at + 2] * normals[at + 2]);
            double scale = norm > 0 ? 1 / norm : 0;
            normals[at] *= (float) scale;
            normals[at + 1] *= (float) scale;
            normals[at + 2] = norm > 0 ? normals[at + 2] * (float) scale : 1;
        }
    }
}
