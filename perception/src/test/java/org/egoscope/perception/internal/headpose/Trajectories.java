package org.egoscope.perception.internal.headpose;

import java.util.List;
import org.egoscope.core.geometry.Quaternion;
import org.egoscope.core.geometry.RigidTransform;
import org.egoscope.core.geometry.Vec3;

/** Errors of a trajectory against truth after the best similarity (Horn 1987, closed form by quaternions). */
final class Trajectories {
    private Trajectories() {}

    /**
     * @param ateMeters root mean square distance of positions after alignment
     * @param scale truth metres per estimated metre
     * @param rotationRadians root mean square angle of rotations after the best constant turn on both sides' worlds
     * @param truthPathMeters length of the true path
     */
    record Errors(double ateMeters, double scale, double rotationRadians, double truthPathMeters) {}

    static Errors compare(List<RigidTransform> estimate, List<RigidTransform> truth) {
        Vec3 estimateMean = mean(estimate);
        Vec3 truthMean = mean(truth);
        Quaternion turn = meanTurn(estimate, truth);
        double numerator = 0;
        double denominator = 0;
        for (int i = 0; i < truth.size(); i++) {
            Vec3 a = turn.rotate(estimate.get(i).translation().minus(estimateMean));
            Vec3 b = truth.get(i).translation().minus(truthMean);
            numerator += a.dot(b);
            denominator += a.dot(a);
        }
        double scale = denominator == 0 ? 0 : numerator / denominator;
        double sum = 0;
        double rotationSum = 0;
        double path = 0;
        for (int i = 0; i < truth.size(); i++) {
            Vec3 a = turn.rotate(estimate.get(i).translation().minus(estimateMean)).times(scale);
            sum += Math.pow(a.distanceTo(truth.get(i).translation().minus(truthMean)), 2);
            rotationSum += Math.pow(turn.times(estimate.get(i).rotation()).angleTo(truth.get(i).rotation()), 2);
            path += i == 0 ? 0 : truth.get(i).translation().distanceTo(truth.get(i - 1).translation());
        }
        int n = truth.size();
        return new Errors(Math.sqrt(sum / n), scale, Math.sqrt(rotationSum / n), path);
    }

    private static Vec3 mean(List<RigidTransform> poses) {
        Vec3 sum = Vec3.ZERO;
        for (RigidTransform pose : poses) {
            sum = sum.plus(pose.translation());
        }
        return sum.times(1.0 / poses.size());
    }

    /** truthWorldFromEstimateWorld from the rotations themselves: they do not degenerate on a straight path. */
    private static Quaternion meanTurn(List<RigidTransform> estimate, List<RigidTransform> truth) {
        Quaternion first = truth.get(0).rotation().times(estimate.get(0).rotation().conjugate());
        double w = 0;
        double x = 0;
        double y = 0;
        double z = 0;
        for (int i = 0; i < truth.size(); i++) {
            Quaternion q = truth.get(i).rotation().times(estimate.get(i).rotation().conjugate());
            double sign = Math.signum(q.w() * first.w() + q.x() * first.x() + q.y() * first.y() + q.z() * first.z());
            w += sign * q.w();
            x += sign * q.x();
            y += sign * q.y();
            z += sign * q.z();
        }
        return new Quaternion(w, x, y, z).normalized();
    }
}
