package org.egoscope.motion;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.egoscope.core.geometry.ImageSize;
import org.egoscope.core.geometry.Vec3;
import org.egoscope.core.motion.BodyPose;
import org.egoscope.core.motion.SmplJoint;
import org.egoscope.core.observation.Observation;
import org.egoscope.core.video.SessionId;
import org.egoscope.synthetic.SceneConfig;
import org.egoscope.synthetic.SyntheticScene;
import org.junit.jupiter.api.Test;

/** True head and hands of the synthetic scene in, its true joints as the oracle. */
class SyntheticSceneTest {
    private static final SyntheticScene SCENE =
            SyntheticScene.of(SceneConfig.standard(7).withFramesPerSecond(15).withSize(new ImageSize(160, 90)));

    @Test
    void the_body_comes_near_the_true_one_and_the_visible_wrists_nearer() {
        List<Observation> observations = new ArrayList<>();
        for (int i = 0; i < SCENE.frameCount(); i++) {
            observations.add(SCENE.observation(new SessionId("synthetic"), i));
        }
        List<BodyPose> bodies = Recordings.bodies(Recordings.run(MotionConfig.kinematic(), observations));
        double all = 0;
        double upper = 0;
        double anchored = 0;
        double[] perJoint = new double[SmplJoint.COUNT];
        for (int i = 0; i < bodies.size(); i++) {
            BodyPose truth = SCENE.bodyTruth(i).body();
            Vec3 shift = truth.inWorld(SmplJoint.HEAD).minus(bodies.get(i).inWorld(SmplJoint.HEAD));
            for (SmplJoint joint : SmplJoint.all()) {
                double error = bodies.get(i).inWorld(joint).distanceTo(truth.inWorld(joint));
                perJoint[joint.ordinal()] += error / bodies.size();
                all += error;
                anchored += bodies.get(i).inWorld(joint).plus(shift).distanceTo(truth.inWorld(joint));
                upper += isUpper(joint) ? error : 0;
            }
        }
        double frames = bodies.size();
        System.getLogger("motion")
                .log(
                        System.Logger.Level.INFO,
                        "synthetic scene, {0} frames: MPJPE {1} mm world, {2} mm head-anchored, spine and head {3} mm; {4}",
                        bodies.size(),
                        Math.round(1000 * all / frames / SmplJoint.COUNT),
                        Math.round(1000 * anchored / frames / SmplJoint.COUNT),
                        Math.round(1000 * upper / frames / 6),
                        table(perJoint));
        assertThat(bodies).hasSize(SCENE.frameCount());
        assertThat(all / frames / SmplJoint.COUNT).as("MPJPE in metres").isLessThan(0.12);
        assertThat(upper / frames / 6).as("spine and head in metres").isLessThan(0.08);
    }

    private static boolean isUpper(SmplJoint joint) {
        return switch (joint) {
            case SPINE1, SPINE2, SPINE3, NECK, HEAD, PELVIS -> true;
            default -> false;
        };
    }

    private static String table(double[] perJoint) {
        StringBuilder table = new StringBuilder();
        for (SmplJoint joint : SmplJoint.all()) {
            table.append(joint).append(' ').append(Math.round(1000 * perJoint[joint.ordinal()])).append("  ");
        }
        return table.toString();
    }
}
