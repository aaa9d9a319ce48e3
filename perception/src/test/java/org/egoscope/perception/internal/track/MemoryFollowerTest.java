package org.egoscope.perception.internal.track;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.opencv_core.Mat;
import org.egoscope.core.geometry.ImageSize;
import org.egoscope.core.observation.Instance;
import org.egoscope.core.observation.Mask;
import org.egoscope.perception.InstanceTracker;
import org.egoscope.perception.ObjectMask;
import org.egoscope.perception.SegmentConfig;
import org.egoscope.perception.SegmentPrompt;
import org.egoscope.perception.VideoSegmenter;
import org.egoscope.perception.VideoSegmenterOptions;
import org.egoscope.perception.internal.sam2.Sam2Network;
import org.egoscope.perception.internal.sam2.Sam2VideoSegmenter;
import org.egoscope.perception.internal.sam2.SmallNetwork;
import org.junit.jupiter.api.Test;

/** Masks carried by something that remembers things. */
class MemoryFollowerTest {
    private static final ImageSize SIZE = new ImageSize(8, 4);

    /** Knows that every mask moves one pixel to the right a frame. */
    private static final class Shifting implements VideoSegmenter {
        private final SortedMap<Integer, Mask> masks = new TreeMap<>();

        @Override
        public String method() {
            return "shift";
        }

        @Override
        public List<ObjectMask> accept(ByteBuffer rgb, ImageSize size) {
            assertThat(rgb.remaining()).isEqualTo(3 * size.pixels());
            masks.replaceAll((id, mask) -> {
                byte[] before = new byte[size.pixels()];
                byte[] after = new byte[size.pixels()];
                mask.copyTo(before);
                for (int p = 1; p < after.length; p++) {
                    after[p] = p % size.width() == 0 ? 0 : before[p - 1];
                }
                return Mask.ofBitmap(size, after);
            });
            return present();
        }

        @Override
        public ObjectMask prompt(int objectId, SegmentPrompt prompt) {
            throw new UnsupportedOperationException("only masks are shown");
        }

        @Override
        public ObjectMask prompt(int objectId, Mask mask) {
            masks.put(objectId, mask);
            return new ObjectMask(objectId, mask, 1, 10, 1);
        }

        @Override
        public List<ObjectMask> present() {
            List<ObjectMask> all = new ArrayList<>();
            masks.forEach((id, mask) -> all.add(new ObjectMask(id, mask, 0.75f, mask.area() == 0 ? -1 : 1, 1)));
            return all;
        }

        @Override
        public void remove(int objectId) {
            masks.remove(objectId);
        }

        @Override
        public List<Integer> objectIds() {
            return List.copyOf(masks.keySet());
        }

        @Override
        public byte[] snapshot() {
            return new byte[0];
        }

        @Override
        public void restore(byte[] state) {
            masks.clear();
        }

        @Override
        public void close() {}
    }

    /** Leaves masks where they were and can tell nothing of the last column. */
    private static final class Staying implements MaskFollower {
        @Override
        public void restart(Mat rgb, long[] keyPlanes, long[] tracks) {}

        @Override
        public void follow(Mat rgb, long[] keyPlanes, long[] target, float[] trust) {
            System.arraycopy(keyPlanes, 0, target, 0, target.length);
            for (int p = SIZE.width() - 1; p < target.length; p += SIZE.width()) {
                target[p] = MaskPlanes.UNSEEN;
            }
            Arrays.fill(trust, 0.5f);
        }

        @Override
        public void write(DataOutputStream out) {}

        @Override
        public void read(DataInputStream in) {}

        @Override
        public void close() {}
    }

    private static void paint(long[] planes, int plane, int x, int y, int width) {
        for (int i = 0; i < width; i++) {
            planes[y * SIZE.width() + x + i] |= 1L << plane;
        }
    }

    @Test
    void theLargestMasksAreRememberedAndTheOthersLeftToFlow() {
        long[] key = new long[SIZE.pixels()];
        paint(key, 0, 1, 0, 1);
        paint(key, 1, 4, 1, 3);
        paint(key, 2, 1, 2, 2);
        long[] target = new long[SIZE.pixels()];
        float[] trust = new float[3];
        Shifting shifting = new Shifting();
        try (PointerScope scope = new PointerScope(); MemoryFollower follower = new MemoryFollower(new Staying(), shifting, SIZE, 2)) {
            Mat rgb = new Mat(SIZE.height(), SIZE.width(), opencv_core.CV_8UC3, new BytePointer(3L * SIZE.pixels()));
            follower.restart(rgb, key, new long[] {11, 12, 13});
            assertThat(shifting.objectIds()).containsExactly(12, 13);
            follower.follow(rgb, key, target, trust);
            long[] expected = new long[SIZE.pixels()];
            for (int y = 0; y < SIZE.height(); y++) {
                expected[y * SIZE.width() + 7] = MaskPlanes.UNSEEN;
            }
            paint(expected, 0, 1, 0, 1);
            expected[SIZE.width() + 7] = 0;
            paint(expected, 1, 5, 1, 3);
            paint(expected, 2, 2, 2, 2);
            assertThat(target).isEqualTo(expected);
            assertThat(trust).containsExactly(0.5f, 0.75f, 0.75f);
            assertThat(List.of(follower.provenance(0), follower.provenance(1))).containsExactly("+propagated", "+shift+propagated");
            // At the next key frame a thing is gone and another is larger.
            long[] next = new long[SIZE.pixels()];
            paint(next, 0, 0, 0, 4);
            paint(next, 1, 0, 3, 1);
            follower.restart(rgb, next, new long[] {11, 13});
            assertThat(shifting.objectIds()).containsExactly(11, 13);
        }
    }

    @Test
    void aTrackerWithMemoryGoesOnBitForBitAfterASplit() {
        PaintedScene scene = new PaintedScene()
                .with(200, 40, 40, PaintedScene.disc(60, 50, 22, 1.2, 0.3))
                .with(40, 60, 190, PaintedScene.box(150, 80, 46, 30, -0.8, -0.2));
        try (Sam2Network network = SmallNetwork.load(4)) {
            Networks networks = new Networks(null, null, null, null, null, null,
                    new Networks.Memory(() -> new Sam2VideoSegmenter(network, VideoSegmenterOptions.defaults()), 2));
            try (InstanceTracker whole = new HierarchyTracker(SegmentConfig.defaults(), networks);
                    InstanceTracker later = new HierarchyTracker(SegmentConfig.defaults(), networks)) {
                List<String> methods = new ArrayList<>();
                for (int f = 0; f < 14; f++) {
                    List<Instance> expected = whole.track(scene.frame(f), List.of(), PaintedScene.NO_POSE);
                    expected.forEach(instance -> methods.add(instance.method()));
                    if (f == 6) {
                        later.restore(whole.snapshot());
                    } else if (f > 6) {
                        assertThat(later.track(scene.frame(f), List.of(), PaintedScene.NO_POSE)).as("frame %d", f).isEqualTo(expected);
                    }
                }
                assertThat(later.snapshot()).isEqualTo(whole.snapshot());
                assertThat(methods).contains("gradient-hierarchy+small+propagated");
            }
        }
    }
}
