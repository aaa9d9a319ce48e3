package org.egoscope.scenegraph.internal.relation;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongPredicate;
import org.egoscope.core.Sink;
import org.egoscope.core.geometry.ImageSize;
import org.egoscope.core.graph.GraphEvent;
import org.egoscope.core.observation.BoundingBox;
import org.egoscope.scenegraph.Predicate;
import org.egoscope.scenegraph.SceneGraphConfig;
import org.egoscope.scenegraph.internal.frame.Backdrop;
import org.egoscope.scenegraph.internal.frame.Moment;
import org.egoscope.scenegraph.internal.frame.SceneFrame;
import org.egoscope.scenegraph.internal.frame.SceneReader;
import org.egoscope.scenegraph.internal.frame.Thing;

/**
 * Relations between things in one frame, from their masks as the wearer sees them. What the picture cannot tell (depth between things no
 * hand has touched) it does not claim: {@code near} carries {@code gap} in diameters. Neighbours
 * are only told of things that stand on the same support, or of which no support is seen.
 */
public final class SpatialRelations {
    private static final float UNSEEN_CONFIDENCE = 0.5f;

    private final SceneGraphConfig.Relation config;
    private final EdgeBook edges;
    private final Worth worth;
    private final Resting resting;
    private final Stillness stillness;
    private final Wholes wholes;
    private final Closeness closeness = new Closeness();

    public SpatialRelations(SceneGraphConfig.Relation config, SceneReader reader, Surfaces surfaces, EdgeBook edges) {
        this.config = config;
        this.edges = edges;
        this.worth = new Worth(surfaces);
        this.stillness = new Stillness(config.unseenNanos());
        this.wholes = new Wholes(reader);
        this.resting = new Resting(config, reader, surfaces, worth, edges, stillness);
    }

    /** @param isHeld whether a hand holds a track now: what is held rests on nothing */
    public void update(SceneFrame frame, LongPredicate isHeld, Sink<? super GraphEvent> out) {
        resting.see(frame);
        List<Thing> things = frame.things();
        boolean[] worthy = worth.of(things, frame.moment());
        boolean[] speaks = speakers(frame, isHeld, out);
        int[] supports = new int[things.size()];
        for (int i = 0; i < things.size(); i++) {
            supports[i] = speaks[i] ? resting.rest(frame, i, wholes.of(things.get(i).id()), worthy, out) : InstanceMap.NOTHING;
            worthy[i] &= speaks[i] || isHeld.test(things.get(i).id());
        }
        Neighbourhood neighbourhood = new Neighbourhood(frame, worthy);
        Set<Closeness.Pair> measured = new HashSet<>();
        for (int i = 0; i < things.size(); i++) {
            for (int j = i + 1; j < things.size(); j++) {
                boolean known = supports[i] != Resting.UNKNOWN && supports[j] != Resting.UNKNOWN;
                if (neighbourhood.isMeasured(i, j)) {
                    measured.add(pair(things.get(i), things.get(j)));
                    boolean beside = neighbourhood.areNeighbours(i, j);
                    neighbours(things.get(i), things.get(j), new Stand(known, beside, neighbourhood.gap(i, j)), frame.moment(), out);
                }
            }
        }
        stay(frame, measured, out);
    }

    /** Which things of the frame may rest and are the oldest mask of theirs in it; notes on the way what is held or moves. */
    private boolean[] speakers(SceneFrame frame, LongPredicate isHeld, Sink<? super GraphEvent> out) {
        List<Thing> things = frame.things();
        boolean[] speaks = new boolean[things.size()];
        for (int i = 0; i < speaks.length; i++) {
            speaks[i] = worth.mayBeThing(things.get(i).track());
        }
        wholes.see(things, speaks);
        ImageSize size = frame.observation().camera().model().imageSize();
        Backdrop backdrop = Backdrop.around(0, 0, Double.POSITIVE_INFINITY, things, size);
        Set<Long> spoken = new HashSet<>();
        for (int i = 0; i < speaks.length; i++) {
            Thing thing = things.get(i);
            long whole = wholes.of(thing.id());
            speaks[i] &= spoken.add(whole);
            boolean held = isHeld.test(thing.id());
            boolean moves = thing.track().motion().ownSpeed(backdrop) > Stillness.MOST_SPEED * thing.extent();
            if (speaks[i] || held) {
                stillness.see(whole, !held && !moves, frame.moment());
            }
            if (held) {
                resting.lift(whole, out);
                speaks[i] = false;
            }
        }
        stillness.forgetUnseen(frame.moment());
        return speaks;
    }

