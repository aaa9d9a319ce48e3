package org.egoscope.scenegraph.internal.contact;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.egoscope.core.Sink;
import org.egoscope.core.geometry.ImageSize;
import org.egoscope.core.geometry.RigidTransform;
import org.egoscope.core.geometry.Vec3;
import org.egoscope.core.graph.ContactSpan;
import org.egoscope.core.graph.GraphEvent;
import org.egoscope.core.graph.GraphNode;
import org.egoscope.core.observation.HandSide;
import org.egoscope.core.observation.Instance;
import org.egoscope.core.observation.Observation;
import org.egoscope.scenegraph.Predicate;
import org.egoscope.scenegraph.SceneGraphConfig;
import org.egoscope.scenegraph.internal.frame.Backdrop;
import org.egoscope.scenegraph.internal.frame.Drift;
import org.egoscope.scenegraph.internal.frame.HandView;
import org.egoscope.scenegraph.internal.frame.Moment;
import org.egoscope.scenegraph.internal.frame.SceneFrame;
import org.egoscope.scenegraph.internal.frame.SceneReader;
import org.egoscope.scenegraph.internal.frame.Thing;
import org.egoscope.scenegraph.internal.frame.Track;
import org.egoscope.scenegraph.internal.relation.EdgeBook;
import org.egoscope.scenegraph.internal.relation.EdgeKey;
import org.egoscope.scenegraph.internal.relation.Measure;
import org.egoscope.scenegraph.internal.relation.NodeBook;
import org.egoscope.scenegraph.internal.relation.Surfaces;
import org.jspecify.annotations.Nullable;

/**
 * All hand and thing pairs of both hands. Emits contacts, and the edges {@code touches} and {@code holds} from the hand and from the
 * wearer, who touches or holds what either hand does.
 */
public final class ContactTracker {
    private static final long SEEN_AFTER_NANOS = 150_000_000L;

    /** An unnamed thing has been seen for this long, and on average has filled its box and been expected a good mask by so much. */
    private static final long LEAST_UNNAMED_NANOS = 250_000_000L;

    private static final float CLEAR_FILL = 0.5f;
    private static final float CLEAR_IOU = 0.18f;

    /** Of a contact whose hand is not seen. */
    private static final float CONFIDENCE_ALONE = 0.3f;

    /** What lies within so many hand lengths is around a hand: about as far away as it is. */
    private static final double SURROUNDINGS = 6;

    /** Wrist to middle knuckle of an adult hand. */
    private static final double PALM_LENGTH_METERS = 0.095;

    /** Masks with this share of the smaller one in common are of one thing, or of a thing and a part of it. */
    private static final double SAME_THING = 0.6;

    /** While a hand touches something, what is unnamed and this many times larger is behind that, not touched. */
    private static final double COVERED_SIZE = 2.5;

    private final SceneGraphConfig config;
    private final SceneReader reader;
    private final NodeBook nodes;
    private final EdgeBook edges;
    private final Surfaces surfaces;
    private final TreeMap<Long, ContactPair> left = new TreeMap<>();
    private final TreeMap<Long, ContactPair> right = new TreeMap<>();
    private long nextContactId = 1;

    public ContactTracker(SceneGraphConfig config, SceneReader reader, NodeBook nodes, EdgeBook edges) {
        this.config = config;
        this.reader = reader;
        this.nodes = nodes;
        this.edges = edges;
        this.surfaces = new Surfaces(config.relation().surfaceArea());
    }

    /** Takes in a frame; returns the contacts that ended, by hand and track. */
    public List<EndedContact> update(SceneFrame frame, Sink<? super GraphEvent> out) {
        List<EndedContact> ended = new ArrayList<>();
        for (HandSide side : HandSide.values()) {
            HandView hand = frame.hand(side);
            see(side, frame);
            if (hand != null) {
                observe(side, hand, frame, out);
            }
            observeAlone(side, hand, frame, out);
            endSilent(side, frame, ended, out);
        }
        return ended;
    }

    private void see(HandSide side, SceneFrame frame) {
        ImageSize size = frame.observation().camera().model().imageSize();
        double length = lengthPixels(side, frame);
        for (ContactPair pair : pairsOf(side).values()) {
            Thing thing = frame.thing(pair.trackId());
            if (thing != null) {
                boolean moves = ownSpeed(thing, length, frame) >= config.contact().movingSpeed();
                pair.see(frame.moment(), thing.shape().area(), thing.isCut(size), moves);
            }
        }
    }

    private double lengthPixels(HandSide side, SceneFrame frame) {
        return frame.observation().camera().model().focalX() * PALM_LENGTH_METERS / reader.handDepthMeters(side);
    }

