package org.egoscope.perception.internal.track;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.egoscope.core.geometry.ImagePoint;
import org.egoscope.core.geometry.ImageSize;
import org.egoscope.core.observation.BoundingBox;
import org.egoscope.core.observation.Mask;
import org.egoscope.perception.internal.segment.Hierarchy;
import org.egoscope.perception.internal.segment.Segment;
import org.jspecify.annotations.Nullable;

/**
 * Looks for things that no track covers: clicks into regions of the tree that no mask covers, on spots, into regions on large masks, into
 * the middle of what is left, then into regions that lie within things. So the clicks are as close as the things are small, few are spent on
 * what is known, and none where one was in vain of late.
 *
 * <p>Of the nested answers of a click the best is taken, the whole before its parts. What lies within a thing is a part of it if the click
 * that found it also had the thing among its answers, and is not born; else it lies on the thing.
 */
final class FreshMasks {
    /** Larger masks are what things lie on, as a share of the picture; and masks of more are the picture. */
    static final double LARGEST_THING = 0.08;

    private static final double LARGEST = 0.5;

    private static final float LEAST_QUALITY = 0.75f;

    /** How much quality a mask of twice the area may lack to be preferred. */
    private static final double WHOLE_BEFORE_PART = 0.02;

    /** How much quality a convex mask may lack against one that fills none of its hull: things are nearly convex, two of them are not. */
    private static final double CONVEX = 0.4;

    /** Of two masks with a larger IoU one is enough. */
    private static final double SAME = 0.7;

    /** Least IoU of an answer with the thing that the click is on. */
    private static final double SAME_WHOLE = 0.6;

    /** Share of a mask within another one on which it lies, or of which it is a part. */
    private static final double WITHIN = 0.85;

    /** Share of a group that two things make up at least, and one of them at most. */
    private static final double MOST_OF_GROUP = 0.85;

    /** Share of the smaller of two things that may lie within the other. */
    private static final double OVERLAP = 0.1;

    /** What stands out of a thing so many times as large, and has so clear an outline, lies on it. */
    private static final int LITTLE = 16;

    private static final float SURE = 0.88f;

    /** A region with this share of its pixels in masks lies there. */
    private static final double MOSTLY = 0.5;

    /** Pixels between two clicks into what is left, and from there to what is known. */
    private static final int APART = 12;

    private static final int LEAST_DEPTH = 4;

    /** Pixels around an earlier click for which it answers at least. */
    private static final int LEAST_REACH = 3;

    /**
     * Shares of the clicks until the end of each step: into regions that no mask covers, on spots, into regions on the ground, into what is
     * left. The rest go into regions within things.
     */
    private static final double UNTIL_FREE = 0.3;

    private static final double UNTIL_SPOTS = 0.7;
    private static final double UNTIL_ON_GROUND = 0.8;
    private static final double UNTIL_REST = 0.9;

    /** Masks of at most this share of the picture may be things with a pattern, of which a spot is a part. */
    private static final double PATTERNED = 0.01;

    /** A mask larger than so many squares of a spot may have it on itself. */
    static final int MOST_OF_SPOT = 12;

    /** Clicks whose answers are waited for before the next are chosen. */
    private static final int CLICKS_AT_ONCE = Prompter.AT_ONCE;

    private final ImageSize size;
    private final int leastArea;
    private final List<Found> known = new ArrayList<>();
    private final List<Found> fresh = new ArrayList<>();
    /** Pixels of things. */
    private final boolean[] covered;

    /** Pixels of any mask. */
    private final boolean[] answered;

    /** Pixels of the region that is looked into; 0 between. */
    private final long[] inside;

    private final List<Asked> questions = new ArrayList<>();
    private final List<ImagePoint> clicked = new ArrayList<>();
    /** Clicks that were answered; the others are collected. */
    private int sent;

    private final DeepestPoint deepest;
    private final VainClicks vain;

    /** A question, and whether it is about a spot. */
    private record Asked(Question question, boolean spot) {}

