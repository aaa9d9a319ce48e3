package org.egoscope.perception.internal.sam2;

import org.egoscope.perception.VideoSegmenterOptions;
import org.egoscope.perception.internal.sam2.Sam2Network.Answer;
import org.egoscope.perception.internal.sam2.Sam2Network.Clicks;
import org.egoscope.torch.Tensor;
import org.egoscope.torch.TensorScope;
import org.egoscope.torch.Tensors;
import org.jspecify.annotations.Nullable;

/** Follows one object with a memory of its own. Objects share pictures, nothing else. */
final class ObjectFollower implements AutoCloseable {
    /** Logits that are fed back stay within this. */
    private static final double PRIOR_LIMIT = 32;

    private final Sam2Network network;
    private final Remembering remembering;
    private final VideoSegmenterOptions options;
    private final ObjectMemory memory;

    ObjectFollower(Sam2Network network, Remembering remembering, VideoSegmenterOptions options) {
        this.network = network;
        this.remembering = remembering;
        this.options = options;
        memory = new ObjectMemory(new MemorySelection.Rule(
                network.shape().memories(), network.shape().pointers(), options.memoryTemporalStride(), options.maxCondFramesInAttn()));
    }

    ObjectMemory memory() {
        return memory;
    }

    /** Finds the object in the next frame. */
    Sighting track(long frame, PictureMaps maps) {
        try (TensorScope scope = TensorScope.inference()) {
            Tensor tokens = remembering.conditioned(frame, maps, memory);
            return Sighting.kept(frame, network.answer(tokens, maps, Clicks.NONE, null), false, true, tokens);
        }
    }

    /**
     * Heeds clicks on a frame.
     *
     * @param before the sighting there that the clicks correct, if any; closed
     */
    Sighting click(long frame, PictureMaps maps, Clicks clicks, @Nullable Sighting before) {
        try (TensorScope scope = TensorScope.inference()) {
            boolean tracked = before != null && before.tracked();
            Tensor conditioned = tracked ? conditioned(frame, maps, before) : null;
            Tensor prior = before == null ? null : stored(before).atLeast(-PRIOR_LIMIT).atMost(PRIOR_LIMIT);
            Tensor tokens = conditioned == null ? network.unconditioned(maps) : conditioned;
            return replaced(before, network.answer(tokens, maps, clicks, prior), frame, conditioned);
        }
    }

    private Tensor conditioned(long frame, PictureMaps maps, Sighting before) {
        return before.conditioned() != null ? before.conditioned() : remembering.conditioned(frame, maps, memory);
    }

    /**
     * Takes a mask for the truth.
     *
     * @param mask {@code [side, side]} of the square picture, 0 or 1
     */
    Sighting known(long frame, PictureMaps maps, float[] mask, @Nullable Sighting before) {
        boolean empty = true;
        for (float value : mask) {
            empty &= value == 0;
        }
        int side = network.shape().imageSize();
        try (TensorScope scope = TensorScope.inference()) {
            Answer answer = network.known(maps, Tensors.of(mask, network.device(), 1, 1, side, side), empty);
            return replaced(before, answer, frame, before == null ? null : before.conditioned());
        }
    }

    private static Sighting replaced(@Nullable Sighting before, Answer answer, long frame, @Nullable Tensor conditioned) {
        Sighting sighting = Sighting.kept(frame, answer, true, before != null && before.tracked(), conditioned);
        if (before != null) {
            before.close();
        }
        return sighting;
    }

    /** The logits of a sighting as they are shown and fed back: with small holes filled. */
    Tensor stored(Sighting sighting) {
        if (options.fillHoleArea() == 0 || !sighting.answer().present()) {
            return sighting.answer().logits();
        }
        int side = network.shape().maskSide();
        float[] logits = sighting.answer().logits().toArray();
        Holes.fill(logits, side, side, options.fillHoleArea());
        return Tensors.of(logits, network.device(), 1, 1, side, side);
    }

    /** Commits a sighting to memory. */
    void remember(Sighting sighting, PictureMaps maps) {
        try (TensorScope scope = TensorScope.inference()) {
            // Holes are filled where the user has pointed; memories of tracked frames are made from what the network said.
            Tensor logits = sighting.prompted() ? stored(sighting) : sighting.answer().logits();
            Tensor map = network.memory(maps, logits, sighting.prompted(), sighting.answer().present());
            boolean conditioning = sighting.prompted() && (!sighting.tracked() || options.addAllFramesToCorrectAsCond());
            memory.put(sighting.frame(), ObjectMemory.Entry.kept(map, sighting.answer().pointer()), conditioning);
        }
    }

    @Override
    public void close() {
        memory.close();
    }
}
