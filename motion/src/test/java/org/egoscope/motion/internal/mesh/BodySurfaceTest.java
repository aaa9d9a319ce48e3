package org.egoscope.motion.internal.mesh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import org.egoscope.core.geometry.Quaternion;
import org.egoscope.core.geometry.Vec3;
import org.egoscope.core.motion.SmplJoint;
import org.egoscope.motion.BodyMesh;
import org.egoscope.motion.BodySequence;
import org.egoscope.motion.BodySkeleton;
import org.egoscope.motion.internal.format.CompactNpz;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BodySurfaceTest {
    private static final BodySkeleton SKELETON = BodySkeleton.ofStature(1.69);
    private static final BodyMesh BODY = BodyMesh.of(SKELETON);

    @Test
    void everyEdgeHasOneTriangleOnEachSideAndTheSurfaceIsOneSphereWithoutHandles() {
        int[] triangles = BODY.triangles();
        Map<Long, Integer> directed = new HashMap<>();
        for (int c = 0; c < triangles.length; c++) {
            directed.merge(edge(triangles[c], triangles[c % 3 == 2 ? c - 2 : c + 1]), 1, Integer::sum);
        }
        assertThat(directed.values()).containsOnly(1);
        assertThat(directed.keySet().stream().filter(edge -> !directed.containsKey(edge >>> 32 | edge << 32))).isEmpty();
        assertThat(reached(triangles)).isEqualTo(BODY.vertexCount());
        // Euler: V - E + F = 2 for one sphere.
        assertThat(BODY.vertexCount() - directed.size() / 2 + triangles.length / 3).isEqualTo(2);
        assertThat(BODY.vertexCount()).isBetween(5000, 8000);
    }

    private static long edge(int from, int to) {
        return (long) from << 32 | to;
    }

    private static int reached(int[] triangles) {
        int[][] fans = new TriangleSurface(BODY.restVertices(), triangles).fans();
        boolean[] seen = new boolean[fans.length];
        ArrayDeque<Integer> queue = new ArrayDeque<>();
        queue.add(0);
        seen[0] = true;
        int count = 0;
        while (!queue.isEmpty()) {
            int v = queue.remove();
            count++;
            for (int triangle : fans[v]) {
                for (int c = triangle * 3; c < triangle * 3 + 3; c++) {
                    if (!seen[triangles[c]]) {
                        seen[triangles[c]] = true;
                        queue.add(triangles[c]);
                    }
                }
            }
        }
        return count;
    }

    @Test
    void theSurfaceComesOutTheSameEveryTime() {
        Rig again = new BodyTemplate().fit(SKELETON);
        assertThat(again.surface().triangles()).isEqualTo(BODY.triangles());
        assertThat(again.surface().points()).isEqualTo(BODY.restVertices());
    }

    @Test
    void noTriangleIsAFlake() {
        float[] p = BODY.restVertices();
        int[] t = BODY.triangles();
        for (int c = 0; c < t.length; c += 3) {
            Vec3 a = at(p, t[c]);
            Vec3 b = at(p, t[c + 1]);
            Vec3 d = at(p, t[c + 2]);
            double longest = Math.max(a.distanceTo(b), Math.max(b.distanceTo(d), d.distanceTo(a)));
            double height = b.minus(a).cross(d.minus(a)).norm() / longest;
            assertThat(height / longest).as("height over longest side of triangle %d at %s", c / 3, a).isGreaterThan(0.1);
        }
    }

    private static Vec3 at(float[] points, int vertex) {
        return new Vec3(points[vertex * 3], points[vertex * 3 + 1], points[vertex * 3 + 2]);
    }

    /** By the divergence theorem, positive if the triangles face outwards. */
    private static double cubicMeters(float[] p, int[] t) {
        double sum = 0;
        for (int c = 0; c < t.length; c += 3) {
            sum += at(p, t[c]).dot(at(p, t[c + 1]).cross(at(p, t[c + 2]))) / 6;
        }
        return sum;
    }

    /** A body of 1.70 m and normal weight displaces 60 to 75 litres; volume goes with the third power of stature. */
    @ParameterizedTest
    @ValueSource(doubles = {1.10, 1.50, 1.69, 2.00})
    void theBodyStandsOnTheFloorWithItsHeightAndVolume(double stature) {
        BodyMesh body = BodyMesh.of(BodySkeleton.ofStature(stature));
        float[] rest = body.restVertices();
        float lowest = Float.MAX_VALUE;
        float highest = 0;
        for (int z = 2; z < rest.length; z += 3) {
            lowest = Math.min(lowest, rest[z]);
            highest = Math.max(highest, rest[z]);
        }
        assertThat(lowest).isCloseTo(0, within(0.001f));
        assertThat((double) highest).isCloseTo(stature, within(0.015 * stature));
        assertThat(cubicMeters(rest, body.triangles()) / Math.pow(stature / 1.7, 3)).isBetween(0.060, 0.075);
    }

    @Test
    void theRestPoseGivesTheRestVertices() {
        float[] posed = BODY.vertices(Motions.turned(SKELETON, 0, Quaternion.IDENTITY), 0);
        float[] rest = BODY.restVertices();
        for (int i = 0; i < rest.length; i++) {
            assertThat(posed[i]).isCloseTo(rest[i], within(2e-6f));
        }
    }

    @Test
    void aBodyThatMovesAsAWholeMovesRigidly() {
        Quaternion turn = Quaternion.fromAxisAngle(new Vec3(1, 2, 3), 2.1);
        float[] posed = BODY.vertices(Motions.turned(SKELETON, 0, turn), 0);
        Vec3 pelvis = new Vec3(0, 0, SKELETON.pelvisHeightMeters());
        for (int v = 0; v < BODY.vertexCount(); v++) {
            Vec3 expected = turn.rotate(at(BODY.restVertices(), v).minus(pelvis)).plus(pelvis);
            assertThat(at(posed, v).distanceTo(expected)).isLessThan(5e-6);
        }
    }

    @Test
    void skinningIsTheWeightedSumOfRigidMotions() {
        Rig rig = BodyTemplate.reference().fit(SKELETON);
        BodySequence motion = Motions.random(SKELETON, 3, 1.5, 11);
        for (int frame = 0; frame < motion.frames(); frame++) {
            float[] posed = BODY.vertices(motion, frame);
            for (int v = 0; v < BODY.vertexCount(); v++) {
                Vec3 sum = Vec3.ZERO;
                double weights = 0;
                for (int k = v * 4; k < v * 4 + 4; k++) {
                    int joint = rig.skin().joints()[k];
                    int known = joint < BodySkeleton.JOINTS ? joint : rig.parents()[joint];
                    Vec3 fromJoint = at(rig.surface().points(), v).minus(rig.restJoint(known));
                    Vec3 turned = motion.rotationInWorld(frame, known).normalized().rotate(fromJoint);
                    Vec3 carried = turned.plus(motion.jointInWorld(frame, known));
                    sum = sum.plus(carried.times(rig.skin().weights()[k]));
                    weights += rig.skin().weights()[k];
                }
                assertThat(weights).isCloseTo(1, within(1e-6));
                assertThat(at(posed, v).distanceTo(sum)).as("seed 11, frame %d, vertex %d", frame, v).isLessThan(1e-5);
            }
        }
    }

    @Test
    void aBentElbowMovesTheForearmAndNothingBeyondTheUpperArm() {
        Quaternion bend = Quaternion.fromAxisAngle(new Vec3(0, 0, -1), 1.6);
        float[] posed = BODY.vertices(Motions.turned(SKELETON, SmplJoint.LEFT_ELBOW.ordinal(), bend), 0);
        float[] rest = BODY.restVertices();
        double elbow = BodySolid.restJoints()[SmplJoint.LEFT_ELBOW.ordinal()].y();
        for (int v = 0; v < BODY.vertexCount(); v++) {
            double moved = at(posed, v).distanceTo(at(rest, v));
            if (rest[v * 3 + 1] < elbow - 0.15) {
                assertThat(moved).as("vertex %d at y %.3f", v, rest[v * 3 + 1]).isLessThan(1e-5);
            } else if (rest[v * 3 + 1] > elbow + 0.15) {
                assertThat(moved).isGreaterThan(0.1);
            }
        }
    }

    @Test
    void recordedBodiesOfAllSourcesKeepTheirVolumeWhileTheyMove() {
        for (String clip : new String[] {"cmu/train/amc_13_29", "bandai/train/bn1_bow_active_001", "reactidle/train/ri_000_genuine"}) {
            BodySequence motion = CompactNpz.read(Motions.recorded().resolve(clip + ".npz")).motion();
            BodyMesh body = BodyMesh.of(motion.skeleton());
            double rest = cubicMeters(body.restVertices(), body.triangles());
            assertThat(rest / Math.pow(motion.skeleton().statureMeters() / 1.7, 3)).as(clip).isBetween(0.040, 0.085);
            for (int frame = 0; frame < motion.frames(); frame += 25) {
                float[] posed = body.vertices(motion, frame);
                assertThat(cubicMeters(posed, body.triangles()) / rest).as("%s frame %d", clip, frame).isBetween(0.8, 1.1);
            }
        }
    }
}
