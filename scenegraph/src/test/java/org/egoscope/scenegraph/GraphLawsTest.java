package org.egoscope.scenegraph;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.egoscope.core.graph.ActionSpan;
import org.egoscope.core.graph.Correction;
import org.egoscope.core.graph.EdgeEvidence;
import org.egoscope.core.graph.GraphEdge;
import org.egoscope.core.graph.GraphEvent;
import org.egoscope.core.graph.GraphNode;
import org.egoscope.core.motion.MotionEvent;
import org.egoscope.core.motion.MotionWindow.PosedFrame;
import org.egoscope.core.observation.HandSide;
import org.egoscope.core.time.TimeRange;
import org.egoscope.scenegraph.TableScene.Content;
import org.egoscope.scenegraph.TableScene.Disc;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GraphLawsTest {
    /** Things and a hand that jump, vanish and change their names at random: nothing is sensible, but the laws hold. */
    static List<PosedFrame> chaos(long seed, int count) {
        Random random = new Random(seed);
        double[][] places = new double[6][2];
        return TableScene.frames(count, 30, i -> {
            List<Disc> discs = new ArrayList<>();
            for (int d = 0; d < places.length; d++) {
                if (i == 0 || random.nextInt(60) == 0) {
                    places[d] = new double[] {30 + random.nextInt(260), 80 + random.nextInt(120)};
                }
                if (random.nextInt(8) != 0) {
                    long track = 10 + d + (random.nextInt(50) == 0 ? 100 + i : 0);
                    discs.add(new Disc(track, random.nextInt(4) == 0 ? "bowl" : "cup", places[d][0], places[d][1], 8 + 3 * d));
                }
            }
            double[] aim = places[i / 40 % places.length];
            double[] hand = random.nextInt(6) == 0 ? null : new double[] {aim[0] + random.nextInt(9), aim[1] + random.nextInt(9)};
            return new Content(hand, discs, TableScene.looking(0.3 * Math.sin(i * 0.05), TableScene.HEAD.translation()));
        });
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13, 14})
    void everyEdgeHasItsNodesBeforeAndItsEvidenceWithin(long seed) {
        List<GraphEvent> events = SyntheticKitchen.run(chaos(seed, 500));
        Set<Long> nodes = new HashSet<>();
        Map<Long, List<EdgeEvidence>> evidence = new HashMap<>();
        Set<Long> edgeIds = new HashSet<>();
        for (GraphEvent event : events) {
            if (event instanceof GraphNode node) {
                assertThat(nodes.add(node.nodeId())).as("seed %d, node %d twice", seed, node.nodeId()).isTrue();
            } else if (event instanceof EdgeEvidence fact) {
                evidence.computeIfAbsent(fact.edgeId(), id -> new ArrayList<>()).add(fact);
            } else if (event instanceof Correction correction) {
                assertThat(nodes).as("seed %d", seed).contains(correction.nodeId());
            } else if (event instanceof GraphEdge edge) {
                assertThat(edgeIds.add(edge.edgeId())).as("seed %d, edge %d twice", seed, edge.edgeId()).isTrue();
                assertThat(nodes).as("seed %d, %s", seed, edge).contains(edge.subject().nodeId(), edge.object().nodeId());
                requireWithin(edge, evidence.getOrDefault(edge.edgeId(), List.of()));
            }
        }
        assertThat(edgeIds).as("seed %d: every edge with evidence closes", seed).containsAll(evidence.keySet());
        assertThat(edgeIds).as("seed %d", seed).hasSizeGreaterThan(20);
    }

    private static void requireWithin(GraphEdge edge, List<EdgeEvidence> facts) {
        assertThat(facts).as("evidence of %s", edge).isNotEmpty();
        double sum = 0;
        for (EdgeEvidence fact : facts) {
            assertThat(edge.span().contains(fact.time())).as("%s within %s", fact, edge).isTrue();
            assertThat(fact.frameIndex()).isBetween(edge.firstFrameIndex(), edge.firstFrameIndex() + edge.frameCount() - 1);
            assertThat(fact.confidence()).isBetween(edge.minConfidence(), 1f);
            sum += fact.confidence();
        }
        assertThat(edge.meanConfidence()).isCloseTo((float) (sum / facts.size()), org.assertj.core.data.Offset.offset(1e-4f));
        assertThat(edge.span().durationNanos()).isPositive();
    }

    @ParameterizedTest
    @ValueSource(longs = {21, 22, 23, 24})
    void aHandDoesOneThingAtATimeAndTheBodyStandsOrWalks(long seed) {
        List<ActionSpan> actions = CarryTest.only(SyntheticKitchen.run(chaos(seed, 500)), ActionSpan.class).toList();
        for (HandSide side : HandSide.values()) {
            requireApart(actions.stream().filter(action -> action.side().filter(side::equals).isPresent()).toList(), seed);
        }
        requireApart(actions.stream().filter(action -> action.verb().equals("walk") || action.verb().equals("stand_still")).toList(), seed);
        requireApart(actions.stream().filter(action -> action.verb().equals("look_at")).toList(), seed);
    }

    private static void requireApart(List<ActionSpan> actions, long seed) {
        for (int i = 0; i < actions.size(); i++) {
            TimeRange span = actions.get(i).span();
            assertThat(span.durationNanos()).as("seed %d, %s", seed, actions.get(i)).isGreaterThanOrEqualTo(100_000_000L - 1_000_000L);
            for (int j = i + 1; j < actions.size(); j++) {
                assertThat(span.intersects(actions.get(j).span())).as("seed %d, %s and %s", seed, actions.get(i), actions.get(j)).isFalse();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 37, 120, 250, 333, 499})
    void aRunSplitAnywhereGivesTheSameBytes(int cut) {
        List<PosedFrame> frames = chaos(31, 500);
        List<GraphEvent> whole = SyntheticKitchen.run(frames);
        List<GraphEvent> split = new ArrayList<>();
        SceneGraphBuilder first = new SceneGraphBuilder(SceneGraphConfig.defaults());
        for (MotionEvent window : SyntheticKitchen.windows(frames.subList(0, cut), 16)) {
            first.accept(window, split::add);
        }
        byte[] state = first.snapshot();
        SceneGraphBuilder second = new SceneGraphBuilder(SceneGraphConfig.defaults());
        second.accept(SyntheticKitchen.windows(chaos(32, 40), 40).get(0), event -> {});
        second.restore(state);
        assertThat(second.snapshot()).as("what was restored is saved alike").isEqualTo(state);
        for (MotionEvent window : SyntheticKitchen.windows(frames.subList(cut, frames.size()), 7)) {
            second.accept(window, split::add);
        }
        second.finish(split::add);
        assertThat(split).isEqualTo(whole);
    }

    @Test
    void anEmptyStateMakesItNew() {
        List<PosedFrame> frames = chaos(41, 120);
        SceneGraphBuilder builder = new SceneGraphBuilder(SceneGraphConfig.defaults());
        builder.accept(SyntheticKitchen.windows(chaos(42, 40), 40).get(0), event -> {});
        builder.restore(new byte[0]);
        List<GraphEvent> events = new ArrayList<>();
        SyntheticKitchen.windows(frames, 16).forEach(window -> builder.accept(window, events::add));
        builder.finish(events::add);
        assertThat(events).isEqualTo(SyntheticKitchen.run(frames));
    }

    @Test
    void twoHoursOfNewThingsFitInBoundedMemory() {
        int frames = 2 * 3600 * 5;
        SceneGraphBuilder builder = new SceneGraphBuilder(SceneGraphConfig.defaults());
        long[] events = new long[1];
        int largest = 0;
        int afterTenMinutes = 0;
        List<PosedFrame> cycle = Cycle.frames();
        for (int i = 0; i < frames; i++) {
            builder.accept(Cycle.window(cycle, i), event -> events[0]++);
            if (i % 500 == 0) {
                largest = Math.max(largest, builder.snapshot().length);
                afterTenMinutes = i <= 3000 ? largest : afterTenMinutes;
            }
        }
        assertThat(events[0]).isGreaterThan(10_000);
        int remembered = Cycle.newThings(frames) * 16;
        assertThat(largest).as("state after two hours, bytes").isLessThan(afterTenMinutes + remembered).isLessThan(200_000);
    }
}
