package org.egoscope.motion.internal.process;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.egoscope.core.Shape;

/**
 * Regression by Gaussian processes (Rasmussen and Williams 2006, chapter 2) of what joints do at times at which nobody saw them. Every
 * joint tells by what is known of it which of several ways of moving it follows: predictions are averaged by how likely each makes what
 * is known, whatever its size. Nothing is learned but the {@link Covariance}s' few durations.
 */
public final class ProcessRegression {
    /** Variance of the level about which a joint moves, which is not known. */
    private static final double LEVEL = 1e3;

    /** For a matrix that can be inverted: where what is known has to be met. */
    private static final double MET = 1e-9;

    /** Squared radians or metres: what moves less is still. */
    private static final double STILL = 1e-5;

    private final int known;
    private final int asked;
    private final List<Way> ways = new ArrayList<>();

    /**
     * One way of moving.
     *
     * @param inverse {@code [known, known]} of the covariance
     * @param weights {@code [known, asked]} of what is known in what is asked
     */
    private record Way(@Shape("n n") double[] inverse, @Shape("n m") double[] weights, double logDeterminant) {}

    /**
     * @param knownSeconds different times
     * @param met which of them have to be met exactly
     */
    public ProcessRegression(@Shape("n") double[] knownSeconds, @Shape("n") boolean[] met, @Shape("m") double[] askedSeconds) {
        this(Covariance.all(), knownSeconds, met, askedSeconds);
    }

    ProcessRegression(List<Covariance> covariances, double[] knownSeconds, boolean[] met, double[] askedSeconds) {
        known = knownSeconds.length;
        asked = askedSeconds.length;
        for (Covariance covariance : covariances) {
            ways.add(way(covariance, knownSeconds, met, askedSeconds));
        }
    }

    private Way way(Covariance covariance, double[] knownSeconds, boolean[] met, double[] askedSeconds) {
        double[] matrix = new double[known * known];
        double[] weights = new double[known * asked];
        double[] inverse = new double[known * known];
        for (int i = 0; i < known; i++) {
            for (int j = 0; j < known; j++) {
                matrix[i * known + j] = LEVEL + covariance.shape().at(knownSeconds[i] - knownSeconds[j]);
            }
            for (int j = 0; j < asked; j++) {
                weights[i * asked + j] = LEVEL + covariance.shape().at(knownSeconds[i] - askedSeconds[j]);
            }
            matrix[i * known + i] += met[i] ? MET : covariance.noise();
            inverse[i * known + i] = 1;
        }
        Cholesky factor = new Cholesky(known, matrix);
        factor.solveInPlace(weights);
        factor.solveInPlace(inverse);
        return new Way(inverse, weights, factor.logDeterminant());
    }

    /**
     * One joint.
     *
     * @param values {@code [known, channels]}: rotation vectors or places
     * @return {@code [asked, channels]}
     */
    public @Shape("m c") double[] predict(@Shape("n c") double[] values) {
        int channels = values.length / known;
        double[] shares = shares(values, channels);
        double[] predicted = new double[asked * channels];
        for (int w = 0; w < shares.length; w++) {
            double[] weights = ways.get(w).weights();
            for (int i = 0; i < known; i++) {
                for (int t = 0; t < asked; t++) {
                    for (int c = 0; c < channels; c++) {
                        predicted[t * channels + c] += shares[w] * weights[i * asked + t] * values[i * channels + c];
                    }
                }
            }
        }
        return predicted;
    }

    /** By likelihood, with the scale of the process at its most likely. */
    private double[] shares(double[] values, int channels) {
        double[] logLikelihood = new double[ways.size()];
        int count = known * channels;
        for (int w = 0; w < logLikelihood.length; w++) {
            double scale = energy(ways.get(w).inverse(), values, channels) / count + STILL;
            logLikelihood[w] = -0.5 * (count * Math.log(scale) + channels * ways.get(w).logDeterminant());
        }
        double most = Arrays.stream(logLikelihood).max().orElseThrow();
        double sum = 0;
        for (int w = 0; w < logLikelihood.length; w++) {
            logLikelihood[w] = Math.exp(logLikelihood[w] - most);
            sum += logLikelihood[w];
        }
        for (int w = 0; w < logLikelihood.length; w++) {
            logLikelihood[w] /= sum;
        }
        return logLikelihood;
    }

    private double energy(double[] inverse, double[] values, int channels) {
        double sum = 0;
        for (int i = 0; i < known; i++) {
            for (int j = 0; j < known; j++) {
                double product = 0;
                for (int c = 0; c < channels; c++) {
                    product += values[i * channels + c] * values[j * channels + c];
                }
                sum += inverse[i * known + j] * product;
            }
        }
        return sum;
    }
}
