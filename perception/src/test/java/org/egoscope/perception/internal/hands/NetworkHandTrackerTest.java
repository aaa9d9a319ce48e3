package org.egoscope.perception.internal.hands;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.egoscope.core.PipelineException;
import org.egoscope.core.observation.Hand;
import org.egoscope.core.observation.HandSide;
import org.egoscope.core.video.SessionId;
import org.egoscope.core.video.VideoFrame;
import org.egoscope.perception.HandSettings;
import org.egoscope.perception.HandTracker;
import org.egoscope.perception.Hands;
import org.egoscope.synthetic.SyntheticFrame;
import org.egoscope.synthetic.SyntheticScene;
import org.egoscope.torch.ModelDirectory;
import org.egoscope.torch.SafetensorsFile;
import org.egoscope.torch.TorchRuntime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NetworkHandTrackerTest {
    /** The wearer puts an apple into a bowl with both hands in view. */
    private static final int FIRST_FRAME = 376;
    private static final SyntheticScene SCENE = SyntheticScene.kitchen(1);

    private static Hands networks() {
        return Hands.open(ModelDirectory.open(TestFrames.requireShared("models")), HandSettings.DEFAULT);
    }

    /** Rendering is the slow part, so frames are kept. */
    private static final Map<Integer, SyntheticFrame> RENDERED = new HashMap<>();

    private static VideoFrame frame(int index) {
        return SCENE.toVideoFrame(new SessionId("scene"), RENDERED.computeIfAbsent(index, SCENE::frame), false);
    }

    @ParameterizedTest
    @ValueSource(strings = {"palm_detection_full", "palm_detection_lite"})
    void decodePalmsAsTheReferenceDoes(String name) throws IOException {
        Path fixtures = TestFrames.requireShared("golden/fixtures");
        JsonNode expected = new ObjectMapper().readTree(fixtures.resolve("decoded.json").toFile()).get(name);
        try (SafetensorsFile golden = SafetensorsFile.open(fixtures.resolve(name + ".safetensors"))) {
            List<PalmDetection> palms = new PalmDecoder((float) expected.get("threshold").asDouble())
                    .decode(golden.floats("real.output0").toArray(), golden.floats("real.output1").toArray());
            assertThat(palms).hasSize(expected.get("detections").size());
            for (int i = 0; i < palms.size(); i++) {
                JsonNode one = expected.get("detections").get(i);
                assertThat(palms.get(i).score()).isCloseTo((float) one.get("score").asDouble(), within(1e-4f));
                List<Float> values = new ArrayList<>();
                one.get("box_xyxy").forEach(value -> values.add((float) value.asDouble()));
                one.get("keypoints_xy").forEach(point -> point.forEach(value -> values.add((float) value.asDouble())));
                for (int k = 0; k < PalmDetection.VALUES; k++) {
                    assertThat(palms.get(i).values()[k]).as("palm %d value %d", i, k).isCloseTo(values.get(k), within(2e-2f));
                }
            }
        }
    }

    private static Offset<Float> within(float offset) {
        return Offset.offset(offset);
    }

    @Test
    void followTheSyntheticHandsWithTheRightSidesNearTheTruthInPictureAndDepth() {
        try (Hands hands = networks();
                HandTracker tracker = hands.newTracker()) {
            int seen = 0;
            int rightSide = 0;
            double relativeError = 0;
            double depthError = 0;
            int withDepth = 0;
            int withinTwoSigma = 0;
            for (int i = FIRST_FRAME; i < FIRST_FRAME + 30; i++) {
                VideoFrame picture = frame(i);
                SyntheticFrame frame = RENDERED.get(i);
                for (Hand hand : tracker.track(picture)) {
                    var truth = frame.hands().stream().filter(one -> one.side() == hand.side()).findFirst().orElseThrow();
                    double error = meanDistance(hand, truth.keypoints().toImageArray());
                    double size = Math.max(truth.keypoints().boundingBox().width(), truth.keypoints().boundingBox().height());
                    seen++;
                    rightSide += error < size / 2 ? 1 : 0;
                    relativeError += error / size;
                    if (hand.keypoints().hasDepth()) {
                        withDepth++;
                        depthError += Math.abs(hand.keypoints().inCamera(0).z() - truth.keypoints().inCamera(0).z());
                        double off = Math.abs(hand.keypoints().inCamera(0).norm() - truth.keypoints().inCamera(0).norm());
                        withinTwoSigma += off < 2 * hand.keypoints().depthSigmaMeters() ? 1 : 0;
                    }
                    assertThat(hand.wearer()).isTrue();
                    assertThat(hand.method()).isEqualTo("hand_landmark_lite");
                }
            }
            assertThat(seen).as("seed 1").isGreaterThan(30);
            assertThat((double) rightSide / seen).as("seed 1").isGreaterThan(0.95);
            assertThat(relativeError / seen).as("seed 1").isLessThan(0.2);
            assertThat(withDepth).as("seed 1").isGreaterThan(15);
            assertThat(depthError / withDepth).as("metres, seed 1").isLessThan(0.1);
            assertThat((double) withinTwoSigma / withDepth).as("distances within two stated deviations, seed 1").isGreaterThan(0.85);
        }
    }

    @Test
    void moveHandsOnBetweenLooksWithoutMeasuringThem() {
        HandSettings standard = HandSettings.DEFAULT;
        HandSettings sparing = new HandSettings(
                standard.palmThreshold(), standard.presenceThreshold(), standard.searchSeconds(), standard.reviewSeconds(), 0.065,
                standard.maximumHands(), standard.steadyHertz());
        try (Hands hands = Hands.open(ModelDirectory.open(TestFrames.requireShared("models")), sparing);
                HandTracker tracker = hands.newTracker()) {
            int measured = 0;
            int carried = 0;
            double carriedError = 0;
            for (int i = FIRST_FRAME; i < FIRST_FRAME + 24; i++) {
                VideoFrame picture = frame(i);
                for (Hand hand : tracker.track(picture)) {
                    measured += hand.keypoints().isMeasured() ? 1 : 0;
                    if (!hand.keypoints().isMeasured()) {
                        carried++;
                        var truth = RENDERED.get(i).hands().stream().filter(one -> one.side() == hand.side()).findFirst().orElseThrow();
                        var box = truth.keypoints().boundingBox();
                        carriedError += meanDistance(hand, truth.keypoints().toImageArray()) / Math.max(box.width(), box.height());
                        assertThat(hand.keypoints().toRawImageArray()).containsOnly(Float.NaN);
                        assertThat(hand.keypoints().hasDepth()).isEqualTo(Float.isFinite(hand.keypoints().depthSigmaMeters()));
                    }
                }
            }
            assertThat(carried).as("every second frame, seed 1").isGreaterThan(8);
            assertThat(Math.abs(carried - measured)).as("every second frame, seed 1").isLessThan(12);
            assertThat(carriedError / carried).as("seed 1").isLessThan(0.2);
        }
    }

    private static double meanDistance(Hand hand, float[] xy) {
        double sum = 0;
        for (int k = 0; k < 21; k++) {
            sum += Math.hypot(hand.keypoints().inImage(k).x() - xy[k * 2], hand.keypoints().inImage(k).y() - xy[k * 2 + 1]);
        }
        return sum / 21;
    }

    @Test
    void goOnFromASnapshotBitForBitAndKeepIdentities() {
        try (Hands hands = networks();
                HandTracker whole = hands.newTracker();
                HandTracker second = hands.newTracker()) {
            for (int i = 0; i < 9; i++) {
                whole.track(frame(FIRST_FRAME + i));
            }
            second.restore(whole.snapshot());
            int seen = 0;
            for (int i = 9; i < 20; i++) {
                List<Hand> expected = whole.track(frame(FIRST_FRAME + i));
                assertThat(second.track(frame(FIRST_FRAME + i))).as("frame %d", i).isEqualTo(expected);
                assertThat(second.snapshot()).as("frame %d", i).isEqualTo(whole.snapshot());
                assertThat(expected.stream().filter(hand -> hand.wearer() && hand.side() == HandSide.RIGHT).count())
                        .isLessThanOrEqualTo(1);
                seen += expected.size();
            }
            assertThat(seen).isPositive();
            assertThatThrownBy(() -> second.restore(new byte[] {9})).isInstanceOf(PipelineException.class);
            second.restore(new byte[0]);
            assertThat(second.snapshot()).isEqualTo(hands.newTracker().snapshot());
        }
    }

    @Test
    void leaveNoNativeObjectBehind() {
        try (Hands hands = networks();
                HandTracker tracker = hands.newTracker()) {
            VideoFrame frame = frame(FIRST_FRAME + 10);
            tracker.track(frame);
            long before = TorchRuntime.nativeObjects();
            for (int i = 0; i < 40; i++) {
                tracker.track(frame);
            }
            assertThat(TorchRuntime.nativeObjects()).isLessThanOrEqualTo(before);
        }
    }

    @Test
    void findMostOfTheLabelledHandsWithinATenthOfTheirSize() throws IOException {
        Path folder = TestFrames.requireShared("data/hands_labelled/freihand");
        try (Hands hands = networks()) {
            LabelledHands.Result result = LabelledHands.measure(folder, hands);
            assertThat(result.found()).as("of 8").isGreaterThanOrEqualTo(6);
            assertThat(result.meanRelativeError()).isLessThan(0.13);
            assertThat(result.withinFifth()).isGreaterThan(0.8);
        }
    }

    @Test
    void fallBackToSkinAndMotionWithoutWeightsAndSaySo(@TempDir Path empty) {
        try (Hands hands = Hands.open(ModelDirectory.open(empty), HandSettings.DEFAULT)) {
            assertThat(hands.method()).isEqualTo(Hands.SKIN_MOTION);
            assertThat(hands.hashes()).isEmpty();
            assertThat(hands.newTracker()).isInstanceOf(SkinHandTracker.class);
        }
    }
}
