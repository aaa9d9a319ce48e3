package org.egoscope.perception.internal.track;

import java.util.List;
import org.egoscope.core.Shape;
import org.egoscope.core.geometry.ImageSize;

/**
 * What is known of the sizes of things goes along with the flow: as the wearer comes near, a carried mask grows, and so does what the whole
 * thing is expected to have. Without that, a thing that is seen twice as large within a second is taken for two.
 */
final class FollowedSizes {
    /** Least and largest ratio from one key frame to the next; the flow errs beyond. */
    private static final double LEAST = 0.6;

    private static final double MOST = 1.8;

    /** Rows and columns at the picture's border: what is there goes on beyond. */
    private static final int BORDER = 2;

    private FollowedSizes() {}

    /**
     * Before a key frame's masks are chosen.
     *
     * @param tracks of the planes, as they were at the last key frame
     * @param planes where the flow has brought their masks
     */
    static void follow(List<Track> tracks, @Shape("H W") long[] planes, ImageSize size) {
        int[] areas = new int[tracks.size()];
        long cut = 0;
        int width = size.width();
        for (int y = 0, p = 0; y < size.height(); y++) {
            for (int x = 0; x < width; x++, p++) {
                long known = planes[p] & ~MaskPlanes.UNSEEN;
                boolean outer = x < BORDER || y < BORDER || x >= width - BORDER || y >= size.height() - BORDER;
                cut |= outer ? known : 0;
                for (long bits = known; bits != 0; bits &= bits - 1) {
                    areas[Long.numberOfTrailingZeros(bits)]++;
                }
            }
        }
        for (int plane = 0; plane < areas.length; plane++) {
            Track track = tracks.get(plane);
            boolean whole = (cut >> plane & 1) == 0 && !touches(track, size);
            if (whole && track.seenWhole && track.area > 0 && areas[plane] > 0) {
                double ratio = Math.max(LEAST, Math.min(MOST, (double) areas[plane] / track.area));
                track.wholeArea = Math.max(1, (int) Math.round(track.wholeArea * ratio));
            }
        }
    }

    private static boolean touches(Track track, ImageSize size) {
        return track.box.x() < BORDER
                || track.box.y() < BORDER
                || track.box.right() > size.width() - BORDER
                || track.box.bottom() > size.height() - BORDER;
    }
}
