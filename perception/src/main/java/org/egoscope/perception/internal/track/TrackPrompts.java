package org.egoscope.perception.internal.track;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.egoscope.core.Shape;
import org.egoscope.core.geometry.ImagePoint;
import org.egoscope.core.geometry.ImageSize;
import org.egoscope.core.observation.Mask;
import org.jspecify.annotations.Nullable;

/**
 * Asks a network again for what is tracked: the box around the carried mask and a click deep inside it. Of the nested answers the one is
 * taken that agrees with the carried mask and has the looks and the size of the thing; none, if none agrees enough.
 */
final class TrackPrompts {
    /** Larger regions are what things lie on, as a share of the picture; the tree of regions knows them well enough. */
    private static final double LARGEST = 0.25;

    /** Least IoU with the carried mask, and least quality. */
    private static final double LEAST_IOU = 0.5;

    private static final float LEAST_QUALITY = 0.7f;

    /** How much less like the thing it may be than the carried mask is. */
    private static final float LESS_ALIKE = 0.1f;

    /** Weights of the likeness of colours, of size and of the quality against the IoU with the carried mask. */
    private static final double LOOKS = 0.6;

    private static final double SIZE = 0.1;
    private static final double QUALITY = 0.5;

    /** Share of a track's mask within the whole, and how many times as large that may be. */
    private static final double WITHIN = 0.85;

    private static final double MOST_GROWN = 3;

    /** How much less like the thing in size and colours the whole may be than the part is. */
    private static final float LESS_LIKE_SIZE = 0.1f;

    private static final float LESS_ALIKE_WHOLE = 0.05f;

    /** How much quality the whole may lack if it fills its convex hull and the part does not. */
    private static final double BETTER_CONVEX = 0.4;

    /** The same if it has the size of the thing and the part has nothing of it: what the picture's border cuts off shrinks otherwise. */
    private static final double BETTER_SIZE = 0.6;

    private final ImageSize size;
    private final byte[] lab;
    private final long[] planes;
    private final Mask[] masks;
    private final Mask unseen;
    private final int leastArea;
    private final int[][] boxes;

    /**
     * @param planes carried planes of the tracks
     * @param leastArea pixels of a thing
     */
    TrackPrompts(ImageSize size, @Shape("H W 3") byte[] lab, @Shape("H W") long[] planes, int count, int leastArea) {
        this.size = size;
        this.lab = lab;
        this.planes = planes;
        this.leastArea = leastArea;
        masks = MaskPlanes.toMasks(size, planes, count);
        boxes = new CarriedBoxes(planes, size.width()).of(count);
        byte[] bitmap = new byte[planes.length];
        for (int p = 0; p < planes.length; p++) {
            bitmap[p] = (byte) (planes[p] == MaskPlanes.UNSEEN ? 1 : 0);
        }
        unseen = Mask.ofBitmap(size, bitmap);
    }

    /** Adds what is small of them. */
    void addSmall(SmallThings small, List<Track> tracks) {
        small.addTracks(tracks, boxes, areas(), leastArea);
    }

    /** Pixels of the carried masks. */
    int[] areas() {
        return Arrays.stream(masks).mapToInt(Mask::area).toArray();
    }

    /** Planes of masks that are no larger than things are. */
    long things() {
        long things = 0;
        for (int plane = 0; plane < masks.length; plane++) {
            things |= masks[plane].area() <= FreshMasks.LARGEST_THING * size.pixels() ? 1L << plane : 0;
        }
        return things;
    }

    private record Asked(int plane, Question question) {}

    /**
     * @param tracks of the planes
     * @param most prompts
     * @return by plane; null where there is no answer to be taken
     */
    List<@Nullable MaskAnswer> ask(TwoScales picture, List<Track> tracks, int most) {
        List<Asked> asked = prompts(tracks, most);
        List<@Nullable MaskAnswer> answers = new ArrayList<>();
        tracks.forEach(track -> answers.add(null));
        for (int start = 0; start < asked.size(); start += Prompter.AT_ONCE) {
            List<Asked> some = asked.subList(start, Math.min(asked.size(), start + Prompter.AT_ONCE));
            List<List<MaskAnswer>> nested = picture.answer(some.stream().map(Asked::question).toList());
            for (int i = 0; i < some.size(); i++) {
                int plane = some.get(i).plane();
                answers.set(plane, choose(plane, tracks.get(plane), nested.get(i)));
            }
        }
        return answers;
    }

