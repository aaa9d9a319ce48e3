package org.egoscope.perception.internal.track;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.egoscope.core.observation.Instance;
import org.egoscope.core.observation.Mask;
import org.egoscope.perception.InstanceTracker;
import org.egoscope.perception.SegmentConfig;
import org.junit.jupiter.api.Test;

/** Painted scenes in which it is known what belongs together. */
class PartUnionTest {
    private static final int FRAMES = 75;

    private static InstanceTracker tracker() {
        return new HierarchyTracker(SegmentConfig.defaults(), Networks.NONE);
    }

    /** A thing of a red and a dark half, side by side, which moves as one; beside it a green one. */
    private static PaintedScene twoColouredThing() {
        return new PaintedScene()
                .with(200, 40, 40, PaintedScene.box(60, 50, 30, 40, 0.5, 0.2))
                .with(40, 30, 60, PaintedScene.box(90, 50, 26, 40, 0.5, 0.2))
                .with(40, 150, 60, PaintedScene.disc(210, 30, 15, -0.3, 0.6));
    }

    private static Mask halves(PaintedScene scene, int frame) {
        byte[] both = new byte[PaintedScene.SIZE.pixels()];
        byte[] one = new byte[both.length];
        for (int half = 0; half < 2; half++) {
            scene.truth(half, frame).copyTo(one);
            for (int p = 0; p < both.length; p++) {
                both[p] |= one[p];
            }
        }
        return Mask.ofBitmap(PaintedScene.SIZE, both);
    }

    private static Instance closest(List<Instance> found, Mask truth) {
        return found.stream().max(Comparator.comparingDouble(i -> i.mask().iou(truth))).orElseThrow();
    }

    @Test
    void theHalvesOfATwoColouredThingBecomeOneTrackAndStayOne() {
        PaintedScene scene = twoColouredThing();
        Map<Long, Integer> ids = new TreeMap<>();
        List<Double> late = new ArrayList<>();
        int partsLate = 0;
        try (InstanceTracker tracker = tracker()) {
            for (int f = 0; f < FRAMES; f++) {
                List<Instance> found = tracker.track(scene.frame(f), List.of(), PaintedScene.NO_POSE);
                Mask truth = halves(scene, f);
                Instance best = closest(found, truth);
                if (best.mask().iou(truth) >= 0.5) {
                    ids.merge(best.trackId(), 1, Integer::sum);
                }
                if (f > FRAMES / 2) {
                    late.add(best.mask().iou(truth));
                    Mask half = scene.truth(0, f);
                    partsLate += found.stream().anyMatch(i -> i.mask().iou(half) > 0.8) ? 1 : 0;
                }
            }
        }
        assertThat(ids).as("identities of the whole").hasSize(1);
        assertThat(late).as("IoU with both halves in the second half").allMatch(iou -> iou > 0.85);
        assertThat(partsLate).as("frames with a track of the first half alone").isZero();
    }

    @Test
    void whatALineCutsOffInsideAThingEndsAsItsPart() {
        PaintedScene scene = new PaintedScene()
                .with(210, 60, 60, PaintedScene.disc(110, 70, 26, 0.4, 0))
                .with(120, 20, 30, PaintedScene.box(116, 40, 3, 60, 0.4, 0));
        Map<Long, Integer> wholes = new TreeMap<>();
        int before = 0;
        int after = 0;
        try (InstanceTracker tracker = tracker()) {
            for (int f = 0; f < FRAMES; f++) {
                int frame = f;
                List<Instance> found = tracker.track(scene.frame(f), List.of(), PaintedScene.NO_POSE);
                Mask plate = Mask.ofBitmap(PaintedScene.SIZE, disc(frame));
                List<Instance> inside = found.stream()
                        .filter(i -> i.mask().intersectionArea(plate) > 0.9 * i.mask().area() && i.mask().iou(plate) < 0.85)
                        .filter(i -> i.mask().intersectionArea(scene.truth(1, frame)) < 0.5 * i.mask().area())
                        .toList();
                before += f < 10 ? inside.size() : 0;
                after += f > 50 ? inside.size() : 0;
                wholes.merge(closest(found, plate).trackId(), 1, Integer::sum);
                assertThat(closest(found, plate).mask().iou(plate)).as("frame %d", f).isGreaterThan(0.8);
            }
        }
        assertThat(wholes).as("identities of the plate").hasSize(1);
        assertThat(before).as("halves in the first frames, else this proves nothing").isPositive();
        assertThat(after).as("halves in the last frames").isZero();
    }