    /** Hand lengths per second. */
    private static double ownSpeed(Thing thing, double length, SceneFrame frame) {
        ImageSize size = frame.observation().camera().model().imageSize();
        Backdrop backdrop = Backdrop.around(
                thing.shape().centroidX(), thing.shape().centroidY(), SURROUNDINGS * length, frame.things(), size);
        return thing.track().motion().ownSpeed(backdrop) / length;
    }

    private void observe(HandSide side, HandView hand, SceneFrame frame, Sink<? super GraphEvent> out) {
        TreeMap<Long, ContactPair> pairs = pairsOf(side);
        Drift drift = reader.drift(side);
        ContactPair holding = heldPair(side);
        ImageSize size = frame.observation().camera().model().imageSize();
        Backdrop backdrop =
                Backdrop.around(hand.palmX(), hand.palmY(), SURROUNDINGS * hand.lengthPixels(), frame.things(), size);
        boolean guessed = hand.isInferred() || hand.isCutBy(size);
        for (Thing thing : frame.things()) {
            ContactPair pair = pairs.get(thing.id());
            if (pair == null && !mayBeHandled(thing.track(), frame.moment())) {
                continue;
            }
            ContactMeasure measure = ContactMeasure.of(hand, drift, thing, backdrop, size);
            if (pair == null && measure.distance() >= ContactMeasure.FAR) {
                continue;
            }
            if (guessed && (pair == null || measure.proximity() < config.contact().leaveProximity())) {
                continue;
            }
            if (pair == null) {
                pair = new ContactPair(thing.id());
                pair.see(frame.moment(), thing.shape().area(), thing.isCut(size), false);
                pairs.put(thing.id(), pair);
            }
            if (!pair.isSure() && isCovered(pairs, thing, frame)) {
                continue;
            }
            ContactPair.Doubts doubts = new ContactPair.Doubts(holding != null && holding != pair || isHeldBy(otherOf(side), thing.id()), isClear(thing, hand, size));
            pair.observe(frame.moment(), measure, config, hand.confidence(), doubts);
            if (frame.moment().equals(pair.lastSupport())) {
                place(side, thing, frame.observation());
                if (pair.isSure()) {
                    thing.track().touch();
                }
                support(side, pair, frame.moment(), measure, hand.confidence(), out);
            }
        }
    }

    /** What the hand touches already is in front of this, or what it holds is the same thing cut out in another way. */
    private static boolean isCovered(TreeMap<Long, ContactPair> pairs, Thing thing, SceneFrame frame) {
        if (isNamed(thing.track())) {
            return false;
        }
        for (ContactPair other : pairs.values()) {
            Thing touched = other.contactStart() == null || other.trackId() == thing.id() ? null : frame.thing(other.trackId());
            if (touched == null) {
                continue;
            }
            boolean behind = touched.shape().area() * COVERED_SIZE < thing.shape().area();
            double smaller = Math.min(touched.shape().area(), thing.shape().area());
            boolean same = other.isHeld() && touched.shape().overlap(thing.shape()) >= SAME_THING * smaller;
            if (behind || same) {
                return true;
            }
        }
        return false;
    }

    /** Goes on with contacts of a hand that is not seen, or only inferred and thought elsewhere. */
    private void observeAlone(HandSide side, @Nullable HandView hand, SceneFrame frame, Sink<? super GraphEvent> out) {
        if (hand != null && !hand.isInferred()) {
            return;
        }
        ImageSize size = frame.observation().camera().model().imageSize();
        for (ContactPair pair : pairsOf(side).values()) {
            Thing thing = frame.thing(pair.trackId());
            if (thing == null || thing.isCut(size) || frame.moment().equals(pair.lastSupport())) {
                continue;
            }
            double speed = ownSpeed(thing, lengthPixels(side, frame), frame);
            if (pair.observeAlone(frame.moment(), speed, config)) {
                ContactMeasure measure = ContactMeasure.alone(speed);
                support(side, pair, frame.moment(), measure, CONFIDENCE_ALONE, out);
            }
        }
    }

    /** Not a surface, and no flicker. */
    private boolean mayBeHandled(Track track, Moment now) {
        if (track.meanAreaFraction() > config.contact().maxAreaOfImage()) {
            return false;
        }
        boolean lasting = track.first().through(now).durationNanos() >= LEAST_UNNAMED_NANOS;
        return isNamed(track) || !surfaces.isSurface(track) && lasting;
    }

