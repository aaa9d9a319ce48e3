package org.egoscope.perception.internal.track;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.egoscope.core.observation.BoundingBox;
import org.egoscope.perception.SegmentConfig;
import org.egoscope.perception.internal.segment.MergeTree;
import org.egoscope.perception.internal.segment.NodeMatcher;
import org.egoscope.perception.internal.segment.Segment;
import org.jspecify.annotations.Nullable;

/**
 * Gives the regions of one key frame to tracks. Each active track first takes the node of the new hierarchy that fits its carried mask
 * best (the tree is asked, not the list of proposals, so a mask does not flicker between a thing and its parts); the best fits choose
 * first. What finds nothing keeps its carried mask for a while if it still looks the same; then it is lost and may be found again by
 * looks and place.
 */
final class Association {
    /** Least IoU of a region with the carried mask. */
    private static final float LEAST_IOU = 0.5f;

    /** Key frames in a row that a carried mask is kept without a region of its own. */
    private static final int MOST_MISSES = 3;

    /** Least likeness of colours, to keep a carried mask and to find a lost track again. */
    private static final float SAME_LOOKS = 0.8f;

    /** How far a lost track may have moved, as a share of the longer side: at once, more per second, at most. */
    private static final float NEAR = 0.06f;
    private static final float NEAR_PER_SECOND = 0.2f;
    private static final float FARTHEST = 0.3f;

    /** How much more alike it must be per longer side that it has moved. */
    private static final float LIKENESS_PER_DISTANCE = 0.5f;

    /** Template searches for lost things per key frame, 5 ms each. */
    private static final int MOST_SEARCHES = 2;

    private final SegmentConfig config;
    private final NodeMatcher matcher;
    private final TrackStore store;
    private final KeyFrame frame;
    private final MergeTree tree;
    private final CarriedMasks carried;
    private final ColourHistogram[] carriedLooks;
    private final List<Claim> claims = new ArrayList<>();

    Association(SegmentConfig config, NodeMatcher matcher, TrackStore store, KeyFrame frame) {
        this.config = config;
        this.matcher = matcher;
        this.store = store;
        this.frame = frame;
        tree = frame.hierarchy().tree();
        carried = new CarriedMasks(frame.hierarchy(), frame.carriedPlanes(), store.active.size());
        carriedLooks = ColourHistogram.ofPlanes(frame.carriedPlanes(), frame.lab(), store.active.size());
    }

    private record Fit(int plane, Track track, NodeMatcher.Match match) {}

    /** The claims of active tracks that are still there; the others are moved to the lost ones. */
    List<Claim> claimForActive(@Nullable NanoTracker nano) {
        List<Fit> fits = new ArrayList<>();
        for (int plane = 0; plane < store.active.size(); plane++) {
            Track track = store.active.get(plane);
            if (carried.area(plane) < config.minMaskRegionArea() / 2) {
                store.lose(track);
                continue;
            }
            fits.add(new Fit(plane, track, matcher.matchMask(tree, carried.hits(plane), carried.area(plane))));
        }
        fits.sort(Comparator.comparing((Fit f) -> -f.match().iou()).thenComparing(f -> f.track().serial));
        for (Fit fit : fits) {
            settle(fit, nano);
        }
        return claims;
    }

    private void settle(Fit fit, @Nullable NanoTracker nano) {
        Track track = fit.track();
        Segment segment = fit.match().segment();
        boolean fitsWell = fit.match().iou() >= LEAST_IOU && segment.area() >= config.minMaskRegionArea();
        if (fitsWell && isFree(segment)) {
            track.agreement += (fit.match().iou() - track.agreement) / 4;
            track.misses = fit.match().single() ? 0 : track.misses + 1;
            if (track.misses <= 2 * MOST_MISSES || track.votes.best() >= 0) {
                claims.add(new Claim(track, segment, -1));
                return;
            }
        } else if (!fitsWell && mayKeepCarried(fit.plane(), track)) {
            track.misses++;
            claims.add(new Claim(track, null, fit.plane()));
            return;
        }
        store.lose(track);
        if (nano != null) {
            findByTemplate(track, nano, track.box);
        }
    }

