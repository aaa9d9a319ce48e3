package org.egoscope.synthetic.eval;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.egoscope.core.PipelineException;
import org.egoscope.core.graph.ActionSpan;
import org.egoscope.core.graph.GraphEdge;
import org.egoscope.core.graph.GraphEvent;
import org.egoscope.core.graph.GraphNode;
import org.egoscope.core.motion.BodyPose;
import org.egoscope.core.motion.MotionEvent;
import org.egoscope.core.motion.MotionWindow;
import org.egoscope.core.observation.HandSide;
import org.egoscope.core.observation.Observation;
import org.egoscope.core.video.SessionId;
import org.egoscope.synthetic.SceneInstance;
import org.egoscope.synthetic.SessionTruth.ActionTruth;
import org.egoscope.synthetic.SessionTruth.RelationTruth;
import org.egoscope.synthetic.SyntheticFrame;
import org.egoscope.synthetic.SyntheticScene;
import org.egoscope.synthetic.internal.score.BodyScore;
import org.egoscope.synthetic.internal.score.HandScore;
import org.egoscope.synthetic.internal.score.HeadScore;
import org.egoscope.synthetic.internal.score.IntervalScore;
import org.egoscope.synthetic.internal.score.IntervalScore.Fact;
import org.egoscope.synthetic.internal.score.MaskScore;
import org.egoscope.synthetic.internal.score.Sample;
import org.egoscope.synthetic.internal.score.TrackScore;
import org.jspecify.annotations.Nullable;

/**
 * Takes what the stages gave for a synthetic scene and says how good it is. Add everything, each frame once, then ask for the
 * {@link #report}. Frames that never come count as misses.
 *
 * <p>Predicted tracks are matched to true things by mask overlap over all frames; actions and edges are compared by verb or predicate,
 * by the matched thing and by temporal IoU. Relations between two things are asked for only while both are in the picture.
 */
public final class SyntheticEvaluation {
    /** Both things of a relation have to have that many pixels in the frame for it to be asked for. */
    private static final int VISIBLE_PIXELS = 60;

    /** Shorter absences do not cut a relation in two, frames. */
    private static final int BRIDGED_FRAMES = 15;

    /** Shorter relations may be found or not, frames. */
    private static final int REQUIRED_FRAMES = 8;

    private static final int ABSENT = -1;
    private static final Set<String> RELATIONS_OF_HANDS = Set.of("holds", "touches");
    private static final Set<String> SYMMETRIC = Set.of("near");

    private final SyntheticScene scene;
    private final SyntheticFrame frame;
    private final HandScore hands = new HandScore();
    private final MaskScore masks;
    private final TrackScore tracks;
    private final HeadScore head = new HeadScore();
    private final BodyScore body = new BodyScore();
    private final List<ActionSpan> actions = new ArrayList<>();
    private final List<GraphEdge> edges = new ArrayList<>();
    private final Map<Long, Long> trackOfNode = new HashMap<>();
    private final boolean[] observed;
    private final boolean[] posed;
    private int missing;
    private final List<@Nullable Set<Integer>> visible;

    public SyntheticEvaluation(SyntheticScene scene) {
        this.scene = scene;
        frame = scene.trace(0);
        masks = new MaskScore(scene.instances());
        tracks = new TrackScore(scene.instances());
        observed = new boolean[scene.frameCount()];
        posed = new boolean[scene.frameCount()];
        visible = new ArrayList<>();
        for (int i = 0; i < scene.frameCount(); i++) {
            visible.add(null);
        }
    }

    /** What perception gave for one frame. */
    public void addObservation(Observation observation) {
        int index = checkedIndex(observation.frameIndex(), observed, "observation");
        if (!observation.camera().model().imageSize().equals(scene.config().size())) {
            throw PipelineException.badInput("observation: expected working size " + scene.config().size() + ", got "
                    + observation.camera().model().imageSize());
        }
        trace(index);
        Observation truth = scene.observation(observation.session(), frame);
        hands.add(frame.hands(), observation.hands());
        masks.add(truth.instances(), observation.instances());
        tracks.add(truth.instances(), observation.instances());
        head.add(frame.worldFromDevice(), observation.headPose());
    }