    /** Settled things first, then the older. */
    private List<Asked> prompts(List<Track> tracks, int most) {
        List<Integer> order = new ArrayList<>();
        for (int plane = 0; plane < tracks.size(); plane++) {
            int area = masks[plane].area();
            if (area >= leastArea && area <= LARGEST * size.pixels() && !tracks.get(plane).votes.isOwnArm()) {
                order.add(plane);
            }
        }
        order.sort(Comparator.comparing((Integer plane) -> !tracks.get(plane).isSettled()).thenComparing(plane -> tracks.get(plane).serial));
        DeepestPoint deepest = new DeepestPoint(size.width(), size.height());
        List<Asked> asked = new ArrayList<>();
        for (int plane : order.subList(0, Math.min(most, order.size()))) {
            long bit = 1L << plane;
            ImagePoint point = deepest.of(p -> (planes[p] & bit) != 0, boxes[plane]);
            if (point != null) {
                asked.add(new Asked(plane, Question.boxed(point, boxes[plane])));
            }
        }
        return asked;
    }

    private @Nullable MaskAnswer choose(int plane, Track track, List<MaskAnswer> nested) {
        float leastLikeness = track.looks.similarity(ColourHistogram.of(masks[plane], lab)) - LESS_ALIKE;
        MaskAnswer best = null;
        double bestScore = 0;
        for (MaskAnswer answer : nested) {
            double iou = iouOfSeen(answer.mask(), masks[plane]);
            float alike = track.looks.isEmpty() ? 1 : track.looks.similarity(ColourHistogram.of(answer.mask(), lab));
            boolean allowed = !answer.cutOff()
                    && iou >= LEAST_IOU
                    && answer.quality() >= LEAST_QUALITY
                    && answer.mask().area() >= leastArea
                    && answer.mask().area() <= track.mostArea(masks[plane].area())
                    && alike >= leastLikeness;
            double likeSize = track.seenWhole ? track.likenessOfSize(answer.mask().area()) : 0;
            double score = iou + LOOKS * alike + SIZE * likeSize + QUALITY * answer.quality();
            if (allowed && score > bestScore) {
                best = answer;
                bestScore = score;
            }
        }
        return best;
    }

    /**
     * Takes over masks of new things that are the whole of what a track has only a part of, after something had hidden the rest or the
     * carried mask had shrunk.
     *
     * @param known answers of the tracks; replaced
     * @param fresh masks of new things; those that are taken over are removed
     */
    void growInto(List<@Nullable MaskAnswer> known, List<Track> tracks, List<MaskAnswer> fresh) {
        for (int plane = 0; plane < tracks.size(); plane++) {
            MaskAnswer own = known.get(plane);
            for (int i = 0; own != null && i < fresh.size(); i++) {
                if (isWholeOf(fresh.get(i), own, tracks.get(plane))) {
                    known.set(plane, fresh.remove(i));
                    break;
                }
            }
        }
    }

    private boolean isWholeOf(MaskAnswer whole, MaskAnswer own, Track track) {
        Mask mask = whole.mask();
        float alike = track.looks.similarity(ColourHistogram.of(own.mask(), lab));
        return own.mask().intersectionArea(mask) >= WITHIN * own.mask().area()
                && mask.area() > own.mask().area()
                && mask.area() <= MOST_GROWN * own.mask().area()
                && mask.area() <= track.mostArea(own.mask().area())
                && track.likenessOfSize(mask.area()) >= track.likenessOfSize(own.mask().area()) - LESS_LIKE_SIZE
                && track.looks.similarity(ColourHistogram.of(mask, lab)) >= alike - LESS_ALIKE_WHOLE
                && whole.quality()
                                + BETTER_CONVEX * (Solidity.of(mask) - Solidity.of(own.mask()))
                                + BETTER_SIZE * (track.likenessOfSize(mask.area()) - track.likenessOfSize(own.mask().area()))
                        >= own.quality();
    }

    /** Of what was in view at the last key frame. */
    private double iouOfSeen(Mask answer, Mask carried) {
        int common = answer.intersectionArea(carried);
        int area = answer.area() - answer.intersectionArea(unseen);
        return (double) common / Math.max(1, area + carried.area() - common);
    }
}
