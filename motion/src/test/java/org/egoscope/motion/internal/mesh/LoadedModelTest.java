package org.egoscope.motion.internal.mesh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.egoscope.core.ErrorKind;
import org.egoscope.core.PipelineException;
import org.egoscope.core.geometry.Quaternion;
import org.egoscope.core.geometry.Vec3;
import org.egoscope.core.motion.BodyPose;
import org.egoscope.core.motion.SmplJoint;
import org.egoscope.motion.BodyMesh;
import org.egoscope.motion.BodyModel;
import org.egoscope.motion.BodySequence;
import org.egoscope.motion.BodySkeleton;
import org.egoscope.torch.TorchDevice;
import org.egoscope.torch.TorchRuntime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class LoadedModelTest {
    @TempDir
    private Path folder;

    private BodyModel load(NpzBytes npz) {
        return BodyModel.load(npz.write(folder.resolve("model.npz")), TorchDevice.CPU);
    }

    @Test
    void aBarOfTwoJointsBendsAsWorkedOutByHand() {
        try (BodyModel model = load(SmallModels.bar())) {
            float half = (float) Math.sqrt(0.5);
            // A quarter turn of the second joint about the file's y (up), which is our z; the root stands at (10, 20, 30).
            float[] rotations = {1, 0, 0, 0, half, 0, 0, half};
            BodyModel.Posed posed = model.pose(new float[] {0.5f}, new float[] {10, 20, 30}, rotations);
            assertThat(model.jointCount()).isEqualTo(2);
            assertThat(model.vertexCount()).isEqualTo(8);
            assertThat(model.shapeCount()).isEqualTo(1);
            assertPoint(posed.joints(), 0, 0, 0, 0);
            assertPoint(posed.joints(), 1, 1.5, 0, 0);
            assertPoint(posed.vertices(), 0, 0, 0, 0);
            assertPoint(posed.vertices(), 1, 0, 0.1, 0);
            assertPoint(posed.vertices(), 2, 0, 0, 0.1);
            assertPoint(posed.vertices(), 3, 1.5, 0, 0);
            assertPoint(posed.vertices(), 4, 1.5, 0, -1.5);
            assertPoint(posed.vertices(), 5, 1.5, 0.1, -1.5);
            assertPoint(posed.vertices(), 6, 1.6, 0, -1.5);
            assertPoint(posed.vertices(), 7, 1.5, 0.2, -0.75);
        }
    }

    /** In the axes of the file, relative to the root at (10, 20, 30) in ours. */
    private static void assertPoint(float[] ours, int index, double x, double y, double z) {
        assertThat(ours[index * 3 + 1] - 20).as("x of %d", index).isCloseTo((float) x, within(1e-5f));
        assertThat(ours[index * 3 + 2] - 30).as("y of %d", index).isCloseTo((float) y, within(1e-5f));
        assertThat(ours[index * 3] - 10).as("z of %d", index).isCloseTo((float) z, within(1e-5f));
    }

    @Test
    void randomModelsInRandomPosesFollowThePublishedEquations() {
        for (long seed = 1; seed <= 3; seed++) {
            Random random = new Random(seed);
            SmallModels.Arrays24 arrays = SmallModels.random(seed, 0.02);
            double[] betas = random.doubles(10).map(x -> 4 * x - 2).toArray();
            double[] turns = random.doubles(72).map(x -> 3 * x - 1.5).toArray();
            double[] expected = arrays.posed(betas, turns, new double[] {0.3, -0.2, 0.7});
            float[] rotations = new float[24 * 4];
            float[] floats = new float[10];
            for (int j = 0; j < 24; j++) {
                // The file's axes x, y, z are our y, z, x.
                Vec3 ours = new Vec3(turns[j * 3 + 2], turns[j * 3], turns[j * 3 + 1]);
                put(rotations, j, Quaternion.fromRotationVector(ours));
            }
            for (int s = 0; s < 10; s++) {
                floats[s] = (float) betas[s];
            }
            float[] root = {(float) expected[362], (float) expected[360], (float) expected[361]};
            try (BodyModel model = load(arrays.npz())) {
                BodyModel.Posed posed = model.pose(floats, root, rotations);
                assertSame(posed.vertices(), expected, 0, seed);
                assertSame(posed.joints(), expected, 360, seed);
            }
        }
    }

    private static void put(float[] rotations, int joint, Quaternion q) {
        rotations[joint * 4] = (float) q.w();
        rotations[joint * 4 + 1] = (float) q.x();
        rotations[joint * 4 + 2] = (float) q.y();
        rotations[joint * 4 + 3] = (float) q.z();
    }

    private static void assertSame(float[] ours, double[] theirs, int start, long seed) {
        for (int at = 0; at < ours.length; at += 3) {
            assertThat((double) ours[at]).as("seed %d, x of %d", seed, at / 3).isCloseTo(theirs[start + at + 2], within(1e-5));
            assertThat((double) ours[at + 1]).as("seed %d, y of %d", seed, at / 3).isCloseTo(theirs[start + at], within(1e-5));
            assertThat((double) ours[at + 2]).as("seed %d, z of %d", seed, at / 3).isCloseTo(theirs[start + at + 1], within(1e-5));
        }
    }

    @Test
    void sparseRegressorsOfAllLayoutsGiveTheSameBody() {
        float[] rotations = {1, 0, 0, 0, 0.8f, 0, 0.6f, 0};
        float[] dense;
        try (BodyModel model = load(SmallModels.bar())) {
            dense = model.pose(new float[] {0.25f}, new float[3], rotations).vertices();
        }
        double[] ones = {1, 1};
        NpzBytes byRow = SmallModels.bar().without("J_regressor").doubles("J_regressor_data", ones, 2)
                .unsigned("J_regressor_indices", new int[] {0, 3}, 2).unsigned("J_regressor_indptr", new int[] {0, 1, 2}, 3);
        NpzBytes byColumn = SmallModels.bar().without("J_regressor").doubles("J_regressor.data", ones, 2).text("J_regressor.format", "csc")
                .unsigned("J_regressor.indices", new int[] {0, 1}, 2)
                .unsigned("J_regressor.indptr", new int[] {0, 1, 1, 1, 2, 2, 2, 2, 2}, 9)
                .unsigned("J_regressor.shape", new int[] {2, 8}, 2);
        NpzBytes byPlace = SmallModels.bar().without("J_regressor").doubles("J_regressor/data", new double[] {1, 0.5, 0.5}, 3)
                .unsigned("J_regressor/row", new int[] {0, 1, 1}, 3).unsigned("J_regressor/col", new int[] {0, 3, 3}, 3);
        for (NpzBytes sparse : new NpzBytes[] {byRow, byColumn, byPlace}) {
            try (BodyModel model = load(sparse)) {
                assertThat(model.pose(new float[] {0.25f}, new float[3], rotations).vertices()).isEqualTo(dense);
            }
        }
    }

    @Test
    void aShapedBodyFollowsAMotionAsTheModelItself() {
        SmallModels.Arrays24 arrays = SmallModels.random(4, 0.02);
        try (BodyModel model = load(arrays.npz())) {
            BodyMesh body = model.shaped(1, -1);
            BodySequence motion = Motions.random(body.skeleton(), 40, 1.2, 8);
            float[] together = body.vertices(motion, 0, 40);
            for (int t = 0; t < 40; t += 13) {
                float[] rotations = new float[24 * 4];
                for (int j = 0; j < 24; j++) {
                    put(rotations, j, j < 22 ? motion.localRotation(t, j) : Quaternion.IDENTITY);
                }
                Vec3 root = motion.jointInWorld(t, 0);
                float[] rootArray = {(float) root.x(), (float) root.y(), (float) root.z()};
                BodyModel.Posed posed = model.pose(new float[] {1, -1}, rootArray, rotations);
                float[] vertices = body.vertices(motion, t);
                for (int i = 0; i < vertices.length; i++) {
                    assertThat(vertices[i]).as("seed 8, frame %d, value %d", t, i).isCloseTo(posed.vertices()[i], within(1e-5f));
                    assertThat(together[t * vertices.length + i]).isCloseTo(vertices[i], within(1e-6f));
                }
                // The skeleton is the model's own, so the motion's joints are the body's.
                for (int j = 0; j < BodySkeleton.JOINTS; j++) {
                    Vec3 joint = motion.jointInWorld(t, j);
                    assertThat(new Vec3(posed.joints()[j * 3], posed.joints()[j * 3 + 1], posed.joints()[j * 3 + 2]).distanceTo(joint))
                            .isLessThan(1e-5);
                }
            }
        }
    }

    @Test
    void aBodyPoseOfTheMainPathGivesTheSameSurface() {
        try (BodyModel model = load(SmallModels.random(4, 0.02).npz())) {
            BodyMesh body = model.shaped();
            BodySequence motion = Motions.random(body.skeleton(), 1, 1.2, 9);
            float[] rotations = new float[SmplJoint.COUNT * 4];
            for (int j = 0; j < SmplJoint.COUNT; j++) {
                put(rotations, j, j < 22 ? motion.localRotation(0, j) : Quaternion.IDENTITY);
            }
            BodyPose.Body kind = new BodyPose.Body("smpl-neutral", "test", 1.7f);
            BodyPose pose = new BodyPose(kind, rotations, body.joints(motion, 0), new float[4], 1);
            float[] expected = body.vertices(motion, 0);
            float[] got = body.vertices(pose);
            for (int i = 0; i < got.length; i++) {
                assertThat(got[i]).isCloseTo(expected[i], within(1e-5f));
            }
        }
    }

    @Test
    void theGlbOfAModelWithoutPoseShapesIsTheSameSurface() throws IOException {
        SmallModels.Arrays24 arrays = SmallModels.random(5, 0);
        try (BodyModel model = load(arrays.npz())) {
            BodyMesh body = model.shaped(2);
            BodySequence motion = Motions.random(body.skeleton(), 3, 1.2, 10);
            Path file = folder.resolve("smpl.glb");
            body.writeGlb(motion, file);
            for (int t = 0; t < 3; t++) {
                float[] ours = body.vertices(motion, t);
                double[] theirs = new GlbScene(file).vertices(t);
                for (int at = 0; at < ours.length; at += 3) {
                    assertThat(theirs[at]).isCloseTo(ours[at + 1], within(1e-4));
                    assertThat(theirs[at + 1]).isCloseTo(ours[at + 2], within(1e-4));
                    assertThat(theirs[at + 2]).isCloseTo(ours[at], within(1e-4));
                }
            }
        }
    }

    @Test
    void theRestBodyStandsOnTheFloor() {
        try (BodyModel model = load(SmallModels.random(6, 0.02).npz())) {
            BodyMesh body = model.shaped(0.5f);
            float lowest = Float.MAX_VALUE;
            for (int at = 2; at < body.vertexCount() * 3; at += 3) {
                lowest = Math.min(lowest, body.restVertices()[at]);
            }
            assertThat(lowest).isEqualTo(0);
        }
    }

    @Test
    void posingKeepsNoNativeMemory() {
        try (BodyModel model = load(SmallModels.random(7, 0.02).npz())) {
            BodyMesh body = model.shaped();
            BodySequence motion = Motions.random(body.skeleton(), 1, 1, 3);
            body.vertices(motion, 0);
            long before = TorchRuntime.nativeObjects();
            for (int i = 0; i < 300; i++) {
                body.vertices(motion, 0);
            }
            assertThat(TorchRuntime.nativeObjects()).isLessThanOrEqualTo(before);
        }
    }

    @Test
    void aModelThatIsNoBodyCanBePosedButNotBeAMesh() {
        try (BodyModel model = load(SmallModels.bar())) {
            assertThatThrownBy(model::shaped).isInstanceOf(PipelineException.class)
                    .hasMessageContaining("expected the first 22 joints to be those of SMPL, got another tree of 2 joints");
            assertThatThrownBy(() -> model.pose(new float[2], new float[3], new float[8])).isInstanceOf(PipelineException.class)
                    .hasMessageContaining("expected at most 1 numbers, got 2");
            assertThatThrownBy(() -> model.pose(new float[1], new float[3], new float[4])).isInstanceOf(PipelineException.class)
                    .hasMessageContaining("expected 1 x 2 x 4 numbers of rotation, got 4");
        }
    }

    static Stream<Arguments> badFiles() {
        double[] halfWeights = new double[16];
        double[] negative = new double[16];
        for (int v = 0; v < 8; v++) {
            halfWeights[v * 2] = 0.5;
            negative[v * 2] = 2;
            negative[v * 2 + 1] = -1;
        }
        return Stream.of(
                bad("expected array weights, got \"[J_regressor,", npz -> npz.without("weights")),
                bad("expected array J_regressor", npz -> npz.without("J_regressor")),
                bad("posedirs: expected shape [8, 3, 9], got [8, 3, 18]", npz -> npz.doubles("posedirs", new double[432], 8, 3, 18)),
                bad("shapedirs: expected plain values, got pickled objects", npz -> npz.pickled("shapedirs")),
                bad("v_template: expected finite numbers, got NaN", npz -> npz.doubles("v_template", nans(), 8, 3)),
                bad("f: expected vertices 0..7, got 8", npz -> npz.unsigned("f", new int[] {0, 1, 8}, 1, 3)),
                bad("weights: expected rows that sum to 1, got 0.5 at vertex 0", npz -> npz.doubles("weights", halfWeights, 8, 2)),
                bad("weights: expected at least 0, got -1.0 at vertex 0", npz -> npz.doubles("weights", negative, 8, 2)),
                bad("kintree_table: expected joint 1 after its parent",
                        npz -> npz.unsigned("kintree_table", new int[] {-1, 1, 0, 1}, 2, 2)),
                bad("kintree_table: expected joint 0", npz -> npz.unsigned("kintree_table", new int[] {0, 0, 0, 1}, 2, 2)),
                bad("indptr: expected 3 values from 0 to 1, got 2", npz -> npz.without("J_regressor")
                        .doubles("J_regressor_data", new double[1], 1).unsigned("J_regressor_indices", new int[1], 1)
                        .unsigned("J_regressor_indptr", new int[2], 2)),
                bad("expected entries within [2, 8], got (1, 9)", npz -> npz.without("J_regressor")
                        .doubles("J_regressor_data", new double[1], 1).unsigned("J_regressor_row", new int[] {1}, 1)
                        .unsigned("J_regressor_col", new int[] {9}, 1)));
    }

    private static double[] nans() {
        double[] values = new double[24];
        values[5] = Double.NaN;
        return values;
    }

    private static Arguments bad(String message, Consumer<NpzBytes> change) {
        return Arguments.of(message, change);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badFiles")
    void aBadFileIsRefusedWithItsNameAndWhatIsWrong(String message, Consumer<NpzBytes> change) {
        NpzBytes npz = SmallModels.bar();
        change.accept(npz);
        assertThatThrownBy(() -> load(npz))
                .isInstanceOf(PipelineException.class)
                .hasMessageStartingWith("[model.npz]")
                .hasMessageContaining(message)
                .extracting(e -> ((PipelineException) e).kind())
                .isEqualTo(ErrorKind.MODEL);
    }

    @Test
    void aFileThatIsNoArchiveIsRefused() throws IOException {
        Path file = Files.writeString(folder.resolve("model.npz"), "not a model");
        assertThatThrownBy(() -> BodyModel.load(file, TorchDevice.CPU)).isInstanceOf(PipelineException.class).hasMessageContaining("ZIP");
    }
}
