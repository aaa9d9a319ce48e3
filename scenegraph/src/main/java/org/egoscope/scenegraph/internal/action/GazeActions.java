package org.egoscope.scenegraph.internal.action;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.egoscope.core.Sink;
import org.egoscope.core.geometry.CameraModel;
import org.egoscope.core.graph.GraphEvent;
import org.egoscope.core.graph.GraphNode;
import org.egoscope.scenegraph.Predicate;
import org.egoscope.scenegraph.SceneGraphConfig;
import org.egoscope.scenegraph.Verb;
import org.egoscope.scenegraph.internal.action.ActionLog.Doing;
import org.egoscope.scenegraph.internal.action.Phases.Phase;
import org.egoscope.scenegraph.internal.frame.SceneFrame;
import org.egoscope.scenegraph.internal.frame.Thing;
import org.egoscope.scenegraph.internal.relation.EdgeBook;
import org.egoscope.scenegraph.internal.relation.EdgeKey;
import org.egoscope.scenegraph.internal.relation.Measure;
import org.egoscope.scenegraph.internal.relation.Surfaces;
import org.egoscope.scenegraph.internal.relation.Worth;
import org.jspecify.annotations.Nullable;

/**
 * What the wearer looks at: the thing at the centre of view. Without an eye tracker that is a guess about the eyes, and its confidence
 * says so: 1 at the centre, falling to 0.5 at the edge of the allowed circle. Of several the one whose middle is nearest is meant: masks
 * are often of a thing and its ground, or cut off, and where the centre lies between two, their edges say less than their middles. A
 * surface is meant only where nothing on it is near the centre.
 */
public final class GazeActions {
    /** A thing's middle may be so many times farther from the centre than its edge. */
    private static final double MIDDLE_RADII = 2;

    private final SceneGraphConfig.Gaze config;
    private final Surfaces surfaces;
    private final EdgeBook edges;
    private final ActionLog log;
    private final Phases dwell;
    private float confidence;

    public GazeActions(SceneGraphConfig.Gaze config, Surfaces surfaces, EdgeBook edges, ActionLog log) {
        this.config = config;
        this.surfaces = surfaces;
        this.edges = edges;
        this.log = log;
        this.dwell = new Phases(config.minNanos(), config.leaveNanos());
    }

    public void update(SceneFrame frame, Sink<? super GraphEvent> out) {
        CameraModel model = frame.observation().camera().model();
        double radius = model.focalX() * Math.tan(config.radiusRadians());
        Thing target = target(frame, model, radius);
        if (target != null) {
            double distance = distance(target, model, radius);
            confidence = (float) (1 - 0.5 * distance / (MIDDLE_RADII * radius));
            double degrees = Math.toDegrees(Math.atan(distance / model.focalX()));
            EdgeKey key = new EdgeKey(Predicate.LOOKS_AT, GraphNode.WEARER, EdgeKey.nodeOfTrack(target.id()));
            edges.support(key, frame.moment(), true, confidence, new Measure().with("angle_degrees", degrees), out);
        }
        emit(dwell.update(target == null ? 0 : target.id(), frame.moment()), out);
        if (target != null && dwell.code() == target.id()) {
            target.track().look();
        }
    }

    private @Nullable Thing target(SceneFrame frame, CameraModel model, double radius) {
        Thing best = null;
        double bestRank = Double.MAX_VALUE;
        for (Thing thing : frame.things()) {
            double distance = distance(thing, model, radius);
            double toMiddle = Math.hypot(thing.shape().centroidX() - model.principalX(), thing.shape().centroidY() - model.principalY());
            boolean central = distance < radius || toMiddle < MIDDLE_RADII * radius;
            if (!central || thing.track().meanAreaFraction() > config.maxAreaOfImage() || !Worth.isKnownOrClear(thing.track())) {
                continue;
            }
            double rank = toMiddle + (surfaces.isSurface(thing.track()) ? 2 * radius : 0);
            boolean smaller = best == null || thing.shape().area() < best.shape().area();
            if (rank < bestRank || rank == bestRank && smaller) {
                best = thing;
                bestRank = rank;
            }
        }
        return best;
    }

    private static double distance(Thing thing, CameraModel model, double radius) {
        return thing.shape().distance(model.principalX(), model.principalY(), MIDDLE_RADII * radius);
    }

    private void emit(@Nullable Phase phase, Sink<? super GraphEvent> out) {
        if (phase != null && phase.durationNanos() >= config.minNanos()) {
            log.emit(new Doing(Verb.LOOK_AT, null, phase.code(), phase.start(), phase.end(), confidence), out);
        }
    }

    public void endAll(Sink<? super GraphEvent> out) {
        emit(dwell.end(), out);
    }

    public void write(DataOutput out) throws IOException {
        dwell.write(out);
        out.writeFloat(confidence);
    }

    public void read(DataInput in) throws IOException {
        dwell.read(in);
        confidence = in.readFloat();
    }
}
