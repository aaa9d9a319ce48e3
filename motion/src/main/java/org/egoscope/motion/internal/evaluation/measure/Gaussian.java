package org.egoscope.motion.internal.evaluation.measure;

import org.egoscope.core.Shape;

/** Mean and covariance of what has been added, and the Fréchet distance between two of them. */
public final class Gaussian {
    private final int size;
    private final double[] sums;
    private final double[] products;
    private long count;

    public Gaussian(int size) {
        this.size = size;
        this.sums = new double[size];
        this.products = new double[size * size];
    }

    public void add(@Shape("n") double[] values) {
        count++;
        for (int i = 0; i < size; i++) {
            sums[i] += values[i];
            for (int j = 0; j < size; j++) {
                products[i * size + j] += values[i] * values[j];
            }
        }
    }

    public long count() {
        return count;
    }

    private double mean(int index) {
        return sums[index] / count;
    }

    private double[] covariance() {
        double[] covariance = new double[size * size];
        for (int i = 0; i < size; i++) {
            for (int j = 0; j < size; j++) {
                covariance[i * size + j] = (products[i * size + j] - sums[i] * mean(j)) / (count - 1);
            }
        }
        return covariance;
    }

    /**
     * Squared Fréchet distance of two normal distributions (Dowson and Landau 1982):
     * {@code |m1 - m2|² + trace(C1 + C2 - 2 (C1 C2)^(1/2))}; NaN with fewer than two samples on either side.
     */
    public static double frechetDistance(Gaussian first, Gaussian second) {
        if (first.count < 2 || second.count < 2) {
            return Double.NaN;
        }
        int n = first.size;
        double[] c1 = first.covariance();
        double[] c2 = second.covariance();
        double[] root = SymmetricEigen.of(n, c1).squareRoot();
        SymmetricEigen inner = SymmetricEigen.of(n, times(n, times(n, root, c2), root));
        double distance = 0;
        for (int i = 0; i < n; i++) {
            double difference = first.mean(i) - second.mean(i);
            distance += difference * difference + c1[i * n + i] + c2[i * n + i] - 2 * Math.sqrt(Math.max(0, inner.value(i)));
        }
        return Math.max(0, distance);
    }

    private static double[] times(int n, double[] a, double[] b) {
        double[] product = new double[n * n];
        for (int i = 0; i < n; i++) {
            for (int k = 0; k < n; k++) {
                for (int j = 0; j < n; j++) {
                    product[i * n + j] += a[i * n + k] * b[k * n + j];
                }
            }
        }
        return product;
    }
}