    /**
     * More than the shadow, patch or sliver that segmentation of everything gives beside things, as far as its outline tells; of a mask
     * that the picture's edge cuts it does not tell: worktops and floors reach beyond it.
     */
    private static boolean isClear(Thing thing, HandView hand, ImageSize size) {
        Track track = thing.track();
        boolean compact = track.meanFill() >= CLEAR_FILL && track.meanPredictedIou() >= CLEAR_IOU;
        return isNamed(track) || compact && !thing.isPartial(size, hand);
    }

    private static boolean isNamed(Track track) {
        return !track.votes().label().equals(Instance.UNKNOWN);
    }

    /** A touched thing is as far away as the hand. */
    private void place(HandSide side, Thing thing, Observation observation) {
        if (observation.headPose().isLost()) {
            return;
        }
        Vec3 ray = observation.camera().model().unproject(thing.shape().centroidX(), thing.shape().centroidY());
        RigidTransform worldFromCamera = observation.headPose().worldFromDevice().times(observation.camera().deviceFromCamera());
        double depth = reader.handDepthMeters(side);
        thing.track().placeAt(worldFromCamera.apply(ray.times(depth / Math.max(0.1, ray.z()))), depth);
    }

    private void support(
            HandSide side, ContactPair pair, Moment moment, ContactMeasure measure, float handConfidence, Sink<? super GraphEvent> out) {
        boolean handSeen = measure.distance() < ContactMeasure.FAR;
        float confidence = handSeen ? (float) Math.min(1, measure.proximity()) * handConfidence : handConfidence;
        long hand = nodeOf(side);
        long thing = EdgeKey.nodeOfTrack(pair.trackId());
        Measure facts = handSeen
                ? new Measure().with("overlap", measure.overlap()).with("fingertip_distance", measure.fingertipDistance())
                : new Measure().with("thing_speed", measure.thingSpeed());
        if (handSeen && !Double.isNaN(measure.relativeSpeed())) {
            facts.with("relative_speed", measure.relativeSpeed());
        }
        for (long subject : new long[] {hand, GraphNode.WEARER}) {
            EdgeKey touches = new EdgeKey(Predicate.TOUCHES, subject, thing);
            edges.support(touches, moment, true, confidence, facts, out);
            if (pair.isSure()) {
                edges.confirm(touches, out);
            }
            if (pair.isHeld()) {
                EdgeKey holds = new EdgeKey(Predicate.HOLDS, subject, thing);
                edges.begin(holds, heldFrom(pair, moment));
                edges.support(holds, moment, true, confidence, facts, out);
                edges.confirm(holds, out);
            }
        }
    }

    /** Both may have moved as one before they touched: by the head's motion, or since contacts are told late. */
    private static Moment heldFrom(ContactPair pair, Moment now) {
        Moment together = pair.togetherStart() == null ? now : pair.togetherStart();
        return pair.contactStart() == null ? together : together.laterOf(pair.contactStart());
    }

    private void endSilent(HandSide side, SceneFrame frame, List<EndedContact> ended, Sink<? super GraphEvent> out) {
        List<Long> gone = new ArrayList<>();
        ImageSize size = frame.observation().camera().model().imageSize();
        for (ContactPair pair : pairsOf(side).values()) {
            HandView hand = frame.hand(side);
            boolean handSeen = hand != null && !hand.isInferred() && !hand.isCutBy(size);
            boolean thingSeen = pair.isWholeSight(frame.moment());
            if (pair.isOver(frame.moment(), handSeen, thingSeen, config.contact())) {
                gone.add(pair.trackId());
            } else if (pair.contactStart() == null && isStale(pair, frame.moment())) {
                gone.add(pair.trackId());
            }
        }
        for (long trackId : gone) {
            end(side, trackId, isLeft(side, trackId), ended, out);
        }
    }

    private boolean isStale(ContactPair pair, Moment moment) {
        Moment seen = pair.lastSeenTogether();
        return seen == null
                || pair.lastDistance() >= ContactMeasure.FAR
                || moment.endNanos() - seen.endNanos() > config.contact().unseenHandNanos();
    }

    /**
     * Left behind: seen to lie still since the hand last had it, so that it did not go out of view with the hand, and not taken over by
     * the other hand.
     */
    private boolean isLeft(HandSide side, long trackId) {
        ContactPair pair = pairsOf(side).get(trackId);
        ContactPair other = pairsOf(otherOf(side)).get(trackId);
        return pair != null && pair.leftNanos() >= SEEN_AFTER_NANOS && (other == null || !other.isHeld());
    }

