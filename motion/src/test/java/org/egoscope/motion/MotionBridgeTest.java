package org.egoscope.motion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.egoscope.core.PipelineException;
import org.egoscope.core.geometry.Quaternion;
import org.egoscope.core.geometry.Vec3;
import org.egoscope.core.motion.SmplJoint;
import org.egoscope.motion.internal.procedure.ProceduralMotion;
import org.junit.jupiter.api.Test;

class MotionBridgeTest {
    private static final int J = BodySkeleton.JOINTS;
    private static final int KNEE = SmplJoint.LEFT_KNEE.ordinal();
    private static final Vec3 UP = new Vec3(0, 0, 1);

    /** How a body moves over time. */
    private interface Moving {
        Quaternion turn(int joint, double seconds);

        Vec3 pelvis(double seconds);
    }

    private static BodySequence frames(int from, int to, double rate, Moving moving) {
        float[] root = new float[(to - from) * 3];
        float[] local = new float[(to - from) * J * 4];
        for (int t = from; t < to; t++) {
            Vec3 pelvis = moving.pelvis(t / rate);
            root[(t - from) * 3] = (float) pelvis.x();
            root[(t - from) * 3 + 1] = (float) pelvis.y();
            root[(t - from) * 3 + 2] = (float) pelvis.z();
            for (int j = 0; j < J; j++) {
                Quaternion q = moving.turn(j, t / rate);
                int at = ((t - from) * J + j) * 4;
                local[at] = (float) q.w();
                local[at + 1] = (float) q.x();
                local[at + 2] = (float) q.y();
                local[at + 3] = (float) q.z();
            }
        }
        return BodySequence.ofLocalRotations(BodySkeleton.ofStature(1.7), rate, root, local);
    }

    private static double largestDistance(BodySequence a, BodySequence b) {
        double largest = 0;
        for (int t = 0; t < a.frames(); t++) {
            for (int j = 0; j < J; j++) {
                largest = Math.max(largest, a.jointInWorld(t, j).distanceTo(b.jointInWorld(t, j)));
            }
        }
        return largest;
    }

    private static final Moving TURNING = new Moving() {
        @Override
        public Quaternion turn(int joint, double seconds) {
            return joint == 0 ? Quaternion.fromAxisAngle(UP, 0.6 * seconds) : Quaternion.IDENTITY;
        }

        @Override
        public Vec3 pelvis(double seconds) {
            return new Vec3(0.9 * seconds, 0.2, 0.95);
        }
    };

    @Test
    void somebodyStiffWhoGlidesAndTurnsEvenlyGoesOnSo() {
        for (double rate : new double[] {15, 30, 60}) {
            int second = (int) rate;
            BodySequence truth = frames(0, 3 * second, rate, TURNING);
            BodySequence bridged = MotionBridge.between(truth.slice(0, second), truth.slice(2 * second, 3 * second), second);
            assertThat(largestDistance(bridged, truth)).as("%s frames per second", rate).isLessThan(0.01);
        }
    }

    @Test
    void aTurnOfMoreThanHalfARoundGoesOnTheWayItBegan() {
        Moving spinning = new Moving() {
            @Override
            public Quaternion turn(int joint, double seconds) {
                return joint == 0 ? Quaternion.fromAxisAngle(UP, 4 * seconds) : Quaternion.IDENTITY;
            }

            @Override
            public Vec3 pelvis(double seconds) {
                return new Vec3(0, 0, 0.95);
            }
        };
        BodySequence truth = frames(0, 90, 30, spinning);
        BodySequence bridged = MotionBridge.between(truth.slice(0, 30), truth.slice(60, 90), 30);
        assertThat(bridged.rotationInWorld(45, 0).angleTo(truth.rotationInWorld(45, 0))).isLessThan(0.1);
    }

    @Test
    void aKneeThatSwingsKeepsItsRhythm() {
        Moving swinging = new Moving() {
            @Override
            public Quaternion turn(int joint, double seconds) {
                return joint == KNEE
                        ? Quaternion.fromAxisAngle(new Vec3(0, 1, 0), 0.4 + 0.4 * Math.sin(2 * Math.PI * seconds / 1.1)) : Quaternion.IDENTITY;
            }

            @Override
            public Vec3 pelvis(double seconds) {
                return new Vec3(0, 0, 0.95);
            }
        };
        BodySequence truth = frames(0, 90, 30, swinging);
        BodySequence bridged = MotionBridge.between(truth.slice(0, 30), truth.slice(60, 90), 30);
        for (int t = 30; t < 60; t++) {
            assertThat(bridged.localRotation(t, KNEE).angleTo(truth.localRotation(t, KNEE))).as("frame %d", t).isLessThan(0.06);
        }
    }

