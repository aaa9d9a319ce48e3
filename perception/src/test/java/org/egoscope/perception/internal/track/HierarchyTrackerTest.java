package org.egoscope.perception.internal.track;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.bytedeco.javacpp.Pointer;
import org.egoscope.core.PipelineException;
import org.egoscope.core.geometry.Quaternion;
import org.egoscope.core.geometry.RigidTransform;
import org.egoscope.core.geometry.Vec3;
import org.egoscope.core.observation.Hand;
import org.egoscope.core.observation.HandKeypoints;
import org.egoscope.core.observation.HandSide;
import org.egoscope.core.observation.HeadPose;
import org.egoscope.core.observation.Instance;
import org.egoscope.core.observation.Mask;
import org.egoscope.perception.InstanceTracker;
import org.egoscope.perception.Instances;
import org.egoscope.perception.SegmentConfig;
import org.egoscope.perception.internal.segment.SharedWeights;
import org.egoscope.torch.ModelDirectory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HierarchyTrackerTest {
    private static final int FRAMES = 60;

    private static PaintedScene threeThings() {
        return new PaintedScene()
                .with(200, 40, 40, PaintedScene.disc(60, 50, 22, 1.2, 0.3))
                .with(40, 60, 190, PaintedScene.box(150, 80, 46, 30, -0.8, -0.2))
                .with(40, 150, 60, PaintedScene.disc(210, 30, 15, -0.3, 0.6));
    }

    private static InstanceTracker classical() {
        return new HierarchyTracker(SegmentConfig.defaults(), Networks.NONE);
    }

    private static Instance closest(List<Instance> found, Mask truth) {
        return found.stream().max(Comparator.comparingDouble(i -> i.mask().iou(truth))).orElseThrow();
    }

    @Test
    void masksFollowMovingThingsAndKeepTheirIdentity() {
        PaintedScene scene = threeThings();
        try (InstanceTracker tracker = classical()) {
            List<Map<Long, Integer>> ids = List.of(new TreeMap<>(), new TreeMap<>(), new TreeMap<>());
            double[] iou = new double[3];
            for (int f = 0; f < FRAMES; f++) {
                List<Instance> found = tracker.track(scene.frame(f), List.of(), PaintedScene.NO_POSE);
                for (int thing = 0; thing < 3; thing++) {
                    Mask truth = scene.truth(thing, f);
                    Instance best = closest(found, truth);
                    iou[thing] += best.mask().iou(truth) / FRAMES;
                    ids.get(thing).merge(best.trackId(), 1, Integer::sum);
                }
            }
            for (int thing = 0; thing < 3; thing++) {
                assertThat(iou[thing]).as("mean IoU of thing %d", thing).isGreaterThan(0.85);
                assertThat(ids.get(thing)).as("identities of thing %d", thing).hasSize(1);
            }
        }
    }

    @Test
    void framesBetweenKeyFramesSayThatTheirMasksWereCarried() {
        List<Integer> keys = keyFrames(threeThings(), 40);
        assertThat(keys).startsWith(0).hasSizeBetween(5, 8);
        for (int i = 1; i < keys.size(); i++) {
            // At 33.3 ms per frame: not before 90 ms, not after 300 ms.
            assertThat(keys.get(i) - keys.get(i - 1)).as("frames from key frame %d", i - 1).isBetween(3, 10);
        }
    }

    @Test
    void motionBringsKeyFramesForwardWithinTheBudget() {
        PaintedScene still = new PaintedScene()
                .with(200, 40, 40, PaintedScene.disc(60, 50, 22, 0, 0))
                .with(40, 60, 190, PaintedScene.box(150, 80, 46, 30, 0, 0));
        PaintedScene.Outline posts = (x, y, f) -> Math.floorMod((int) Math.floor(x + 4.0 * f), 48) < 20 && y > 30;
        PaintedScene moving = new PaintedScene().with(200, 90, 40, posts);
        int frames = 90;
        int atRest = keyFrames(still, frames).size();
        int inMotion = keyFrames(moving, frames).size();
        assertThat(atRest).as("at rest, one in 300 ms, but for what grain breaks").isBetween(10, 12);
        assertThat(inMotion).as("in motion").isGreaterThan(atRest + 3);
        // 6 a second over 3 s, what was saved before, and the first.
        assertThat(inMotion).as("in motion, of the budget").isLessThanOrEqualTo(18 + 4 + 1);
    }

    private static List<Integer> keyFrames(PaintedScene scene, int frames) {
        List<Integer> keys = new ArrayList<>();
        try (InstanceTracker tracker = classical()) {
            for (int f = 0; f < frames; f++) {
                List<Instance> found = tracker.track(scene.frame(f), List.of(), PaintedScene.NO_POSE);
                assertThat(found).extracting(Instance::method).isSubsetOf("gradient-hierarchy", "gradient-hierarchy+propagated");
                if (found.stream().anyMatch(i -> i.method().equals("gradient-hierarchy"))) {
                    keys.add(f);
                }
            }
        }
        return keys;
    }

    @Test
    void aThingThatComesIntoViewIsTakenWholeUnderOneIdentity() {
        PaintedScene scene = new PaintedScene().with(200, 40, 40, PaintedScene.box(-60, 40, 70, 50, 2.5, 0));
        try (InstanceTracker tracker = classical()) {
            Map<Long, Integer> ids = new TreeMap<>();
            Instance last = null;
            for (int f = 0; f < FRAMES; f++) {
                List<Instance> found = tracker.track(scene.frame(f), List.of(), PaintedScene.NO_POSE);
                Mask truth = scene.truth(0, f);
                if (truth.area() > 900 && !found.isEmpty()) {
                    last = closest(found, truth);
                    ids.merge(last.trackId(), 1, Integer::sum);
                }
            }
            assertThat(ids).as("identities").hasSize(1);
            assertThat(last).isNotNull();
            assertThat(last.mask().iou(scene.truth(0, FRAMES - 1))).as("IoU in full view").isGreaterThan(0.85);
        }
    }

    @Test
    void aThingThatLeftTheViewIsKnownAgainByItsPlaceWhenTheWearerLooksThereAgain() {
        assertThat(returnsAsItself(true)).as("with head poses").isTrue();
        // Without them five seconds are too long: what proves that the pose was needed.
        assertThat(returnsAsItself(false)).as("without").isFalse();
    }

    /** The head turns 1.2 rad away from a disc, stays for five seconds and turns back. */
    private static boolean returnsAsItself(boolean withPose) {
        double focal = PaintedScene.SIZE.width() / 2.0 / Math.tan(0.7);
        PaintedScene scene = new PaintedScene();
        for (double bearing : new double[] {0, 0.5, 1.1, 1.6}) {
            int shade = (int) (60 + 110 * bearing);
            scene.with(220 - shade, shade, 60, (x, y, f) -> {
                double angle = bearing - turned(f);
                double centre = PaintedScene.SIZE.width() / 2.0 + focal * Math.tan(angle);
                return Math.abs(angle) < 1.4 && Math.hypot(x - centre, y - 70) <= 20;
            });
        }
        long before = 0;
        long after = 0;
        try (InstanceTracker tracker = classical()) {
            for (int f = 0; f <= 250; f++) {
                HeadPose pose = withPose ? turnedPose(f) : PaintedScene.NO_POSE;
                List<Instance> found = tracker.track(scene.frame(f), List.of(), pose);
                Mask truth = scene.truth(0, f);
                if (truth.area() > 1000 && !found.isEmpty()) {
                    before = f <= 25 ? closest(found, truth).trackId() : before;
                    after = closest(found, truth).trackId();
                }
            }
        }
        return before == after;
    }

    private static double turned(int frame) {
        double away = Math.min(1, Math.max(0, (frame - 30) / 20.0));
        double back = Math.min(1, Math.max(0, (frame - 200) / 20.0));
        return 1.2 * (away - back);
    }

    /** The device is the camera; at rest it looks along +y of the world. Turning right is turning about the world's -z. */
    private static HeadPose turnedPose(int frame) {
        Quaternion forward = Quaternion.fromColumns(new Vec3(1, 0, 0), new Vec3(0, 0, -1), new Vec3(0, 1, 0));
        Quaternion turn = Quaternion.fromAxisAngle(new Vec3(0, 0, 1), -turned(frame));
        RigidTransform worldFromDevice = new RigidTransform(turn.times(forward), new Vec3(0.3, -0.2, 1.6));
        return new HeadPose(worldFromDevice, 0.8f, HeadPose.Source.SIDECAR, true);
    }

    @Test
    void aThingThatPassesBehindAnotherComesBackAsItself() {
        PaintedScene scene = new PaintedScene()
                .with(200, 40, 40, PaintedScene.disc(50, 70, 16, 2.2, 0))
                .with(90, 90, 95, PaintedScene.box(95, 0, 44, 144, 0, 0));
        try (InstanceTracker tracker = classical()) {
            long before = 0;
            Instance last = null;
            for (int f = 0; f < FRAMES; f++) {
                List<Instance> found = tracker.track(scene.frame(f), List.of(), PaintedScene.NO_POSE);
                Mask truth = scene.truth(0, f);
                if (truth.area() > 700) {
                    last = closest(found, truth);
                    before = before == 0 ? last.trackId() : before;
                }
            }
            assertThat(last).isNotNull();
            assertThat(last.mask().iou(scene.truth(0, FRAMES - 1))).isGreaterThan(0.8);
            assertThat(last.trackId()).isEqualTo(before);
        }
    }

    @Test
    void theWearersArmIsNamedByTheHandOnIt() {
        PaintedScene scene = new PaintedScene()
                .with(215, 160, 130, PaintedScene.box(100, 60, 34, 90, 0.4, 0))
                .with(40, 60, 190, PaintedScene.box(190, 50, 40, 40, 0, 0));
        try (InstanceTracker tracker = classical()) {
            for (int f = 0; f < 30; f++) {
                List<Instance> found = tracker.track(scene.frame(f), List.of(hand(117 + 0.4f * f, 100)), PaintedScene.NO_POSE);
                Instance arm = closest(found, scene.truth(0, f));
                assertThat(arm.label()).as("frame %d", f).isEqualTo(Instance.OWN_ARM);
                assertThat(arm.labelScore()).as("frame %d", f).isBetween(0.3f, 1f);
                assertThat(closest(found, scene.truth(1, f)).label()).as("frame %d", f).isEqualTo(Instance.UNKNOWN);
            }
        }
    }

    /** Wrist at the given place, fingers 30 pixels upwards. */
    private static Hand hand(float x, float y) {
        float[] points = new float[HandKeypoints.COUNT * 2];
        points[0] = x;
        points[1] = y;
        for (int k = 1; k < HandKeypoints.COUNT; k++) {
            points[k * 2] = x - 10 + 5 * ((k - 1) / 4);
            points[k * 2 + 1] = y - 14 - 5 * ((k - 1) % 4);
        }
        return new Hand(1, HandSide.RIGHT, 0.9f, true, new HandKeypoints(points, new float[0]), 0.9f, "scripted", false, Optional.empty());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 7, 8, 20, 33})
    void aRestoredTrackerGoesOnExactlyAsTheFirst(int split) {
        PaintedScene scene = threeThings();
        assertSameAfter(scene, split, classical(), classical());
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 15})
    void aRestoredTrackerWithNetworksGoesOnExactlyAsTheFirst(int split) {
        ModelDirectory models = ModelDirectory.open(SharedWeights.folder("models"));
        try (Instances instances = Instances.open(Optional.of(models), SegmentConfig.defaults())) {
            assertSameAfter(threeThings(), split, instances.newTracker(), instances.newTracker());
        }
    }

    private static void assertSameAfter(PaintedScene scene, int split, InstanceTracker first, InstanceTracker second) {
        try (first; second) {
            second.track(scene.frame(50), List.of(), PaintedScene.NO_POSE);
            for (int f = 0; f < split; f++) {
                first.track(scene.frame(f), List.of(), turnedPose(f));
            }
            byte[] state = first.snapshot();
            second.restore(state);
            assertThat(second.snapshot()).as("snapshot of the restored").isEqualTo(state);
            for (int f = split; f < split + 22; f++) {
                assertThat(second.track(scene.frame(f), List.of(), turnedPose(f)))
                        .as("frame %d", f)
                        .isEqualTo(first.track(scene.frame(f), List.of(), turnedPose(f)));
            }
            assertThat(second.snapshot()).isEqualTo(first.snapshot());
        }
    }

    @Test
    void anEmptyStateMeansAsNew() {
        PaintedScene scene = threeThings();
        try (InstanceTracker used = classical();
                InstanceTracker fresh = classical()) {
            assertThat(fresh.snapshot()).isEmpty();
            for (int f = 0; f < 9; f++) {
                used.track(scene.frame(f + 30), List.of(), PaintedScene.NO_POSE);
            }
            used.restore(new byte[0]);
            for (int f = 0; f < 9; f++) {
                assertThat(used.track(scene.frame(f), List.of(), PaintedScene.NO_POSE)).isEqualTo(fresh.track(scene.frame(f), List.of(), PaintedScene.NO_POSE));
            }
        }
    }

    @Test
    void aDamagedStateIsRefused() {
        try (InstanceTracker tracker = classical()) {
            tracker.track(threeThings().frame(0), List.of(), PaintedScene.NO_POSE);
            byte[] state = tracker.snapshot();
            byte[] half = java.util.Arrays.copyOf(state, state.length / 2);
            assertThatThrownBy(() -> tracker.restore(half)).isInstanceOf(PipelineException.class).hasMessageContaining("instance state");
        }
    }

    @Test
    void nativeMemoryIsFlatOverThousandsOfFrames() {
        PaintedScene scene = threeThings();
        List<org.egoscope.core.video.VideoFrame> frames = new ArrayList<>();
        for (int f = 0; f < 14; f++) {
            frames.add(scene.frame(f));
        }
        SegmentConfig config = new SegmentConfig(0.1f, 0.9f, 0.04f, 0.7f, 120, 40, 0, 0, 0.06f, 6f, 0, 0, 0.3f);
        try (InstanceTracker everyFrame = new HierarchyTracker(config, Networks.NONE);
                InstanceTracker usual = classical()) {
            run(everyFrame, frames, 40);
            run(usual, frames, 40);
            long count = Pointer.totalCount();
            long bytes = Pointer.totalBytes();
            run(everyFrame, frames, 400);
            run(usual, frames, 2000);
            assertThat(Pointer.totalCount()).as("native objects").isLessThanOrEqualTo(count);
            assertThat(Pointer.totalBytes()).as("native bytes").isLessThanOrEqualTo(bytes);
        }
    }

    private static void run(InstanceTracker tracker, List<org.egoscope.core.video.VideoFrame> frames, int count) {
        for (int f = 0; f < count; f++) {
            tracker.track(frames.get(f % frames.size()), List.of(), PaintedScene.NO_POSE);
        }
    }
}
