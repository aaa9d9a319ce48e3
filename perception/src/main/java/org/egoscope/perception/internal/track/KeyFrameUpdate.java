package org.egoscope.perception.internal.track;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.egoscope.core.observation.BoundingBox;
import org.egoscope.core.observation.Mask;
import org.egoscope.perception.SegmentConfig;
import org.egoscope.perception.internal.segment.MaskQuality;
import org.egoscope.perception.internal.segment.Segment;

/** Brings the tracks up to date with a key frame: association, lost and new tracks, labels, the limit on their number. */
final class KeyFrameUpdate {
    /** A new track of at least this predicted IoU is reported at once, others when they are seen again. */
    private static final float SURE_IOU = 0.5f;

    /** The same of a network's mask, by predicted IoU times stability: what is clear in the picture comes to 0.93 and more. */
    private static final float SURE_ANSWER = 0.9f;

    /** Odds by which named and known tracks go before others. */
    private static final double NAMED_FIRST = 10;
    private static final double KNOWN_FIRST = 2;

    /** Pixels. */
    private static final float AT_BORDER = 2;

    private final SegmentConfig config;
    private final Workspace work;
    private final TrackStore store;
    private final KeyFrame frame;

    KeyFrameUpdate(SegmentConfig config, Workspace work, TrackStore store, KeyFrame frame) {
        this.config = config;
        this.work = work;
        this.store = store;
        this.frame = frame;
    }

    /** @param first true for the first key frame of the session, whose tracks are all reported at once
     * @return what each active track gets, at most {@code maxInstances} */
    List<Claim> run(boolean first) {
        store.forget(frame.nanos(), config);
        Association association = new Association(config, work.matcher, store, frame);
        List<Claim> claims = association.claimForActive();
        List<Track> known = claims.stream().map(Claim::track).toList();
        List<Segment> free = association.improve(
                frame.prompted() == null ? work.proposals.choose(frame.hierarchy().tree()) : frame.prompted().fresh());
        List<Claim> young = withdrawUnconfirmed(claims);
        free.addAll(young.stream().map(Claim::segment).toList());
        Reunion reunion = new Reunion(config, work, store, frame, association, claims);
        free = reunion.findLostInParts(free, looksOf(free), this::looksOf);
        List<Segment> fresh = reunion.findLost(free, looksOf(free));
        giveBack(young, fresh, claims);
        if (work.nano != null) {
            reunion.searchLost(work.nano, this::looksOf);
        }
        ColourHistogram[] freshLooks = looksOf(fresh);
        for (int i = 0; i < freshLooks.length; i++) {
            Segment segment = fresh.get(i);
            if (!PartUnion.isKnownPart(segment, freshLooks[i], claims, frame.hierarchy().tree())) {
                claims.add(new Claim(store.open(segment.box(), ColourHistogram.empty()), segment, -1));
            }
        }
        new Labelling(config, work.matcher, store, frame, association, claims).vote();
        List<Claim> kept = mostSalient(claims);
        new PartUnion(work, store, frame, kept).join();
        if (work.appearance != null) {
            ViewKeeper.refresh(kept, work.appearance, AppearanceNetwork.MOST_RUNS - reunion.runs(), frame);
        }
        for (int i = 0; i < kept.size(); i++) {
            Claim claim = kept.get(i);
            if (first || known.contains(claim.track()) || isSure(claim)) {
                store.confirm(claim.track());
            }
        }
        return kept;
    }

    /**
     * What nobody has heard of yet may still be a lost thing: what came back at the picture's border shows more of itself in the second key
     * frame. Only with a network's masks, which are of one thing from the first.
     */
    private List<Claim> withdrawUnconfirmed(List<Claim> claims) {
        List<Claim> young = new ArrayList<>();
        if (frame.prompted() != null) {
            claims.stream().filter(claim -> claim.track().id == 0 && claim.segment() != null).forEach(young::add);
            claims.removeAll(young);
        }
        return young;
    }

    /** Those whose regions went to no lost thing go on. */
    private void giveBack(List<Claim> young, List<Segment> fresh, List<Claim> claims) {
        for (Claim claim : young) {
            if (fresh.removeIf(segment -> segment == claim.segment())) {
                claims.add(claim);
            } else {
                store.end(claim.track());
            }
        }
    }

    private boolean isSure(Claim claim) {
        if (frame.prompted() != null && isCut(claim.box(), frame)) {
            return claim.track().votes.best() >= 0;
        }
        Segment segment = claim.segment();
        boolean clear = segment != null
                && (frame.prompted() == null ? segment.predictedIou() >= SURE_IOU : segment.predictedIou() * segment.stabilityScore() >= SURE_ANSWER);
        return claim.track().votes.best() >= 0 || clear;
    }

    private ColourHistogram[] looksOf(List<Segment> segments) {
        return segments.stream().map(frame.looks()::of).toArray(ColourHistogram[]::new);
    }

    /** The limit hits what is not yet known as a thing, then unnamed small things. */
    private List<Claim> mostSalient(List<Claim> claims) {
        if (claims.size() <= config.maxInstances()) {
            return new ArrayList<>(claims);
        }
        List<Claim> sorted = new ArrayList<>(claims);
        sorted.sort(Comparator.comparing((Claim c) -> !c.track().isSettled())
                .thenComparing(c -> -salience(c))
                .thenComparing(c -> c.track().serial));
        for (Claim claim : sorted.subList(config.maxInstances(), sorted.size())) {
            store.lose(claim.track());
        }
        return new ArrayList<>(sorted.subList(0, config.maxInstances()));
    }

    private double salience(Claim claim) {
        Segment segment = claim.segment();
        Track track = claim.track();
        float quality = segment == null ? 0.5f * track.predictedIou : segment.predictedIou();
        int area = segment == null ? track.area : segment.area();
        double named = track.votes.best() >= 0 ? NAMED_FIRST : 1;
        double known = track.id != 0 ? KNOWN_FIRST : 1;
        return named * known * MaskQuality.salience(Math.max(0.001f, quality), (double) area / work.size.pixels());
    }

    /**
     * Writes the outcome into the track.
     *
     * @param hidden true if an arm lies before it
     */
    static void see(Claim claim, Mask mask, ColourHistogram looks, boolean hidden, KeyFrame frame) {
        Track track = claim.track();
        Segment segment = claim.segment();
        track.mask = mask;
        track.box = mask.boundingBox();
        track.area = mask.area();
        track.carried = segment == null;
        if (segment == null) {
            track.predictedIou *= track.agreement;
            return;
        }
        track.predictedIou = segment.predictedIou();
        track.stabilityScore = segment.stabilityScore();
        track.lastSeenNanos = frame.nanos();
        track.lastExpectedNanos = frame.nanos();
        track.held.learn(track.box, hidden ? frame.hands() : List.of());
        track.keyFramesSeen++;
        track.seenWithoutHand += hidden || HandPrompts.isAtHand(track.box, frame.hands()) ? 0 : 1;
        if (track.learnArea(!hidden && !isCut(track.box, frame))) {
            track.looks.learn(looks);
            if (frame.viewpoint() != null) {
                track.place.see(frame.viewpoint().eye(), frame.viewpoint().ray(track.box.centerX(), track.box.centerY()));
            }
        }
    }

    /** True if the picture's border cuts it off. */
    static boolean isCut(BoundingBox box, KeyFrame frame) {
        return box.x() < AT_BORDER
                || box.y() < AT_BORDER
                || box.right() > frame.hierarchy().width() - AT_BORDER
                || box.bottom() > frame.hierarchy().height() - AT_BORDER;
    }
}