    @Test
    void knownFramesStayBitForBitAndStepsAcrossBordersAreNoLargerThanThoseBeside() {
        BodySequence walk = walk();
        BodySequence first = walk.slice(0, 30);
        BodySequence last = walk.slice(60, 90);
        BodySequence filled = BridgedFeet.stand(MotionBridge.between(first, last, 30), 30, 30);
        assertThat(filled.slice(0, 30).jointsInWorld()).isEqualTo(first.jointsInWorld());
        assertThat(filled.slice(60, 90).rotationsInWorld()).isEqualTo(last.rotationsInWorld());
        double most = 0;
        for (int t = 1; t < 90; t++) {
            most = Math.max(most, t < 30 || t > 60 ? largestStep(walk, t) : 0);
        }
        assertThat(largestStep(filled, 30)).isLessThan(1.3 * most);
        assertThat(largestStep(filled, 60)).isLessThan(1.3 * most);
    }

    /** The three seconds of made motion in which somebody goes farthest. */
    private static BodySequence walk() {
        BodySequence farthest = ProceduralMotion.generate(1, 3).motion();
        for (long seed = 1; seed <= 6; seed++) {
            BodySequence motion = ProceduralMotion.generate(seed, 20).motion();
            for (int t = 0; t + 90 <= motion.frames(); t += 15) {
                BodySequence window = motion.slice(t, t + 90);
                farthest = way(window) > way(farthest) ? window : farthest;
            }
        }
        assertThat(way(farthest)).as("metres").isGreaterThan(1.5);
        return farthest;
    }

    private static double way(BodySequence body) {
        return body.jointInWorld(body.frames() - 1, 0).distanceTo(body.jointInWorld(0, 0));
    }

    private static double largestStep(BodySequence body, int t) {
        double largest = 0;
        for (int j = 0; j < J; j++) {
            largest = Math.max(largest, body.jointInWorld(t, j).distanceTo(body.jointInWorld(t - 1, j)));
        }
        return largest;
    }

    @Test
    void feetThatStandAcrossTheGapHardlySlide() {
        BodySequence walk = walk();
        BodySequence bridged = MotionBridge.between(walk.slice(0, 30), walk.slice(60, 90), 30);
        BodySequence stands = BridgedFeet.stand(bridged, 30, 30);
        assertThat(slides(stands, walk)).isLessThan(0.6 * slides(bridged, walk));
        for (int t = 30; t < 60; t++) {
            for (int c = 0; c < BodySequence.CONTACTS; c++) {
                assertThat(stands.contact(t, c)).isBetween(0f, 1f);
            }
        }
    }

    /** Metres, of toes while the true ones stand. */
    private static double slides(BodySequence said, BodySequence truth) {
        double sum = 0;
        for (int t = 31; t < 60; t++) {
            for (int toe : new int[] {10, 11}) {
                if (truth.jointInWorld(t, toe).distanceTo(truth.jointInWorld(t - 1, toe)) < 0.003) {
                    sum += said.jointInWorld(t, toe).distanceTo(said.jointInWorld(t - 1, toe));
                }
            }
        }
        return sum;
    }

    @Test
    void nothingMissingIsNothingMade() {
        BodySequence body = frames(0, 10, 30, TURNING);
        BodySequence joined = BridgedFeet.stand(MotionBridge.between(body.slice(0, 5), body.slice(5, 10), 0), 5, 0);
        assertThat(joined.jointsInWorld()).isEqualTo(body.jointsInWorld());
    }

    @Test
    void whatCannotBeIsRefused() {
        BodySequence body = frames(0, 10, 30, TURNING);
        assertThatThrownBy(() -> MotionBridge.between(body.slice(0, 1), body, 3)).isInstanceOf(PipelineException.class);
        assertThatThrownBy(() -> MotionBridge.between(body, frames(0, 10, 60, TURNING), 3)).hasMessageContaining("one rate");
        assertThatThrownBy(() -> MotionBridge.between(body, body, -1)).isInstanceOf(PipelineException.class);
    }
}
