package org.egoscope.perception.internal.hands;

import org.egoscope.core.Shape;
import org.egoscope.core.geometry.Camera;
import org.egoscope.core.geometry.CameraModel;
import org.egoscope.core.geometry.Vec3;
import org.egoscope.core.observation.HandKeypoints;

/**
 * Places a hand of known shape in camera space. The shape comes in metres about the hand's middle, as seen by a camera that looks
 * straight at it; it is turned so that this direction becomes the ray through the crop's middle, and the translation is the least
 * squares solution of {@code (I - r r^T)(X + t) = 0} over all keypoints with unit rays r, weighted by inverse squared distance so that
 * the residual is an angle. Rays make it independent of the lens model.
 *
 * <p>Assumption: the network's metres are those of an average adult hand. A hand p percent larger is placed p percent too near. Hence the
 * stated uncertainty: the spread of adults' hands, the network's own error in the shape, and where the field of view is only assumed, its.
 */
final class HandDepth {
    private static final int COUNT = HandKeypoints.COUNT;
    private static final int REWEIGHTINGS = 3;
    /** Root mean square residual above this share of the hand's angular size: shape and picture do not fit, no depth. */
    private static final double MAX_RELATIVE_RESIDUAL = 0.15;
    /** A hand nearer or farther than this is not believed. */
    private static final double MIN_METERS = 0.08;
    private static final double MAX_METERS = 3.0;

    /** Adults' hand length: 193 mm (men) and 181 mm (women), 10 mm of deviation in each (ANSUR II): 6 % over both. */
    private static final double SIZE_SIGMA = 0.06;
    /** Of the distance that the network's shape alone gives, as measured on rendered hands of known size. */
    private static final double SHAPE_SIGMA = 0.1;
    /** Of an assumed focal length: head-mounted cameras see from 70 to 120 degrees. */
    private static final double LENS_SIGMA = 0.25;

    /**
     * A hand in camera space.
     *
     * @param xyzInCamera keypoints in metres, on the rays of their image points; empty where it cannot be told
     * @param relativeSigma standard deviation of the distance over the distance
     */
    record Placement(@Shape("21 3") float[] xyzInCamera, double relativeSigma) {
        static final Placement UNKNOWN = new Placement(new float[0], Double.NaN);
    }

    private final double[] rays = new double[COUNT * 3];
    private final double[] shape = new double[COUNT * 3];

    /** @param square the crop that the shape was seen in */
    Placement place(Camera camera, @Shape("21 2") float[] xyInImage, @Shape("21 3") float[] xyzInHand, RotatedSquare square) {
        if (xyzInHand.length == 0) {
            return Placement.UNKNOWN;
        }
        fillRays(camera.model(), xyInImage);
        turnShape(camera.model().unproject(square.centerX(), square.centerY()), xyzInHand);
        double[] translation = solve();
        double residual = translation.length == 0 ? Double.MAX_VALUE : relativeResidual(translation);
        if (residual > MAX_RELATIVE_RESIDUAL) {
            return Placement.UNKNOWN;
        }
        double lens = camera.calibrated() ? 0 : LENS_SIGMA;
        double squared = SIZE_SIGMA * SIZE_SIGMA + SHAPE_SIGMA * SHAPE_SIGMA + residual * residual + lens * lens;
        return new Placement(onRays(translation), Math.sqrt(squared));
    }

    private void fillRays(CameraModel camera, float[] xy) {
        for (int k = 0; k < COUNT; k++) {
            Vec3 ray = camera.unproject(xy[k * 2], xy[k * 2 + 1]);
            rays[k * 3] = ray.x();
            rays[k * 3 + 1] = ray.y();
            rays[k * 3 + 2] = ray.z();
        }
    }

    /** Rotates by the shortest turn from the optical axis to {@code view}: {@code v + w x v + w x (w x v) / (1 + cos)}. */
    private void turnShape(Vec3 view, float[] xyzInHand) {
        Vec3 axis = new Vec3(0, 0, 1).cross(view);
        double factor = 1 / (1 + view.z());
        for (int k = 0; k < COUNT; k++) {
            Vec3 point = new Vec3(xyzInHand[k * 3], xyzInHand[k * 3 + 1], xyzInHand[k * 3 + 2]);
            Vec3 once = axis.cross(point);
            Vec3 turned = point.plus(once).plus(axis.cross(once).times(factor));
            shape[k * 3] = turned.x();
            shape[k * 3 + 1] = turned.y();
            shape[k * 3 + 2] = turned.z();
        }
    }

