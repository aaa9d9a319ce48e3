package org.egoscope.motion;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.egoscope.core.geometry.Quaternion;
import org.egoscope.core.geometry.RigidTransform;
import org.egoscope.core.geometry.Vec3;
import org.egoscope.core.motion.BodyPose;
import org.egoscope.core.motion.MotionEvent;
import org.egoscope.core.motion.MotionWindow;
import org.egoscope.core.motion.SmplJoint;
import org.egoscope.core.observation.HeadPose;
import org.egoscope.core.observation.Observation;
import org.egoscope.motion.internal.procedure.ProceduralMotion;
import org.junit.jupiter.api.Test;

/** Bodies that were decided in bunches: third differences across the borders of bunches against those within. */
class SeamsTest {
    private static final long SEED = 5;
    private static final double SECONDS = 25;

    private static List<Observation> everydayMotion() {
        BodySequence motion = ProceduralMotion.generate(SEED, SECONDS).motion();
        Quaternion headFromCamera = Quaternion.fromColumns(new Vec3(0, -1, 0), new Vec3(0, 0, -1), new Vec3(1, 0, 0));
        List<Observation> frames = new ArrayList<>();
        for (int t = 0; t < motion.frames(); t++) {
            Quaternion head = motion.rotationInWorld(t, SmplJoint.HEAD.ordinal());
            RigidTransform camera = new RigidTransform(head.times(headFromCamera), motion.eyesInWorld(t));
            frames.add(Recordings.frame(t, new HeadPose(camera, 1, HeadPose.Source.SIDECAR, true), List.of()));
        }
        return frames;
    }

    @Test
    void bordersOfBunchesAreNoRougherThanTheirInterior() {
        List<MotionEvent> events = Recordings.run(new MotionConfig("free", 1.7, false, 1.0, 1, true), everydayMotion());
        List<BodyPose> bodies = new ArrayList<>();
        List<Integer> sinceSeam = new ArrayList<>();
        for (MotionEvent event : events) {
            List<MotionWindow.PosedFrame> frames = ((MotionWindow) event).frames();
            for (int i = 0; i < frames.size(); i++) {
                bodies.add(frames.get(i).body());
                sinceSeam.add(i);
            }
        }
        double[] sum = new double[2];
        int[] count = new int[2];
        for (int t = 3; t < bodies.size(); t++) {
            int kind = sinceSeam.get(t) < 3 ? 0 : 1;
            sum[kind] += roughness(bodies.subList(t - 3, t + 1));
            count[kind]++;
        }
        assertThat(count[0]).as("frames beside seams").isGreaterThan(100);
        assertThat(sum[0] / count[0]).as("seed %d, interior %.3g", SEED, sum[1] / count[1]).isLessThan(1.1 * sum[1] / count[1]);
    }

    /** Third difference of all joints relative to the head, metres. */
    private static double roughness(List<BodyPose> four) {
        double sum = 0;
        for (int j = 0; j < BodySkeleton.JOINTS; j++) {
            Vec3[] p = new Vec3[4];
            for (int i = 0; i < 4; i++) {
                p[i] = four.get(i).inWorld(SmplJoint.all().get(j)).minus(four.get(i).inWorld(SmplJoint.HEAD));
            }
            sum += p[3].minus(p[0]).minus(p[2].minus(p[1]).times(3)).norm();
        }
        return sum;
    }
}
