package org.egoscope.perception.internal.sam2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.egoscope.core.geometry.ImageSize;
import org.egoscope.perception.VideoSegmenterOptions;
import org.egoscope.perception.internal.sam.MaskScaler;
import org.egoscope.perception.internal.sam2.Sam2Network.Clicks;
import org.egoscope.torch.FloatTensor;
import org.egoscope.torch.SafetensorsFile;
import org.egoscope.torch.Tensor;
import org.egoscope.torch.TensorScope;
import org.egoscope.torch.TorchDevice;
import org.egoscope.torch.WeightSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The recorded runs of the reduced model's video predictor, in its own order of work. */
class GoldenVideoTest {
    private static final int FRAMES = 6;
    private static final int SIDE = 256;
    private static final VideoSegmenterOptions OPTIONS = new VideoSegmenterOptions(Integer.MAX_VALUE, 1, 0, false, false);

    private SafetensorsFile weightFile;
    private SafetensorsFile golden;
    private Sam2Network network;
    private Remembering remembering;
    private final List<PictureMaps> frames = new ArrayList<>();

    @BeforeEach
    void open() {
        weightFile = Golden.open("sam2.1.reduced.safetensors");
        golden = Golden.open("sam2.1.reduced.video.golden.safetensors");
    }

    private void load(WeightSource source) {
        network = Sam2Network.load(source, Golden.REDUCED, TorchDevice.CPU);
        remembering = new Remembering(network);
        ByteBuffer pixels = golden.bytes("frames_u8");
        PictureInput input = new PictureInput(SIDE, TorchDevice.CPU);
        for (int t = 0; t < FRAMES; t++) {
            ByteBuffer frame = pixels.slice(t * SIDE * SIDE * 3, SIDE * SIDE * 3);
            try (TensorScope scope = TensorScope.inference()) {
                PictureMaps maps = network.encode(input.normalised(frame, new ImageSize(SIDE, SIDE)));
                frames.add(maps);
                Golden.requireClose("frame " + t, maps.tokens().transpose(1, 2), golden.floats("frame" + t + ".map_stride16"));
            }
        }
    }

    @AfterEach
    void close() {
        frames.forEach(PictureMaps::close);
        if (network != null) {
            remembering.close();
            network.close();
        }
        if (golden != null) {
            golden.close();
            weightFile.close();
        }
    }

    private ObjectFollower follower() {
        return new ObjectFollower(network, remembering, OPTIONS);
    }

    private Sighting click(String run, int frame, int object, ObjectFollower follower, Sighting before) {
        String name = run + ".prompt.f" + frame + ".obj" + object + ".";
        float[] xy;
        int[] labels;
        if (golden.contains(name + "box")) {
            xy = golden.floats(name + "box").toArray();
            labels = new int[] {2, 3};
        } else {
            xy = golden.floats(name + "points").toArray();
            float[] given = golden.floats(name + "labels").toArray();
            labels = new int[given.length];
            for (int i = 0; i < given.length; i++) {
                labels[i] = (int) given[i];
            }
        }
        return follower.click(frame, frames.get(frame), new Clicks(xy, labels), before);
    }

    /** Propagates over all frames; what was sighted before is not found again. */
    private void propagate(String run, Map<Integer, ObjectFollower> followers, Map<Integer, Map<Integer, Sighting>> prompted) {
        followers.forEach((object, follower) ->
                prompted.get(object).values().forEach(sighting -> follower.remember(sighting, frames.get((int) sighting.frame()))));
        for (int t = 0; t < FRAMES; t++) {
            List<Tensor> shown = new ArrayList<>();
            List<Sighting> sightings = new ArrayList<>();
            for (int object : followers.keySet()) {
                ObjectFollower follower = followers.get(object);
                Sighting sighting = prompted.get(object).get(t);
                if (sighting == null) {
                    sighting = follower.track(t, frames.get(t));
                    follower.remember(sighting, frames.get(t));
                }
                follower.memory().forgetBefore(t);
                check(run + ".f" + t + ".obj" + object, sighting, follower, t);
                shown.add(sighting.answer().logits());
                sightings.add(sighting);
            }
            checkShown(run + ".f" + t + ".video_masks_every4", shown, false);
            sightings.forEach(Sighting::close);
        }
        followers.values().forEach(ObjectFollower::close);
    }

