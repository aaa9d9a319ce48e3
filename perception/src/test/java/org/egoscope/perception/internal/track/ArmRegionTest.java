package org.egoscope.perception.internal.track;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.egoscope.core.observation.Hand;
import org.egoscope.core.observation.HandKeypoints;
import org.egoscope.core.observation.HandSide;
import org.egoscope.core.observation.Instance;
import org.egoscope.core.observation.Mask;
import org.egoscope.core.video.VideoFrame;
import org.egoscope.perception.InstanceTracker;
import org.egoscope.perception.SegmentConfig;
import org.junit.jupiter.api.Test;

/** A bare hand with a blue sleeve lies on a board of nearly its colour and holds a red cup. */
class ArmRegionTest {
    private static final int BOARD = 0;
    private static final int SLEEVE = 1;
    private static final int HAND = 2;
    private static final int CUP = 3;

    private static final PaintedScene SCENE = new PaintedScene()
            .with(190, 150, 105, PaintedScene.box(60, 20, 110, 80, 0, 0))
            .with(60, 80, 150, PaintedScene.box(110, 92, 26, 52, 0, 0))
            .with(215, 165, 140, PaintedScene.box(106, 52, 34, 42, 0, 0))
            .with(180, 20, 25, PaintedScene.disc(118, 60, 9, 0, 0));

    /** Wrist at the sleeve, five straight fingers upwards, spread over the painted hand. */
    private static Hand hand() {
        float[] xy = new float[HandKeypoints.COUNT * 2];
        xy[0] = 123;
        xy[1] = 92;
        for (int finger = 0; finger < 5; finger++) {
            for (int joint = 0; joint < 4; joint++) {
                int k = 1 + finger * 4 + joint;
                xy[k * 2] = 109 + finger * 7;
                xy[k * 2 + 1] = 72 - joint * 5.5f;
            }
        }
        return new Hand(1, HandSide.RIGHT, 0.9f, true, new HandKeypoints(xy, new float[0]), 0.9f, "scripted", false, Optional.empty());
    }

    @Test
    void theArmIsHandAndSleeveWithoutTheBoardAndTheCup() {
        List<Instance> instances;
        try (InstanceTracker tracker = new HierarchyTracker(SegmentConfig.defaults(), Networks.NONE)) {
            VideoFrame frame = SCENE.frame(0);
            instances = tracker.track(frame, List.of(hand()), PaintedScene.NO_POSE);
        }
        List<Instance> arms = instances.stream().filter(i -> i.label().equals(Instance.OWN_ARM)).toList();
        assertThat(arms).hasSize(1);
        Mask arm = arms.get(0).mask();
        int hand = SCENE.truth(HAND, 0).area();
        int sleeve = SCENE.truth(SLEEVE, 0).area();
        assertThat(arm.intersectionArea(SCENE.truth(HAND, 0))).as("of the hand").isGreaterThan((int) (0.6 * hand));
        assertThat(arm.intersectionArea(SCENE.truth(SLEEVE, 0))).as("of the sleeve").isGreaterThan((int) (0.8 * sleeve));
        assertThat(arm.intersectionArea(SCENE.truth(CUP, 0))).as("of the cup").isLessThan(SCENE.truth(CUP, 0).area() / 4);
        assertThat(arm.intersectionArea(SCENE.truth(BOARD, 0))).as("of the board").isLessThan(arm.area() / 8);
        assertThat(instances).as("what the arm hides belongs to nothing else")
                .allSatisfy(i -> assertThat(i == arms.get(0) ? 0 : i.mask().intersectionArea(arm)).isZero());
    }

    /** Keypoints of a hand that is hardly seen are put on the cup that it takes. */
    @Test
    void aCupThatWasKnownBeforeIsNoArmWhenKeypointsComeToLieOnIt() {
        PaintedScene scene = new PaintedScene()
                .with(190, 150, 105, PaintedScene.box(30, 10, 150, 110, 0, 0))
                .with(150, 30, 35, PaintedScene.box(102, 48, 42, 50, 0, 0));
        long before = 0;
        try (InstanceTracker tracker = new HierarchyTracker(SegmentConfig.defaults(), Networks.NONE)) {
            for (int f = 0; f < 90; f++) {
                List<Instance> found = tracker.track(scene.frame(f), f < 60 ? List.of() : List.of(hand()), PaintedScene.NO_POSE);
                Mask truth = scene.truth(1, f);
                Instance cup = found.stream()
                        .max(Comparator.comparingDouble((Instance i) -> i.mask().iou(truth)))
                        .orElseThrow();
                before = f < 60 ? cup.trackId() : before;
                if (f >= 60) {
                    assertThat(cup.mask().iou(truth)).as("frame %d", f).isGreaterThan(0.8);
                    assertThat(cup.trackId()).as("identity in frame %d", f).isEqualTo(before);
                    assertThat(found).extracting(Instance::label).as("frame %d", f).doesNotContain(Instance.OWN_ARM);
                }
            }
        }
    }
}
