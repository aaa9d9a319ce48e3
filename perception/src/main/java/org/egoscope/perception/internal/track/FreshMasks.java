package org.egoscope.perception.internal.track;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.egoscope.core.geometry.ImagePoint;
import org.egoscope.core.geometry.ImageSize;
import org.egoscope.core.observation.BoundingBox;
import org.egoscope.core.observation.Mask;
import org.egoscope.perception.PictureEmbedding;
import org.egoscope.perception.PromptMask;
import org.egoscope.perception.SegmentPrompt;
import org.egoscope.perception.internal.segment.Hierarchy;
import org.egoscope.perception.internal.segment.Segment;
import org.jspecify.annotations.Nullable;

/**
 * Looks for things that no track covers: clicks into regions of the tree that stand out, then into the middle of what is left, then into
 * regions that lie within things. So the clicks are as close as the things are small, and few are spent on what is known.
 *
 * <p>Of the nested answers of a click the best is taken, the whole before its parts. What lies within a thing is a part of it if the click
 * that found it also had the thing among its answers, and is not born; else it lies on the thing.
 */
final class FreshMasks {
    /** Larger masks are what things lie on, as a share of the picture; and masks of more are the picture. */
    private static final double LARGEST_THING = 0.08;

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

    /** A region with this share of its pixels in things lies within them. */
    private static final double MOSTLY = 0.5;

    /** Pixels between two clicks into what is left, and from there to what is known. */
    private static final int APART = 12;

    private static final int LEAST_DEPTH = 4;

    /** Shares of the clicks into regions that no thing covers, and into what is left; the others go into regions within things. */
    private static final double INTO_REGIONS = 0.7;

    private static final double INTO_REST = 0.1;

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

    private final List<ImagePoint> clicked = new ArrayList<>();
    /** Clicks that were answered; the others are collected. */
    private int sent;

    private final DeepestPoint deepest;

    /** What was taken of the answers of a click, and all of them; of tracks only the first. */
    private record Found(MaskAnswer taken, List<MaskAnswer> nested) {
        Mask mask() {
            return taken.mask();
        }

        boolean hasAmong(Mask whole) {
            return nested.stream().anyMatch(answer -> answer.mask().iou(whole) > SAME_WHOLE);
        }
    }

    /** @param leastArea pixels of a thing */
    FreshMasks(ImageSize size, int leastArea, List<@Nullable MaskAnswer> ofTracks) {
        this.size = size;
        this.leastArea = leastArea;
        covered = new boolean[size.pixels()];
        answered = new boolean[size.pixels()];
        inside = new long[size.pixels()];
        deepest = new DeepestPoint(size.width(), size.height());
        for (MaskAnswer answer : ofTracks) {
            if (answer != null) {
                known.add(new Found(answer, List.of(answer)));
                cover(answer.mask());
            }
        }
    }

    /**
     * @param regions of the tree, in the order in which they are clicked at
     * @param most clicks
     * @param turn where to begin among the regions that do not come first, of which there are too many for a key frame
     */
    List<MaskAnswer> ask(PictureEmbedding picture, Hierarchy hierarchy, List<Segment> regions, int most, long turn) {
        int intoRegions = (int) (INTO_REGIONS * most);
        for (int i = 0; i < regions.size() && clicked.size() < intoRegions / 2; i++) {
            askFor(picture, clickInto(hierarchy, regions.get(i), false));
        }
        for (int i = 0; i < regions.size() && clicked.size() < intoRegions; i++) {
            askFor(picture, clickInto(hierarchy, inTurn(regions, turn + i), false));
        }
        send(picture);
        int intoRest = Math.min(most, sent + (int) (INTO_REST * most));
        for (ImagePoint point = deepestLeft(); point != null && clicked.size() < intoRest; point = deepestLeft()) {
            askFor(picture, point);
        }
        send(picture);
        for (int i = 0; i < regions.size() && clicked.size() < most; i++) {
            askFor(picture, clickInto(hierarchy, inTurn(regions, turn + i), true));
        }
        send(picture);
        return new ArrayList<>(fresh.stream().map(Found::taken).toList());
    }

    private static Segment inTurn(List<Segment> regions, long turn) {
        return regions.get((int) Math.floorMod(turn, (long) regions.size()));
    }

    private void askFor(PictureEmbedding picture, @Nullable ImagePoint point) {
        if (point == null) {
            return;
        }
        clicked.add(point);
        if (clicked.size() - sent == CLICKS_AT_ONCE) {
            send(picture);
        }
    }

    private void send(PictureEmbedding picture) {
        List<SegmentPrompt> clicks = new ArrayList<>();
        for (ImagePoint point : clicked.subList(sent, clicked.size())) {
            clicks.add(SegmentPrompt.ofPoint((float) point.x(), (float) point.y()));
        }
        sent = clicked.size();
        if (!clicks.isEmpty()) {
            picture.predict(clicks, true).forEach(this::take);
        }
    }

    /** The middle of the widest place that no mask covers and that is not near an earlier click; null if there is none worth a click. */
    private @Nullable ImagePoint deepestLeft() {
        boolean[] taken = answered.clone();
        for (ImagePoint point : clicked) {
            int left = Math.max(0, (int) point.x() - APART);
            int right = Math.min(size.width(), (int) point.x() + APART);
            for (int y = Math.max(0, (int) point.y() - APART); y < Math.min(size.height(), point.y() + APART); y++) {
                Arrays.fill(taken, y * size.width() + left, y * size.width() + right, true);
            }
        }
        ImagePoint point = deepest.of(p -> !taken[p], new int[] {0, 0, size.width(), size.height()});
        return point == null || deepest.depthAt(point) < LEAST_DEPTH ? null : point;
    }

    /** The deepest pixel of it; null if there was a click into it, or it lies within things where it should not, or the other way. */
    private @Nullable ImagePoint clickInto(Hierarchy hierarchy, Segment region, boolean withinThings) {
        hierarchy.paint(region, inside, 1);
        BoundingBox box = region.box();
        int[] corners = {(int) box.x(), (int) box.y(), (int) box.right(), (int) box.bottom()};
        boolean free = isUnclicked() && isMostlyCovered(region, corners) == withinThings;
        ImagePoint point = free ? deepest.of(p -> inside[p] != 0 && covered[p] == withinThings, corners) : null;
        for (int y = corners[1]; y < corners[3]; y++) {
            Arrays.fill(inside, y * size.width() + corners[0], y * size.width() + corners[2], 0);
        }
        return point;
    }

    private boolean isUnclicked() {
        return clicked.stream().allMatch(point -> inside[(int) point.y() * size.width() + (int) point.x()] == 0);
    }

    private boolean isMostlyCovered(Segment region, int[] corners) {
        int within = 0;
        for (int y = corners[1]; y < corners[3]; y++) {
            for (int p = y * size.width() + corners[0], end = y * size.width() + corners[2]; p < end; p++) {
                within += inside[p] != 0 && covered[p] ? 1 : 0;
            }
        }
        return within > MOSTLY * region.area();
    }

    private void take(List<PromptMask> masks) {
        List<MaskAnswer> nested = masks.stream().map(MaskAnswer::of).toList();
        MaskAnswer best = null;
        for (MaskAnswer answer : nested) {
            int area = answer.mask().area();
            boolean allowed = answer.quality() >= LEAST_QUALITY && area >= leastArea && area <= LARGEST * size.pixels();
            best = allowed && (best == null || worth(answer) > worth(best)) ? answer : best;
        }
        if (best != null) {
            admit(new Found(best, nested));
        }
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
