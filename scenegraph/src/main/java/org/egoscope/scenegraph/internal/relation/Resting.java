package org.egoscope.scenegraph.internal.relation;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.egoscope.core.Sink;
import org.egoscope.core.geometry.ImageSize;
import org.egoscope.core.geometry.RigidTransform;
import org.egoscope.core.geometry.Vec3;
import org.egoscope.core.graph.GraphEvent;
import org.egoscope.core.observation.BoundingBox;
import org.egoscope.core.observation.Observation;
import org.egoscope.scenegraph.Predicate;
import org.egoscope.scenegraph.SceneGraphConfig;
import org.egoscope.scenegraph.internal.frame.Moment;
import org.egoscope.scenegraph.internal.frame.SceneFrame;
import org.egoscope.scenegraph.internal.frame.SceneReader;
import org.egoscope.scenegraph.internal.frame.Thing;
import org.egoscope.scenegraph.internal.frame.Track;

/**
 * What rests on what, and in what. A thing that nobody takes up stays where it is, so a rest is one interval from when the thing is first
 * seen until a hand has it, whatever masks are seen below it meanwhile: each frame votes for one, and those that one rest has seen for
 * long enough are one surface from then on ({@link SupportSurfaces}).
 */
final class Resting {
    /** A support that an arm or the picture's edge hides. */
    static final int UNKNOWN = -9;

    /** Names of things that contain others; without such a name nothing is said to be inside. */
    private static final Set<String> CONTAINERS = Set.of(
            "bowl", "cup", "mug", "pot", "pan", "sink", "box", "basket", "bin", "drawer", "bag", "backpack", "suitcase", "handbag",
            "refrigerator", "fridge", "oven", "microwave", "plate", "vase", "jar", "bucket");

    /** Share of the four-sided border that must be container on every side. */
    private static final double INSIDE = 0.6;

    /** Less of a lower edge in sight than this says nothing of what is below. */
    private static final double LEAST_SEEN = 0.4;

    /** What supports a thing is not much smaller. */
    private static final double LEAST_SUPPORT_SIZE = 0.5;

    /** Frames below one resting thing that make a mask a piece of its support: a quarter of a second, no flicker. */
    private static final int JOINING_VOTES = 8;

    /** What nobody has used, named or looked at is told to rest if it was seen to for this long. */
    private static final long UNSHOWN_NANOS = 1_500_000_000L;

    private static final float UNSEEN_CONFIDENCE = 0.5f;

    private final SceneGraphConfig.Relation config;
    private final Worth worth;
    private final EdgeBook edges;
    private final SupportSurfaces supports;
    private final Stillness stillness;
    private final LowerEdge lowerEdge = new LowerEdge();

    Resting(SceneGraphConfig.Relation config, SceneReader reader, Surfaces surfaces, Worth worth, EdgeBook edges, Stillness stillness) {
        this.config = config;
        this.worth = worth;
        this.stillness = stillness;
        this.edges = edges;
        this.supports = new SupportSurfaces(reader, surfaces);
        edges.resolveBy(node -> EdgeKey.nodeOfTrack(supports.identityOf(EdgeKey.trackOfNode(node))));
    }

    void see(SceneFrame frame) {
        lowerEdge.see(frame);
        supports.forgetStale();
    }

    /** A hand has it: it rests on nothing. */
    void lift(long thing, Sink<? super GraphEvent> out) {
        edges.settle(Predicate.ON, EdgeKey.nodeOfTrack(thing), out);
        edges.settle(Predicate.IN, EdgeKey.nodeOfTrack(thing), out);
    }

    /**
     * @param whole the track under which the thing is told
     * @return index of what the thing rests on or in, {@link InstanceMap#NOTHING} or {@link #UNKNOWN}
     */
    int rest(SceneFrame frame, int index, long whole, boolean[] worthy, Sink<? super GraphEvent> out) {
        Thing thing = frame.things().get(index);
        int[] votes = new int[frame.things().size()];
        int samples = lowerEdge.countBelow(frame.things(), thing.shape(), index, votes);
        int known = samples >> 16;
        boolean hidden = known == 0 || known < LEAST_SEEN * (samples & 0xffff);
        int below = hidden ? UNKNOWN : supportOf(frame, index, votes, known);
        boolean measured = below >= 0 && stand(frame, index, new Footing(below, (double) votes[below] / known, worthy[index], whole), out);
        if (!measured) {
            stay(whole, frame.moment(), hidden, out);
        }
        return below;
    }

    /** What is below is not seen: what rested and has not moved still does. */
    private void stay(long whole, Moment moment, boolean hidden, Sink<? super GraphEvent> out) {
        EdgeKey on = new EdgeKey(Predicate.ON, EdgeKey.nodeOfTrack(whole), EdgeKey.BY_VOTE);
        if (edges.isTold(on) && stillness.since(whole) != null) {
            edges.support(on, moment, false, UNSEEN_CONFIDENCE, new Measure().with("hidden", hidden ? 1 : 0), out);
        } else {
            edges.doubt(Predicate.ON, on.subject(), moment);
        }
        if (hidden) {
            edges.doubt(Predicate.IN, on.subject(), moment);
        }
    }

