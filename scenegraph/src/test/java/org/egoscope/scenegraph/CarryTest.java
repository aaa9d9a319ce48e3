package org.egoscope.scenegraph;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.egoscope.core.graph.ActionSpan;
import org.egoscope.core.graph.ContactSpan;
import org.egoscope.core.graph.GraphEdge;
import org.egoscope.core.graph.GraphEvent;
import org.egoscope.core.graph.GraphNode;
import org.egoscope.core.motion.MotionWindow;
import org.egoscope.core.motion.MotionWindow.PosedFrame;
import org.egoscope.core.observation.HandSide;
import org.egoscope.core.time.TimeRange;
import org.egoscope.core.video.Gap;
import org.egoscope.scenegraph.TableScene.Content;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CarryTest {
    private static final List<String> CARRY = List.of("reach", "grasp", "move", "put_down", "release");

    /** The motion filter answers within 0.12 s, contact is sure within the last 2 cm of an approach. */
    private static final Offset<Long> TOLERANCE = Offset.offset(6L);

    private static List<PosedFrame> script() {
        return TableScene.frames(CarryScript.FRAMES, 30, CarryScript::content);
    }

    static <T> Stream<T> only(List<GraphEvent> events, Class<T> type) {
        return events.stream().filter(type::isInstance).map(type::cast);
    }

    private static List<ActionSpan> handActions(List<GraphEvent> events) {
        return only(events, ActionSpan.class).filter(action -> action.side().isPresent()).toList();
    }

    @Test
    void aCarryIsToldInItsFivePartsAtTheirTimes() {
        List<ActionSpan> actions = handActions(SyntheticKitchen.run(script()));
        assertThat(actions).extracting(ActionSpan::verb).containsExactlyElementsOf(CARRY);
        assertThat(actions).allSatisfy(action -> {
            assertThat(action.side()).contains(HandSide.RIGHT);
            assertThat(action.trackId()).isEqualTo(CarryScript.CUP);
            assertThat(action.label()).isEqualTo("cup");
            assertThat(action.method()).isEqualTo("rules");
        });
        assertThat(actions.get(0).firstFrameIndex()).isCloseTo(CarryScript.REACH, TOLERANCE);
        assertThat(actions.get(1).firstFrameIndex()).isCloseTo(CarryScript.ARRIVE, TOLERANCE);
        assertThat(actions.get(2).firstFrameIndex()).isCloseTo(CarryScript.LIFT, TOLERANCE);
        assertThat(actions.get(4).firstFrameIndex()).isCloseTo(CarryScript.SET, TOLERANCE);
        assertThat(actions.get(4).firstFrameIndex() + actions.get(4).frameCount()).isCloseTo(CarryScript.LEAVE, TOLERANCE);
    }

    @Test
    void theContactIsOneAndHeld() {
        List<GraphEvent> events = SyntheticKitchen.run(script());
        List<ContactSpan> contacts = only(events, ContactSpan.class).toList();
        assertThat(contacts).hasSize(1);
        ContactSpan contact = contacts.get(0);
        assertThat(contact.held()).isTrue();
        assertThat(contact.trackId()).isEqualTo(CarryScript.CUP);
        assertThat(contact.firstFrameIndex()).isCloseTo(CarryScript.ARRIVE, TOLERANCE);
        assertThat(contact.firstFrameIndex() + contact.frameCount()).isCloseTo(CarryScript.LEAVE, TOLERANCE);
        List<GraphEdge> holds = only(events, GraphEdge.class).filter(edge -> edge.predicate().equals("holds")).toList();
        assertThat(holds).extracting(edge -> edge.subject().nodeId()).containsExactlyInAnyOrder(GraphNode.WEARER, GraphNode.RIGHT_HAND);
        assertThat(holds).allSatisfy(edge -> assertThat(edge.firstFrameIndex()).isCloseTo(CarryScript.LIFT, TOLERANCE));
    }

    @Test
    void whatIsHeldRestsOnNothingAndBeforeAndAfterOnTheTable() {
        List<GraphEdge> rests = only(SyntheticKitchen.run(script()), GraphEdge.class)
                .filter(edge -> edge.predicate().equals("on") && edge.subject().trackId() == CarryScript.CUP)
                .toList();
        assertThat(rests).hasSize(2).allSatisfy(edge -> assertThat(edge.object().label()).isEqualTo("table"));
        assertThat(rests.get(0).firstFrameIndex() + rests.get(0).frameCount()).isCloseTo(CarryScript.LIFT, TOLERANCE);
        assertThat(rests.get(1).firstFrameIndex()).isCloseTo(CarryScript.LEAVE, TOLERANCE);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void noiseAndDropoutsDoNotCutTheCarry(long seed) {
        Random random = new Random(seed);
        List<PosedFrame> frames = TableScene.frames(CarryScript.FRAMES, 30, i -> CarryScript.noisy(i, random));
        List<ActionSpan> actions = handActions(SyntheticKitchen.run(frames));
        assertThat(actions).as("seed %d", seed).extracting(ActionSpan::verb).containsExactlyElementsOf(CARRY);
        assertThat(actions.get(2).firstFrameIndex()).as("seed %d", seed).isCloseTo(CarryScript.LIFT, Offset.offset(9L));
    }

    @ParameterizedTest
    @ValueSource(ints = {40, 66, 90, 120})
    void aThingThatIsFoundAgainUnderAnotherNumberStaysTheSame(int at) {
        List<PosedFrame> frames = TableScene.frames(CarryScript.FRAMES, 30, i -> CarryScript.renumbered(i, at));
        List<GraphEvent> events = SyntheticKitchen.run(frames);
        assertThat(handActions(events)).extracting(ActionSpan::verb).containsExactlyElementsOf(CARRY);
        assertThat(only(events, ContactSpan.class)).extracting(ContactSpan::trackId).containsExactly(CarryScript.CUP);
    }

    @Test
    void aHandThatCrossesInFrontOfAThingDoesNotTouchIt() {
        List<PosedFrame> frames = TableScene.frames(90, 30, i -> new Content(
                new double[] {20 + 8 * i, 128}, CarryScript.content(0).discs(), TableScene.HEAD));
        assertThat(only(SyntheticKitchen.run(frames), ContactSpan.class)).isEmpty();
    }

    @Test
    void aTurnOfTheHeadIsNoMotionOfWhatTheHandRestsOn() {
        List<PosedFrame> frames = TableScene.frames(180, 30, i -> {
            double yaw = Math.toRadians(12) * Math.sin(Math.max(0, i - 30) * 0.12);
            Content content = Turned.content(yaw);
            // It comes first: what never moves of its own is not believed to be a hand.
            double away = 3.0 * Math.max(0, 30 - i);
            double[] hand = {content.fingertips()[0] - away, content.fingertips()[1] + away / 3};
            return new Content(hand, content.discs(), content.worldFromDevice());
        });
        List<ContactSpan> contacts = only(SyntheticKitchen.run(frames), ContactSpan.class).toList();
        assertThat(contacts).isNotEmpty().noneMatch(ContactSpan::held);
    }

    @Test
    void aShortGapIsBridgedAndALongOneClosesAtItsStart() {
        assertThat(holdsAround(12)).hasSize(1);
        List<GraphEdge> cut = holdsAround(20);
        assertThat(cut).isNotEmpty();
        assertThat(cut.get(0).span().end().nanos()).isEqualTo(Math.round(90 * 1e9 / 30));
    }

    private static List<GraphEdge> holdsAround(int missing) {
        List<PosedFrame> frames = script();
        SceneGraphBuilder builder = new SceneGraphBuilder(SceneGraphConfig.defaults());
        List<GraphEvent> events = new java.util.ArrayList<>();
        TimeRange span = TimeRange.ofNanos(Math.round(90 * 1e9 / 30), Math.round((90 + missing) * 1e9 / 30));
        Gap gap = new Gap("ingest", 90, missing, span, Gap.Reason.DECODE_ERROR, "test");
        builder.accept(new MotionWindow(frames.subList(0, 90)), events::add);
        builder.accept(gap, events::add);
        builder.accept(new MotionWindow(frames.subList(90 + missing, frames.size())), events::add);
        builder.finish(events::add);
        assertThat(only(events, Gap.class)).containsExactly(gap);
        return only(events, GraphEdge.class)
                .filter(edge -> edge.predicate().equals("holds") && edge.subject().nodeId() == GraphNode.RIGHT_HAND)
                .toList();
    }
}
