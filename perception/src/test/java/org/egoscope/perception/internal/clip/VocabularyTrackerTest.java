package org.egoscope.perception.internal.clip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.egoscope.core.geometry.Camera;
import org.egoscope.core.geometry.ImageSize;
import org.egoscope.core.geometry.PinholeCamera;
import org.egoscope.core.geometry.RigidTransform;
import org.egoscope.core.observation.BoundingBox;
import org.egoscope.core.observation.Embedding;
import org.egoscope.core.observation.Hand;
import org.egoscope.core.observation.HeadPose;
import org.egoscope.core.observation.Instance;
import org.egoscope.core.observation.Mask;
import org.egoscope.core.time.TimeRange;
import org.egoscope.core.video.SessionId;
import org.egoscope.core.video.VideoFrame;
import org.egoscope.perception.InstanceTracker;
import org.egoscope.perception.TextImageEncoder;
import org.egoscope.perception.VocabularyConfig;
import org.junit.jupiter.api.Test;

/** With an encoder that knows colours, so that what a thing should be called can be seen from its paint. */
class VocabularyTrackerTest {
    private static final ImageSize SIZE = new ImageSize(80, 60);
    private static final long FRAME_NANOS = 100_000_000;

    /** Red, green and blue of a crop's middle; a text has the colours that it names, other texts are grey. */
    private static final class Colours implements TextImageEncoder {
        private int crops;

        @Override
        public String name() {
            return "colours";
        }

        @Override
        public int length() {
            return 3;
        }

        @Override
        public double logitScale() {
            return 50;
        }

        @Override
        public float[][] texts(List<String> texts) {
            return texts.stream().map(text -> {
                float[] colour = {text.contains("tomato") ? 1 : 0, text.contains("cucumber") ? 1 : 0, text.contains("plate") ? 1 : 0};
                return UnitVectors.unit(Arrays.equals(colour, new float[3]) ? new float[] {1, 1, 1} : colour);
            }).toArray(float[][]::new);
        }

        @Override
        public float[][] crops(ByteBuffer rgb, ImageSize size, List<BoundingBox> boxes) {
            crops += boxes.size();
            return boxes.stream().map(box -> {
                int at = ((int) box.centerY() * size.width() + (int) box.centerX()) * 3;
                return UnitVectors.unit(new float[] {rgb.get(at) & 0xff, rgb.get(at + 1) & 0xff, rgb.get(at + 2) & 0xff});
            }).toArray(float[][]::new);
        }

        @Override
        public float[] picture(ByteBuffer rgb, ImageSize size) {
            return crops(rgb, size, List.of(new BoundingBox(0, 0, size.width(), size.height())))[0];
        }

        @Override
        public void close() {}
    }

    /** Gives the same things in every frame, and remembers how many frames it saw. */
    private static final class Still implements InstanceTracker {
        private final List<Instance> instances;
        private byte frames;

        Still(List<Instance> instances) {
            this.instances = instances;
        }

        @Override
        public List<Instance> track(VideoFrame frame, List<Hand> hands, HeadPose headPose) {
            frames++;
            return instances;
        }

        @Override
        public byte[] snapshot() {
            return new byte[] {frames};
        }

        @Override
        public void restore(byte[] state) {
            frames = state.length == 0 ? 0 : state[0];
        }
    }

    private static Instance thing(long track, String label, int x, int y, int side) {
        boolean[] inside = new boolean[SIZE.pixels()];
        for (int i = 0; i < side * side; i++) {
            inside[(y + i / side) * SIZE.width() + x + i % side] = true;
        }
        int[] runs = runs(inside);
        return new Instance(track, label, label.equals("unknown") ? 0 : 0.6f, Mask.ofRuns(SIZE, runs), new BoundingBox(x, y, side, side), 1, 1, "m", "", Embedding.NONE);
    }

    private static int[] runs(boolean[] inside) {
        List<Integer> runs = new ArrayList<>(List.of(0));
        boolean current = false;
        for (int x = 0; x < SIZE.width(); x++) {
            for (int y = 0; y < SIZE.height(); y++) {
                if (inside[y * SIZE.width() + x] != current) {
                    runs.add(0);
                    current = !current;
                }
                runs.set(runs.size() - 1, runs.get(runs.size() - 1) + 1);
            }
        }
        return runs.stream().mapToInt(Integer::intValue).toArray();
    }

    /** Things painted in their colours: 1 tomato, 2 cucumber, 3 grey, 4 the wearer's arm (red), 5 small and blue, 6 plate. */
    private static final List<Instance> THINGS = List.of(
            thing(1, "apple", 0, 0, 22), thing(2, Instance.UNKNOWN, 30, 0, 24), thing(3, "cup", 56, 0, 21),
            thing(4, Instance.OWN_ARM, 0, 30, 25), thing(5, "cup", 30, 30, 10), thing(6, "cup", 50, 30, 23));

    private static final int[][] PAINT = {{250, 8, 5}, {9, 240, 12}, {90, 90, 90}, {250, 8, 5}, {0, 0, 255}, {20, 3, 200}};

    private static VideoFrame frame(int index) {
        ByteBuffer rgb = ByteBuffer.allocateDirect(SIZE.pixels() * 3);
        for (int n = 0; n < THINGS.size(); n++) {
            BoundingBox box = THINGS.get(n).box();
            for (int i = 0; i < box.area(); i++) {
                int at = (((int) box.y() + i / (int) box.width()) * SIZE.width() + (int) box.x() + i % (int) box.width()) * 3;
                for (int c = 0; c < 3; c++) {
                    // A little darker from frame to frame, so that looks differ.
                    rgb.put(at + c, (byte) Math.max(0, PAINT[n][c] - index * (c + 1) / 4));
                }
            }
        }
        Camera camera = new Camera(new PinholeCamera(SIZE, 60, 60, 40, 30), RigidTransform.IDENTITY, false);
        return new VideoFrame(
                new SessionId("s"), index, TimeRange.ofNanos(index * FRAME_NANOS, (index + 1) * FRAME_NANOS), camera, Optional.empty(), rgb);
    }

