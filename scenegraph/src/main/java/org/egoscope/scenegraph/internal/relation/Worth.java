package org.egoscope.scenegraph.internal.relation;

import java.util.List;
import org.egoscope.core.observation.Instance;
import org.egoscope.scenegraph.internal.frame.Moment;
import org.egoscope.scenegraph.internal.frame.Thing;
import org.egoscope.scenegraph.internal.frame.Track;

/**
 * Which masks deserve relations. Segmentation of everything gives shadows, parts of things and patches of a worktop beside the things
 * themselves; a relation is worth telling of what has lasted, is of a thing's size, and is named, was touched or was looked at, or
 * has a clear compact outline.
 */
public final class Worth {
    /** A thing has been seen for this long, and in at least half of the frames since. */
    private static final long LEAST_NANOS = 1_000_000_000L;

    /** A named or touched thing needs less. */
    private static final long LEAST_KNOWN_NANOS = 500_000_000L;

    /** Of the picture: a spoon on a table is a thousandth. */
    private static final float LEAST_AREA = 0.0008f;

    /** An unnamed thing is at least this large, fills this share of its box and is expected to be this good a mask. */
    private static final float CLEAR_AREA = 0.003f;

    private static final float CLEAR_FILL = 0.55f;

    /** Masks of true things have means of 0.07 to 0.34 in perception's own estimate (synthetic kitchens 11 and 12, without networks). */
    private static final float CLEAR_IOU = 0.12f;

    /** Patches and shadows have 0.12 to 0.16, things mostly more (five synthetic kitchens). */
    private static final float STANDING_OUT_IOU = 0.15f;

    /** Of the picture: unnamed regions above it that nobody uses are more often pieces of furniture than things. */
    private static final float MOST_UNSHOWN_AREA = 0.05f;

    /** Unnamed and with this share inside another thing: a part of that. */
    private static final double PART = 0.8;

    private final Surfaces surfaces;

    Worth(Surfaces surfaces) {
        this.surfaces = surfaces;
    }

    /** For each thing of a frame whether it deserves relations as a thing, or may turn out to later. */
    boolean[] of(List<Thing> things, Moment now) {
        boolean[] worth = new boolean[things.size()];
        for (int i = 0; i < worth.length; i++) {
            worth[i] = isThing(things.get(i).track(), now);
        }
        boolean[] whole = worth.clone();
        for (int i = 0; i < worth.length; i++) {
            for (int j = 0; j < worth.length && whole[i]; j++) {
                whole[i] = i == j || !worth[i] || !worth[j] || !isPart(things.get(i), things.get(j));
            }
        }
        return whole;
    }

    /** Of a thing's size; how long it has been seen does not matter. */
    boolean mayBeThing(Track track) {
        return !surfaces.isSurface(track) && track.meanAreaFraction() >= LEAST_AREA;
    }

    /** A board lying askew fills little of its box; that somebody looked at it makes up for that. */
    private boolean isThing(Track track, Moment now) {
        boolean seen = track.isLookedAt() && track.meanPredictedIou() >= STANDING_OUT_IOU;
        return mayBeThing(track) && isLasting(track, now) && (isKnown(track) || isClear(track) || seen);
    }

    private static boolean isLasting(Track track, Moment now) {
        boolean known = isKnown(track);
        long seen = track.first().through(now).durationNanos();
        long frames = now.frameIndex() - track.first().frameIndex() + 1;
        return seen >= (known ? LEAST_KNOWN_NANOS : LEAST_NANOS) && (known || 2L * track.sightings() >= frames);
    }

    /** What things may rest on: surfaces, and what has shown to be a thing, whatever its outline. */
    boolean mayCarry(Track track, Moment now) {
        return surfaces.isSurface(track) || mayBeThing(track) && isShown(track) && isLasting(track, now);
    }

    /** Without use, name or look, it still is too good and too small a mask for a patch of what lies around it. */
    static boolean standsOut(Track track) {
        return track.meanPredictedIou() >= STANDING_OUT_IOU && track.meanAreaFraction() <= MOST_UNSHOWN_AREA;
    }

    /** True if the wearer's doing or its name has shown that it is a thing; else it only may be one. */
    static boolean isShown(Track track) {
        return isKnown(track) || track.isLookedAt();
    }

    /** Named or touched. */
    static boolean isKnown(Track track) {
        return track.isTouched() || !track.votes().label().equals(Instance.UNKNOWN);
    }

    /** True if it is more than a patch or a shadow: known, or with a clear compact outline. */
    public static boolean isKnownOrClear(Track track) {
        return isKnown(track) || isClear(track);
    }

    private static boolean isClear(Track track) {
        return track.meanAreaFraction() >= CLEAR_AREA && track.meanFill() >= CLEAR_FILL && track.meanPredictedIou() >= CLEAR_IOU;
    }

    /** Of two nested masks of one thing, the larger is kept, unless only the smaller is known. */
    private static boolean isPart(Thing inner, Thing outer) {
        boolean smaller = inner.shape().area() < outer.shape().area()
                || inner.shape().area() == outer.shape().area() && inner.id() > outer.id();
        boolean told = isKnown(inner.track()) || isShown(inner.track()) && !isShown(outer.track());
        if (!smaller || told && !sameName(inner.track(), outer.track())) {
            return false;
        }
        return inner.shape().overlap(outer.shape()) >= PART * inner.shape().area();
    }

    private static boolean sameName(Track a, Track b) {
        return !a.votes().label().equals(Instance.UNKNOWN) && a.votes().label().equals(b.votes().label());
    }
}
