package org.egoscope.motion.internal.evaluation.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.egoscope.core.geometry.Quaternion;
import org.egoscope.core.geometry.Vec3;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AlignmentTest {
    private static float[] randomPoints(SplittableRandom random, int count) {
        float[] points = new float[count * 3];
        for (int i = 0; i < points.length; i++) {
            points[i] = (float) random.nextGaussian();
        }
        return points;
    }

    private static float[] applied(float[] points, Similarity similarity) {
        float[] moved = new float[points.length];
        for (int i = 0; i < points.length; i += 3) {
            Vec3 p = similarity.apply(new Vec3(points[i], points[i + 1], points[i + 2]));
            moved[i] = (float) p.x();
            moved[i + 1] = (float) p.y();
            moved[i + 2] = (float) p.z();
        }
        return moved;
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void aKnownTurnScaleAndShiftIsFound(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] from = randomPoints(random, 22);
        Quaternion rotation = Quaternion.fromRotationVector(
                new Vec3(random.nextGaussian(), random.nextGaussian(), random.nextGaussian()));
        Similarity known = new Similarity(0.3 + random.nextDouble(), rotation, new Vec3(3, -2, 1));
        Similarity found = Similarity.fit(from, applied(from, known), 0, 22, true);
        assertThat(found.scale()).isCloseTo(known.scale(), within(1e-5));
        assertThat(found.rotation().angleTo(rotation)).isLessThan(1e-5);
        assertThat(found.translation().distanceTo(known.translation())).isLessThan(1e-5);
    }

    @Test
    void mirroredPointsStayApartBecauseReflectionsAreNotAllowed() {
        float[] from = randomPoints(new SplittableRandom(7), 22);
        float[] mirrored = from.clone();
        for (int i = 0; i < from.length; i += 3) {
            mirrored[i] = -from[i];
        }
        assertThat(Similarity.fit(from, mirrored, 0, 22, true).meanError(from, mirrored, 0, 22)).isGreaterThan(0.5);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {11, 12, 13})
    void noNearbySimilarityHasASmallerSquaredError(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] from = randomPoints(random, 10);
        float[] to = randomPoints(random, 10);
        Similarity best = Similarity.fit(from, to, 0, 10, true);
        double least = squaredError(best, from, to);
        for (int i = 0; i < 200; i++) {
            Vec3 turn = new Vec3(random.nextGaussian(), random.nextGaussian(), random.nextGaussian()).times(0.05);
            Vec3 shift = new Vec3(random.nextGaussian(), random.nextGaussian(), random.nextGaussian()).times(0.02);
            Similarity other = new Similarity(best.scale() * (1 + 0.05 * random.nextGaussian()),
                    Quaternion.fromRotationVector(turn).times(best.rotation()), best.translation().plus(shift));
            assertThat(squaredError(other, from, to)).as("seed %d, try %d", seed, i).isGreaterThanOrEqualTo(least - 1e-9);
        }
    }

    private static double squaredError(Similarity similarity, float[] from, float[] to) {
        double sum = 0;
        float[] moved = applied(from, similarity);
        for (int i = 0; i < from.length; i++) {
            sum += (moved[i] - to[i]) * (double) (moved[i] - to[i]);
        }
        return sum;
    }

    @Test
    void eigenvaluesAndVectorsRebuildTheMatrixAndItsRoot() {
        int n = 9;
        SplittableRandom random = new SplittableRandom(5);
        double[] matrix = new double[n * n];
        for (int k = 0; k < 20; k++) {
            double[] v = random.doubles(n).toArray();
            for (int i = 0; i < n * n; i++) {
                matrix[i] += v[i / n] * v[i % n];
            }
        }
        SymmetricEigen eigen = SymmetricEigen.of(n, matrix);
        double[] root = eigen.squareRoot();
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                double rebuilt = 0;
                double squared = 0;
                for (int k = 0; k < n; k++) {
                    rebuilt += eigen.value(k) * eigen.vector(k, i) * eigen.vector(k, j);
                    squared += root[i * n + k] * root[k * n + j];
                }
                assertThat(rebuilt).isCloseTo(matrix[i * n + j], within(1e-9));
                assertThat(squared).isCloseTo(matrix[i * n + j], within(1e-9));
            }
        }
    }

    @Test
    void theFrechetDistanceOfIndependentNumbersIsThatOfMeansAndDeviations() {
        Gaussian first = new Gaussian(2);
        Gaussian second = new Gaussian(2);
        double angle = 0.7;
        for (int i = 0; i < 4; i++) {
            double a = i % 2 == 0 ? 1 : -1;
            double b = i / 2 == 0 ? 1 : -1;
            addTurned(first, 1 + a * 2, b, angle);
            addTurned(second, 4 + a * 0.5, 1 + b * 3, angle);
        }
        // Means (1, 0) and (4, 1); deviations with n - 1: 2, 1 and 0.5, 3 times sqrt(4 / 3). The turn is the same for both.
        double unit = Math.sqrt(4.0 / 3);
        double expected = 9 + 1 + Math.pow(unit * 1.5, 2) + Math.pow(unit * 2, 2);
        assertThat(Gaussian.frechetDistance(first, second)).isCloseTo(expected, within(1e-9));
        assertThat(Gaussian.frechetDistance(first, first)).isCloseTo(0, within(1e-9));
    }

    private static void addTurned(Gaussian gaussian, double x, double y, double angle) {
        gaussian.add(new double[] {Math.cos(angle) * x - Math.sin(angle) * y, Math.sin(angle) * x + Math.cos(angle) * y});
    }
}
