package org.egoscope.motion.internal.mesh;

import java.util.Arrays;
import java.util.Random;
import org.egoscope.core.geometry.Vec3;
import org.egoscope.core.motion.SmplJoint;

/** Model files of the SMPL family made by hand, in the axes of such files: x left, y up, z forward. */
final class SmallModels {
    static final int UNSIGNED_MINUS_ONE = -1;

    private SmallModels() {}

    /**
     * A bar along x of two joints and eight vertices. Joints: at vertex 0 (the origin) and vertex 3 (x = 1). One shape number stretches
     * along x. Entry (0, 2) of the second joint's R - I lifts vertex 7 by 0.2.
     */
    static NpzBytes bar() {
        double[] template = {0, 0, 0, 0, 0.1, 0, 0, 0, 0.1, 1, 0, 0, 2, 0, 0, 2, 0.1, 0, 2, 0, 0.1, 1.5, 0, 0};
        double[] shape = new double[24];
        for (int v = 0; v < 8; v++) {
            shape[v * 3] = template[v * 3];
        }
        double[] pose = new double[24 * 9];
        pose[(7 * 3 + 1) * 9 + 2] = 0.2;
        double[] weights = {1, 0, 1, 0, 1, 0, 0.5, 0.5, 0, 1, 0, 1, 0, 1, 0, 1};
        double[] regressor = new double[16];
        regressor[0] = 1;
        regressor[8 + 3] = 1;
        return new NpzBytes()
                .doubles("v_template", template, 8, 3)
                .unsigned("f", new int[] {0, 1, 2, 4, 5, 6, 0, 4, 7}, 3, 3)
                .doubles("shapedirs", shape, 8, 3, 1)
                .doubles("posedirs", pose, 8, 3, 9)
                .doubles("weights", weights, 8, 2)
                .doubles("J_regressor", regressor, 2, 8)
                .unsigned("kintree_table", new int[] {UNSIGNED_MINUS_ONE, 0, 0, 1}, 2, 2);
    }

    /**
     * The 24 joints of SMPL with five vertices around each, everything else at random.
     *
     * @param poseScale metres per unit of R - I
     */
    static Arrays24 random(long seed, double poseScale) {
        Random random = new Random(seed);
        int vertices = SmplJoint.COUNT * 5;
        Vec3[] joints = BodySolid.restJoints();
        double[] template = new double[vertices * 3];
        double[] weights = new double[vertices * SmplJoint.COUNT];
        double[] regressor = new double[SmplJoint.COUNT * vertices];
        for (int v = 0; v < vertices; v++) {
            Vec3 joint = joints[v / 5];
            template[v * 3] = joint.y() + random.nextGaussian() * 0.05;
            template[v * 3 + 1] = joint.z() + random.nextGaussian() * 0.05;
            template[v * 3 + 2] = joint.x() + random.nextGaussian() * 0.05;
            double share = random.nextDouble();
            weights[v * SmplJoint.COUNT + v / 5] += share;
            weights[v * SmplJoint.COUNT + random.nextInt(SmplJoint.COUNT)] += 1 - share;
            regressor[v / 5 * vertices + v] = 0.2;
        }
        int[] tree = new int[SmplJoint.COUNT * 2];
        for (int j = 0; j < SmplJoint.COUNT; j++) {
            SmplJoint parent = SmplJoint.all().get(j).parent();
            tree[j] = parent == null ? UNSIGNED_MINUS_ONE : parent.ordinal();
            tree[SmplJoint.COUNT + j] = j;
        }
        int[] faces = {0, 1, 2, 2, 1, 3, 4, 5, 119};
        double[] shape = noise(random, vertices * 3 * 10, 0.01);
        double[] pose = noise(random, vertices * 3 * 207, poseScale);
        return new Arrays24(template, faces, shape, pose, weights, regressor, tree);
    }

    private static double[] noise(Random random, int count, double scale) {
        return random.doubles(count).map(x -> (x - 0.5) * scale).toArray();
    }