    private void trace(int index) {
        scene.trace(index, frame);
        visible.set(index, Set.copyOf(frame.visibleInstances(VISIBLE_PIXELS)));
    }

    private int checkedIndex(long index, boolean[] seen, String what) {
        if (index < 0 || index >= scene.frameCount()) {
            throw PipelineException.badInput(what + ": expected frame 0.." + (scene.frameCount() - 1) + ", got " + index);
        }
        if (seen[(int) index]) {
            throw PipelineException.badInput(what + ": expected each frame once, got frame " + index + " again");
        }
        seen[(int) index] = true;
        return (int) index;
    }

    /** What motion gave for one frame. */
    public void addBody(long frameIndex, BodyPose predicted) {
        int index = checkedIndex(frameIndex, posed, "body");
        body.add(scene.bodyTruth(index).body(), predicted);
    }

    /** What motion gave; the observations inside are added, too. */
    public void addMotion(MotionEvent event) {
        if (event instanceof MotionWindow window) {
            for (MotionWindow.PosedFrame posedFrame : window.frames()) {
                addObservation(posedFrame.observation());
                BodyPose pose = posedFrame.body();
                if (pose != null) {
                    addBody(posedFrame.observation().frameIndex(), pose);
                }
            }
        }
    }

    /** What scenegraph gave. */
    public void addGraph(GraphEvent event) {
        if (event instanceof ActionSpan action) {
            actions.add(action);
        } else if (event instanceof GraphEdge edge) {
            edges.add(edge);
        } else if (event instanceof GraphNode node) {
            trackOfNode.put(node.nodeId(), node.trackId());
        }
    }

    /** All scores of what was added. */
    public EvaluationReport report() {
        for (int index = 0; index < scene.frameCount(); index++) {
            if (!observed[index]) {
                trace(index);
                hands.add(frame.hands(), List.of());
                Observation truth = scene.observation(SessionId.fromName("truth"), frame);
                masks.add(truth.instances(), List.of());
                tracks.add(truth.instances(), List.of());
                observed[index] = true;
                missing++;
            }
        }
        Map<String, Double> frames = new LinkedHashMap<>();
        frames.put("frames", (double) scene.frameCount());
        frames.put("observed_share", Sample.ratio(scene.frameCount() - missing, scene.frameCount()));
        return new EvaluationReport(List.of(
                new EvaluationReport.Section("frames", frames),
                new EvaluationReport.Section("hands", hands.values()),
                new EvaluationReport.Section("masks", masks.values()),
                new EvaluationReport.Section("tracks", tracks.values()),
                new EvaluationReport.Section("head", head.values()),
                new EvaluationReport.Section("body", body.values()),
                new EvaluationReport.Section("actions", actionScore().values(true)),
                new EvaluationReport.Section("edges", edgeScore().values(true))));
    }

    private IntervalScore actionScore() {
        IntervalScore score = new IntervalScore();
        for (ActionTruth truth : scene.truth().actions()) {
            int actor = truth.side().map(SyntheticEvaluation::handOf).orElse(0);
            score.addTruth(new Fact(truth.verb(), actor, truth.object(), truth.firstFrame(), truth.frameCount(), true));
        }
        for (ActionSpan action : actions) {
            int actor = action.side().map(SyntheticEvaluation::handOf).orElse(0);
            int object = action.trackId() == 0 ? 0 : thing(action.trackId());
            String verb = scored(action.verb(), object);
            score.addPrediction(new Fact(verb, actor, object, (int) action.firstFrameIndex(), (int) action.frameCount(), true));
        }
        return score;
    }

    /** The truth speaks of objects alone: what else is touched, near or looked at is neither right nor wrong, under another name. */
    private String scored(String name, int object) {
        boolean other = object > 0 && !name.equals("on") && scene.instance(object).kind() != SceneInstance.Kind.OBJECT;
        return other ? name + "_other" : name;
    }

