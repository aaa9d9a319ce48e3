package org.egoscope.scenegraph.internal;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.egoscope.core.PipelineException;
import org.egoscope.core.Sink;
import org.egoscope.core.graph.GraphEvent;
import org.egoscope.core.motion.MotionWindow.PosedFrame;
import org.egoscope.core.observation.HandSide;
import org.egoscope.scenegraph.Predicate;
import org.egoscope.scenegraph.SceneGraphConfig;
import org.egoscope.scenegraph.internal.action.ActionLog;
import org.egoscope.scenegraph.internal.action.BodyActions;
import org.egoscope.scenegraph.internal.action.FrameClock;
import org.egoscope.scenegraph.internal.action.GazeActions;
import org.egoscope.scenegraph.internal.action.HandActions;
import org.egoscope.scenegraph.internal.contact.ContactTracker;
import org.egoscope.scenegraph.internal.contact.EndedContact;
import org.egoscope.scenegraph.internal.frame.Moment;
import org.egoscope.scenegraph.internal.frame.SceneFrame;
import org.egoscope.scenegraph.internal.frame.SceneReader;
import org.egoscope.scenegraph.internal.relation.EdgeBook;
import org.egoscope.scenegraph.internal.relation.EdgeBook.Timing;
import org.egoscope.scenegraph.internal.relation.NodeBook;
import org.egoscope.scenegraph.internal.relation.SpatialRelations;
import org.egoscope.scenegraph.internal.relation.Surfaces;
import org.jspecify.annotations.Nullable;

/** All that one session's graph is made of, in the order in which a frame passes through it. */
public final class SceneGraphSession {
    private final SceneGraphConfig config;
    private final SceneReader reader;
    private final NodeBook nodes;
    private final EdgeBook edges;
    private final ContactTracker contacts;
    private final FrameClock clock = new FrameClock();
    private final ActionLog actions;
    private final HandActions leftHand;
    private final HandActions rightHand;
    private final BodyActions body;
    private final GazeActions gaze;
    private final SpatialRelations relations;
    private @Nullable Moment last;

    public SceneGraphSession(SceneGraphConfig config) {
        this.config = config;
        Surfaces surfaces = new Surfaces(config.relation().surfaceArea());
        reader = new SceneReader(config.contact().regionDilation());
        nodes = new NodeBook(reader, surfaces, config.relation().nodeNanos());
        edges = new EdgeBook(nodes, timings(config), config.evidenceStride());
        contacts = new ContactTracker(config, reader, nodes, edges);
        actions = new ActionLog(nodes);
        leftHand = new HandActions(HandSide.LEFT, config, contacts, clock, actions);
        rightHand = new HandActions(HandSide.RIGHT, config, contacts, clock, actions);
        body = new BodyActions(config.body(), actions);
        gaze = new GazeActions(config.gaze(), surfaces, edges, actions);
        relations = new SpatialRelations(config.relation(), reader, surfaces, edges);
    }

    private static Map<Predicate, Timing> timings(SceneGraphConfig config) {
        SceneGraphConfig.Relation relation = config.relation();
        Map<Predicate, Timing> timings = new EnumMap<>(Predicate.class);
        for (Predicate predicate : Predicate.values()) {
            timings.put(predicate, new Timing(relation.minNanos(), relation.leaveNanos(), relation.unseenNanos(), false));
        }
        timings.put(Predicate.HOLDS, new Timing(0, 0, 0, true));
        timings.put(Predicate.TOUCHES, new Timing(0, 0, 0, true));
        SceneGraphConfig.Gaze gaze = config.gaze();
        timings.put(Predicate.LOOKS_AT, new Timing(gaze.minNanos(), gaze.leaveNanos(), gaze.leaveNanos(), false));
        return timings;
    }

    /** Takes in the next frame. */
    public void accept(PosedFrame posed, Sink<? super GraphEvent> out) {
        closeAtHole(posed, out);
        SceneFrame frame = reader.read(posed);
        last = frame.moment();
        clock.tick(frame.moment());
        nodes.see(frame, out);
        List<EndedContact> ended = contacts.update(frame, out);
        leftHand.update(frame, ended, out);
        rightHand.update(frame, ended, out);
        body.update(frame, out);
        gaze.update(frame, out);
        relations.update(frame, contacts::isHeld, out);
        edges.endFrame(frame, out);
    }

    /**
     * Whether frames are missing shows in their times, not in gap events: a gap of the motion stage (no body) leaves the observation in
     * place, and intervals go on.
     */
    private void closeAtHole(PosedFrame posed, Sink<? super GraphEvent> out) {
        if (last == null) {
            return;
        }
        long start = posed.observation().span().start().nanos();
        if (start < last.endNanos() && posed.observation().frameIndex() <= last.frameIndex()) {
            throw PipelineException.badInput("motion window: expected a frame after " + last.frameIndex() + ", got "
                    + posed.observation().frameIndex());
        }
        if (start - last.endNanos() >= config.gapNanos()) {
            closeAll(out);
            reader.breakMotion();
        }
    }

    /** Closes everything at its last support: a long hole, or the end. */
    public void closeAll(Sink<? super GraphEvent> out) {
        List<EndedContact> ended = contacts.endAll(out);
        leftHand.end(ended, out);
        rightHand.end(ended, out);
        body.endAll(out);
        gaze.endAll(out);
        edges.closeAll(out);
    }

    public void write(DataOutput out) throws IOException {
        Moment.write(last, out);
        reader.write(out);
        nodes.write(out);
        edges.write(out);
        contacts.write(out);
        clock.write(out);
        actions.write(out);
        leftHand.write(out);
        rightHand.write(out);
        body.write(out);
        gaze.write(out);
        relations.write(out);
    }

    /** Into a new session. */
    public void read(DataInput in) throws IOException {
        last = Moment.read(in);
        reader.read(in);
        nodes.read(in);
        edges.read(in);
        contacts.read(in);
        clock.read(in);
        actions.read(in);
        leftHand.read(in);
        rightHand.read(in);
        body.read(in);
        gaze.read(in);
        relations.read(in);
    }
}
