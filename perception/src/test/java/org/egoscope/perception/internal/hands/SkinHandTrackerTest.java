package org.egoscope.perception.internal.hands;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.egoscope.core.geometry.ImageSize;
import org.egoscope.core.observation.Hand;
import org.egoscope.core.observation.HandSide;
import org.egoscope.core.video.SessionId;
import org.egoscope.core.video.VideoFrame;
import org.egoscope.synthetic.SyntheticFrame;
import org.egoscope.synthetic.SyntheticScene;
import org.junit.jupiter.api.Test;

class SkinHandTrackerTest {
    private static final ImageSize SIZE = new ImageSize(320, 180);
    private static final int SKIN = 0xC8906F;
    private static final int WOOD = 0xC08A50;

    /** A bar of skin that comes in from the bottom right and swings; background with texture. */
    private static VideoFrame arm(int index, int background) {
        double swing = 30 * Math.sin(index * 0.35);
        return TestFrames.paint(SIZE, index, (x, y) -> {
            double middle = 230 + swing - (180 - y) * 0.4;
            boolean inside = y > 90 && Math.abs(x - middle) < 14;
            int grain = (x * 7 + y * 13) % 11;
            return inside ? SKIN : background + grain * 0x010101;
        });
    }

    private static List<Hand> last(SkinHandTracker tracker, int frames, int background) {
        List<Hand> hands = List.of();
        for (int i = 0; i < frames; i++) {
            hands = tracker.track(arm(i, background));
        }
        return hands;
    }

    @Test
    void findAMovingArmOnAGreyTableAndSayThatItIsUnsure() {
        List<Hand> hands = last(new SkinHandTracker(), 20, 0x707070);
        assertThat(hands).hasSize(1);
        Hand hand = hands.get(0);
        assertThat(hand.confidence()).isPositive().isLessThanOrEqualTo(0.5f);
        assertThat(hand.method()).isEqualTo("skin-motion");
        assertThat(hand.side()).isEqualTo(HandSide.RIGHT);
        assertThat(hand.wearer()).isTrue();
        assertThat(hand.tracked()).isTrue();
        assertThat(hand.keypoints().hasDepth()).isFalse();
        double tip = 230 + 30 * Math.sin(19 * 0.35) - 90 * 0.4;
        assertThat(Math.hypot(hand.keypoints().inImage(12).x() - tip, hand.keypoints().inImage(12).y() - 91)).isLessThan(15);
        assertThat(hand.keypoints().inImage(0).y()).as("wrist below the tips").isGreaterThan(hand.keypoints().inImage(12).y());
    }

    @Test
    void notFireOnAWoodenTableThatMovesWithTheHead() {
        SkinHandTracker tracker = new SkinHandTracker();
        for (int i = 0; i < 20; i++) {
            int shift = 3 * i;
            List<Hand> hands = tracker.track(TestFrames.paint(
                    SIZE, i, (x, y) -> y > 70 ? WOOD + ((x + shift) / 9 % 5) * 0x030201 : 0x909090 + (x + shift) / 20 % 7 * 0x050505));
            assertThat(hands).as("frame %d", i).isEmpty();
        }
    }

    @Test
    void goOnFromASnapshotAsIfNothingHadHappened() {
        SkinHandTracker whole = new SkinHandTracker();
        last(whole, 8, 0x707070);
        byte[] state = whole.snapshot();
        SkinHandTracker second = new SkinHandTracker();
        second.restore(state);
        for (int i = 8; i < 20; i++) {
            assertThat(second.track(arm(i, 0x707070))).as("frame %d", i).isEqualTo(whole.track(arm(i, 0x707070)));
        }
        assertThat(second.snapshot()).isEqualTo(whole.snapshot());
        second.restore(new byte[0]);
        assertThat(second.snapshot()).isEqualTo(new SkinHandTracker().snapshot());
    }

    @Test
    void findTheSyntheticScenesHandsMostlyWhereTheyAre() {
        SyntheticScene scene = SyntheticScene.kitchen(1);
        SkinHandTracker tracker = new SkinHandTracker();
        SyntheticFrame frame = scene.frame(0);
        int found = 0;
        int onHand = 0;
        for (int i = 230; i < 320; i += 2) {
            scene.render(i, frame);
            for (Hand hand : tracker.track(scene.toVideoFrame(new SessionId("scene"), frame, false))) {
                found++;
                double x = hand.keypoints().boundingBox().centerX();
                double y = hand.keypoints().boundingBox().centerY();
                boolean near = frame.hands().stream().anyMatch(truth -> {
                    var box = truth.keypoints().boundingBox();
                    double reach = Math.max(box.width(), box.height());
                    return truth.visible() && Math.hypot(box.centerX() - x, box.centerY() - y) < reach;
                });
                onHand += near ? 1 : 0;
            }
        }
        assertThat(found).as("hands reported in 45 frames, seed 1").isGreaterThan(12);
        assertThat((double) onHand / found).as("share of them that is at a hand, seed 1").isGreaterThan(0.7);
    }
}