    /**
     * How two things stand to each other in one frame.
     *
     * @param sure what both stand on is seen; else neighbours stay but do not become
     * @param first either is among the nearest few of the other; else they stay but do not become, too
     * @param gap on their support, in diameters of the smaller one
     */
    private record Stand(boolean sure, boolean first, double gap) {}

    private void neighbours(Thing a, Thing b, Stand stand, Moment moment, Sink<? super GraphEvent> out) {
        near(a, b, stand, moment, out);
        if (stand.sure() && stand.first() && stand.gap() <= config.sideGap() && areShown(a, b)) {
            BoundingBox boxA = a.shape().box();
            BoundingBox boxB = b.shape().box();
            double gapX = Math.max(boxA.x() - boxB.right(), boxB.x() - boxA.right());
            beside(a, b, gapX, moment, out);
        }
    }

    /** Two that lie still have been near since they both did; of others only this frame says something. */
    private void near(Thing a, Thing b, Stand stand, Moment moment, Sink<? super GraphEvent> out) {
        EdgeKey key = key(Predicate.NEAR, a, b);
        Moment since = stillness.since(wholes.of(a.id()), wholes.of(b.id()));
        boolean near = stand.gap() <= config.nearLeave();
        boolean strong = stand.gap() <= config.nearEnter();
        if (since != null) {
            closeness.vote(pair(a, b), since, strong);
            near = closeness.areNear(pair(a, b), since);
            strong = near;
        }
        strong &= stand.sure() && stand.first();
        if (strong && since != null) {
            edges.begin(key, since);
        }
        if (near) {
            float confidence = confidence(1 - stand.gap() / (2 * config.nearLeave()));
            Measure measure = new Measure().with("gap", stand.gap());
            edges.take(key, areShown(a, b), new EdgeBook.Support(moment, strong, confidence, measure), out);
        }
    }

    private Closeness.Pair pair(Thing a, Thing b) {
        return Closeness.Pair.of(wholes.of(a.id()), wholes.of(b.id()));
    }

    /** Pairs of this frame that could not be measured in it, while both are there and lie still, stay as near as they were. */
    private void stay(SceneFrame frame, Set<Closeness.Pair> measured, Sink<? super GraphEvent> out) {
        Set<Long> there = new HashSet<>();
        frame.things().forEach(thing -> there.add(wholes.of(thing.id())));
        for (Closeness.Pair pair : closeness.pairs()) {
            Moment since = stillness.since(pair.a(), pair.b());
            if (since == null) {
                closeness.forget(pair);
            } else if (!measured.contains(pair) && there.contains(pair.a()) && there.contains(pair.b()) && closeness.areNear(pair, since)) {
                EdgeKey key = new EdgeKey(Predicate.NEAR, EdgeKey.nodeOfTrack(pair.a()), EdgeKey.nodeOfTrack(pair.b()));
                edges.propose(key, frame.moment(), false, UNSEEN_CONFIDENCE, new Measure().with("hidden", 1), out);
            }
        }
    }

    /** Of two neighbours one was used, named or looked at, the other at least known to rest there. */
    private boolean areShown(Thing a, Thing b) {
        return (Worth.isShown(a.track()) || Worth.isShown(b.track())) && isEstablished(a) && isEstablished(b);
    }

    private boolean isEstablished(Thing thing) {
        return Worth.isShown(thing.track()) || resting.isTold(wholes.of(thing.id()));
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

    private EdgeKey key(Predicate predicate, Thing subject, Thing object) {
        long a = wholes.of(subject.id());
        long b = wholes.of(object.id());
        boolean swap = predicate == Predicate.NEAR && a > b;
        return new EdgeKey(predicate, EdgeKey.nodeOfTrack(swap ? b : a), EdgeKey.nodeOfTrack(swap ? a : b));
    }

    public void write(DataOutput out) throws IOException {
        resting.write(out);
        stillness.write(out);
        wholes.write(out);
        closeness.write(out);
    }

    public void read(DataInput in) throws IOException {
        resting.read(in);
        stillness.read(in);
        wholes.read(in);
        closeness.read(in);
    }
}