    private void check(String name, Sighting sighting, ObjectFollower follower, int frame) {
        if (!golden.contains(name + ".low_res_mask")) {
            return;
        }
        double absolute = frame == 0 ? 1e-4 : grown(name);
        double relative = frame == 0 ? 1e-3 : 0;
        float[] logits = sighting.answer().logits().toArray();
        float[] expected = golden.floats(name + ".low_res_mask").toArray();
        Golden.requireClose(name + ".low_res_mask", logits, expected, absolute, relative);
        Golden.requireCloseOnAverage(name + ".low_res_mask", logits, expected, 2e-2);
        Golden.requireClose(name + ".obj_ptr", sighting.answer().pointer(), golden.floats(name + ".obj_ptr"), absolute, relative);
        Golden.requireClose(name + ".object_score", new float[] {sighting.answer().objectScore()},
                golden.floats(name + ".object_score").toArray(), absolute, relative);
        MemorySelection.Pick pick = new MemorySelection.Pick(frame, false, 0);
        try (TensorScope scope = TensorScope.inference()) {
            float[] map = follower.memory().get(pick).map().to(Tensor.Precision.FLOAT32).transpose(1, 2).toArray();
            // Rounded to bfloat16: last bits may differ.
            Golden.requireCloseOnAverage(name + ".maskmem_stored", map, golden.floats(name + ".maskmem_stored").toArray(), 2e-2);
        }
    }

    private void checkShown(String name, List<Tensor> logits, boolean apart) {
        if (!golden.contains(name)) {
            return;
        }
        float[][] planes = new float[logits.size()][];
        int small = Golden.REDUCED.maskSide();
        MaskScaler scaler = new MaskScaler(small, small, small, small, new ImageSize(SIDE, SIDE));
        for (int i = 0; i < planes.length; i++) {
            planes[i] = scaler.logits(logits.get(i).toArray());
        }
        if (apart) {
            boolean[] close = close(planes, grown(name));
            FrameMasks.separate(planes);
            requireSeparated(name, planes, close);
            return;
        }
        float[] every4 = new float[planes.length * SIDE / 4 * SIDE / 4];
        int at = 0;
        for (float[] plane : planes) {
            for (int y = 0; y < SIDE; y += 4) {
                for (int x = 0; x < SIDE; x += 4) {
                    every4[at++] = plane[y * SIDE + x];
                }
            }
        }
        Golden.requireClose(name, every4, golden.floats(name).toArray(), grown(name), 0);
    }

    /**
     * What differences in the last bit of a memory (bfloat16) grow to in this network of random weights. NOTES.md expects 2e-2, which "one"
     * keeps; "two" and "absent" are not determined as well as that: noise of 1e-7 in the maps of the pictures moves them by up to 2.2e-2
     * and 7.3e-2 (docs/segmentation.md). That each step is right shows below, where nothing can grow.
     */
    private static double grown(String name) {
        return name.startsWith("one") ? 2e-2 : 6e-2;
    }

    /** Where the largest two logits differ by less than they may be wrong. */
    private static boolean[] close(float[][] planes, double grown) {
        boolean[] close = new boolean[planes[0].length];
        for (int i = 0; i < close.length; i++) {
            close[i] = Math.abs(planes[0][i] - planes[1][i]) < grown;
        }
        return close;
    }

