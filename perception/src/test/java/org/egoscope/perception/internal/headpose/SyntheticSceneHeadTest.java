package org.egoscope.perception.internal.headpose;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.egoscope.core.geometry.RigidTransform;
import org.egoscope.core.observation.HeadPose;
import org.egoscope.core.video.SessionId;
import org.egoscope.perception.HeadPoseEstimator;
import org.egoscope.perception.HeadPoses;
import org.egoscope.perception.VisualOdometryConfig;
import org.egoscope.synthetic.SceneConfig;
import org.egoscope.synthetic.SyntheticFrame;
import org.egoscope.synthetic.SyntheticScene;
import org.junit.jupiter.api.Test;

/** The rendered kitchen: hands in view, a walk, a look around, with the true camera as the oracle. */
class SyntheticSceneHeadTest {
    @Test
    void the_walk_to_the_table_is_followed() {
        SyntheticScene scene = SyntheticScene.of(SceneConfig.standard(7).withFrameStrip(false));
        int frames = Math.min(scene.frameCount(), Integer.getInteger("egoscope.frames", 150));
        List<RigidTransform> estimated = new ArrayList<>();
        List<RigidTransform> truth = new ArrayList<>();
        int lost = 0;
        double quality = 0;
        try (HeadPoseEstimator estimator = HeadPoses.estimator(VisualOdometryConfig.defaults())) {
            SyntheticFrame frame = scene.frame(0);
            for (int i = 0; i < frames; i++) {
                scene.render(i, frame);
                HeadPose pose = estimator.estimate(scene.toVideoFrame(new SessionId("synthetic"), frame, false), List.of());
                estimated.add(pose.worldFromDevice());
                truth.add(frame.worldFromDevice());
                lost += pose.isLost() ? 1 : 0;
                quality += pose.quality() / frames;
            }
        }
        Trajectories.Errors errors = Trajectories.compare(estimated, truth);
        System.getLogger("headpose")
                .log(
                        System.Logger.Level.INFO,
                        "synthetic kitchen, {0} frames: {1}, lost {2}, mean quality {3}",
                        frames,
                        errors,
                        lost,
                        quality);
        assertThat(lost).isLessThan(frames / 20);
        assertThat(errors.ateMeters()).isLessThan(0.08 * errors.truthPathMeters());
        assertThat(Math.toDegrees(errors.rotationRadians())).isLessThan(6);
    }
}
