package org.egoscope.motion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.egoscope.core.PipelineException;
import org.egoscope.core.geometry.Quaternion;
import org.egoscope.core.geometry.Vec3;
import org.egoscope.core.motion.SmplJoint;
import org.junit.jupiter.api.Test;

class BodySequenceTest {
    private static final BodySkeleton SKELETON = BodySkeleton.ofStature(1.8);

    /** Axis times angle per frame and joint. */
    private static double[][][] turns(int frames, long seed) {
        Random random = new Random(seed);
        double[][][] turns = new double[frames][BodySkeleton.JOINTS][3];
        for (double[][] frame : turns) {
            for (double[] turn : frame) {
                for (int i = 0; i < 3; i++) {
                    turn[i] = random.nextGaussian();
                }
            }
        }
        return turns;
    }

    private static BodySequence body(double[][][] turns, double scale) {
        float[] root = new float[turns.length * 3];
        float[] local = new float[turns.length * BodySkeleton.JOINTS * 4];
        for (int t = 0; t < turns.length; t++) {
            root[t * 3] = t;
            root[t * 3 + 2] = 0.9f;
            for (int j = 0; j < BodySkeleton.JOINTS; j++) {
                double[] v = turns[t][j];
                double angle = Math.sqrt(v[0] * v[0] + v[1] * v[1] + v[2] * v[2]);
                int at = (t * BodySkeleton.JOINTS + j) * 4;
                local[at] = (float) (scale * Math.cos(angle / 2));
                for (int i = 0; i < 3; i++) {
                    local[at + 1 + i] = (float) (scale * Math.sin(angle / 2) * v[i] / angle);
                }
            }
        }
        return BodySequence.ofLocalRotations(SKELETON, 50, root, local);
    }

    /** Rodrigues' formula. */
    private static double[][] matrix(double[] v) {
        double angle = Math.sqrt(v[0] * v[0] + v[1] * v[1] + v[2] * v[2]);
        double x = v[0] / angle;
        double y = v[1] / angle;
        double z = v[2] / angle;
        double s = Math.sin(angle);
        double c = 1 - Math.cos(angle);
        return new double[][] {
            {1 - c * (y * y + z * z), c * x * y - s * z, c * x * z + s * y},
            {c * x * y + s * z, 1 - c * (x * x + z * z), c * y * z - s * x},
            {c * x * z - s * y, c * y * z + s * x, 1 - c * (x * x + y * y)}
        };
    }

    private static double[][] product(double[][] a, double[][] b) {
        double[][] product = new double[3][3];
        for (int i = 0; i < 3; i++) {
            for (int j = 0; j < 3; j++) {
                for (int k = 0; k < 3; k++) {
                    product[i][j] += a[i][k] * b[k][j];
                }
            }
        }
        return product;
    }

    private static Vec3 column(double[][] m, int column) {
        return new Vec3(m[0][column], m[1][column], m[2][column]);
    }

    private static Vec3 times(double[][] m, Vec3 v) {
        return column(m, 0).times(v.x()).plus(column(m, 1).times(v.y())).plus(column(m, 2).times(v.z()));
    }

    @Test
    void positionsAndOrientationsEqualThoseOfMatrixProducts() {
        double[][][] turns = turns(5, 3);
        BodySequence body = body(turns, 1.3);
        for (int t = 0; t < 5; t++) {
            double[][][] global = new double[BodySkeleton.JOINTS][][];
            Vec3[] place = new Vec3[BodySkeleton.JOINTS];
            for (int j = 0; j < BodySkeleton.JOINTS; j++) {
                SmplJoint parent = SmplJoint.all().get(j).parent();
                double[][] local = matrix(turns[t][j]);
                global[j] = parent == null ? local : product(global[parent.ordinal()], local);
                place[j] = parent == null
                        ? new Vec3(t, 0, 0.9)
                        : place[parent.ordinal()].plus(times(global[parent.ordinal()], SKELETON.offset(j)));
                assertThat(body.jointInWorld(t, j).distanceTo(place[j])).as("frame %d, joint %d", t, j).isLessThan(2e-6);
                for (int axis = 0; axis < 3; axis++) {
                    Vec3 unit = new Vec3(axis == 0 ? 1 : 0, axis == 1 ? 1 : 0, axis == 2 ? 1 : 0);
                    assertThat(body.rotationInWorld(t, j).rotate(unit).distanceTo(column(global[j], axis))).isLessThan(1e-6);
                }
            }
        }
    }