    /** What was taken of the answers of a click, and all of them; of tracks only the first. What stands out is where a spot is. */
    private record Found(MaskAnswer taken, List<MaskAnswer> nested, boolean standsOut) {
        Mask mask() {
            return taken.mask();
        }

        /** Of the nested answers the one that makes up the mask together with another thing's, which it hardly overlaps; null if there is none. */
        @Nullable MaskAnswer besides(MaskAnswer other, int leastArea) {
            int common = mask().intersectionArea(other.mask());
            if (common < WITHIN * other.mask().area() || common > MOST_OF_GROUP * mask().area() || isSlender()) {
                return null;
            }
            MaskAnswer best = null;
            for (MaskAnswer answer : nested) {
                int area = answer.mask().area();
                boolean allowed = !answer.cutOff() && answer.quality() >= LEAST_QUALITY && area >= leastArea
                        && answer.mask().intersectionArea(other.mask()) <= OVERLAP * Math.min(area, other.mask().area())
                        && answer.mask().intersectionArea(mask()) >= WITHIN * area
                        && area + common >= MOST_OF_GROUP * mask().area();
                best = allowed && (best == null || answer.quality() > best.quality()) ? answer : best;
            }
            return best;
        }

        /** Blade and handle are two answers, too. */
        private boolean isSlender() {
            BoundingBox box = mask().boundingBox();
            return box.width() * box.width() + box.height() * box.height() >= PartUnion.SLENDER_WHOLE * mask().area();
        }

        boolean hasAmong(Mask whole) {
            return nested.stream().anyMatch(answer -> answer.mask().iou(whole) > SAME_WHOLE);
        }
    }

    /**
     * @param leastArea pixels of a thing
     * @param vain places that are not clicked at again; those of this key frame are added
     */
    FreshMasks(ImageSize size, int leastArea, List<@Nullable MaskAnswer> ofTracks, VainClicks vain) {
        this.size = size;
        this.leastArea = leastArea;
        this.vain = vain;
        covered = new boolean[size.pixels()];
        answered = new boolean[size.pixels()];
        inside = new long[size.pixels()];
        deepest = new DeepestPoint(size.width(), size.height());
        for (MaskAnswer answer : ofTracks) {
            if (answer != null) {
                known.add(new Found(answer, List.of(answer), false));
                cover(answer.mask());
            }
        }
    }

    /**
     * @param regions of the tree, in the order in which they are clicked at
     * @param spots in the order in which they are clicked at
     * @param most clicks
     * @param nanos when
     */
    List<MaskAnswer> ask(TwoScales picture, Hierarchy hierarchy, List<Segment> regions, List<Spots.Spot> spots, int most, long nanos) {
        askInto(picture, hierarchy, regions, Lies.FREE, (int) (UNTIL_FREE * most));
        askAtSpots(picture, spots, (int) (UNTIL_SPOTS * most));
        askInto(picture, hierarchy, regions, Lies.ON_GROUND, (int) (UNTIL_ON_GROUND * most));
        askIntoRest(picture, (int) (UNTIL_REST * most));
        askInto(picture, hierarchy, regions, Lies.WITHIN_THING, most);
        rememberVain(picture, nanos);
        return new ArrayList<>(fresh.stream().map(Found::taken).toList());
    }

    /** Where the larger part of a region is. */
    private enum Lies {
        FREE,
        /** In a mask that is too large to be a thing. */
        ON_GROUND,
        WITHIN_THING
    }

    /** @param end so many clicks there may be after that */
    private void askInto(TwoScales picture, Hierarchy hierarchy, List<Segment> regions, Lies where, int end) {
        for (int i = 0; i < regions.size() && clicked.size() < end; i++) {
            ImagePoint point = clickInto(hierarchy, regions.get(i), where);
            if (point != null) {
                askFor(picture, point, SmallThings.corners(regions.get(i).box()), false, Math.max(LEAST_REACH, deepest.depthAt(point)));
            }
        }
        send(picture);
    }

    private void askIntoRest(TwoScales picture, int end) {
        for (ImagePoint point = deepestLeft(); point != null && clicked.size() < end; point = deepestLeft()) {
            askFor(picture, point, null, false, 0);
        }
        send(picture);
    }

