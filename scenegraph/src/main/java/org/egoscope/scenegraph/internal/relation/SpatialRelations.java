package org.egoscope.scenegraph.internal.relation;

import java.util.List;
import java.util.Set;
import java.util.function.LongPredicate;
import org.egoscope.core.Sink;
import org.egoscope.core.geometry.Vec3;
import org.egoscope.core.graph.GraphEvent;
import org.egoscope.core.observation.BoundingBox;
import org.egoscope.scenegraph.Predicate;
import org.egoscope.scenegraph.SceneGraphConfig;
import org.egoscope.scenegraph.internal.frame.MaskShape;
import org.egoscope.scenegraph.internal.frame.Moment;
import org.egoscope.scenegraph.internal.frame.SceneFrame;
import org.egoscope.scenegraph.internal.frame.Thing;
import org.egoscope.scenegraph.internal.frame.Track;

/**
 * Relations between things in one frame, from their masks as the wearer sees them. What the picture cannot tell (depth between things no
 * hand has touched) it does not claim: {@code near} without places in space carries {@code gap} in diameters, with them {@code meters}. Neighbours
 * are only told of things that stand on the same support, or of which no support is seen.
 */
public final class SpatialRelations {
    /** Names of things that contain others; without such a name nothing is said to be inside. */
    private static final Set<String> CONTAINERS = Set.of(
            "bowl", "cup", "mug", "pot", "pan", "sink", "box", "basket", "bin", "drawer", "bag", "backpack", "suitcase", "handbag",
            "refrigerator", "fridge", "oven", "microwave", "plate", "vase", "jar", "bucket");

    /** Columns and rows sampled per border: finer tells no more. */
    private static final int SAMPLES = 24;

    /** Share of the four-sided border that must be container on every side. */
    private static final double INSIDE = 0.6;

    /** Less of a lower edge in sight than this says nothing of what is below. */
    private static final double LEAST_SEEN = 0.4;

    /** What supports a thing is not much smaller. */
    private static final double LEAST_SUPPORT_SIZE = 0.5;

    /** A support that an arm or the picture's edge hides. */
    private static final int UNKNOWN = -9;

    private final SceneGraphConfig.Relation config;
    private final Surfaces surfaces;
    private final EdgeBook edges;
    private final Worth worth;
    private final InstanceMap map = new InstanceMap();

    public SpatialRelations(SceneGraphConfig.Relation config, Surfaces surfaces, EdgeBook edges) {
        this.config = config;
        this.surfaces = surfaces;
        this.edges = edges;
        this.worth = new Worth(surfaces);
    }

    /** @param isHeld whether a hand holds a track now: what is held rests on nothing */
    public void update(SceneFrame frame, LongPredicate isHeld, Sink<? super GraphEvent> out) {
        map.paint(frame);
        List<Thing> things = frame.things();
        boolean[] worthy = worth.of(things, frame.moment());
        int[] supports = new int[things.size()];
        for (int i = 0; i < things.size(); i++) {
            supports[i] = worthy[i] ? rest(frame, i, worthy, isHeld.test(things.get(i).id()), out) : InstanceMap.NOTHING;
        }
        Neighbourhood neighbourhood = new Neighbourhood(frame, worthy);
        for (int i = 0; i < things.size(); i++) {
            for (int j = i + 1; j < things.size(); j++) {
                boolean known = supports[i] != UNKNOWN && supports[j] != UNKNOWN;
                if (neighbourhood.areNeighbours(i, j)) {
                    neighbours(things.get(i), things.get(j), known, neighbourhood.gap(i, j), frame.moment(), out);
                }
            }
        }
    }

    /** What the thing rests on or in: index of the support, {@link InstanceMap#NOTHING} or {@link #UNKNOWN}. */
    private int rest(SceneFrame frame, int index, boolean[] worthy, boolean held, Sink<? super GraphEvent> out) {
        Thing thing = frame.things().get(index);
        if (held) {
            edges.settle(Predicate.ON, EdgeKey.nodeOfTrack(thing.id()), out);
            edges.settle(Predicate.IN, EdgeKey.nodeOfTrack(thing.id()), out);
            return InstanceMap.NOTHING;
        }
        int[] votes = new int[frame.things().size()];
        int samples = countBelow(frame.things(), thing.shape(), index, votes);
        int known = samples >> 16;
        if (known == 0 || known < LEAST_SEEN * (samples & 0xffff)) {
            edges.doubt(Predicate.ON, EdgeKey.nodeOfTrack(thing.id()), frame.moment());
            edges.doubt(Predicate.IN, EdgeKey.nodeOfTrack(thing.id()), frame.moment());
            return UNKNOWN;
        }
        int below = supportOf(frame.things(), index, votes, known, worthy);
        if (below < 0) {
            edges.doubt(Predicate.ON, EdgeKey.nodeOfTrack(thing.id()), frame.moment());
            return InstanceMap.NOTHING;
        }
        double support = (double) votes[below] / known;
        if (goesOn(thing, frame, below, support, out)) {
            return below;
        }
        return stand(thing, frame.things().get(below), support, frame.moment(), out) ? below : InstanceMap.NOTHING;
    }

