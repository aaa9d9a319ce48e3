package org.egoscope.perception.internal.track;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.egoscope.core.geometry.ImageSize;
import org.egoscope.core.observation.Mask;
import org.egoscope.perception.AutomaticMask;
import org.egoscope.perception.MaskGeneratorOptions;
import org.egoscope.perception.PictureEmbedding;
import org.egoscope.perception.PromptMask;
import org.egoscope.perception.PromptSegmenter;
import org.egoscope.perception.SegmentPrompt;
import org.egoscope.torch.FloatTensor;

/**
 * Answers a click with the connected pixels of about its colour: right to the pixel in a {@link PaintedScene}. Of three nested answers one is
 * that, one is its left half, and one is the whole picture; both are said to be poor. Counts what it is asked.
 */
final class FloodSegmenter implements PromptSegmenter {
    /** Of each channel; more than grain, less than between any two things. */
    private static final int SAME_COLOUR = 12;

    private static final FloatTensor NO_LOGITS = FloatTensor.allocate(1, 1);

    /** Questions of each picture, with those about parts of it. */
    final List<Integer> asked = new ArrayList<>();

    /** Parts of pictures that were looked at. */
    int closeUps;

    int open;

    @Override
    public String method() {
        return "flood";
    }

    @Override
    public PictureEmbedding embed(ByteBuffer rgb, ImageSize size) {
        byte[] pixels = new byte[3 * size.pixels()];
        rgb.duplicate().get(0, pixels);
        boolean whole = size.equals(PaintedScene.SIZE);
        closeUps += whole ? 0 : 1;
        if (whole || asked.isEmpty()) {
            asked.add(0);
        }
        open++;
        return new Flooded(pixels, size);
    }

    @Override
    public void close() {
        // Nothing is held.
    }

    private final class Flooded implements PictureEmbedding {
        private final byte[] pixels;
        private final ImageSize size;

        Flooded(byte[] pixels, ImageSize size) {
            this.pixels = pixels;
            this.size = size;
        }

        @Override
        public ImageSize size() {
            return size;
        }

        @Override
        public List<List<PromptMask>> predict(List<SegmentPrompt> prompts, boolean multimask) {
            asked.set(asked.size() - 1, asked.get(asked.size() - 1) + prompts.size());
            return prompts.stream().map(this::answer).toList();
        }

        private List<PromptMask> answer(SegmentPrompt prompt) {
            int seed = (int) prompt.points().get(0).y() * size.width() + (int) prompt.points().get(0).x();
            byte[] thing = flood(seed);
            byte[] half = thing.clone();
            byte[] all = new byte[thing.length];
            for (int p = 0; p < all.length; p++) {
                half[p] = p % size.width() < seed % size.width() ? thing[p] : 0;
                all[p] = 1;
            }
            return List.of(mask(half, 0.6f), mask(thing, 0.95f), mask(all, 0.5f));
        }

        private PromptMask mask(byte[] bitmap, float predictedIou) {
            return new PromptMask(Mask.ofBitmap(size, bitmap), NO_LOGITS, predictedIou, 0.98f);
        }

        private byte[] flood(int seed) {
            byte[] inside = new byte[size.pixels()];
            Deque<Integer> open = new ArrayDeque<>(List.of(seed));
            inside[seed] = 1;
            while (!open.isEmpty()) {
                int p = open.pop();
                int x = p % size.width();
                int[] neighbours = {x > 0 ? p - 1 : -1, x + 1 < size.width() ? p + 1 : -1, p - size.width(), p + size.width()};
                for (int n : neighbours) {
                    if (n >= 0 && n < inside.length && inside[n] == 0 && alike(n, seed)) {
                        inside[n] = 1;
                        open.push(n);
                    }
                }
            }
            return inside;
        }

        private boolean alike(int p, int q) {
            for (int c = 0; c < 3; c++) {
                if (Math.abs((pixels[3 * p + c] & 255) - (pixels[3 * q + c] & 255)) > SAME_COLOUR) {
                    return false;
                }
            }
            return true;
        }

        @Override
        public List<AutomaticMask> everything(MaskGeneratorOptions options) {
            throw new UnsupportedOperationException("everything");
        }

        @Override
        public void close() {
            open--;
        }
    }
}
