package org.egoscope.perception.internal.track;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import org.egoscope.core.geometry.ImagePoint;
import org.egoscope.core.geometry.Vec3;
import org.egoscope.core.observation.BoundingBox;
import org.egoscope.perception.SegmentConfig;
import org.egoscope.perception.internal.segment.Detection;
import org.egoscope.perception.internal.segment.NodeMatcher;
import org.egoscope.perception.internal.segment.Segment;
import org.jspecify.annotations.Nullable;

/**
 * Finds lost things again, by looks and place. The place is told twice: in the picture, moved along by the scene's motion since it was
 * lost, which serves for seconds; and in the world, where the head pose is known, which serves for a thing that left the view until the
 * wearer looks there again.
 */
final class Reunion {
    /** Least likeness of colours. */
    private static final float SAME_LOOKS = 0.8f;

    /** Least share of a part's colours that the whole has as much of. */
    private static final float PART_LOOKS = 0.7f;

    /** How far a lost thing may have moved, as a share of the longer side: at once, more per second, at most. */
    private static final float NEAR = 0.06f;

    private static final float NEAR_PER_SECOND = 0.2f;
    private static final float FARTHEST = 0.3f;

    /** The same against its place in the world: 0.12 of the longer side are 9 degrees in a view of 75. */
    private static final float NEAR_IN_WORLD = 0.12f;

    private static final double FAR_METERS = 1000;

    /** Least ratio of areas: half, and some more for a step towards the thing or a part outside the picture. */
    private static final double SAME_SIZE = 0.45;

    /** Regions of other sizes are not compared, whatever else speaks for them. */
    private static final double LEAST_SIZE = 0.2;

    /** Least ratio of areas of masks of a segmenting network, whose outlines are sure: three steps of a walk towards a table make a cup on it so much larger. */
    private static final double NEARER_SIZE = 0.1;

    /** Share of a thing that a network's mask at the picture's border must have to be known again: less has the colours of many things. */
    private static final double LEAST_TO_BE_SEEN = 0.08;

    /** Least likeness of colours where the size is another. */
    private static final float SURE_LOOKS = 0.85f;

    private static final float SMALL_LOOKS = 0.78f;

    /** How much more alike it must be per longer side that it has moved. */
    private static final float LIKENESS_PER_DISTANCE = 0.5f;

    /** What has been seen in this many key frames goes before what was seen once, by so much likeness. */
    private static final int WELL_KNOWN = 10;

    private static final double KNOWN = 0.15;

    /** What the network must say to be followed against the rest, and its weight in likeness. */
    private static final double CLEAR_WORD = 1;

    private static final double LIKENESS_PER_WORD = 0.08;

    /** Evidence without the network from which it is asked: it may say 2.5 for or against. */
    private static final double WORTH_A_LOOK = -2.5;

    /** Least IoU of a region's box with a detection that names it. */
    private static final float NAMED = 0.5f;

    /** Template searches for lost things per key frame, 5 ms each. */
    private static final int MOST_SEARCHES = 2;

    private final SegmentConfig config;
    private final NodeMatcher matcher;
    private final @Nullable AppearanceNetwork appearance;
    private final TrackStore store;
    private final KeyFrame frame;
    private final Association association;
    private final List<Claim> claims;
    private final double longSide;
    private int runs;

    /** @param claims of the tracks that are there; what is found again is added */
    Reunion(SegmentConfig config, Workspace work, TrackStore store, KeyFrame frame, Association association, List<Claim> claims) {
        this.config = config;
        this.matcher = work.matcher;
        this.appearance = work.appearance;
        this.store = store;
        this.frame = frame;
        this.association = association;
        this.claims = claims;
        longSide = Math.max(frame.hierarchy().width(), frame.hierarchy().height());
    }

    /**
     * @param score by which pairs are ordered, about a likeness
     * @param odds sum of all evidence
     * @param alike true if colours, size and way are each those of the same thing
     */
    private record Pair(Track track, int segment, double score, double odds, boolean alike) {
        private static final Comparator<Pair> BEST_FIRST = Comparator.comparing((Pair p) -> -p.score())
                .thenComparing(p -> p.track().serial)
                .thenComparing(Pair::segment);
    }

