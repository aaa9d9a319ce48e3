package org.egoscope.perception.internal.hands;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.egoscope.core.geometry.ImageSize;
import org.egoscope.core.observation.Embedding;
import org.egoscope.core.observation.Hand;
import org.egoscope.core.observation.HandKeypoints;
import org.egoscope.core.observation.HandSide;
import org.egoscope.core.observation.Instance;
import org.egoscope.core.observation.Mask;
import org.egoscope.core.video.VideoFrame;
import org.junit.jupiter.api.Test;

class HandMasksTest {
    private static final ImageSize SIZE = new ImageSize(320, 200);
    private static final float[] OPEN = HandGeometryTest.openHand(160, 140, 40, 0);

    private static Hand hand(boolean wearer) {
        return new Hand(1, HandSide.RIGHT, 1, wearer, new HandKeypoints(OPEN, new float[0]), 1, "test", true, Optional.empty());
    }

    private static Instance instance(String label, int left, int top, int right, int bottom) {
        byte[] bitmap = new byte[SIZE.pixels()];
        for (int y = top; y < bottom; y++) {
            for (int x = left; x < right; x++) {
                bitmap[y * SIZE.width() + x] = 1;
            }
        }
        Mask mask = Mask.ofBitmap(SIZE, bitmap);
        return new Instance(7, label, 1, mask, mask.boundingBox(), 1, 1, "test", "", Embedding.NONE);
    }

    @Test
    void keepThePixelsAboutTheBonesAndLeaveTheForearm() {
        Instance arm = instance(Instance.OWN_ARM, 60, 0, 260, 200);
        Mask mask = new HandMasks().fill(List.of(hand(true)), List.of(arm), SIZE).get(0).mask().orElseThrow();
        for (int k = 0; k < HandKeypoints.COUNT; k++) {
            if (OPEN[k * 2 + 1] > 1) {
                assertThat(mask.contains((int) OPEN[k * 2], (int) OPEN[k * 2 + 1])).as("keypoint %d", k).isTrue();
            }
        }
        assertThat(mask.contains(160, 175)).as("forearm, most of a palm below the wrist").isFalse();
        assertThat(mask.contains(70, 30)).as("arm's segment far from the hand").isFalse();
        int inside = 0;
        for (int y = 0; y < SIZE.height(); y++) {
            for (int x = 0; x < SIZE.width(); x++) {
                inside += nearAKeypointOrBone(x + 0.5, y + 0.5) ? 1 : 0;
            }
        }
        assertThat(mask.area()).as("at least the bones' surroundings, at most these and the palm").isBetween(inside, inside + 40 * 40);
    }

    /** By sampling the bones densely, not by the formula of the distance to a segment. */
    private static boolean nearAKeypointOrBone(double x, double y) {
        int[] parents = {0, 0, 1, 2, 3, 0, 5, 6, 7, 0, 9, 10, 11, 0, 13, 14, 15, 0, 17, 18, 19};
        double reach = 0.2 * HandShape.palmPixels(OPEN) - 0.3;
        for (int k = 1; k < 21; k++) {
            for (double t = 0; t <= 1; t += 0.02) {
                double bx = OPEN[parents[k] * 2] + t * (OPEN[k * 2] - OPEN[parents[k] * 2]);
                double by = OPEN[parents[k] * 2 + 1] + t * (OPEN[k * 2 + 1] - OPEN[parents[k] * 2 + 1]);
                if (Math.hypot(x - bx, y - by) < reach) {
                    return true;
                }
            }
        }
        return false;
    }

    @Test
    void cutTheHandWhereItsSegmentEnds() {
        Instance lower = instance(Instance.OWN_ARM, 60, 90, 260, 200);
        Mask mask = new HandMasks().fill(List.of(hand(true)), List.of(lower), SIZE).get(0).mask().orElseThrow();
        assertThat(mask.boundingBox().y()).isGreaterThanOrEqualTo(90);
    }

    @Test
    void giveNoMaskWithoutASegmentOfTheArmNorToOthers() {
        HandMasks masks = new HandMasks();
        Instance arm = instance(Instance.OWN_ARM, 60, 0, 260, 200);
        Instance cup = instance("cup", 60, 0, 260, 200);
        Instance elsewhere = instance(Instance.OWN_ARM, 0, 0, 40, 200);
        assertThat(masks.fill(List.of(hand(true)), List.of(cup), SIZE).get(0).mask()).isEmpty();
        assertThat(masks.fill(List.of(hand(true)), List.of(elsewhere), SIZE).get(0).mask()).isEmpty();
        assertThat(masks.fill(List.of(hand(false)), List.of(arm), SIZE).get(0).mask()).isEmpty();
    }

    /** A hand of skin on a blue table, with a green cup over what lies right of {@code cupLeft}. */
    private static VideoFrame painted(int table, int cupLeft) {
        return TestFrames.paint(SIZE, 0, (x, y) -> {
            int shade = ((x * 7 + y * 13) % 11 - 5) * 0x010101;
            if (x >= cupLeft) {
                return 0x308040 + shade;
            }
            return (nearAKeypointOrBone(x + 0.5, y + 0.5) ? 0xc8966e : table) + shade;
        });
    }

    @Test
    void findTheHandByItsColourWhereNoSegmentShowsTheArm() {
        Mask mask = new HandMasks().fill(List.of(hand(true)), List.of(), painted(0x405a8c, SIZE.width())).get(0).mask().orElseThrow();
        int common = 0;
        int either = 0;
        for (int y = 0; y < SIZE.height(); y++) {
            for (int x = 0; x < SIZE.width(); x++) {
                boolean skin = nearAKeypointOrBone(x + 0.5, y + 0.5);
                common += skin && mask.contains(x, y) ? 1 : 0;
                either += skin || mask.contains(x, y) ? 1 : 0;
            }
        }
        assertThat((double) common / either).as("IoU with the painted skin").isGreaterThan(0.85);
    }

    @Test
    void leaveOutOfTheColouredMaskWhatTheHandHolds() {
        int cupLeft = 168;
        Mask mask = new HandMasks().fill(List.of(hand(true)), List.of(), painted(0x405a8c, cupLeft)).get(0).mask().orElseThrow();
        assertThat(mask.boundingBox().right()).isLessThanOrEqualTo(cupLeft + 1);
        assertThat(mask.contains((int) OPEN[0], (int) OPEN[1])).as("the wrist").isTrue();
    }

    @Test
    void giveNoMaskByColourOnATableOfTheSameColour() {
        assertThat(new HandMasks().fill(List.of(hand(true)), List.of(), painted(0xc8966e, SIZE.width())).get(0).mask()).isEmpty();
        assertThat(new HandMasks().fill(List.of(hand(false)), List.of(), painted(0x405a8c, SIZE.width())).get(0).mask()).isEmpty();
    }
}
