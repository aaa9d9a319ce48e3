package org.egoscope.scenegraph;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The carry of {@link CarryScript} while the keypoints of the hand are not found for 0.9 s in its middle. */
class MissedHandTest {
    private static final int MISSED_FROM = 78;
    private static final int MISSED_UNTIL = 105;
    private static final long ARM = 50;
    private static final long PATCH = 60;
    private static final Offset<Long> TOLERANCE = Offset.offset(6L);

    private static List<PosedFrame> script(boolean withArm) {
        return TableScene.frames(CarryScript.FRAMES, 30, frame -> {
            Content whole = CarryScript.content(frame);
            double[] hand = CarryScript.hand(frame);
            List<Disc> discs = new ArrayList<>(whole.discs());
            discs.add(new Disc(PATCH, Instance.UNKNOWN, 40, 205, 15));
            if (withArm) {
                discs.add(new Disc(ARM, Instance.OWN_ARM, hand[0] + 10, hand[1] + 40, 26));
            }
            boolean missed = frame >= MISSED_FROM && frame < MISSED_UNTIL;
            return new Content(missed ? null : hand, discs, whole.worldFromDevice());
        });
    }

    @ParameterizedTest(name = "with the arm's mask: {0}")
    @ValueSource(booleans = {true, false})
    void aCarryGoesOnWhileTheHandIsNotFound(boolean withArm) {
        List<GraphEvent> events = SyntheticKitchen.run(script(withArm));
        List<ContactSpan> contacts = CarryTest.only(events, ContactSpan.class).toList();
        assertThat(contacts).hasSize(1);
        assertThat(contacts.get(0).held()).isTrue();
        assertThat(contacts.get(0).firstFrameIndex()).isCloseTo(CarryScript.ARRIVE, TOLERANCE);
        assertThat(contacts.get(0).firstFrameIndex() + contacts.get(0).frameCount()).isCloseTo(CarryScript.LEAVE, TOLERANCE);
        assertThat(CarryTest.only(events, ActionSpan.class).filter(action -> action.side().isPresent()))
                .extracting(ActionSpan::verb)
                .containsExactly("reach", "grasp", "move", "put_down", "release");
    }

    @Test
    void anUnnamedThingThatNobodyTouchedOrLookedAtRestsAndIsNeitherTouchedNorLookedAt() {
        List<GraphEdge> edges = CarryTest.only(SyntheticKitchen.run(script(true)), GraphEdge.class)
                .filter(edge -> edge.subject().trackId() == PATCH || edge.object().trackId() == PATCH)
                .toList();
        assertThat(edges).extracting(GraphEdge::predicate).doesNotContain("touches", "holds", "looks_at");
        assertThat(edges).filteredOn(edge -> edge.predicate().equals("on")).singleElement().satisfies(edge -> {
            assertThat(edge.subject().trackId()).isEqualTo(PATCH);
            assertThat(edge.object().trackId()).isEqualTo(TableScene.TABLE);
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {79, 84, 95, 106})
    void aRunSplitWhileTheHandIsInferredGivesTheSameBytes(int cut) {
        List<PosedFrame> frames = script(true);
        List<GraphEvent> split = new ArrayList<>();
        SceneGraphBuilder first = new SceneGraphBuilder(SceneGraphConfig.defaults());
        SyntheticKitchen.windows(frames.subList(0, cut), 16).forEach(window -> first.accept(window, split::add));
        SceneGraphBuilder second = new SceneGraphBuilder(SceneGraphConfig.defaults());
        second.restore(first.snapshot());
        assertThat(second.snapshot()).isEqualTo(first.snapshot());
        SyntheticKitchen.windows(frames.subList(cut, frames.size()), 5).forEach(window -> second.accept(window, split::add));
        second.finish(split::add);
        assertThat(split).isEqualTo(SyntheticKitchen.run(frames));
    }
}