    /** Runs of the network for appearance in this key frame. */
    int runs() {
        return runs;
    }

    /**
     * Gives free segments to lost tracks of the same looks, about the same size, near the place. The best pairs first.
     *
     * @return the segments that are still free
     */
    List<Segment> findLost(List<Segment> free, ColourHistogram[] looks) {
        List<Pair> pairs = new ArrayList<>();
        int[] names = free.stream().mapToInt(segment -> nameOf(segment.box())).toArray();
        for (Track track : store.lost) {
            List<ImagePoint> inWorld = expectedByPlace(track);
            for (int s = 0; s < free.size(); s++) {
                Pair pair = pair(track, inWorld, s, free.get(s), looks[s], names[s]);
                if (pair != null && (pair.alike() || pair.odds() >= WORTH_A_LOOK)) {
                    pairs.add(pair);
                }
            }
        }
        List<Pair> likely = new ArrayList<>(looked(pairs, free));
        likely.sort(Pair.BEST_FIRST);
        boolean[] taken = new boolean[free.size()];
        for (Pair pair : likely) {
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

    /** The pairs with what the network says of them, asked for those few regions that are the likeliest to be things it knows sights of. */
    private List<Pair> looked(List<Pair> pairs, List<Segment> free) {
        AppearanceNetwork network = appearance;
        if (network == null) {
            return pairs.stream().filter(Pair::alike).toList();
        }
        byte[][] sights = new byte[free.size()][];
        for (Pair pair : pairs.stream().sorted(Pair.BEST_FIRST).toList()) {
            Segment segment = free.get(pair.segment());
            boolean asked = !pair.track().views.isEmpty() && sights[pair.segment()] == null && ViewKeeper.isLookable(segment, frame);
            if (asked && runs < AppearanceNetwork.MOST_RUNS) {
                sights[pair.segment()] = network.sight(frame.rgb(), frame.hierarchy(), segment);
                runs++;
            }
        }
        return pairs.stream()
                .map(pair -> withSight(pair, sights[pair.segment()]))
                .filter(Pair::alike)
                .toList();
    }

    /** What a sight says moves the sum: clear doubt undoes likeness, and what looks the same need not be alike in each measure. */
    private static Pair withSight(Pair pair, byte @Nullable [] sight) {
        double said = sight == null ? 0 : ReunionEvidence.ofSight(pair.track().views.likeness(sight));
        boolean same = pair.alike() ? said > -CLEAR_WORD : said >= CLEAR_WORD && pair.odds() + said >= 0;
        return new Pair(pair.track(), pair.segment(), pair.score() + said * LIKENESS_PER_WORD, pair.odds() + said, same);
    }

    /** Class of the best detection of this box, -1 if there is none. */
    private int nameOf(BoundingBox box) {
        int name = -1;
        float best = NAMED;
        for (Detection detection : frame.detections()) {
            float iou = detection.box().iou(box);
            if (iou >= best) {
                best = iou;
                name = detection.classIndex();
            }
        }
        return name;
    }

    /** Where its place lies in the picture, and where it would lie if it were far away on the ray under which it was last seen. */
    private List<ImagePoint> expectedByPlace(Track track) {
        Viewpoint viewpoint = frame.viewpoint();
        Vec3 point = viewpoint == null ? null : track.place.point();
        List<ImagePoint> expected = new ArrayList<>();
        if (viewpoint != null && point != null) {
            Vec3 far = viewpoint.eye().plus(track.place.lastDirection().times(FAR_METERS));
            for (Vec3 place : List.of(point, far)) {
                ImagePoint seen = viewpoint.project(place);
                if (seen != null) {
                    expected.add(seen);
                }
            }
        }
        return expected;
    }

    /** Null where way or size rule it out. */
    private @Nullable Pair pair(Track track, List<ImagePoint> inWorld, int index, Segment segment, ColourHistogram looks, int name) {
        double ratio = (double) segment.area() / track.wholeArea;
        boolean cut = KeyFrameUpdate.isCut(segment.box(), frame);
        double distance = distance(track, inWorld, segment.box());
        if (frame.prompted() != null && cut && ratio < LEAST_TO_BE_SEEN) {
            return null;
        }
        boolean nearer = mayBeNearer(track, ratio);
        if (distance > FARTHEST || (!nearer && (ratio > 1 / LEAST_SIZE || (ratio < LEAST_SIZE && !cut)))) {
            return null;
        }
        float part = cut ? looks.shareWithin(track.looks, segment.area(), track.wholeArea) : 0;
        float colours = Math.max(track.looks.similarity(looks), part >= PART_LOOKS ? Math.min(1, part + SAME_LOOKS - PART_LOOKS) : 0);
        double sizes = likenessOfSizes(track, segment);
        boolean other = sizes < SAME_SIZE;
        boolean alike = (!other || nearer)
                && colours >= leastLooks(track, ratio, other) + LIKENESS_PER_DISTANCE * Math.max(0, distance - NEAR);
        double known = KNOWN * Math.min(1, (double) track.keyFramesSeen / WELL_KNOWN);
        double odds = ReunionEvidence.of(colours, Math.log(sizes), distance, track.keyFramesSeen, agreement(track, name));
        return new Pair(track, index, colours + 0.3 * sizes - distance + known, odds, alike);
    }

    /** The colours of what was small are those of its surroundings, too, by a third of its pixels: seen nearer it is less like itself. */
    private float leastLooks(Track track, double ratio, boolean otherSize) {
        boolean wasSmall = frame.prompted() != null && ratio > 1 && track.wholeArea <= CloseUpPlace.SMALL * frame.hierarchy().width() * frame.hierarchy().height();
        return !otherSize ? SAME_LOOKS : wasSmall ? SMALL_LOOKS : SURE_LOOKS;
    }

    /** 1 if both have the same name, -1 if they have different ones, else 0. */
    private static int agreement(Track track, int name) {
        int known = track.votes.best();
        return known < 0 || name < 0 || track.votes.isOwnArm() ? 0 : known == name ? 1 : -1;
    }

    /** True if the wearer may have come so much nearer, or gone away, since it was lost. */
    private boolean mayBeNearer(Track track, double ratio) {
        return frame.prompted() != null && track.isSettled() && Math.min(ratio, 1 / ratio) >= NEARER_SIZE;
    }

    /** Ratio of the smaller to the larger area; of a segment that the border cuts off, that it is smaller tells little. */
    private double likenessOfSizes(Track track, Segment segment) {
        double ratio = (double) segment.area() / track.wholeArea;
        boolean cut = KeyFrameUpdate.isCut(segment.box(), frame);
        return ratio > 1 ? 1 / ratio : cut ? Math.max(SAME_SIZE, ratio) : ratio;
    }

    /**
     * Things that are known to have parts come back as parts: the free segments near the place of such a thing that have its colours are
     * tried together.
     *
     * @return the segments that are still free
     */
    List<Segment> findLostInParts(List<Segment> free, ColourHistogram[] looks, Function<List<Segment>, ColourHistogram[]> looksOf) {
        List<Segment> rest = new ArrayList<>(free);
        for (Track track : List.copyOf(store.lost)) {
            if (track.parts == 1) {
                continue;
            }
            List<ImagePoint> inWorld = expectedByPlace(track);
            List<Segment> parts = new ArrayList<>();
            for (int s = 0; s < free.size(); s++) {
                Segment segment = free.get(s);
                boolean near = distance(track, inWorld, segment.box()) <= NEAR_IN_WORLD;
                if (near
                        && rest.contains(segment)
                        && segment.area() <= track.wholeArea / SAME_SIZE
                        && looks[s].shareWithin(track.looks, segment.area(), track.wholeArea) >= PART_LOOKS) {
                    parts.add(segment);
                }
            }
            if (parts.size() > 1) {
                Segment whole = matcher.join(frame.hierarchy().tree(), parts);
                Pair pair = pair(track, inWorld, 0, whole, looksOf.apply(List.of(whole))[0], nameOf(whole.box()));
                if (pair != null && pair.alike() && association.isFree(whole)) {
                    revive(track, whole);
                    rest.removeIf(s -> s.intersectionArea(frame.hierarchy().tree(), whole) >= NodeMatcher.INSIDE * s.area());
                }
            }
        }
        return rest;
    }

    /** Share of the longer side from where it is expected; infinite where it can not be. */
    private double distance(Track track, List<ImagePoint> inWorld, BoundingBox box) {
        double seconds = (frame.nanos() - track.lastExpectedNanos) / 1e9;
        double inPicture = Math.hypot(track.box.centerX() - box.centerX(), track.box.centerY() - box.centerY()) / longSide;
        boolean recent = frame.nanos() - track.lastExpectedNanos <= config.lostTrackNanos();
        double result = Double.POSITIVE_INFINITY;
        if (recent && inPicture <= Math.min(FARTHEST, NEAR + NEAR_PER_SECOND * seconds)) {
            result = inPicture;
        }
        for (ImagePoint expected : inWorld) {
            double off = offset(expected, box) / longSide;
            result = off <= NEAR_IN_WORLD ? Math.min(result, off) : result;
        }
        return result;
    }

    /** Pixels from the middle of the box; of a box that the border cuts off the middle may lie anywhere in it or beyond. */
    private double offset(ImagePoint expected, BoundingBox box) {
        if (!KeyFrameUpdate.isCut(box, frame)) {
            return Math.hypot(expected.x() - box.centerX(), expected.y() - box.centerY());
        }
        double x = Math.max(0, Math.min(frame.hierarchy().width(), expected.x()));
        double y = Math.max(0, Math.min(frame.hierarchy().height(), expected.y()));
        double right = Math.max(0, Math.max(box.x() - x, x - box.right()));
        double down = Math.max(0, Math.max(box.y() - y, y - box.bottom()));
        return Math.hypot(right, down);
    }

    /** Looks for lost things that have a template, the latest lost first, at most {@link #MOST_SEARCHES}. */
    void searchLost(NanoTracker nano, Function<List<Segment>, ColourHistogram[]> looksOf) {
        int searches = 0;
        List<Track> lost = List.copyOf(store.lost);
        for (int i = lost.size() - 1; i >= 0 && searches < MOST_SEARCHES; i--) {
            if (lost.get(i).template.length > 0) {
                searches++;
                findByTemplate(lost.get(i), nano, looksOf);
            }
        }
    }

    private void findByTemplate(Track track, NanoTracker nano, Function<List<Segment>, ColourHistogram[]> looksOf) {
        BoundingBox last = track.box;
        if (last.width() < 8 || last.height() < 8) {
            return;
        }
        NanoTracker.Found found = nano.search(frame.rgb(), track.template, last);
        if (found.score() < TemplateKeeper.LEAST_SCORE) {
            return;
        }
        NodeMatcher.Match match = matcher.matchBox(frame.hierarchy(), found.box());
        boolean fits = match.iou() >= Association.LEAST_IOU && match.segment().area() >= config.minMaskRegionArea();
        boolean same = fits
                && likenessOfSizes(track, match.segment()) >= SAME_SIZE
                && track.looks.similarity(looksOf.apply(List.of(match.segment()))[0]) >= SAME_LOOKS;
        if (same && association.isFree(match.segment())) {
            revive(track, match.segment());
        }
    }

    private void revive(Track track, Segment segment) {
        store.lost.remove(track);
        track.misses = 0;
        double ratio = (double) segment.area() / Math.max(1, track.wholeArea);
        boolean smaller = ratio < SAME_SIZE && !KeyFrameUpdate.isCut(segment.box(), frame);
        if (frame.prompted() != null && (smaller || ratio > 1 / SAME_SIZE)) {
            track.sizeIsAnother(segment.area());
        }
        claims.add(new Claim(track, segment, -1));
    }
}
