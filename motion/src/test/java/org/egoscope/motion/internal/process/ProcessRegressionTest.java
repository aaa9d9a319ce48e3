package org.egoscope.motion.internal.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

class ProcessRegressionTest {
    private static final double RATE = 30;
    private static final int GAP = 30;

    /** 30 values before a gap of 30 frames and 30 after it; the two beside it have to be met. */
    private static double[] predicted(DoubleUnaryOperator truth) {
        double[] known = new double[60];
        boolean[] met = new boolean[60];
        double[] asked = new double[GAP];
        for (int i = 0; i < 30; i++) {
            known[i] = (i - 29) / RATE;
            known[30 + i] = (GAP + 1 + i) / RATE;
        }
        met[29] = true;
        met[30] = true;
        for (int t = 0; t < GAP; t++) {
            asked[t] = (t + 1) / RATE;
        }
        double[] values = new double[60];
        for (int i = 0; i < 60; i++) {
            values[i] = truth.applyAsDouble(known[i]);
        }
        return new ProcessRegression(known, met, asked).predict(values);
    }

    private static double largestError(DoubleUnaryOperator truth) {
        double[] predicted = predicted(truth);
        double largest = 0;
        for (int t = 0; t < GAP; t++) {
            largest = Math.max(largest, Math.abs(predicted[t] - truth.applyAsDouble((t + 1) / RATE)));
        }
        return largest;
    }

    @Test
    void whatStandsStillStaysWhereItIs() {
        assertThat(largestError(seconds -> 0.7)).isLessThan(1e-4);
    }

    @Test
    void swingingGoesOnInItsOwnRhythmAcrossTheGap() {
        for (double period : new double[] {0.7, 0.95, 1.1}) {
            DoubleUnaryOperator swing = seconds -> 0.4 * Math.sin(2 * Math.PI * seconds / period + 0.6) + 0.3;
            assertThat(largestError(swing)).as("period %s s", period).isLessThan(0.06);
        }
    }

    @Test
    void aRampGoesOnAndArrives() {
        assertThat(largestError(seconds -> 0.5 * seconds - 0.2)).isLessThan(0.01);
    }

    @Test
    void theBordersAreMetWithoutAJump() {
        double[] values = predicted(seconds -> seconds < 0.5 ? 0.2 * seconds : 0.9 - 0.1 * seconds);
        assertThat(values[0]).isCloseTo(0.2 / RATE, within(0.01));
        assertThat(values[GAP - 1]).isCloseTo(0.9 - 0.1 * GAP / RATE, within(0.01));
    }

    /** The plain formula, by the inverse from Gauss and Jordan, for one way of moving. */
    @Test
    void aSingleWayOfMovingGivesWhatTheTextbookGives() {
        Random random = new Random(4);
        int n = 6;
        double[] known = new double[n];
        double[] values = new double[n];
        for (int i = 0; i < n; i++) {
            known[i] = 0.2 * i + 0.05 * random.nextDouble();
            values[i] = random.nextGaussian();
        }
        Covariance smooth = Covariance.smooth(0.4);
        double[][] matrix = new double[n][n + 1];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                matrix[i][j] = 1e3 + smooth.shape().at(known[i] - known[j]) + (i == j ? smooth.noise() : 0);
            }
            matrix[i][n] = values[i];
        }
        double[] solved = solved(matrix);
        double expected = 0;
        for (int i = 0; i < n; i++) {
            expected += solved[i] * (1e3 + smooth.shape().at(known[i] - 0.5));
        }
        double[] predicted = new ProcessRegression(List.of(smooth), known, new boolean[n], new double[] {0.5}).predict(values);
        assertThat(predicted[0]).isCloseTo(expected, within(1e-6));
    }

    private static double[] solved(double[][] matrix) {
        int n = matrix.length;
        for (int k = 0; k < n; k++) {
            for (int i = 0; i < n; i++) {
                if (i != k) {
                    double factor = matrix[i][k] / matrix[k][k];
                    for (int j = 0; j <= n; j++) {
                        matrix[i][j] -= factor * matrix[k][j];
                    }
                }
            }
        }
        double[] x = new double[n];
        for (int i = 0; i < n; i++) {
            x[i] = matrix[i][n] / matrix[i][i];
        }
        return x;
    }

    @Test
    void sizeDoesNotChangeWhichWayOfMovingIsTaken() {
        double[] small = predicted(seconds -> 0.3 * Math.sin(7 * seconds) + 0.1 * seconds);
        double[] large = predicted(seconds -> 3 * Math.sin(7 * seconds) + seconds);
        for (int t = 0; t < GAP; t++) {
            assertThat(large[t]).as("frame %d", t).isCloseTo(10 * small[t], within(0.1));
        }
    }

    @Test
    void covariancesAreThoseOfTheClosedForms() {
        assertThat(Covariance.matern(0, 0.5)).isEqualTo(1);
        double r = Math.sqrt(5) * 0.3 / 0.5;
        assertThat(Covariance.matern(-0.3, 0.5)).isCloseTo((1 + r + r * r / 3) * Math.exp(-r), within(1e-12));
        Covariance swinging = Covariance.swinging(1);
        assertThat(swinging.shape().at(1)).isGreaterThan(swinging.shape().at(0.5)).isLessThan(swinging.shape().at(0));
        assertThat(Covariance.all()).hasSize(19);
    }
}