    private void requireSeparated(String name, float[][] planes, boolean[] close) {
        float[] expected = golden.floats(name).toArray();
        int checked = 0;
        for (int object = 0; object < planes.length; object++) {
            for (int y = 0; y < SIDE; y += 4) {
                for (int x = 0; x < SIDE; x += 4) {
                    float wanted = expected[(object * SIDE / 4 + y / 4) * SIDE / 4 + x / 4];
                    if (!close[y * SIDE + x]) {
                        assertThat(planes[object][y * SIDE + x]).as(name + " at " + x + ", " + y).isCloseTo(wanted, within((float) grown(name)));
                        checked++;
                    }
                }
            }
        }
        assertThat(checked).as("pixels that are clear").isGreaterThan(expected.length * 4 / 5);
    }

    @Test
    void oneClickIsFollowed() {
        load(weightFile);
        ObjectFollower follower = follower();
        Sighting first = click("one", 0, 1, follower, null);
        checkShown("one.prompt.f0.obj1.masks_after", List.of(first.answer().logits()), false);
        propagate("one", Map.of(1, follower), Map.of(1, Map.of(0, first)));
    }

    @Test
    void anObjectThatIsAbsentIsSaidToBe() {
        load(new Scaled(weightFile, "sam_mask_decoder.pred_obj_score_head.layers.2"));
        ObjectFollower follower = follower();
        Sighting first = click("absent", 0, 1, follower, null);
        checkShown("absent.prompt.f0.obj1.masks_after", List.of(first.answer().logits()), false);
        propagate("absent", Map.of(1, follower), Map.of(1, Map.of(0, first)));
    }

    @Test
    void twoObjectsByBoxMaskAndLaterClicksAreFollowed() {
        load(weightFile);
        ObjectFollower one = follower();
        ObjectFollower other = follower();
        Sighting box = click("two", 0, 1, one, null);
        checkShown("two.prompt.f0.obj1.masks_after", List.of(box.answer().logits()), false);
        Sighting mask = known("two", other);
        checkShown("two.prompt.f0.obj2.masks_after", List.of(box.answer().logits(), mask.answer().logits()), false);
        Sighting later = click("two", 2, 1, one, null);
        Map<Integer, ObjectFollower> followers = new TreeMap<>(Map.of(1, one, 2, other));
        propagate("two", followers, Map.of(1, new TreeMap<>(Map.of(0, box, 2, later)), 2, Map.of(0, mask)));
    }

    /** Every tracked frame alone, given the memories that the reference had: nothing adds up. */
    @Test
    void everyTrackedFrameAgreesGivenTheMemoriesOfTheReference() {
        load(weightFile);
        trackFromRecorded("one", 1, Set.of(0L));
        trackFromRecorded("two", 1, Set.of(0L, 2L));
        trackFromRecorded("two", 2, Set.of(0L));
    }

    @Test
    void everyTrackedFrameOfAnAbsentObjectAgreesGivenTheMemoriesOfTheReference() {
        load(new Scaled(weightFile, "sam_mask_decoder.pred_obj_score_head.layers.2"));
        trackFromRecorded("absent", 1, Set.of(0L));
    }

    private void trackFromRecorded(String run, int object, Set<Long> prompted) {
        for (long t = 1; t < FRAMES; t++) {
            if (prompted.contains(t)) {
                continue;
            }
            ObjectFollower follower = follower();
            for (long at = 0; at < FRAMES; at++) {
                if (at < t || prompted.contains(at)) {
                    follower.memory().put(at, recorded(run + ".f" + at + ".obj" + object), prompted.contains(at));
                }
            }
            Sighting sighting = follower.track(t, frames.get((int) t));
            String name = run + ".f" + t + ".obj" + object;
            Golden.requireClose(name + ".low_res_mask", sighting.answer().logits(), golden.floats(name + ".low_res_mask"));
            Golden.requireClose(name + ".obj_ptr", sighting.answer().pointer(), golden.floats(name + ".obj_ptr"));
            requireRoundsToRecorded(name, sighting);
            sighting.close();
            follower.close();
        }
    }