    private double[] solve() {
        double[] translation = {0, 0, 0};
        for (int step = 0; step <= REWEIGHTINGS; step++) {
            double[] normal = new double[6];
            double[] right = new double[3];
            for (int k = 0; k < COUNT; k++) {
                accumulate(k, step == 0 ? 1 : 1 / squaredDistance(k, translation), normal, right);
            }
            translation = solveSymmetric(normal, right);
            if (translation.length == 0) {
                return translation;
            }
        }
        return translation;
    }

    private double squaredDistance(int k, double[] t) {
        double x = shape[k * 3] + t[0];
        double y = shape[k * 3 + 1] + t[1];
        double z = shape[k * 3 + 2] + t[2];
        return Math.max(1e-6, x * x + y * y + z * z);
    }

    /** Adds {@code w (I - r r^T)} to the normal matrix (xx, xy, xz, yy, yz, zz) and {@code -w (I - r r^T) X} to the right side. */
    private void accumulate(int k, double weight, double[] normal, double[] right) {
        double rx = rays[k * 3];
        double ry = rays[k * 3 + 1];
        double rz = rays[k * 3 + 2];
        normal[0] += weight * (1 - rx * rx);
        normal[1] -= weight * rx * ry;
        normal[2] -= weight * rx * rz;
        normal[3] += weight * (1 - ry * ry);
        normal[4] -= weight * ry * rz;
        normal[5] += weight * (1 - rz * rz);
        double along = rx * shape[k * 3] + ry * shape[k * 3 + 1] + rz * shape[k * 3 + 2];
        right[0] -= weight * (shape[k * 3] - rx * along);
        right[1] -= weight * (shape[k * 3 + 1] - ry * along);
        right[2] -= weight * (shape[k * 3 + 2] - rz * along);
    }

    /** Cramer's rule; empty if the matrix is singular (all rays parallel). */
    private static double[] solveSymmetric(double[] m, double[] b) {
        double a = m[3] * m[5] - m[4] * m[4];
        double d = m[2] * m[4] - m[1] * m[5];
        double e = m[1] * m[4] - m[2] * m[3];
        double determinant = m[0] * a + m[1] * d + m[2] * e;
        if (!(Math.abs(determinant) > 1e-9 * m[0] * m[3] * m[5])) {
            return new double[0];
        }
        double f = m[0] * m[5] - m[2] * m[2];
        double g = m[1] * m[2] - m[0] * m[4];
        double h = m[0] * m[3] - m[1] * m[1];
        return new double[] {
            (a * b[0] + d * b[1] + e * b[2]) / determinant,
            (d * b[0] + f * b[1] + g * b[2]) / determinant,
            (e * b[0] + g * b[1] + h * b[2]) / determinant
        };
    }

    /** Angular error over angular size of the hand. */
    private double relativeResidual(double[] t) {
        double error = 0;
        double spread = 0;
        for (int k = 0; k < COUNT; k++) {
            double x = shape[k * 3] + t[0];
            double y = shape[k * 3 + 1] + t[1];
            double z = shape[k * 3 + 2] + t[2];
            double along = rays[k * 3] * x + rays[k * 3 + 1] * y + rays[k * 3 + 2] * z;
            double squared = x * x + y * y + z * z;
            if (along <= 0) {
                return Double.MAX_VALUE;
            }
            error += (squared - along * along) / squared;
            double size = shape[k * 3] * shape[k * 3] + shape[k * 3 + 1] * shape[k * 3 + 1] + shape[k * 3 + 2] * shape[k * 3 + 2];
            spread += size / squared;
        }
        return Math.sqrt(error / spread);
    }

    /** Depth from the shape, direction from the picture, which is the surer of the two. */
    private float[] onRays(double[] t) {
        float[] placed = new float[COUNT * 3];
        for (int k = 0; k < COUNT; k++) {
            double x = shape[k * 3] + t[0];
            double y = shape[k * 3 + 1] + t[1];
            double z = shape[k * 3 + 2] + t[2];
            double along = rays[k * 3] * x + rays[k * 3 + 1] * y + rays[k * 3 + 2] * z;
            if (!(along > MIN_METERS) || along > MAX_METERS) {
                return new float[0];
            }
            placed[k * 3] = (float) (rays[k * 3] * along);
            placed[k * 3 + 1] = (float) (rays[k * 3 + 1] * along);
            placed[k * 3 + 2] = (float) (rays[k * 3 + 2] * along);
        }
        return placed;
    }
}
