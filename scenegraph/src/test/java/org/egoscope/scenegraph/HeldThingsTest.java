package org.egoscope.scenegraph;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.assertj.core.data.Offset;
import org.egoscope.core.graph.ActionSpan;
import org.egoscope.core.graph.ContactSpan;
import org.egoscope.core.graph.GraphEvent;
import org.egoscope.core.motion.MotionWindow.PosedFrame;
import org.egoscope.core.observation.Embedding;
import org.egoscope.core.observation.Hand;
import org.egoscope.core.observation.HandKeypoints;
import org.egoscope.core.observation.Instance;
import org.egoscope.core.observation.Mask;
import org.egoscope.core.observation.Observation;
import org.egoscope.scenegraph.TableScene.Content;
import org.egoscope.scenegraph.TableScene.Disc;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The carry of {@link CarryScript} seen badly: poor masks, doubtful keypoints, parts of the hand cut out as things. */
class HeldThingsTest {
    private static final int MIDDLE_OF_CARRY = 95;
    private static final Offset<Long> TOLERANCE = Offset.offset(6L);
    private static final float POOR = 0.1f;
    private static final float DOUBTFUL = 0.45f;
    private static final long PART_OF_HAND = 70;

    private static PosedFrame changed(PosedFrame frame, UnaryOperator<Instance> instances, UnaryOperator<Hand> hands) {
        Observation o = frame.observation();
        return new PosedFrame(
                new Observation(
                        o.session(), o.frameIndex(), o.span(), o.camera(), o.headPose(), o.instances().stream().map(instances).toList(),
                        o.hands().stream().map(hands).toList(), o.people(), o.covered()),
                frame.body());
    }

    /** The cup without a name and with a mask that perception itself does not trust. */
    private static Instance poor(Instance instance, float predictedIou) {
        if (instance.trackId() != CarryScript.CUP) {
            return instance;
        }
        Mask mask = instance.mask();
        return new Instance(
                instance.trackId(), Instance.UNKNOWN, 0, mask, mask.boundingBox(), predictedIou, 1, "test", "", Embedding.NONE);
    }

    private static List<ContactSpan> contacts(List<GraphEvent> events) {
        return CarryTest.only(events, ContactSpan.class).toList();
    }

    private static List<String> verbs(List<GraphEvent> events) {
        return CarryTest.only(events, ActionSpan.class).filter(action -> action.side().isPresent()).map(ActionSpan::verb).toList();
    }

    @Test
    void whatMovesWithTheHandIsHeldHoweverPoorItsMask() {
        List<PosedFrame> frames = TableScene.frames(CarryScript.FRAMES, 30, CarryScript::content).stream()
                .map(frame -> changed(frame, instance -> poor(instance, POOR), hand -> hand))
                .toList();
        List<GraphEvent> events = SyntheticKitchen.run(frames);
        assertThat(contacts(events)).hasSize(1).allMatch(ContactSpan::held);
        assertThat(contacts(events).get(0).firstFrameIndex()).isCloseTo(CarryScript.ARRIVE, TOLERANCE);
        assertThat(verbs(events)).containsExactly("reach", "grasp", "move", "put_down", "release");
    }

    @ParameterizedTest(name = "predicted IoU {0}")
    @ValueSource(floats = {POOR, 0.9f})
    void aPoorMaskThatStaysWhereItIsIsNotTouched(float predictedIou) {
        List<PosedFrame> frames = TableScene.frames(CarryScript.FRAMES, 30, frame -> {
                    double far = frame < CarryScript.LIFT
                            ? 1 - CarryScript.along(frame, CarryScript.REACH, CarryScript.ARRIVE)
                            : CarryScript.along(frame, CarryScript.LEAVE, CarryScript.AWAY);
                    double[] hand = {200 + 90 * far, 128 + 90 * far};
                    return new Content(hand, List.of(new Disc(CarryScript.CUP, "cup", 200, 120, 14)), TableScene.HEAD);
                }).stream()
                .map(frame -> changed(frame, instance -> poor(instance, predictedIou), hand -> hand))
                .toList();
        assertThat(contacts(SyntheticKitchen.run(frames))).hasSize(predictedIou == POOR ? 0 : 1);
    }