    private boolean mayKeepCarried(int plane, Track track) {
        return track.misses < MOST_MISSES
                && track.id != 0
                && carriedLooks[plane].similarity(track.looks) >= SAME_LOOKS
                && claims.stream().noneMatch(c -> c.segment() != null && carried.iou(plane, c.segment()) > config.boxNmsThresh());
    }

    /** True if no claim is nearly the same region. */
    boolean isFree(Segment segment) {
        return claims.stream().noneMatch(claim -> iou(claim, segment) > config.boxNmsThresh());
    }

    float iou(Claim claim, Segment segment) {
        Segment own = claim.segment();
        return own != null ? own.iou(tree, segment) : carried.iou(claim.carriedPlane(), segment);
    }

    /** Follows a labelled or held thing by its template where mask association failed. */
    private void findByTemplate(Track track, NanoTracker nano, BoundingBox last) {
        if (track.template.length == 0 || last.width() < 8 || last.height() < 8) {
            return;
        }
        NanoTracker.Found found = nano.search(frame.rgb(), track.template, last);
        if (found.score() < TemplateKeeper.LEAST_SCORE) {
            return;
        }
        NodeMatcher.Match match = matcher.matchBox(frame.hierarchy(), found.box());
        if (match.iou() >= LEAST_IOU && match.segment().area() >= config.minMaskRegionArea() && isFree(match.segment())) {
            revive(track, match.segment());
        }
    }

    /** Looks for lost things that have a template, the latest lost first, at most {@link #MOST_SEARCHES}. */
    void searchLost(NanoTracker nano) {
        int searches = 0;
        for (Track track : List.copyOf(store.lost)) {
            if (track.template.length > 0 && searches < MOST_SEARCHES && track.lastSeenNanos < frame.nanos()) {
                searches++;
                findByTemplate(track, nano, track.box);
            }
        }
    }

    private void revive(Track track, Segment segment) {
        store.lost.remove(track);
        track.misses = 0;
        claims.add(new Claim(track, segment, -1));
    }

    /**
     * Finds lost tracks among segments that nobody claims: same colours, about the same size, near the place where the scene's motion has
     * brought it. The best pairs first.
     *
     * @return the segments that are still free
     */
    List<Segment> findLost(List<Segment> free, ColourHistogram[] looks) {
        List<Pair> pairs = new ArrayList<>();
        for (Track track : store.lost) {
            for (int s = 0; s < free.size(); s++) {
                float score = likeness(track, free.get(s), looks[s]);
                if (score > 0) {
                    pairs.add(new Pair(track, s, score));
                }
            }
        }
        pairs.sort(Comparator.comparing((Pair p) -> -p.score()).thenComparing(p -> p.track().serial)
                .thenComparing(Pair::segment));
        boolean[] taken = new boolean[free.size()];
        for (Pair pair : pairs) {
            if (!taken[pair.segment()] && store.lost.contains(pair.track())) {
                taken[pair.segment()] = true;
                revive(pair.track(), free.get(pair.segment()));
            }
        }
        List<Segment> rest = new ArrayList<>();
        for (int s = 0; s < taken.length; s++) {
            if (!taken[s]) {
                rest.add(free.get(s));
            }
        }
        return rest;
    }

    private record Pair(Track track, int segment, float score) {}

    private float likeness(Track track, Segment segment, ColourHistogram looks) {
        double longSide = Math.max(frame.hierarchy().width(), frame.hierarchy().height());
        double seconds = (frame.nanos() - track.lastSeenNanos) / 1e9;
        double distance = Math.hypot(
                        track.box.centerX() - segment.box().centerX(), track.box.centerY() - segment.box().centerY())
                / longSide;
        double sizes = (double) Math.min(track.area, segment.area()) / Math.max(track.area, segment.area());
        float alike = track.looks.similarity(looks);
        boolean near = distance <= Math.min(FARTHEST, NEAR + NEAR_PER_SECOND * seconds);
        boolean possible = near && sizes >= 0.5 && alike >= SAME_LOOKS + LIKENESS_PER_DISTANCE * Math.max(0, distance - NEAR);
        return possible ? (float) (alike + 0.3 * sizes - distance) : 0;
    }
}