    /** Those first that lie on nothing of which they may be the pattern. */
    private void askAtSpots(TwoScales picture, List<Spots.Spot> spots, int end) {
        for (int i = 0; i < spots.size() && clicked.size() < end; i++) {
            if (!lieOn(spots.get(i))) {
                askAt(picture, spots.get(i));
            }
        }
        for (int i = 0; i < spots.size() && clicked.size() < end; i++) {
            askAt(picture, spots.get(i));
        }
        send(picture);
    }

    private boolean lieOn(Spots.Spot spot) {
        return both().stream().anyMatch(found -> found.mask().area() <= PATTERNED * size.pixels() && found.mask().contains(spot.x(), spot.y()));
    }

    /** Clicks on a spot that no mask of about its size has yet. */
    private void askAt(TwoScales picture, Spots.Spot spot) {
        boolean asked = clicked.stream().anyMatch(p -> Math.max(Math.abs(p.x() - spot.x()), Math.abs(p.y() - spot.y())) <= spot.side() / 2);
        if (!asked && known.stream().noneMatch(found -> has(found, spot)) && fresh.stream().noneMatch(found -> has(found, spot))) {
            askFor(picture, new ImagePoint(spot.x() + 0.5, spot.y() + 0.5), spot.extent(size), true, Math.max(LEAST_REACH, spot.side() / 2));
        }
    }

    private static boolean has(Found found, Spots.Spot spot) {
        return found.mask().area() <= MOST_OF_SPOT * spot.side() * spot.side() && found.mask().contains(spot.x(), spot.y());
    }

    /** @param reach how near an earlier click answers for this one, pixels */
    private void askFor(TwoScales picture, ImagePoint point, int @Nullable [] extent, boolean spot, int reach) {
        Question question = Question.click(point, extent);
        if (vain.answerFor(point, reach, picture.isNear(question))) {
            return;
        }
        clicked.add(point);
        questions.add(new Asked(question, spot));
        if (clicked.size() - sent == CLICKS_AT_ONCE) {
            send(picture);
        }
    }

    /** Clicks that no new mask came of that is still there. */
    private void rememberVain(TwoScales picture, long nanos) {
        for (int i = 0; i < clicked.size(); i++) {
            ImagePoint point = clicked.get(i);
            if (fresh.stream().noneMatch(found -> found.mask().contains((int) point.x(), (int) point.y()))) {
                vain.add(point, nanos, picture.isNear(questions.get(i).question()));
            }
        }
    }

    private void send(TwoScales picture) {
        List<Asked> next = List.copyOf(questions.subList(sent, questions.size()));
        sent = questions.size();
        if (next.isEmpty()) {
            return;
        }
        List<List<MaskAnswer>> answers = picture.answer(next.stream().map(Asked::question).toList());
        for (int i = 0; i < answers.size(); i++) {
            take(answers.get(i), next.get(i).spot());
        }
    }

    /** The middle of the widest place that no mask covers and that is not near an earlier click; null if there is none worth a click. */
    private @Nullable ImagePoint deepestLeft() {
        boolean[] taken = answered.clone();
        clicked.forEach(point -> fillAround(point, APART, taken));
        vain.places().forEach(point -> fillAround(point, APART / 2, taken));
        ImagePoint point = deepest.of(p -> !taken[p], new int[] {0, 0, size.width(), size.height()});
        return point == null || deepest.depthAt(point) < LEAST_DEPTH ? null : point;
    }

    private void fillAround(ImagePoint point, int apart, boolean[] taken) {
        int left = Math.max(0, (int) point.x() - apart);
        int right = Math.min(size.width(), (int) point.x() + apart);
        for (int y = Math.max(0, (int) point.y() - apart); y < Math.min(size.height(), point.y() + apart); y++) {
            Arrays.fill(taken, y * size.width() + left, y * size.width() + right, true);
        }
    }

