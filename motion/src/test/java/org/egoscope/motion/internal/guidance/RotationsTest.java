package org.egoscope.motion.internal.guidance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.egoscope.core.geometry.Quaternion;
import org.egoscope.core.geometry.Vec3;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RotationsTest {
    @ParameterizedTest
    @ValueSource(doubles = {0, 1e-9, 1e-4, 0.3, 1.5, 3.0, 3.1415})
    void exponentialEqualsTheQuaternionsAndLogarithmUndoesIt(double angle) {
        Random random = new Random(1);
        for (int i = 0; i < 50; i++) {
            Vec3 vector = direction(random).times(angle);
            double[] matrix = exponential(vector);
            Quaternion quaternion = Quaternion.fromRotationVector(vector);
            Vec3 point = new Vec3(0.3, -0.5, 0.9);
            Vec3 expected = quaternion.rotate(point);
            assertThat(expected.distanceTo(apply(matrix, point))).isLessThan(1e-9);
            double[] back = new double[3];
            Rotations.logarithm(matrix, 0, new double[4], back, 0);
            assertThat(new Vec3(back[0], back[1], back[2]).distanceTo(vector)).isLessThan(1e-7);
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 1e-5, 0.2, 1.5, 3.0, 3.14159})
    void rightJacobianEqualsDifferencesAndItsInverseUndoesIt(double angle) {
        Random random = new Random(2);
        for (int i = 0; i < 20; i++) {
            Vec3 vector = direction(random).times(angle);
            Vec3 change = direction(random).times(1e-6);
            double[] v = {vector.x(), vector.y(), vector.z()};
            double[] jacobian = new double[9];
            Rotations.rightJacobian(v, 0, jacobian, 0);
            Quaternion moved = Quaternion.fromRotationVector(vector.plus(change));
            Vec3 actual = Quaternion.fromRotationVector(vector).conjugate().times(moved).toRotationVector();
            assertThat(actual.distanceTo(apply(jacobian, change))).isLessThan(1e-11);
            double[] inverse = new double[9];
            Rotations.inverseRightJacobian(v, 0, inverse, 0);
            double[] product = new double[9];
            Rotations.multiply(jacobian, 0, inverse, 0, product, 0);
            for (int k = 0; k < 9; k++) {
                assertThat(product[k]).isCloseTo(k % 4 == 0 ? 1 : 0, within(1e-9));
            }
        }
    }

    @Test
    void quaternionOfTheMatrixOfAQuaternionIsTheQuaternion() {
        Random random = new Random(3);
        for (int i = 0; i < 500; i++) {
            Quaternion q = Quaternion.fromRotationVector(direction(random).times(Math.PI * random.nextDouble()));
            float[] values = {(float) q.w() * 1.01f, (float) q.x() * 1.01f, (float) q.y() * 1.01f, (float) q.z() * 1.01f};
            double[] matrix = new double[9];
            Rotations.fromQuaternion(values, 0, matrix, 0);
            double[] back = new double[4];
            Rotations.toQuaternion(matrix, 0, back);
            assertThat(new Quaternion(back[0], back[1], back[2], back[3]).angleTo(q)).isLessThan(1e-6);
        }
    }

    private static Vec3 direction(Random random) {
        return new Vec3(random.nextGaussian(), random.nextGaussian(), random.nextGaussian()).normalized();
    }

    private static double[] exponential(Vec3 vector) {
        double[] matrix = new double[9];
        Rotations.exponential(new double[] {vector.x(), vector.y(), vector.z()}, 0, matrix, 0);
        return matrix;
    }

    private static Vec3 apply(double[] m, Vec3 v) {
        return new Vec3(
                m[0] * v.x() + m[1] * v.y() + m[2] * v.z(),
                m[3] * v.x() + m[4] * v.y() + m[5] * v.z(),
                m[6] * v.x() + m[7] * v.y() + m[8] * v.z());
    }
}