    /**
     * The memory that is made of a sighting, before it is rounded, lies where it rounds to the recorded one, or within 1e-4 of there: where
     * memories differ in their last bit, they were on the brink.
     */
    private void requireRoundsToRecorded(String name, Sighting sighting) {
        float[] recorded = golden.floats(name + ".maskmem_stored").toArray();
        float[] made;
        try (TensorScope scope = TensorScope.inference()) {
            made = network.memory(frames.get((int) sighting.frame()), sighting.answer().logits(), sighting.prompted(),
                    sighting.answer().present()).transpose(1, 2).toArray();
        }
        float[] nearest = new float[made.length];
        for (int i = 0; i < made.length; i++) {
            // Half of what separates numbers of eight significant bits; a power of two has half of that below it, which is granted, too.
            float half = Math.scalb(1f, Math.getExponent(recorded[i]) - 8);
            nearest[i] = Math.max(recorded[i] - half, Math.min(recorded[i] + half, made[i]));
        }
        Golden.requireClose(name + " memory", made, nearest, 1e-4, 0);
    }

    @Test
    void memoriesOfPromptedFramesAreTheRecordedOnes() {
        load(weightFile);
        ObjectFollower follower = follower();
        List<Sighting> sightings = new ArrayList<>();
        for (int frame : new int[] {0, 2}) {
            sightings.add(click("two", frame, 1, follower, null));
            requireRoundsToRecorded("two.f" + frame + ".obj1", sightings.get(sightings.size() - 1));
        }
        sightings.add(known("two", follower));
        requireRoundsToRecorded("two.f0.obj2", sightings.get(2));
        sightings.add(click("one", 0, 1, follower, null));
        requireRoundsToRecorded("one.f0.obj1", sightings.get(3));
        sightings.forEach(Sighting::close);
    }

    private ObjectMemory.Entry recorded(String name) {
        try (TensorScope scope = TensorScope.inference()) {
            Tensor map = Golden.tensor(golden, name + ".maskmem_stored");
            return ObjectMemory.Entry.kept(
                    map.reshape(1, map.side(1), map.side(2) * map.side(3)).transpose(1, 2), Golden.tensor(golden, name + ".obj_ptr"));
        }
    }

    private Sighting known(String run, ObjectFollower follower) {
        float[] mask = new float[SIDE * SIDE];
        ByteBuffer given = golden.bytes(run + ".prompt.f0.obj2.mask");
        for (int i = 0; i < mask.length; i++) {
            mask[i] = given.get(i) != 0 ? 1 : 0;
        }
        return follower.known(0, frames.get(0), mask, null);
    }

    @Test
    void twoObjectsDoNotOverlapWhereThatIsAsked() {
        load(weightFile);
        ObjectFollower one = follower();
        ObjectFollower other = follower();
        Map<ObjectFollower, Sighting> present = new HashMap<>();
        present.put(one, click("two", 0, 1, one, null));
        present.put(other, known("two", other));
        for (int t = 0; t < FRAMES; t++) {
            for (ObjectFollower follower : List.of(one, other)) {
                if (t > 0) {
                    Sighting before = present.put(follower, follower.track(t, frames.get(t)));
                    before.close();
                }
                follower.remember(present.get(follower), frames.get(t));
            }
            checkShown("two_nonoverlap.f" + t + ".video_masks_every4",
                    List.of(present.get(one).answer().logits(), present.get(other).answer().logits()), true);
        }
        present.forEach((follower, sighting) -> {
            sighting.close();
            follower.close();
        });
    }

    /** The change to the weights that the run "absent" was recorded with. */
    private record Scaled(SafetensorsFile file, String layer) implements WeightSource {
        @Override
        public Set<String> names() {
            return file.names();
        }

        @Override
        public long[] shape(String name) {
            return file.shape(name);
        }

        @Override
        public FloatTensor floats(String name) {
            if (!name.startsWith(layer)) {
                return file.floats(name);
            }
            float[] values = file.floats(name).toArray();
            float shift = name.endsWith(".bias") ? 0.6f : 0;
            for (int i = 0; i < values.length; i++) {
                values[i] = (values[i] - shift) * 20;
            }
            return FloatTensor.of(values, file.shape(name));
        }
    }
}