    /** The smallest thing or surface under most of the lower edge; else any under enough of it; -1 for none. */
    private int supportOf(SceneFrame frame, int index, int[] votes, int known) {
        List<Thing> things = frame.things();
        Moment moment = frame.moment();
        int best = -1;
        for (int i = 0; i < votes.length; i++) {
            Track track = things.get(i).track();
            boolean possible = i != index && worth.mayCarry(track, moment)
                    && !supports.areOne(track.id(), things.get(index).id())
                    && things.get(i).shape().area() >= LEAST_SUPPORT_SIZE * things.get(index).shape().area();
            if (possible && votes[i] >= config.supportLeave() * known && (best < 0 || isBetter(things, votes, i, best, known))) {
                best = i;
            }
        }
        return best;
    }

    private boolean isBetter(List<Thing> things, int[] votes, int a, int b, int known) {
        boolean strongA = votes[a] >= config.supportEnter() * known;
        boolean strongB = votes[b] >= config.supportEnter() * known;
        if (strongA != strongB) {
            return strongA;
        }
        return strongA ? things.get(a).shape().area() < things.get(b).shape().area() : votes[a] > votes[b];
    }

    /** What a thing stands on in one frame: index of it, share of the lower edge, whether the thing is worth telling of, and as which track. */
    private record Footing(int below, double support, boolean worthy, long whole) {}

    /** False if the picture cannot tell. */
    private boolean stand(SceneFrame frame, int index, Footing footing, Sink<? super GraphEvent> out) {
        Thing thing = frame.things().get(index);
        Thing under = frame.things().get(footing.below);
        boolean container = CONTAINERS.contains(under.track().votes().label());
        double enclosed = container ? LowerEdge.enclosure(thing.shape(), under.shape(), footing.support) : 0;
        boolean shown = footing.worthy && Worth.isShown(thing.track());
        long node = EdgeKey.nodeOfTrack(footing.whole);
        long underNode = EdgeKey.nodeOfTrack(under.id());
        if (enclosed >= INSIDE) {
            Measure measure = new Measure().with("enclosure", enclosed);
            EdgeBook.Support said = new EdgeBook.Support(frame.moment(), true, (float) enclosed, measure);
            edges.take(new EdgeKey(Predicate.IN, node, underNode), shown, said, out);
            return true;
        }
        boolean plain = Worth.isKnown(thing.track()) || isSeenWhole(thing, frame.observation());
        if (!plain || !liesBelowEyes(thing.shape().box(), frame.observation())) {
            return false;
        }
        EdgeKey on = new EdgeKey(Predicate.ON, node, EdgeKey.BY_VOTE);
        Measure measure = new Measure().with("support", footing.support).with("under", under.id());
        boolean strong = footing.support >= config.supportEnter();
        Moment since = stillness.since(footing.whole);
        if (strong && since != null) {
            edges.begin(on, since);
        }
        supports.carry(under.id());
        edges.take(on, shown, new EdgeBook.Support(frame.moment(), strong, (float) footing.support, measure), out);
        edges.vote(on, underNode, JOINING_VOTES, (a, b) -> supports.join(EdgeKey.trackOfNode(a), EdgeKey.trackOfNode(b)));
        if (footing.worthy && !shown && Worth.standsOut(thing.track())) {
            edges.confirmAfter(on, UNSHOWN_NANOS, out);
        }
        return true;
    }

    /** True if the thing is known to rest. */
    boolean isTold(long whole) {
        return edges.isTold(new EdgeKey(Predicate.ON, EdgeKey.nodeOfTrack(whole), EdgeKey.BY_VOTE));
    }

    private static boolean isSeenWhole(Thing thing, Observation observation) {
        ImageSize size = observation.camera().model().imageSize();
        return !thing.isCut(size);
    }

    /** False where surfaces are seen too much from the side: what hangs on a wall there does not stand on what is seen below it. */
    private static boolean liesBelowEyes(BoundingBox box, Observation observation) {
        if (observation.headPose().isLost()) {
            return true;
        }
        RigidTransform worldFromCamera = observation.headPose().worldFromDevice().times(observation.camera().deviceFromCamera());
        Vec3 ray = worldFromCamera.rotation().rotate(observation.camera().model().unproject(box.centerX(), box.bottom()));
        return -ray.z() >= Footprint.LEAST_SLANT * ray.norm();
    }

    void write(DataOutput out) throws IOException {
        supports.write(out);
    }

    void read(DataInput in) throws IOException {
        supports.read(in);
    }
}