    /** The smallest thing or surface under most of the lower edge; else any under enough of it; -1 for none. */
    private int supportOf(List<Thing> things, int index, int[] votes, int known, boolean[] worthy) {
        int best = -1;
        for (int i = 0; i < votes.length; i++) {
            Track track = things.get(i).track();
            boolean possible = i != index && (worthy[i] && Worth.isShown(track) || surfaces.isSurface(track))
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

    /**
     * What nobody has taken up rests on what it rested on, though perception may now see that under another name or in other pieces.
     *
     * @return true if the support told before is kept in the place of the one seen
     */
    private boolean goesOn(Thing thing, SceneFrame frame, int below, double support, Sink<? super GraphEvent> out) {
        long subject = EdgeKey.nodeOfTrack(thing.id());
        long told = edges.toldObject(Predicate.ON, subject);
        Thing seen = frame.things().get(below);
        if (told == 0 || told == EdgeKey.nodeOfTrack(seen.id())) {
            return false;
        }
        boolean renamed = frame.thing(EdgeKey.trackOfNode(told)) == null;
        if (!renamed && !surfaces.isSurface(seen.track())) {
            return false;
        }
        Measure measure = new Measure().with("support_renamed", support);
        edges.support(new EdgeKey(Predicate.ON, subject, told), frame.moment(), false, (float) support / 2, measure, out);
        return true;
    }

    private boolean stand(Thing thing, Thing below, double support, Moment moment, Sink<? super GraphEvent> out) {
        boolean container = CONTAINERS.contains(below.track().votes().label());
        double enclosed = container ? enclosure(thing.shape(), below.shape(), support) : 0;
        if (enclosed >= INSIDE) {
            Measure measure = new Measure().with("enclosure", enclosed);
            tell(key(Predicate.IN, thing, below), Worth.isShown(thing.track()), new Support(moment, true, (float) enclosed, measure), out);
        } else {
            Measure measure = new Measure().with("support", support);
            boolean strong = support >= config.supportEnter();
            tell(key(Predicate.ON, thing, below), Worth.isShown(thing.track()), new Support(moment, strong, (float) support, measure), out);
        }
        return true;
    }

    /** What one frame says for an edge. */
    private record Support(Moment moment, boolean strong, float confidence, Measure measure) {}

    private void tell(EdgeKey key, boolean shown, Support support, Sink<? super GraphEvent> out) {
        if (shown) {
            edges.support(key, support.moment(), support.strong(), support.confidence(), support.measure(), out);
        } else {
            edges.propose(key, support.moment(), support.strong(), support.confidence(), support.measure(), out);
        }
    }

    /**
     * What lies right below the lower edge, by samples; the wearer's arm and the end of the picture hide it. Masks are nested, so one
     * sample may speak for several.
     *
     * @return samples in the low half, samples in which something could be seen in the high half
     */
    private int countBelow(List<Thing> things, MaskShape shape, int own, int[] votes) {
        int left = (int) shape.box().x();
        int width = (int) shape.box().width();
        int step = Math.max(1, width / SAMPLES);
        int reach = Math.max(3, (int) (shape.box().height() * 0.06));
        int samples = 0;
        int known = 0;
        for (int x = left + step / 2; x < left + width; x += step) {
            int row = shape.lowestRow(x);
            if (row < 0) {
                continue;
            }
            samples++;
            int y = firstBelow(x, row + 1, reach, own);
            int below = map.at(x, y);
            known += below >= InstanceMap.NOTHING ? 1 : 0;
            for (int i = 0; below >= 0 && i < votes.length; i++) {
                votes[i] += i != own && things.get(i).shape().contains(x, y) ? 1 : 0;
            }
        }
        return known << 16 | samples;
    }

    /** Row of the first pixel below that shows something. */
    private int firstBelow(int x, int row, int reach, int own) {
        for (int y = row; y < row + reach; y++) {
            int found = map.at(x, y);
            if (found != own && found != InstanceMap.NOTHING) {
                return y;
            }
        }
        return row + reach;
    }

    private static boolean containsWithin(MaskShape shape, int x, int row, int reach) {
        for (int y = row; y < row + reach; y++) {
            if (shape.contains(x, y)) {
                return true;
            }
        }
        return false;
    }

    /** The smaller of the shares of the upper and the lower edge of {@code a} that border on {@code b}. */
    private static double enclosure(MaskShape a, MaskShape b, double support) {
        BoundingBox inner = a.box();
        BoundingBox outer = b.box();
        boolean within = inner.x() >= outer.x() && inner.right() <= outer.right() && inner.bottom() <= outer.bottom();
        if (!within) {
            return 0;
        }
        int left = (int) inner.x();
        int width = (int) inner.width();
        int step = Math.max(1, width / SAMPLES);
        int reach = Math.max(3, (int) (inner.height() * 0.06));
        int seen = 0;
        int above = 0;
        for (int x = left + step / 2; x < left + width; x += step) {
            int row = a.highestRow(x);
            if (row >= 0) {
                seen++;
                above += containsWithin(b, x, row - reach, reach) ? 1 : 0;
            }
        }
        return seen == 0 ? 0 : Math.min((double) above / seen, support);
    }

    /** @param sure true if what both stand on is seen; else neighbours stay but do not become */
    private void neighbours(Thing a, Thing b, boolean sure, double gap, Moment moment, Sink<? super GraphEvent> out) {
        near(a, b, sure, gap, moment, out);
        if (sure && gap <= config.sideGap() && areShown(a, b)) {
            BoundingBox boxA = a.shape().box();
            BoundingBox boxB = b.shape().box();
            double gapX = Math.max(boxA.x() - boxB.right(), boxB.x() - boxA.right());
            beside(a, b, gapX, moment, out);
        }
    }

    private void near(Thing a, Thing b, boolean sure, double gap, Moment moment, Sink<? super GraphEvent> out) {
        Vec3 placeA = a.track().placeInWorld();
        Vec3 placeB = b.track().placeInWorld();
        EdgeKey key = key(Predicate.NEAR, a, b);
        if (placeA != null && placeB != null) {
            double meters = placeA.distanceTo(placeB);
            double closeness = config.nearMeters() / Math.max(1e-6, meters);
            if (closeness >= config.nearEnter() / config.nearLeave()) {
                Measure measure = new Measure().with("meters", meters);
                tell(key, areShown(a, b), new Support(moment, sure && closeness >= 1, confidence(1 - meters / (2 * config.nearMeters())), measure), out);
            }
        } else if (gap <= config.nearLeave()) {
            Measure measure = new Measure().with("gap", gap);
            tell(key, areShown(a, b), new Support(moment, sure && gap <= config.nearEnter(), confidence(1 - gap / (2 * config.nearLeave())), measure), out);
        }
    }

    /** Of two neighbours one is known by name or touch, the other at least looked at. */
    private static boolean areShown(Thing a, Thing b) {
        return Worth.isShown(a.track()) && Worth.isShown(b.track()) && (Worth.isKnown(a.track()) || Worth.isKnown(b.track()));
    }

    private static float confidence(double value) {
        return (float) Math.max(0, Math.min(1, value));
    }

    /** Beside: hardly above one another, and at about the same height. */
    private void beside(Thing a, Thing b, double gapX, Moment moment, Sink<? super GraphEvent> out) {
        BoundingBox boxA = a.shape().box();
        BoundingBox boxB = b.shape().box();
        double commonHeight = Math.min(boxA.bottom(), boxB.bottom()) - Math.max(boxA.y(), boxB.y());
        double level = commonHeight / Math.min(boxA.height(), boxB.height());
        double apart = gapX / Math.min(boxA.width(), boxB.width());
        if (level < 0.2 || apart < -0.35) {
            return;
        }
        boolean strong = level >= 0.35 && apart >= -0.2;
        boolean aIsLeft = boxA.centerX() < boxB.centerX();
        Thing left = aIsLeft ? a : b;
        Thing right = aIsLeft ? b : a;
        Measure measure = new Measure().with("level", level).with("apart", apart);
        float confidence = confidence(0.5 + 0.5 * Math.min(level, 1));
        edges.support(key(Predicate.LEFT_OF, left, right), moment, strong, confidence, measure, out);
        edges.support(key(Predicate.RIGHT_OF, right, left), moment, strong, confidence, measure, out);
    }

    private static EdgeKey key(Predicate predicate, Thing subject, Thing object) {
        return new EdgeKey(predicate, EdgeKey.nodeOfTrack(subject.id()), EdgeKey.nodeOfTrack(object.id()));
    }
}
