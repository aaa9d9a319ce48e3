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
import org.egoscope.core.geometry.Vec3;
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
 * hand has touched) it does not claim: {@code near} without places in space carries {@code gap} in diameters, with them {@code meters}. Neighbours
 * are only told of things that stand on the same support, or of which no support is seen.
 */
public final class SpatialRelations {
    private final SceneGraphConfig.Relation config;
    private final EdgeBook edges;
    private final Worth worth;
    private final Resting resting;
    private final Stillness stillness;
    private final Wholes wholes;

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
        for (int i = 0; i < things.size(); i++) {
            for (int j = i + 1; j < things.size(); j++) {
                boolean known = supports[i] != Resting.UNKNOWN && supports[j] != Resting.UNKNOWN;
                if (neighbourhood.areNeighbours(i, j)) {
                    neighbours(things.get(i), things.get(j), known, neighbourhood.gap(i, j), frame.moment(), out);
                }
            }
        }
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
        if (placeA != null && placeB != null) {
            double meters = placeA.distanceTo(placeB);
            double closeness = config.nearMeters() / Math.max(1e-6, meters);
            if (closeness >= config.nearEnter() / config.nearLeave()) {
                Measure measure = new Measure().with("meters", meters);
                float confidence = confidence(1 - meters / (2 * config.nearMeters()));
                near(a, b, new EdgeBook.Support(moment, sure && closeness >= 1, confidence, measure), out);
            }
        } else if (gap <= config.nearLeave()) {
            float confidence = confidence(1 - gap / (2 * config.nearLeave()));
            near(a, b, new EdgeBook.Support(moment, sure && gap <= config.nearEnter(), confidence, new Measure().with("gap", gap)), out);
        }
    }

    /** Two that lie still have been near since they both did. */
    private void near(Thing a, Thing b, EdgeBook.Support said, Sink<? super GraphEvent> out) {
        EdgeKey key = key(Predicate.NEAR, a, b);
        Moment sinceA = stillness.since(wholes.of(a.id()));
        Moment sinceB = stillness.since(wholes.of(b.id()));
        if (said.strong() && sinceA != null && sinceB != null) {
            edges.begin(key, sinceA.laterOf(sinceB));
        }
        edges.take(key, areShown(a, b), said, out);
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
        return new EdgeKey(predicate, EdgeKey.nodeOfTrack(wholes.of(subject.id())), EdgeKey.nodeOfTrack(wholes.of(object.id())));
    }

    public void write(DataOutput out) throws IOException {
        resting.write(out);
        stillness.write(out);
        wholes.write(out);
    }

    public void read(DataInput in) throws IOException {
        resting.read(in);
        stillness.read(in);
        wholes.read(in);
    }
}
