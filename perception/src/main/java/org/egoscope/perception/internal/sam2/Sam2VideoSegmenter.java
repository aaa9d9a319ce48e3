package org.egoscope.perception.internal.sam2;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.egoscope.core.Shape;
import org.egoscope.core.geometry.ImageSize;
import org.egoscope.core.observation.Mask;
import org.egoscope.perception.ObjectMask;
import org.egoscope.perception.Picture;
import org.egoscope.perception.SegmentPrompt;
import org.egoscope.perception.VideoSegmenter;
import org.egoscope.perception.VideoSegmenterOptions;
import org.egoscope.perception.internal.sam.MaskScaler;
import org.egoscope.torch.TensorScope;
import org.jspecify.annotations.Nullable;

/**
 * Follows objects by the memories of SAM 2. What a frame showed is committed to memory when the next one comes, so that prompts on the
 * present frame are heeded whole, as in the reference, where propagation waits for them.
 */
public final class Sam2VideoSegmenter implements VideoSegmenter {
    /** In logits, as of masks of single pictures. */
    private static final float STABILITY_OFFSET = 1;

    private final Sam2Network network;
    private final boolean owner;
    private final Remembering remembering;
    private final VideoSegmenterOptions options;
    private final PresentFrame frame;
    private final SortedMap<Integer, Followed> objects = new TreeMap<>();
    private @Nullable MaskScaler scaler;

    /** An object and where it is in the present frame. */
    private static final class Followed implements AutoCloseable {
        private final ObjectFollower follower;
        private @Nullable Sighting sighting;

        Followed(ObjectFollower follower) {
            this.follower = follower;
        }

        Sighting sighting() {
            if (sighting == null) {
                throw new IllegalStateException("object: expected to be sighted, got nothing");
            }
            return sighting;
        }

        @Override
        public void close() {
            if (sighting != null) {
                sighting.close();
            }
            follower.close();
        }
    }

    /** Does not own the network. */
    public Sam2VideoSegmenter(Sam2Network network, VideoSegmenterOptions options) {
        this(network, options, false);
    }

    /** Closes the network with itself. */
    public static Sam2VideoSegmenter owning(Sam2Network network, VideoSegmenterOptions options) {
        return new Sam2VideoSegmenter(network, options, true);
    }

    private Sam2VideoSegmenter(Sam2Network network, VideoSegmenterOptions options, boolean owner) {
        this.network = network;
        this.owner = owner;
        this.options = options;
        remembering = new Remembering(network);
        frame = new PresentFrame(network);
    }

    @Override
    public String method() {
        return network.shape().name();
    }

    @Override
    public List<ObjectMask> accept(@Shape("H W 3") ByteBuffer rgb, ImageSize size) {
        for (Followed object : objects.values()) {
            object.follower.remember(object.sighting(), frame.maps());
            object.sighting().close();
            object.sighting = null;
        }
        frame.next(rgb, size);
        for (Followed object : objects.values()) {
            object.follower.memory().forgetBefore(frame.number());
            object.sighting = object.follower.track(frame.number(), frame.maps());
        }
        return present();
    }

    @Override
    public void expect(List<Picture> coming) {
        frame.expect(coming);
    }

    @Override
    public ObjectMask prompt(int objectId, SegmentPrompt prompt) {
        Sam2Network.Clicks clicks = PromptClicks.of(prompt, frame.size(), network.shape().imageSize());
        return sighted(objectId, (follower, before) -> follower.click(frame.number(), frame.maps(), clicks, before));
    }

    @Override
    public ObjectMask prompt(int objectId, Mask mask) {
        float[] square = frame.square(mask);
        return sighted(objectId, (follower, before) -> follower.known(frame.number(), frame.maps(), square, before));
    }

    /** How a prompt changes what is seen. */
    private interface Prompting {
        Sighting apply(ObjectFollower follower, @Nullable Sighting before);
    }

    private ObjectMask sighted(int objectId, Prompting prompting) {
        Followed known = objects.get(objectId);
        ObjectFollower follower = known != null ? known.follower : new ObjectFollower(network, remembering, options);
        Sighting sighting = prompting.apply(follower, known != null ? known.sighting() : null);
        Followed object = known != null ? known : new Followed(follower);
        object.sighting = sighting;
        objects.put(objectId, object);
        return options.nonOverlapMasks()
                ? present().get(objects.headMap(objectId).size())
                : mask(objectId, scaler().scale(shown(object), STABILITY_OFFSET));
    }

    @Override
    public List<ObjectMask> present() {
        if (objects.isEmpty()) {
            return List.of();
        }
        List<MaskScaler.Scaled> scaled = options.nonOverlapMasks() ? apart() : each();
        List<ObjectMask> masks = new ArrayList<>();
        for (int id : objects.keySet()) {
            masks.add(mask(id, scaled.get(masks.size())));
        }
        return List.copyOf(masks);
    }

    private ObjectMask mask(int id, MaskScaler.Scaled scaled) {
        Sam2Network.Answer answer = objects.get(id).sighting().answer();
        float stability = Float.isNaN(scaled.stability()) ? 0 : scaled.stability();
        return new ObjectMask(id, scaled.mask(), answer.predictedIou(), answer.objectScore(), stability);
    }

    private List<MaskScaler.Scaled> each() {
        return objects.values().stream().map(object -> scaler().scale(shown(object), STABILITY_OFFSET)).toList();
    }

    private List<MaskScaler.Scaled> apart() {
        float[][] planes = objects.values().stream().map(object -> scaler().logits(shown(object))).toArray(float[][]::new);
        List<MaskScaler.Scaled> own = each();
        FrameMasks.separate(planes);
        List<MaskScaler.Scaled> scaled = new ArrayList<>();
        for (float[] plane : planes) {
            scaled.add(new MaskScaler.Scaled(FrameMasks.mask(plane, frame.size()), own.get(scaled.size()).stability()));
        }
        return scaled;
    }

    private float[] shown(Followed object) {
        try (TensorScope scope = TensorScope.inference()) {
            return object.follower.stored(object.sighting()).toArray();
        }
    }

    private MaskScaler scaler() {
        if (scaler == null || !scaler.size().equals(frame.size())) {
            int side = network.shape().maskSide();
            scaler = new MaskScaler(side, side, side, side, frame.size());
        }
        return scaler;
    }

    @Override
    public void remove(int objectId) {
        Followed object = objects.remove(objectId);
        if (object != null) {
            object.close();
        }
    }

    @Override
    public List<Integer> objectIds() {
        return List.copyOf(objects.keySet());
    }

    @Override
    public byte[] snapshot() {
        VideoState.Writer out = new VideoState.Writer(network.shape());
        out.frame(frame);
        out.count(objects.size());
        // Copying tensors out makes short-lived native objects.
        try (TensorScope scope = TensorScope.inference()) {
            objects.forEach((id, object) -> out.object(id, object.follower.memory(), object.sighting()));
        }
        return out.toByteArray();
    }

    @Override
    public void restore(byte[] state) {
        clear();
        if (state.length == 0) {
            return;
        }
        VideoState.Reader in = new VideoState.Reader(network, state);
        in.frame(frame);
        int count = in.count();
        for (int i = 0; i < count; i++) {
            int id = in.count();
            Followed object = new Followed(new ObjectFollower(network, remembering, options));
            objects.put(id, object);
            object.sighting = in.object(object.follower.memory());
        }
        in.requireEnd();
    }

    private void clear() {
        objects.values().forEach(Followed::close);
        objects.clear();
        frame.clear();
    }

    @Override
    public void close() {
        clear();
        remembering.close();
        if (owner) {
            network.close();
        }
    }
}