    private static byte[] disc(int frame) {
        byte[] bitmap = new byte[PaintedScene.SIZE.pixels()];
        for (int p = 0; p < bitmap.length; p++) {
            double x = p % PaintedScene.SIZE.width() + 0.5 - 110 - 0.4 * frame;
            double y = p / PaintedScene.SIZE.width() + 0.5 - 70;
            bitmap[p] = (byte) (Math.hypot(x, y) <= 26 ? 1 : 0);
        }
        return bitmap;
    }

    /** Food on the rim of a plate, and a disc as high as the box that it lies on, in every frame from the first on. */
    @Test
    void whatLiesOnAThingFromTheFirstFrameOnKeepsItsMask() {
        PaintedScene scene = new PaintedScene()
                .with(225, 220, 215, PaintedScene.disc(70, 70, 34, 0.4, 0.1))
                .with(120, 60, 25, PaintedScene.disc(92, 66, 16, 0.4, 0.1))
                .with(60, 90, 190, PaintedScene.box(150, 50, 66, 40, 0.4, 0.1))
                .with(215, 60, 45, PaintedScene.disc(185, 70, 18, 0.4, 0.1));
        double[] least = {1, 1};
        try (InstanceTracker tracker = tracker()) {
            for (int f = 0; f < FRAMES; f++) {
                List<Instance> found = tracker.track(scene.frame(f), List.of(), PaintedScene.NO_POSE);
                for (int lying = 0; lying < 2 && f > 3; lying++) {
                    Mask truth = scene.truth(1 + 2 * lying, f);
                    least[lying] = Math.min(least[lying], closest(found, truth).mask().iou(truth));
                }
            }
        }
        assertThat(least[0]).as("least IoU of the food with a track of its own").isGreaterThan(0.7);
        assertThat(least[1]).as("least IoU of the disc on the box with a track of its own").isGreaterThan(0.7);
    }

    @Test
    void thingsThatCameTogetherStayTwo() {
        // The right box stands; the left one arrives beside it after 30 frames and stays.
        PaintedScene.Outline arriving = (x, y, f) -> {
            double left = 10 + 2.5 * Math.min(f, 30);
            return x >= left && x < left + 30 && y >= 50 && y < 90;
        };
        PaintedScene scene = new PaintedScene()
                .with(200, 40, 40, arriving)
                .with(40, 30, 60, PaintedScene.box(115, 50, 30, 40, 0, 0));
        double least = 1;
        try (InstanceTracker tracker = tracker()) {
            for (int f = 0; f < 100; f++) {
                List<Instance> found = tracker.track(scene.frame(f), List.of(), PaintedScene.NO_POSE);
                for (int thing = 0; thing < 2 && f > 10; thing++) {
                    Mask truth = scene.truth(thing, f);
                    least = Math.min(least, closest(found, truth).mask().iou(truth));
                }
            }
        }
        assertThat(least).as("least IoU of either thing with a track of its own").isGreaterThan(0.6);
    }

    @Test
    void aJoinedThingGoesOnAfterARestoreExactlyAsBefore() {
        PaintedScene scene = twoColouredThing();
        for (int split : new int[] {12, 45}) {
            try (InstanceTracker first = tracker();
                    InstanceTracker second = tracker()) {
                for (int f = 0; f < split; f++) {
                    first.track(scene.frame(f), List.of(), PaintedScene.NO_POSE);
                }
                second.restore(first.snapshot());
                for (int f = split; f < split + 30; f++) {
                    assertThat(second.track(scene.frame(f), List.of(), PaintedScene.NO_POSE))
                            .as("split %d, frame %d", split, f)
                            .isEqualTo(first.track(scene.frame(f), List.of(), PaintedScene.NO_POSE));
                }
                assertThat(second.snapshot()).as("split %d", split).isEqualTo(first.snapshot());
            }
        }
    }
}