    /** Arrays of a model of 24 joints and 120 vertices. */
    record Arrays24(
            double[] template, int[] faces, double[] shape, double[] pose, double[] weights, double[] regressor, int[] tree) {

        NpzBytes npz() {
            return new NpzBytes()
                    .doubles("v_template", template, 120, 3)
                    .unsigned("f", faces, 3, 3)
                    .doubles("shapedirs", shape, 120, 3, 10)
                    .doubles("posedirs", pose, 120, 3, 207)
                    .doubles("weights", weights, 120, 24)
                    .doubles("J_regressor", regressor, 24, 120)
                    .unsigned("kintree_table", tree, 2, 24);
        }

        /**
         * The published equations in the file's own axes, by plain loops: vertices then joints.
         *
         * @param rotationVectors {@code [24, 3]}
         * @param transl added to everything
         */
        double[] posed(double[] betas, double[] rotationVectors, double[] transl) {
            double[] shaped = template.clone();
            for (int i = 0; i < shaped.length; i++) {
                for (int s = 0; s < betas.length; s++) {
                    shaped[i] += shape[i * 10 + s] * betas[s];
                }
            }
            double[] joints = new double[72];
            for (int j = 0; j < 24; j++) {
                for (int v = 0; v < 120; v++) {
                    for (int a = 0; a < 3; a++) {
                        joints[j * 3 + a] += regressor[j * 120 + v] * shaped[v * 3 + a];
                    }
                }
            }
            double[][] local = new double[24][];
            for (int j = 0; j < 24; j++) {
                local[j] = rodrigues(Arrays.copyOfRange(rotationVectors, j * 3, j * 3 + 3));
            }
            addPoseShape(shaped, local);
            return skinned(shaped, joints, local, transl);
        }

        private void addPoseShape(double[] shaped, double[][] local) {
            for (int i = 0; i < shaped.length; i++) {
                for (int p = 0; p < 207; p++) {
                    int entry = p % 9;
                    shaped[i] += pose[i * 207 + p] * (local[1 + p / 9][entry] - (entry % 4 == 0 ? 1 : 0));
                }
            }
        }

        /** Chains of 4x4 matrices written out: G[j] x = R (x - joint) + position. */
        private double[] skinned(double[] shaped, double[] joints, double[][] local, double[] transl) {
            double[][] global = new double[24][];
            double[] out = new double[360 + 72];
            for (int j = 0; j < 24; j++) {
                int parent = tree[j];
                global[j] = parent < 0 ? local[j] : product(global[parent], local[j]);
                for (int a = 0; a < 3; a++) {
                    double position = parent < 0 ? joints[a] + transl[a] : out[360 + parent * 3 + a];
                    for (int b = 0; parent >= 0 && b < 3; b++) {
                        position += global[parent][a * 3 + b] * (joints[j * 3 + b] - joints[parent * 3 + b]);
                    }
                    out[360 + j * 3 + a] = position;
                }
            }
            for (int v = 0; v < 120; v++) {
                for (int j = 0; j < 24; j++) {
                    for (int a = 0; a < 3; a++) {
                        double carried = out[360 + j * 3 + a];
                        for (int b = 0; b < 3; b++) {
                            carried += global[j][a * 3 + b] * (shaped[v * 3 + b] - joints[j * 3 + b]);
                        }
                        out[v * 3 + a] += weights[v * 24 + j] * carried;
                    }
                }
            }
            return out;
        }

        private static double[] product(double[] a, double[] b) {
            double[] c = new double[9];
            for (int i = 0; i < 9; i++) {
                for (int k = 0; k < 3; k++) {
                    c[i] += a[i / 3 * 3 + k] * b[k * 3 + i % 3];
                }
            }
            return c;
        }

        /** R = I + sin(t) K + (1 - cos(t)) K K. */
        private static double[] rodrigues(double[] r) {
            double t = Math.sqrt(r[0] * r[0] + r[1] * r[1] + r[2] * r[2]) + 1e-300;
            double[] k = {0, -r[2] / t, r[1] / t, r[2] / t, 0, -r[0] / t, -r[1] / t, r[0] / t, 0};
            double[] kk = product(k, k);
            double[] matrix = new double[9];
            for (int i = 0; i < 9; i++) {
                matrix[i] = (i % 4 == 0 ? 1 : 0) + Math.sin(t) * k[i] + (1 - Math.cos(t)) * kk[i];
            }
            return matrix;
        }
    }
}