    /** The deepest pixel of it; null if there was a click into it, or it lies elsewhere. */
    private @Nullable ImagePoint clickInto(Hierarchy hierarchy, Segment region, Lies where) {
        hierarchy.paint(region, inside, 1);
        int[] corners = SmallThings.corners(region.box());
        boolean asked = !isUnclicked() || whereIs(region, corners) != where;
        ImagePoint point = asked ? null : deepest.of(p -> inside[p] != 0 && (where == Lies.FREE ? !answered[p] : covered[p] == (where == Lies.WITHIN_THING)), corners);
        for (int y = corners[1]; y < corners[3]; y++) {
            Arrays.fill(inside, y * size.width() + corners[0], y * size.width() + corners[2], 0);
        }
        return point;
    }

    private boolean isUnclicked() {
        return clicked.stream().allMatch(point -> inside[(int) point.y() * size.width() + (int) point.x()] == 0);
    }

    private Lies whereIs(Segment region, int[] corners) {
        int onThings = 0;
        int onAny = 0;
        for (int y = corners[1]; y < corners[3]; y++) {
            for (int p = y * size.width() + corners[0], end = y * size.width() + corners[2]; p < end; p++) {
                onThings += inside[p] != 0 && covered[p] ? 1 : 0;
                onAny += inside[p] != 0 && answered[p] ? 1 : 0;
            }
        }
        return onThings > MOSTLY * region.area() ? Lies.WITHIN_THING : onAny > MOSTLY * region.area() ? Lies.ON_GROUND : Lies.FREE;
    }

    private void take(List<MaskAnswer> nested, boolean spot) {
        MaskAnswer best = null;
        for (MaskAnswer answer : nested) {
            int area = answer.mask().area();
            boolean allowed = !answer.cutOff() && answer.quality() >= LEAST_QUALITY && area >= leastArea && area <= LARGEST * size.pixels();
            best = allowed && (best == null || worth(answer) > worth(best)) ? answer : best;
        }
        if (best != null) {
            admit(apart(new Found(best, nested, spot)));
        }
    }

    /**
     * A mask that is another thing's and one more of its own answers together is a group of two: what is left of it is the thing that was
     * clicked at. And a group that was found before gives way where the click shows it to be one.
     */
    private Found apart(Found found) {
        for (Found other : both()) {
            MaskAnswer own = found.besides(other.taken(), leastArea);
            if (own != null) {
                return new Found(own, found.nested(), found.standsOut());
            }
        }
        for (int i = 0; i < fresh.size(); i++) {
            MaskAnswer own = fresh.get(i).besides(found.taken(), leastArea);
            if (own != null) {
                fresh.set(i, new Found(own, fresh.get(i).nested(), fresh.get(i).standsOut()));
            }
        }
        return found;
    }

    private List<Found> both() {
        List<Found> all = new ArrayList<>(known);
        all.addAll(fresh);
        return all;
    }

    private static double worth(MaskAnswer answer) {
        double doublings = Math.log(answer.mask().area()) / Math.log(2);
        return answer.quality() + WHOLE_BEFORE_PART * doublings + CONVEX * Solidity.of(answer.mask());
    }

    private void admit(Found found) {
        for (Found other : known) {
            if (other.mask().iou(found.mask()) > SAME || isPart(found, other)) {
                return;
            }
        }
        for (Found other : List.copyOf(fresh)) {
            boolean same = other.mask().iou(found.mask()) > SAME;
            if (same && other.taken().quality() >= found.taken().quality() || isPart(found, other)) {
                return;
            }
            if (same || isPart(other, found)) {
                fresh.remove(other);
            }
        }
        fresh.add(found);
        cover(found.mask());
    }

    private boolean isPart(Found part, Found whole) {
        return whole.mask().area() <= LARGEST_THING * size.pixels()
                && whole.mask().area() > part.mask().area()
                && part.mask().intersectionArea(whole.mask()) >= WITHIN * part.mask().area()
                && !(part.standsOut() && part.taken().quality() >= SURE && LITTLE * part.mask().area() <= whole.mask().area())
                && part.hasAmong(whole.mask());
    }

    private void cover(Mask mask) {
        boolean thing = mask.area() <= LARGEST_THING * size.pixels();
        mask.forEachInside(p -> {
            answered[p] = true;
            covered[p] |= thing;
        });
    }
}
