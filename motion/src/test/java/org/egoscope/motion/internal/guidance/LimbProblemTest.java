package org.egoscope.motion.internal.guidance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.egoscope.core.geometry.Quaternion;
import org.egoscope.core.geometry.Vec3;
import org.egoscope.motion.BodySequence;
import org.egoscope.motion.BodySkeleton;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LimbProblemTest {
    private static final int FRAMES = 6;
    private static final int[] WHOLE = {12, 9, 6, 3, 0, 1, 4, 7, 2, 5, 8, 13, 16, 18, 20, 14, 17, 19, 21};
    private static final int[] POINTS = {0, 1, 2, 13, 14, 4, 7, 10, 5, 8, 11, 20, 21};

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void gradientOfTheWholeBodyEqualsFiniteDifferences(long seed) {
        checkGradient(seed, WHOLE, POINTS, 2, 1.0);
    }

    @Test
    void gradientOfOneLegEqualsFiniteDifferencesWithoutFixedFrames() {
        checkGradient(4, new int[] {1, 4, 7}, new int[] {4, 7, 10}, 0, 1.0);
    }

    @Test
    void gradientEqualsFiniteDifferencesWhereJointsAreFarBeyondTheirLimits() {
        checkGradient(5, WHOLE, POINTS, 1, 4.0);
    }

    @Test
    void gaussNewtonMatrixOfOneStepLowersTheLinearizedCostToItsMinimum() {
        // With all residuals but linear ones switched off the first step lands on the optimum: gradient zero afterwards.
        BodySequence body = randomBody(new Random(9), 1.0);
        BodyTrack track = new BodyTrack();
        track.load(body, 0, FRAMES);
        LimbProblem problem = new LimbProblem(
                track, new int[] {1, 4, 7}, new int[] {4, 7, 10}, new GuidanceWeights(1, 0, 0, 5, 10, 0, 0, 0, 0, 0, 0, Beyond.END));
        problem.prepare(body, GuidanceTargets.floorAtZero(), 0);
        shake(track, problem.parts(), new Random(10));
        problem.evaluate(new double[FRAMES]);
        problem.linearize();
        problem.system().solve();
        for (int t = 0; t < FRAMES; t++) {
            for (int v = 0; v < 3; v++) {
                for (int axis = 0; axis < 3; axis++) {
                    double start = track.corrections()[BodyTrack.index(t, problem.parts()[v]) * 3 + axis];
                    assertThat(start + problem.system().rightSide()[t * 9 + v * 3 + axis]).isCloseTo(0, within(1e-12));
                }
            }
        }
    }

    /**
     * Where all residuals vanish the Gauss-Newton matrix is the true second derivative, here by differences of the gradient. The floor's
     * one-sided residual is left out: toes stand on its edge.
     */
    @Test
    void matrixEqualsDifferencesOfTheGradientWhereResidualsVanish() {
        BodySequence body = standing();
        WristTargets wrists = new WristTargets(FRAMES);
        for (int t = 0; t < FRAMES; t++) {
            wrists.put(t, 0, body.jointInWorld(t, 20), body.rotationInWorld(t, 20), 0.7);
        }
        BodyTrack track = new BodyTrack();
        track.load(body, 0, FRAMES);
        track.fix(body.rotationsInWorld(), body.jointsInWorld(), 0, 1);
        LimbProblem problem = new LimbProblem(track, WHOLE, POINTS, new GuidanceWeights(1, 5, 3, 5, 10, 30, 20, 0, 5, 50, 10, Beyond.END));
        problem.prepare(body, GuidanceTargets.floorAtZero().withWrists(wrists), 0);
        problem.evaluate(new double[FRAMES]);
        problem.linearize();
        double[] matrix = problem.system().values().clone();
        int size = problem.system().size();
        for (int unknown = 0; unknown < size; unknown++) {
            int at = BodyTrack.index(3, WHOLE[unknown / 3]) * 3 + unknown % 3;
            double[] above = gradient(problem, track, at, 1e-7);
            double[] below = gradient(problem, track, at, -1e-7);
            for (int back = 0; back <= 2; back++) {
                for (int row = back == 0 ? unknown : 0; row < size; row++) {
                    double expected = (below[(2 + back) * size + row] - above[(2 + back) * size + row]) / 2e-7;
                    double actual = matrix[problem.system().at(2 + back, back) + row * size + unknown];
                    assertThat(actual).as("unknown %d, %d frames later, row %d", unknown, back, row)
                            .isCloseTo(expected, within(1e-2 + 1e-5 * Math.abs(expected)));
                }
            }
        }
    }

    private static double[] gradient(LimbProblem problem, BodyTrack track, int at, double step) {
        track.corrections()[at] = step;
        problem.evaluate(new double[FRAMES]);
        problem.linearize();
        track.corrections()[at] = 0;
        return problem.system().rightSide().clone();
    }

    /** Standing still with knees and elbows bent, all feet in contact, at its standing heights. */
    private static BodySequence standing() {
        BodySkeleton skeleton = BodySkeleton.ofStature(1.7);
        float[] root = new float[FRAMES * 3];
        float[] local = new float[FRAMES * BodySkeleton.JOINTS * 4];
        float[] contacts = new float[FRAMES * BodySequence.CONTACTS];
        for (int t = 0; t < FRAMES; t++) {
            for (int j = 0; j < BodySkeleton.JOINTS; j++) {
                double bend = j == 1 || j == 2 ? -0.4 : j == 4 || j == 5 ? 0.8 : j == 7 || j == 8 ? -0.4 : 0;
                double elbow = j == 18 ? -0.5 : j == 19 ? 0.5 : 0;
                Quaternion q = Quaternion.fromRotationVector(new Vec3(0, bend, elbow));
                int at = (t * BodySkeleton.JOINTS + j) * 4;
                local[at] = (float) q.w();
                local[at + 1] = (float) q.x();
                local[at + 2] = (float) q.y();
                local[at + 3] = (float) q.z();
            }
            for (int c = 0; c < BodySequence.CONTACTS; c++) {
                contacts[t * BodySequence.CONTACTS + c] = 1;
            }
        }
        BodySequence body = BodySequence.ofLocalRotations(skeleton, 25, root, local);
        double lift = skeleton.ballHeightMeters() - body.jointInWorld(0, 10).z();
        for (int t = 0; t < FRAMES; t++) {
            root[t * 3 + 2] = (float) lift;
        }
        BodySequence lifted = BodySequence.ofLocalRotations(skeleton, 25, root, local);
        return new BodySequence(skeleton, 25, lifted.rotationsInWorld(), lifted.jointsInWorld(), contacts);
    }

    private static void checkGradient(long seed, int[] parts, int[] points, int fixed, double spread) {
        Random random = new Random(seed);
        BodySequence body = randomBody(random, spread);
        BodyTrack track = new BodyTrack();
        track.load(body, 0, FRAMES);
        BodySequence committed = randomBody(random, spread);
        track.fix(committed.rotationsInWorld(), committed.jointsInWorld(), 0, fixed);
        LimbProblem problem = new LimbProblem(track, parts, points, GuidanceWeights.defaults());
        problem.prepare(body, GuidanceTargets.floorAtZero().withWrists(wrists(random)), 0);
        shake(track, parts, random);
        problem.evaluate(new double[FRAMES]);
        problem.linearize();
        double[] right = problem.system().rightSide().clone();
        double[] x = track.corrections();
        for (int t = fixed; t < FRAMES; t++) {
            for (int v = 0; v < parts.length; v++) {
                for (int axis = 0; axis < 3; axis++) {
                    int at = BodyTrack.index(t, parts[v]) * 3 + axis;
                    double value = x[at];
                    double step = 1e-6;
                    x[at] = value + step;
                    double above = problem.evaluate(new double[FRAMES]);
                    x[at] = value - step;
                    double below = problem.evaluate(new double[FRAMES]);
                    x[at] = value;
                    double expected = -(above - below) / (2 * step);
                    assertThat(right[(t - fixed) * parts.length * 3 + v * 3 + axis])
                            .as("seed %d, frame %d, part %d, axis %d", seed, t, parts[v], axis)
                            .isCloseTo(expected, within(1e-4 * (1 + Math.abs(expected))));
                }
            }
        }
    }

    private static void shake(BodyTrack track, int[] parts, Random random) {
        for (int t = track.fixedFrames(); t < track.frames(); t++) {
            for (int part : parts) {
                for (int axis = 0; axis < 3; axis++) {
                    track.corrections()[BodyTrack.index(t, part) * 3 + axis] = 0.2 * random.nextGaussian();
                }
            }
        }
    }

    private static WristTargets wrists(Random random) {
        WristTargets wrists = new WristTargets(FRAMES);
        for (int t = 0; t < FRAMES; t++) {
            Vec3 near = new Vec3(random.nextGaussian(), random.nextGaussian(), 1);
            wrists.put(t, 0, near, Quaternion.fromRotationVector(near), 0.5 + random.nextDouble() / 2);
            if (t % 2 == 0) {
                wrists.put(t, 1, near.times(0.3), random.nextDouble());
            }
        }
        return wrists;
    }

    /** Low enough that parts of it are in the floor; contacts anything. */
    private static BodySequence randomBody(Random random, double spread) {
        float[] root = new float[FRAMES * 3];
        float[] local = new float[FRAMES * BodySkeleton.JOINTS * 4];
        float[] contacts = new float[FRAMES * BodySequence.CONTACTS];
        for (int t = 0; t < FRAMES; t++) {
            root[t * 3 + 2] = 0.6f;
            for (int j = 0; j < BodySkeleton.JOINTS; j++) {
                Vec3 turn = new Vec3(random.nextGaussian(), random.nextGaussian(), random.nextGaussian()).times(0.3 * spread);
                Vec3 capped = turn.norm() > 2.2 ? turn.times(2.2 / turn.norm()) : turn;
                Quaternion q = Quaternion.fromRotationVector(capped);
                int at = (t * BodySkeleton.JOINTS + j) * 4;
                local[at] = (float) q.w();
                local[at + 1] = (float) q.x();
                local[at + 2] = (float) q.y();
                local[at + 3] = (float) q.z();
            }
            for (int c = 0; c < BodySequence.CONTACTS; c++) {
                contacts[t * BodySequence.CONTACTS + c] = random.nextFloat();
            }
        }
        BodySequence body = BodySequence.ofLocalRotations(BodySkeleton.ofStature(1.7), 25, root, local);
        return new BodySequence(body.skeleton(), 25, body.rotationsInWorld(), body.jointsInWorld(), contacts);
    }
}
