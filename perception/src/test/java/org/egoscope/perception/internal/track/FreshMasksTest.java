package org.egoscope.perception.internal.track;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.egoscope.core.geometry.ImagePoint;
import org.egoscope.core.geometry.ImageSize;
import org.egoscope.core.observation.Mask;
import org.egoscope.perception.AutomaticMask;
import org.egoscope.perception.MaskGeneratorOptions;
import org.egoscope.perception.PictureEmbedding;
import org.egoscope.perception.PromptMask;
import org.egoscope.perception.PromptPoint;
import org.egoscope.perception.SegmentPrompt;
import org.egoscope.perception.internal.segment.GradientEdges;
import org.egoscope.perception.internal.segment.Hierarchy;
import org.egoscope.perception.internal.segment.Segmenter;
import org.egoscope.torch.FloatTensor;
import org.junit.jupiter.api.Test;

class FreshMasksTest {
    private static final ImageSize SIZE = new ImageSize(128, 96);
    private static final int LEAST_AREA = 30;

    /** A network that sees the boxes that a click lies in, each with its quality, small ones first. */
    private record Boxes(List<int[]> boxes, List<Float> qualities) implements PictureEmbedding {
        @Override
        public ImageSize size() {
            return SIZE;
        }

        @Override
        public List<List<PromptMask>> predict(List<SegmentPrompt> prompts, boolean multimask) {
            return prompts.stream().map(prompt -> answers(prompt.points().get(0))).toList();
        }

        private List<PromptMask> answers(PromptPoint click) {
            List<PromptMask> answers = new ArrayList<>();
            for (int i = 0; i < boxes.size(); i++) {
                Mask mask = mask(boxes.get(i));
                if (mask.contains((int) click.x(), (int) click.y())) {
                    answers.add(new PromptMask(mask, FloatTensor.allocate(1, 1), qualities.get(i), 1));
                }
            }
            return answers;
        }

        @Override
        public List<AutomaticMask> everything(MaskGeneratorOptions options) {
            throw new UnsupportedOperationException("everything");
        }

        @Override
        public void close() {
            // Holds nothing.
        }
    }

    /** @param box left, top, right, bottom */
    private static Mask mask(int... box) {
        byte[] bitmap = new byte[SIZE.pixels()];
        for (int p = 0; p < bitmap.length; p++) {
            int x = p % SIZE.width();
            int y = p / SIZE.width();
            bitmap[p] = (byte) (x >= box[0] && x < box[2] && y >= box[1] && y < box[3] ? 1 : 0);
        }
        return Mask.ofBitmap(SIZE, bitmap);
    }

    private static List<Mask> found(Boxes network, Spots.Spot... spots) {
        return found(network, new VainClicks(), spots);
    }

    private static List<Mask> found(Boxes network, VainClicks vain, Spots.Spot... spots) {
        try (PointerScope scope = new PointerScope()) {
            Mat grey = new Mat(SIZE.height(), SIZE.width(), opencv_core.CV_8UC3, new Scalar(100, 100, 100, 0));
            Hierarchy hierarchy = new Segmenter(SIZE.width(), SIZE.height(), new GradientEdges(SIZE.width(), SIZE.height())).segment(grey);
            FreshMasks fresh = new FreshMasks(SIZE, LEAST_AREA, List.of(), vain);
            // Spots get four tenths of the questions; what is left goes into what is not covered, where this network has nothing.
            return fresh.ask(new TwoScales(network, null), hierarchy, List.of(), List.of(spots), 20, 0).stream().map(MaskAnswer::mask).toList();
        }
    }

    private static Spots.Spot spot(int x, int y) {
        return new Spots.Spot(x, y, 9, 50);
    }

    @Test
    void aGroupOfTwoThingsThatAreFoundIsTakenApart() {
        int[] one = {20, 20, 40, 40};
        int[] other = {40, 20, 50, 40};
        int[] group = {20, 20, 50, 40};
        // The network likes the first alone and the group more than the second alone.
        Boxes network = new Boxes(List.of(one, other, group), List.of(0.99f, 0.9f, 0.96f));
        assertThat(found(network, spot(30, 30), spot(45, 30))).containsExactlyInAnyOrder(mask(one), mask(other));
        assertThat(found(network, spot(45, 30), spot(30, 30))).containsExactlyInAnyOrder(mask(one), mask(other));
    }

    @Test
    void aWholeStaysWholeWhereOnlyOnePartIsAnAnswerOfItsOwn() {
        int[] part = {20, 20, 30, 40};
        int[] whole = {20, 20, 50, 40};
        Boxes network = new Boxes(List.of(part, whole), List.of(0.8f, 0.96f));
        assertThat(found(network, spot(25, 30), spot(45, 30))).containsExactly(mask(whole));
    }

    @Test
    void aLittleThingThatStandsOutOfAnotherLiesOnIt() {
        int[] little = {60, 40, 67, 47};
        int[] table = {40, 30, 80, 55};
        Boxes network = new Boxes(List.of(little, table), List.of(0.98f, 0.8f));
        assertThat(found(network, spot(63, 43), spot(45, 50))).containsExactlyInAnyOrder(mask(little), mask(table));
    }

    @Test
    void aSpotBesideAnotherIsClickedAtToo() {
        int[] one = {20, 20, 28, 27};
        int[] other = {20, 28, 28, 36};
        Boxes network = new Boxes(List.of(one, other), List.of(0.95f, 0.95f));
        assertThat(found(network, spot(24, 24), spot(24, 31))).containsExactlyInAnyOrder(mask(one), mask(other));
    }

    @Test
    void whereAClickWasInVainTheQuestionsGoElsewhere() {
        int[] seen = {20, 20, 28, 28};
        Boxes network = new Boxes(List.of(seen), List.of(0.95f));
        Spots.Spot[] spots = new Spots.Spot[20];
        for (int i = 0; i < spots.length - 1; i++) {
            spots[i] = spot(50 + 12 * (i % 5), 20 + 12 * (i / 5));
        }
        // Of 20 questions 14 have been asked when the spots' share is used up, so the last spot has no turn at first.
        spots[spots.length - 1] = spot(24, 24);
        VainClicks vain = new VainClicks();
        assertThat(found(network, vain, spots)).as("at first").isEmpty();
        assertThat(vain.answerFor(new ImagePoint(50.5, 20.5), 0, false)).as("remembers the first click").isTrue();
        assertThat(found(network, vain, spots)).as("then").containsExactly(mask(seen));
        assertThat(vain.answerFor(new ImagePoint(24.5, 24.5), 2, false)).as("what was found was not in vain").isFalse();
    }
}