    /** Turned by half about the mean of all keypoints, as a doubtful hand is when fingers and wrist are taken for each other. */
    private static Hand turnedRound(Hand hand) {
        float[] xy = hand.keypoints().toImageArray();
        float sumX = 0;
        float sumY = 0;
        for (int k = 0; k < HandKeypoints.COUNT; k++) {
            sumX += xy[2 * k];
            sumY += xy[2 * k + 1];
        }
        for (int k = 0; k < HandKeypoints.COUNT; k++) {
            xy[2 * k] = 2 * sumX / HandKeypoints.COUNT - xy[2 * k];
            xy[2 * k + 1] = 2 * sumY / HandKeypoints.COUNT - xy[2 * k + 1];
        }
        return new Hand(
                hand.handId(), hand.side(), 1, true, new HandKeypoints(xy, new float[0]), DOUBTFUL, "test", true, Optional.empty());
    }

    @Test
    void aDoubtfulHandThatIsTakenForOneTurnedRoundDoesNotLetGo() {
        List<PosedFrame> frames = new ArrayList<>();
        for (PosedFrame frame : TableScene.frames(CarryScript.FRAMES, 30, CarryScript::content)) {
            long index = frame.observation().frameIndex();
            frames.add(index >= 85 && index < 105 ? changed(frame, instance -> instance, HeldThingsTest::turnedRound) : frame);
        }
        List<GraphEvent> events = SyntheticKitchen.run(frames);
        assertThat(contacts(events)).hasSize(1).allMatch(ContactSpan::held);
        assertThat(verbs(events)).containsExactly("reach", "grasp", "move", "put_down", "release");
    }

    @ParameterizedTest(name = "with the mask of the hand: {0}")
    @ValueSource(booleans = {true, false})
    void aMaskAmongThePixelsOfTheHandIsNoThing(boolean withPixels) {
        List<PosedFrame> frames = new ArrayList<>();
        for (PosedFrame frame : TableScene.frames(CarryScript.FRAMES, 30, index -> {
            Content whole = CarryScript.content(index);
            double[] tips = CarryScript.hand(index);
            List<Disc> discs = new ArrayList<>(whole.discs());
            discs.add(new Disc(PART_OF_HAND, Instance.UNKNOWN, tips[0] + 10, tips[1] + 30, 9));
            return new Content(tips, discs, whole.worldFromDevice());
        })) {
            Mask part = frame.observation().instances().stream()
                    .filter(instance -> instance.trackId() == PART_OF_HAND)
                    .findFirst()
                    .orElseThrow()
                    .mask();
            frames.add(changed(frame, instance -> instance, hand -> withPixels && part.area() > 0 ? hand.withMask(Optional.of(part)) : hand));
        }
        List<GraphEvent> events = SyntheticKitchen.run(frames);
        assertThat(contacts(events).stream().anyMatch(contact -> contact.trackId() == PART_OF_HAND)).isEqualTo(!withPixels);
        assertThat(contacts(events)).anyMatch(contact -> contact.trackId() == CarryScript.CUP && contact.held());
    }

    /** Of the cup only a piece is found from the middle of the carry on, which stays where the cup was then. */
    @ParameterizedTest(name = "radius {0}")
    @CsvSource({"14, true", "6, false"})
    void aPieceThatIsLeftBehindIsNotThePuttingDownOfTheThing(double radius, boolean putDown) {
        double[] there = CarryScript.cup(MIDDLE_OF_CARRY);
        List<GraphEvent> events = SyntheticKitchen.run(TableScene.frames(CarryScript.FRAMES, 30, index -> {
            Content whole = CarryScript.content(index);
            Disc piece = new Disc(CarryScript.CUP, "cup", there[0], there[1], radius);
            return index < MIDDLE_OF_CARRY ? whole : new Content(CarryScript.hand(index), List.of(piece), whole.worldFromDevice());
        }));
        assertThat(verbs(events)).contains("grasp", "move");
        assertThat(verbs(events).contains("release")).as("a piece of radius %.0f is let go", radius).isEqualTo(putDown);
        assertThat(verbs(events).contains("put_down")).isEqualTo(putDown);
    }
}
