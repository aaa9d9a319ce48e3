package org.egoscope.motion.internal.mesh;

import java.util.Arrays;
import org.egoscope.core.Shape;
import org.egoscope.core.motion.SmplJoint;

/**
 * Which joints carry a vertex, and how much: at most four per vertex, sums 1.
 *
 * @param joints {@code [V, 4]} joint indices, largest weight first; 0 where the weight is 0
 * @param weights {@code [V, 4]}
 */
record SkinWeights(@Shape("V 4") int[] joints, @Shape("V 4") float[] weights) {
    static final int INFLUENCES = 4;

    /**
     * Rounds of diffusion. One round mixes a vertex with its neighbours, so a joint's transition spans about {@code edge * sqrt(rounds)}
     * to each side: 5 cm on the trunk, 2 cm at the wrist.
     */
    private static final int ROUNDS = 12;

    /** Smaller shares are not kept: a vertex a hand's breadth away does not move with a joint. */
    private static final float LEAST = 0.01f;

    /** Every vertex first belongs to one joint of the reference body, by planes at the joints; then the shares diffuse over the surface. */
    static SkinWeights diffuse(TriangleSurface surface) {
        int[][] fans = surface.fans();
        float[] shares = new float[surface.vertexCount() * SmplJoint.COUNT];
        for (int v = 0; v < surface.vertexCount(); v++) {
            float[] points = surface.points();
            shares[v * SmplJoint.COUNT + BodyParts.jointAt(points[v * 3], points[v * 3 + 1], points[v * 3 + 2]).ordinal()] = 1;
        }
        for (int round = 0; round < ROUNDS; round++) {
            shares = mixed(shares, fans, surface.triangles());
        }
        return strongest(shares, surface.vertexCount(), SmplJoint.COUNT, LEAST);
    }

    private static float[] mixed(float[] shares, int[][] fans, int[] triangles) {
        float[] mixed = new float[shares.length];
        for (int v = 0; v < fans.length; v++) {
            int at = v * SmplJoint.COUNT;
            float share = 0.5f / (2 * fans[v].length);
            for (int triangle : fans[v]) {
                for (int c = triangle * 3; c < triangle * 3 + 3; c++) {
                    int from = triangles[c] * SmplJoint.COUNT;
                    for (int j = 0; triangles[c] != v && j < SmplJoint.COUNT; j++) {
                        mixed[at + j] += share * shares[from + j];
                    }
                }
            }
            for (int j = 0; j < SmplJoint.COUNT; j++) {
                mixed[at + j] += 0.5f * shares[at + j];
            }
        }
        return mixed;
    }

    /** The four largest of each row of {@code [V, J]} that are above {@code least}, scaled to sum 1. */
    static SkinWeights strongest(@Shape("V J") float[] shares, int vertices, int jointCount, float least) {
        int[] joints = new int[vertices * INFLUENCES];
        float[] weights = new float[vertices * INFLUENCES];
        float[] row = new float[jointCount];
        for (int v = 0; v < vertices; v++) {
            System.arraycopy(shares, v * jointCount, row, 0, jointCount);
            float sum = 0;
            for (int k = 0; k < INFLUENCES; k++) {
                int best = largest(row);
                if (k == 0 || row[best] > least) {
                    joints[v * INFLUENCES + k] = best;
                    weights[v * INFLUENCES + k] = row[best];
                    sum += row[best];
                }
                row[best] = -1;
            }
            for (int k = 0; k < INFLUENCES; k++) {
                weights[v * INFLUENCES + k] /= sum;
            }
        }
        return new SkinWeights(joints, weights);
    }

    private static int largest(float[] row) {
        int best = 0;
        for (int j = 1; j < row.length; j++) {
            if (row[j] > row[best]) {
                best = j;
            }
        }
        return best;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SkinWeights that && Arrays.equals(joints, that.joints) && Arrays.equals(weights, that.weights);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(weights);
    }
}
