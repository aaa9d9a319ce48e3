package org.egoscope.motion.internal.evaluation.baseline;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.egoscope.core.Shape;
import org.egoscope.motion.internal.evaluation.measure.SymmetricEigen;

/**
 * Turns vectors so that their largest variance comes first. The turn is orthogonal: distances stay, but most of a distance lies in the
 * first few numbers, so that a search can give up most candidates after reading those.
 */
final class PrincipalAxes {
    private final int size;
    private final float[] byComponent;

    /**
     * @param vectors {@code [n, size]}
     * @param stride every so many vectors are looked at
     */
    PrincipalAxes(int size, @Shape("n size") float[] vectors, int stride) {
        this.size = size;
        SymmetricEigen eigen = SymmetricEigen.of(size, products(size, vectors, stride));
        List<Integer> order = new ArrayList<>();
        for (int k = 0; k < size; k++) {
            order.add(k);
        }
        order.sort(Comparator.comparingDouble(k -> -eigen.value(k)));
        byComponent = new float[size * size];
        for (int component = 0; component < size; component++) {
            for (int k = 0; k < size; k++) {
                byComponent[component * size + k] = (float) eigen.vector(order.get(k), component);
            }
        }
    }

    /** About zero: the features are standardised, and any orthogonal turn is right, only not equally fast. */
    private static double[] products(int size, float[] vectors, int stride) {
        double[] products = new double[size * size];
        for (int at = 0; at < vectors.length; at += size * stride) {
            for (int i = 0; i < size; i++) {
                double value = vectors[at + i];
                for (int j = 0; j < size; j++) {
                    products[i * size + j] += value * vectors[at + j];
                }
            }
        }
        return products;
    }

    /** Turns the vector that starts at {@code from} into {@code turned}. */
    void turn(float[] vectors, int from, @Shape("size") float[] turned) {
        Arrays.fill(turned, 0);
        for (int component = 0; component < size; component++) {
            float value = vectors[from + component];
            int row = component * size;
            for (int k = 0; k < size; k++) {
                turned[k] += value * byComponent[row + k];
            }
        }
    }
}