    @Test
    void localRotationsComeBack() {
        double[][][] turns = turns(3, 4);
        BodySequence body = body(turns, 1);
        for (int j = 0; j < BodySkeleton.JOINTS; j++) {
            double[] v = turns[2][j];
            Quaternion expected = Quaternion.fromRotationVector(new Vec3(v[0], v[1], v[2]));
            assertThat(body.localRotation(2, j).angleTo(expected)).as("joint %d", j).isLessThan(2e-6);
        }
    }

    @Test
    void restPoseStandsOnTheFloorAsHighAsThePublishedOffsetsScaledByStature() {
        float[] local = new float[BodySkeleton.JOINTS * 4];
        for (int j = 0; j < BodySkeleton.JOINTS; j++) {
            local[j * 4] = 1;
        }
        BodySequence body = BodySequence.ofLocalRotations(SKELETON, 30, new float[] {0, 0, (float) SKELETON.pelvisHeightMeters()}, local);
        assertThat(body.jointInWorld(0, SmplJoint.LEFT_FOOT.ordinal()).z()).isCloseTo(SKELETON.ballHeightMeters(), within(1e-6));
        // Ball 0.03, leg 0.052 + 0.398 + 0.379 + 0.091, trunk 0.109 + 0.135 + 0.053 + 0.214 + 0.065.
        assertThat(body.jointInWorld(0, SmplJoint.HEAD.ordinal()).z()).isCloseTo(1.526 * 1.8 / 1.69, within(1e-5));
        assertThat(body.jointInWorld(0, SmplJoint.LEFT_WRIST.ordinal()).y()).isPositive();
        Vec3 eyes = body.jointInWorld(0, SmplJoint.HEAD.ordinal()).plus(SKELETON.eyesInHead());
        assertThat(body.eyesInWorld(0).distanceTo(eyes)).isLessThan(1e-9);
        assertThat(SKELETON.eyesInHead().x()).as("in front of the head joint").isPositive();
    }

    @Test
    void eyesTurnWithTheHead() {
        BodySequence body = body(turns(2, 5), 1);
        Vec3 eyes = body.eyesInWorld(1).minus(body.jointInWorld(1, SmplJoint.HEAD.ordinal()));
        Quaternion head = body.rotationInWorld(1, SmplJoint.HEAD.ordinal());
        assertThat(head.conjugate().rotate(eyes).distanceTo(SKELETON.eyesInHead())).isLessThan(1e-6);
    }

    @Test
    void slicesAndNewContactsLeaveTheRestAsItIs() {
        BodySequence body = body(turns(6, 6), 1);
        float[] labels = new float[6 * BodySequence.CONTACTS];
        labels[3 * BodySequence.CONTACTS + 2] = 0.5f;
        BodySequence part = body.withContacts(labels).slice(2, 5);
        assertThat(part.frames()).isEqualTo(3);
        assertThat(part.framesPerSecond()).isEqualTo(50);
        assertThat(part.contact(1, 2)).isEqualTo(0.5f);
        assertThat(body.contact(3, 2)).as("unknown before").isNaN();
        for (int j = 0; j < BodySkeleton.JOINTS; j++) {
            assertThat(part.jointInWorld(1, j)).isEqualTo(body.jointInWorld(3, j));
            assertThat(part.rotationInWorld(1, j)).isEqualTo(body.rotationInWorld(3, j));
        }
    }

    @Test
    void arraysThatDoNotFitAreRefused() {
        float[] rotations = new float[2 * BodySkeleton.JOINTS * 4];
        float[] joints = new float[2 * BodySkeleton.JOINTS * 3];
        float[] contacts = new float[2 * BodySequence.CONTACTS];
        assertThatThrownBy(() -> new BodySequence(SKELETON, 30, rotations, new float[3], contacts))
                .isInstanceOf(PipelineException.class).hasMessageContaining("joints: expected 132");
        assertThatThrownBy(() -> new BodySequence(SKELETON, 30, new float[4], joints, contacts))
                .isInstanceOf(PipelineException.class).hasMessageContaining("rotations: expected 176");
        assertThatThrownBy(() -> new BodySequence(SKELETON, 30, rotations, joints, new float[13]))
                .isInstanceOf(PipelineException.class).hasMessageContaining("contacts: expected 12");
        assertThatThrownBy(() -> new BodySequence(SKELETON, Double.NaN, rotations, joints, contacts))
                .isInstanceOf(PipelineException.class).hasMessageContaining("frame rate");
    }
}
