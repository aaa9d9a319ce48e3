package org.egoscope.perception.internal.track;

import java.util.ArrayList;
import java.util.List;
import org.egoscope.core.Shape;
import org.egoscope.core.geometry.ImageSize;
import org.egoscope.core.observation.BoundingBox;
import org.egoscope.perception.internal.segment.Hierarchy;
import org.egoscope.perception.internal.segment.Segment;

/** What is worth a close-up: things that are small in the picture, those that are tracked and regions that no small or middling thing covers. */
final class SmallThings {
    /** A known thing is worth as much as two regions. */
    private static final double KNOWN = 2;

    private static final double REGION = 1;
    private static final double SPOT = 0.5;

    /** Spots that are looked at, those that stand out most. */
    private static final int MOST_SPOTS = 24;

    /** Least share of a region's pixels outside of things. */
    private static final double FREE = 0.5;

    private final ImageSize size;
    private final long[] planes;
    private final long[] inside;
    private final List<CloseUpPlace.Small> found = new ArrayList<>();

    /** @param planes carried planes of the tracks */
    SmallThings(ImageSize size, @Shape("H W") long[] planes) {
        this.size = size;
        this.planes = planes;
        inside = new long[planes.length];
    }

    List<CloseUpPlace.Small> found() {
        return found;
    }

    /** Adds tracked things, each with its box and area. */
    void addTracks(List<Track> tracks, int[][] boxes, int[] areas, int leastArea) {
        for (int plane = 0; plane < tracks.size(); plane++) {
            if (areas[plane] >= leastArea && isSmall(areas[plane]) && !tracks.get(plane).votes.isOwnArm()) {
                found.add(new CloseUpPlace.Small(boxes[plane], tracks.get(plane).isSettled() ? KNOWN : REGION));
            }
        }
    }

    /**
     * Adds regions.
     *
     * @param things planes of masks that are no larger than things are
     * @param leastIou that a region is expected to come to
     */
    void addRegions(Hierarchy hierarchy, List<Segment> regions, long things, float leastIou) {
        for (Segment region : regions) {
            if (isSmall(region.area()) && region.predictedIou() >= leastIou && isFree(hierarchy, region, things)) {
                found.add(new CloseUpPlace.Small(corners(region.box()), REGION));
            }
        }
    }

    /**
     * Adds spots.
     *
     * @param areas of the masks of the planes
     */
    void addSpots(List<Spots.Spot> spots, int[] areas) {
        for (Spots.Spot spot : spots.subList(0, Math.min(MOST_SPOTS, spots.size()))) {
            boolean known = false;
            for (long bits = planes[spot.y() * size.width() + spot.x()] & ~MaskPlanes.UNSEEN; bits != 0; bits &= bits - 1) {
                known |= areas[Long.numberOfTrailingZeros(bits)] <= FreshMasks.MOST_OF_SPOT * spot.side() * spot.side();
            }
            if (!known) {
                found.add(new CloseUpPlace.Small(spot.extent(size), SPOT));
            }
        }
    }

    private boolean isSmall(int area) {
        return area <= CloseUpPlace.SMALL * size.pixels();
    }

    static int[] corners(BoundingBox box) {
        return new int[] {(int) box.x(), (int) box.y(), (int) box.right(), (int) box.bottom()};
    }

    private boolean isFree(Hierarchy hierarchy, Segment region, long things) {
        hierarchy.paint(region, inside, 1);
        int[] box = corners(region.box());
        int free = 0;
        for (int y = box[1]; y < box[3]; y++) {
            for (int p = y * size.width() + box[0], end = y * size.width() + box[2]; p < end; p++) {
                free += inside[p] != 0 && (planes[p] & things) == 0 ? 1 : 0;
                inside[p] = 0;
            }
        }
        return free >= FREE * region.area();
    }
}
