package org.egoscope.scenegraph;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.egoscope.core.graph.ActionSpan;
import org.egoscope.core.graph.GraphEdge;
import org.egoscope.core.graph.GraphEvent;
import org.egoscope.core.graph.GraphNode;
import org.egoscope.core.motion.MotionEvent;
import org.egoscope.core.motion.MotionWindow;
import org.egoscope.core.motion.MotionWindow.PosedFrame;
import org.egoscope.core.observation.HandSide;
import org.egoscope.core.video.SessionId;
import org.egoscope.scenegraph.IntervalScore.Interval;
import org.egoscope.synthetic.SceneConfig;
import org.egoscope.synthetic.SceneInstance;
import org.egoscope.synthetic.SessionTruth;
import org.egoscope.synthetic.SyntheticFrame;
import org.egoscope.synthetic.SyntheticScene;

/** The synthetic kitchen as posed frames with true masks, hands, head and body, and its truth. */
record SyntheticKitchen(List<PosedFrame> frames, SessionTruth truth) {
    private static final Set<String> COMPARED = Set.of("holds", "touches", "on", "near");

    /** A thing that worse perception finds under a new number keeps its number modulo this. */
    static final int RENUMBERING = 64;

    /** Shorter than any relation is told. */
    private static final int SHORTEST_FRAMES = 12;

    static SyntheticKitchen of(SceneConfig config) {
        SyntheticScene scene = SyntheticScene.of(config.withFrameStrip(false));
        SessionId session = new SessionId("kitchen");
        List<PosedFrame> frames = new ArrayList<>();
        SyntheticFrame frame = scene.trace(0);
        for (int i = 0; i < scene.frameCount(); i++) {
            scene.trace(i, frame);
            frames.add(new PosedFrame(scene.observation(session, frame), frame.body()));
        }
        return new SyntheticKitchen(List.copyOf(frames), scene.truth());
    }

    static List<GraphEvent> run(List<PosedFrame> frames) {
        List<GraphEvent> events = new ArrayList<>();
        SceneGraphBuilder builder = new SceneGraphBuilder(SceneGraphConfig.defaults());
        for (MotionEvent window : windows(frames, 16)) {
            builder.accept(window, events::add);
        }
        builder.finish(events::add);
        return events;
    }

    static List<MotionEvent> windows(List<PosedFrame> frames, int length) {
        List<MotionEvent> windows = new ArrayList<>();
        for (int i = 0; i < frames.size(); i += length) {
            windows.add(new MotionWindow(frames.subList(i, Math.min(frames.size(), i + length))));
        }
        return windows;
    }

    /** Actions of hands and body, but looking: the scene's looks are by angle to points, not by what is seen at the centre. */
    List<Interval> trueActions() {
        List<Interval> intervals = new ArrayList<>();
        for (SessionTruth.ActionTruth action : truth.actions()) {
            if (!action.verb().equals("look_at")) {
                String key = action.verb() + action.side() + action.object();
                intervals.add(new Interval(key, action.verb(), action.firstFrame(), action.firstFrame() + action.frameCount()));
            }
        }
        return intervals;
    }

    static List<Interval> actions(List<GraphEvent> events) {
        List<Interval> intervals = new ArrayList<>();
        for (GraphEvent event : events) {
            if (event instanceof ActionSpan action && !action.verb().equals("look_at")) {
                String key = action.verb() + action.side() + action.trackId() % RENUMBERING;
                intervals.add(new Interval(key, action.verb(), action.firstFrameIndex(), action.firstFrameIndex() + action.frameCount()));
            }
        }
        return intervals;
    }

    /** True relations between things in sight: per relation, the longest run of it in which both ends are seen. */
    List<Interval> trueRelations() {
        List<Interval> intervals = new ArrayList<>();
        for (SessionTruth.RelationTruth relation : truth.relations()) {
            if (COMPARED.contains(relation.predicate()) && relation.frameCount() >= SHORTEST_FRAMES) {
                addSeen(relation, intervals);
            }
        }
        return intervals;
    }

    /** Sight may be interrupted for up to three seconds without ending what is told of it. */
    private void addSeen(SessionTruth.RelationTruth relation, List<Interval> intervals) {
        String key = relation.predicate() + relation.subject() + "-" + relation.object();
        long first = -1;
        long last = -1;
        for (int i = relation.firstFrame(); i < relation.firstFrame() + relation.frameCount(); i++) {
            if (isSeen(relation.subject(), i) && isSeen(relation.object(), i)) {
                if (first >= 0 && i - last > 90) {
                    addIfLong(key, relation.predicate(), first, last + 1, intervals);
                    first = i;
                }
                first = first < 0 ? i : first;
                last = i;
            }
        }
        if (first >= 0) {
            addIfLong(key, relation.predicate(), first, last + 1, intervals);
        }
    }

    private static void addIfLong(String key, String predicate, long first, long end, List<Interval> intervals) {
        if (end - first >= SHORTEST_FRAMES) {
            intervals.add(new Interval(key, predicate, first, end));
        }
    }

    private boolean isSeen(int id, int frame) {
        if (id == SceneInstance.LEFT_HAND || id == SceneInstance.RIGHT_HAND) {
            HandSide side = id == SceneInstance.LEFT_HAND ? HandSide.LEFT : HandSide.RIGHT;
            return frames.get(frame).observation().hands().stream().anyMatch(hand -> hand.side() == side);
        }
        return frames.get(frame).observation().instances().stream().anyMatch(instance -> instance.trackId() == id);
    }

    static List<Interval> relations(List<GraphEvent> events) {
        List<Interval> intervals = new ArrayList<>();
        for (GraphEvent event : events) {
            if (event instanceof GraphEdge edge
                    && COMPARED.contains(edge.predicate().equals("in") ? "on" : edge.predicate())
                    && edge.subject().nodeId() != GraphNode.WEARER) {
                String predicate = edge.predicate().equals("in") ? "on" : edge.predicate();
                String key = predicate + subjectOf(edge) + "-" + edge.object().trackId();
                intervals.add(new Interval(key, predicate, edge.firstFrameIndex(), edge.firstFrameIndex() + edge.frameCount()));
            }
        }
        return intervals;
    }

    static long subjectOf(GraphEdge edge) {
        long node = edge.subject().nodeId();
        return node == GraphNode.LEFT_HAND
                ? SceneInstance.LEFT_HAND
                : node == GraphNode.RIGHT_HAND ? SceneInstance.RIGHT_HAND : edge.subject().trackId();
    }
}