    private static int handOf(HandSide side) {
        return side == HandSide.LEFT ? SceneInstance.LEFT_HAND : SceneInstance.RIGHT_HAND;
    }

    private int thing(long trackId) {
        int truth = masks.truthOf(trackId);
        return truth == 0 ? ABSENT : truth;
    }

    private IntervalScore edgeScore() {
        IntervalScore score = new IntervalScore();
        for (RelationTruth relation : scene.truth().relations()) {
            if (relation.predicate().equals("on") || relation.predicate().equals("near")) {
                addWhileVisible(relation, score);
            } else {
                addTruth(relation, relation.firstFrame(), relation.firstFrame() + relation.frameCount(), score);
            }
        }
        for (GraphEdge edge : edges) {
            int subject = end(edge.subject());
            int object = end(edge.object());
            boolean swap = SYMMETRIC.contains(edge.predicate()) && subject > object;
            boolean anyHand = subject == 0 && RELATIONS_OF_HANDS.contains(edge.predicate());
            if (anyHand && isToldOfAHand(edge)) {
                continue;
            }
            boolean ofThings = SYMMETRIC.contains(edge.predicate());
            score.addPrediction(new Fact(
                    ofThings ? scored(scored(edge.predicate(), subject), object) : scored(edge.predicate(), object),
                    anyHand ? IntervalScore.ANY_HAND : swap ? object : subject,
                    swap ? subject : object,
                    (int) edge.firstFrameIndex(),
                    (int) edge.frameCount(),
                    true));
        }
        return score;
    }

    /** True if an edge of a hand says the same: the wearer's edge repeats it and is neither right nor wrong a second time. */
    private boolean isToldOfAHand(GraphEdge ofWearer) {
        return edges.stream().anyMatch(edge -> edge.predicate().equals(ofWearer.predicate())
                && edge.subject().nodeId() != GraphNode.WEARER
                && edge.object().nodeId() == ofWearer.object().nodeId()
                && edge.firstFrameIndex() < ofWearer.firstFrameIndex() + ofWearer.frameCount()
                && ofWearer.firstFrameIndex() < edge.firstFrameIndex() + edge.frameCount());
    }

    private static void addTruth(RelationTruth relation, int first, int end, IntervalScore score) {
        boolean swap = SYMMETRIC.contains(relation.predicate()) && relation.subject() > relation.object();
        score.addTruth(new Fact(
                relation.predicate(),
                swap ? relation.object() : relation.subject(),
                swap ? relation.subject() : relation.object(),
                first,
                end - first,
                end - first >= REQUIRED_FRAMES));
    }

    private void addWhileVisible(RelationTruth relation, IntervalScore score) {
        int start = -1;
        int last = -1;
        int end = relation.firstFrame() + relation.frameCount();
        for (int i = relation.firstFrame(); i < end; i++) {
            Set<Integer> there = visible.get(i);
            boolean seen = there != null && there.contains(relation.subject()) && there.contains(relation.object());
            if (seen && start >= 0 && i - last > BRIDGED_FRAMES) {
                addTruth(relation, start, last + 1, score);
                start = -1;
            }
            start = seen && start < 0 ? i : start;
            last = seen ? i : last;
        }
        if (start >= 0) {
            addTruth(relation, start, last + 1, score);
        }
    }

    /** The truth id behind one end of an edge; 0 is the wearer. */
    private int end(GraphEdge.Endpoint endpoint) {
        if (endpoint.nodeId() == GraphNode.WEARER) {
            return 0;
        }
        if (endpoint.nodeId() == GraphNode.LEFT_HAND) {
            return SceneInstance.LEFT_HAND;
        }
        if (endpoint.nodeId() == GraphNode.RIGHT_HAND) {
            return SceneInstance.RIGHT_HAND;
        }
        long track = endpoint.trackId() != 0 ? endpoint.trackId() : trackOfNode.getOrDefault(endpoint.nodeId(), 0L);
        return thing(track);
    }
}
