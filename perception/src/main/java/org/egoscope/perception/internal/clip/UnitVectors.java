package org.egoscope.perception.internal.clip;

/** Vectors whose products are compared. */
final class UnitVectors {
    private UnitVectors() {}

    static double product(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (double) a[i] * b[i];
        }
        return sum;
    }

    static void add(float[] sum, float[] vector) {
        for (int i = 0; i < sum.length; i++) {
            sum[i] += vector[i];
        }
    }

    /** A copy of length 1; zeros stay. */
    static float[] unit(float[] vector) {
        double length = Math.sqrt(product(vector, vector));
        float[] unit = vector.clone();
        for (int i = 0; i < unit.length && length > 0; i++) {
            unit[i] = (float) (unit[i] / length);
        }
        return unit;
    }
}