    private static VocabularyConfig config(String labels) {
        return new VocabularyConfig(labels, 0.5f, 2, 400, 4 * FRAME_NANOS, 16 * FRAME_NANOS);
    }

    private static VocabularyTracker tracker(Colours colours, String labels) {
        return new VocabularyTracker(new Still(THINGS), colours, LabelScores.of(colours, config(labels).names()), config(labels));
    }

    private static List<Instance> step(VocabularyTracker tracker, int index) {
        return tracker.track(frame(index), List.of(), new HeadPose(RigidTransform.IDENTITY, 1, HeadPose.Source.SIDECAR, true));
    }

    @Test
    void nameWhatIsOnTheListAndLeaveTheRest() {
        VocabularyTracker tracker = tracker(new Colours(), "tomato, cucumber,plate");
        step(tracker, 0);
        List<Instance> named = step(tracker, 1);
        assertThat(named).extracting(Instance::label).containsExactly("tomato", "cucumber", "cup", "own_arm", "cup", "plate");
        assertThat(named).extracting(Instance::labelMethod).containsExactly("clip:colours", "clip:colours", "", "", "", "clip:colours");
        assertThat(named.get(0).labelScore()).isBetween(0.99f, 1f);
        assertThat(named.get(2).labelScore()).as("grey is nearer to what else there is").isEqualTo(0.6f);
        assertThat(named.get(0).mask()).isSameAs(THINGS.get(0).mask());
    }

    /** Softmax of 50 x cosine over the three names and twelve grey others, by hand for a colour between tomato and grey. */
    @Test
    void giveTheProbabilityOfANameAmongAll() {
        Colours colours = new Colours();
        LabelScores scores = LabelScores.of(colours, List.of("tomato", "cucumber"));
        float[] picture = UnitVectors.unit(new float[] {3, 1, 1});
        double tomato = Math.exp(50 * 3 / Math.sqrt(11));
        double cucumber = Math.exp(50 * 1 / Math.sqrt(11));
        double grey = Math.exp(50 * 5 / Math.sqrt(33));
        LabelScores.Best best = scores.best(picture).orElseThrow();
        assertThat(best.name()).isEqualTo("tomato");
        assertThat((double) best.probability()).isCloseTo(tomato / (tomato + cucumber + 12 * grey), within(1e-5));
        assertThat(LabelScores.of(colours, List.of()).best(picture)).isEmpty();
    }

    @Test
    void lookAtNewTracksFirstThenMoreAndMoreRarely() {
        Colours colours = new Colours();
        VocabularyTracker tracker = tracker(colours, "");
        List<String> looks = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            StringBuilder line = new StringBuilder();
            for (Instance instance : step(tracker, i)) {
                assertThat(instance.labelMethod()).isEmpty();
                if (instance.embedding().isPresent()) {
                    line.append(instance.trackId());
                }
            }
            looks.add(line.toString());
        }
        // Two a frame, the larger first: 2 and 6 (24 and 23 pixels), then 1 and 3. Then after 4, 8, 16 and 16 frames.
        assertThat(looks.subList(0, 8)).containsExactly("26", "13", "", "", "26", "13", "", "");
        List<Integer> second = new ArrayList<>();
        for (int i = 0; i < looks.size(); i++) {
            if (looks.get(i).contains("2")) {
                second.add(i);
            }
        }
        assertThat(second).containsExactly(0, 4, 12, 28);
        assertThat(colours.crops).isEqualTo(looks.stream().mapToInt(String::length).sum());
    }

    @Test
    void goOnBitForBitFromASnapshot() {
        List<List<Instance>> whole = new ArrayList<>();
        VocabularyTracker tracker = tracker(new Colours(), "tomato, cucumber, plate");
        List<byte[]> states = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            states.add(tracker.snapshot());
            whole.add(step(tracker, i));
        }
        for (int split : new int[] {0, 1, 2, 5, 13}) {
            VocabularyTracker other = tracker(new Colours(), "tomato, cucumber, plate");
            step(other, 3);
            other.restore(states.get(split));
            for (int i = split; i < 30; i++) {
                assertThat(step(other, i)).as("split at %d, frame %d", split, i).isEqualTo(whole.get(i));
            }
            assertThat(other.snapshot()).isEqualTo(tracker.snapshot());
        }
        tracker.restore(new byte[0]);
        assertThat(step(tracker, 0)).isEqualTo(whole.get(0));
    }

    @Test
    void forgetTracksThatWentLongAgo() {
        Colours colours = new Colours();
        List<Instance> things = new ArrayList<>(THINGS);
        VocabularyTracker tracker =
                new VocabularyTracker(new Still(things), colours, LabelScores.of(colours, List.of("plate")), config("plate"));
        step(tracker, 0);
        step(tracker, 1);
        int full = tracker.snapshot().length;
        things.clear();
        step(tracker, 601);
        assertThat(tracker.snapshot()).as("seen 60 s ago").hasSize(full);
        step(tracker, 602);
        assertThat(tracker.snapshot().length).isLessThan(full / 4);
        assertThat(Embedding.NONE.isPresent()).isFalse();
    }
}
