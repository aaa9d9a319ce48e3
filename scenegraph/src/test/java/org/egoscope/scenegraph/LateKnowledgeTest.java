package org.egoscope.scenegraph;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.IntFunction;
import org.assertj.core.data.Offset;
import org.egoscope.core.graph.ActionSpan;
import org.egoscope.core.graph.ContactSpan;
import org.egoscope.core.graph.GraphEdge;
import org.egoscope.core.graph.GraphEvent;
import org.egoscope.core.motion.MotionWindow.PosedFrame;
import org.egoscope.core.observation.Instance;
import org.egoscope.scenegraph.TableScene.Content;
import org.egoscope.scenegraph.TableScene.Disc;
import org.junit.jupiter.api.Test;

/** What is told of a time before it was known: reaches that began out of view, relations of things that only a touch showed to be things. */
class LateKnowledgeTest {
    private static final double FRAMES_PER_SECOND = 30;

    private static List<GraphEvent> run(IntFunction<Content> content) {
        return SyntheticKitchen.run(TableScene.frames(CarryScript.FRAMES, FRAMES_PER_SECOND, content));
    }

    private static Content withHandFrom(int first, int frame) {
        Content content = CarryScript.content(frame);
        return frame < first ? new Content(null, content.discs(), content.worldFromDevice()) : content;
    }

    /** The cup and the bottle without names: segmentation of everything gives none. */
    private static Content nameless(int frame) {
        Content content = CarryScript.content(frame);
        List<Disc> discs = content.discs().stream()
                .map(disc -> new Disc(disc.trackId(), Instance.UNKNOWN, disc.x(), disc.y(), disc.radius()))
                .toList();
        return new Content(content.fingertips(), discs, content.worldFromDevice());
    }

    private static ActionSpan reach(List<GraphEvent> events) {
        return CarryTest.only(events, ActionSpan.class).filter(action -> action.verb().equals("reach")).findFirst().orElseThrow();
    }

    @Test
    void aReachThatComesIntoViewBeginsNineTenthsOfASecondBeforeTheContact() {
        List<GraphEvent> events = run(frame -> withHandFrom(48, frame));
        ContactSpan contact = CarryTest.only(events, ContactSpan.class).findFirst().orElseThrow();
        assertThat(reach(events).firstFrameIndex()).isLessThan(48)
                .isCloseTo(contact.firstFrameIndex() - Math.round(0.9 * FRAMES_PER_SECOND), Offset.offset(1L));
    }

    @Test
    void aReachOfAHandInViewBeginsWhereItIsSeenToBegin() {
        assertThat(reach(run(CarryScript::content)).firstFrameIndex()).isCloseTo(CarryScript.REACH, Offset.offset(6L));
    }

    @Test
    void whatOnlyATouchShowsToBeAThingHasRestedSinceItWasSeen() {
        List<GraphEvent> events = run(LateKnowledgeTest::nameless);
        long contact = CarryTest.only(events, ContactSpan.class).findFirst().orElseThrow().firstFrameIndex();
        GraphEdge rest = CarryTest.only(events, GraphEdge.class)
                .filter(edge -> edge.predicate().equals("on") && edge.subject().trackId() == CarryScript.CUP)
                .findFirst()
                .orElseThrow();
        assertThat(rest.object().trackId()).isEqualTo(TableScene.TABLE);
        assertThat(rest.firstFrameIndex()).isLessThan(3L).isLessThan(contact);
        assertThat(rest.firstFrameIndex() + rest.frameCount()).isCloseTo(CarryScript.LIFT, Offset.offset(6L));
    }

    @Test
    void whatStandsOutRestsThoughNobodyUsedIt() {
        assertThat(CarryTest.only(run(LateKnowledgeTest::nameless), GraphEdge.class)
                        .filter(edge -> edge.subject().trackId() == CarryScript.BOTTLE))
                .singleElement()
                .satisfies(edge -> {
                    assertThat(edge.predicate()).isEqualTo("on");
                    assertThat(edge.firstFrameIndex()).isLessThan(3L);
                    assertThat(edge.frameCount()).isGreaterThan(CarryScript.FRAMES - 6L);
                });
    }

    @Test
    void aPoorMaskThatNothingShowsToBeAThingIsNotTold() {
        List<PosedFrame> frames = TableScene.frames(CarryScript.FRAMES, FRAMES_PER_SECOND, LateKnowledgeTest::nameless).stream()
                .map(frame -> TableScene.withPredictedIou(frame, CarryScript.BOTTLE, 0.1f))
                .toList();
        assertThat(CarryTest.only(SyntheticKitchen.run(frames), GraphEdge.class))
                .isNotEmpty()
                .noneMatch(edge -> edge.subject().trackId() == CarryScript.BOTTLE || edge.object().trackId() == CarryScript.BOTTLE);
    }
}