    /** True if the track is something to rest things on, of which a touch says little. */
    public boolean isSurface(long trackId) {
        Track track = reader.track(trackId);
        return track != null && surfaces.isSurface(track);
    }

    private void end(HandSide side, long trackId, boolean atRest, List<EndedContact> ended, Sink<? super GraphEvent> out) {
        ContactPair pair = pairsOf(side).get(trackId);
        if (pair == null) {
            return;
        }
        if (pair.isSure() || pair.contactStart() == null) {
            pairsOf(side).remove(trackId);
        }
        if (pair.contactStart() == null) {
            return;
        }
        long thing = EdgeKey.nodeOfTrack(trackId);
        ContactPair other = pairsOf(side == HandSide.LEFT ? HandSide.RIGHT : HandSide.LEFT).get(trackId);
        edges.close(new EdgeKey(Predicate.HOLDS, nodeOf(side), thing), out);
        edges.close(new EdgeKey(Predicate.TOUCHES, nodeOf(side), thing), out);
        if (other == null || !other.isHeld()) {
            edges.close(new EdgeKey(Predicate.HOLDS, GraphNode.WEARER, thing), out);
        }
        if (other == null || !other.isSure()) {
            edges.close(new EdgeKey(Predicate.TOUCHES, GraphNode.WEARER, thing), out);
        }
        if (pair.isSure()) {
            out.emit(span(side, pair));
            ended.add(new EndedContact(side, pair, atRest));
            ContactPair next = pair.afterBrush();
            if (next != null) {
                pairsOf(side).put(trackId, next);
            }
        } else {
            pair.dropCandidate();
        }
    }

    private ContactSpan span(HandSide side, ContactPair pair) {
        Moment start = pair.contactStart();
        Moment last = pair.lastSupport();
        return new ContactSpan(
                nextContactId++,
                side,
                pair.trackId(),
                nodes.label(EdgeKey.nodeOfTrack(pair.trackId())),
                start.through(last),
                start.frameIndex(),
                last.frameIndex() - start.frameIndex() + 1,
                pair.meanConfidence(),
                pair.wasHeld());
    }

    /** Ends all contacts at their last support: a long gap, or the end. */
    public List<EndedContact> endAll(Sink<? super GraphEvent> out) {
        List<EndedContact> ended = new ArrayList<>();
        for (HandSide side : HandSide.values()) {
            for (long trackId : List.copyOf(pairsOf(side).keySet())) {
                end(side, trackId, false, ended, out);
            }
        }
        return ended;
    }

    private TreeMap<Long, ContactPair> pairsOf(HandSide side) {
        return side == HandSide.LEFT ? left : right;
    }

    private static HandSide otherOf(HandSide side) {
        return side == HandSide.LEFT ? HandSide.RIGHT : HandSide.LEFT;
    }

    private static long nodeOf(HandSide side) {
        return side == HandSide.LEFT ? GraphNode.LEFT_HAND : GraphNode.RIGHT_HAND;
    }

    /** The pair of a hand and a track; null if it is not watched. */
    public @Nullable ContactPair pair(HandSide side, long trackId) {
        return pairsOf(side).get(trackId);
    }

    /** What the hand holds: the one held for longest; null if none. */
    public @Nullable ContactPair heldPair(HandSide side) {
        ContactPair longest = null;
        for (ContactPair pair : pairsOf(side).values()) {
            boolean earlier = longest == null
                    || pair.contactStart() != null
                            && longest.contactStart() != null
                            && pair.contactStart().startNanos() < longest.contactStart().startNanos();
            if (pair.isHeld() && earlier) {
                longest = pair;
            }
        }
        return longest;
    }

    /** True if either hand holds the thing. */
    public boolean isHeld(long trackId) {
        return isHeldBy(HandSide.LEFT, trackId) || isHeldBy(HandSide.RIGHT, trackId);
    }

    private boolean isHeldBy(HandSide side, long trackId) {
        ContactPair pair = pairsOf(side).get(trackId);
        return pair != null && pair.isHeld();
    }

    public void write(DataOutput out) throws IOException {
        out.writeLong(nextContactId);
        for (HandSide side : HandSide.values()) {
            out.writeInt(pairsOf(side).size());
            for (ContactPair pair : pairsOf(side).values()) {
                pair.write(out);
            }
        }
    }

    public void read(DataInput in) throws IOException {
        nextContactId = in.readLong();
        for (HandSide side : HandSide.values()) {
            pairsOf(side).clear();
            for (int i = in.readInt(); i > 0; i--) {
                ContactPair pair = ContactPair.read(in);
                pairsOf(side).put(pair.trackId(), pair);
            }
        }
    }
}
