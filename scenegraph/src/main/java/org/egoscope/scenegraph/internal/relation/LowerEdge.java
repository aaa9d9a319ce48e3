package org.egoscope.scenegraph.internal.relation;

import java.util.List;
import org.egoscope.core.observation.BoundingBox;
import org.egoscope.scenegraph.internal.frame.MaskShape;
import org.egoscope.scenegraph.internal.frame.SceneFrame;
import org.egoscope.scenegraph.internal.frame.Thing;

/** What is seen right below the lower edges of things. */
final class LowerEdge {
    /** Columns sampled per border: finer tells no more. */
    private static final int SAMPLES = 24;

    private final InstanceMap map = new InstanceMap();

    /** Takes in the masks of the frame to ask about. */
    void see(SceneFrame frame) {
        map.paint(frame);
    }

    /**
     * What lies right below the lower edge, by samples; the wearer's arm and the end of the picture hide it. Masks are nested, so one
     * sample may speak for several.
     *
     * @return samples in the low half, samples in which something could be seen in the high half
     */
    int countBelow(List<Thing> things, MaskShape shape, int own, int[] votes) {
        int left = (int) shape.box().x();
        int width = (int) shape.box().width();
        int step = Math.max(1, width / SAMPLES);
        int reach = Math.max(3, (int) (shape.box().height() * 0.06));
        int samples = 0;
        int known = 0;
        for (int x = left + step / 2; x < left + width; x += step) {
            int row = shape.lowestRow(x);
            if (row < 0) {
                continue;
            }
            samples++;
            int y = firstBelow(x, row + 1, reach, own);
            int below = map.at(x, y);
            known += below >= InstanceMap.NOTHING ? 1 : 0;
            for (int i = 0; below >= 0 && i < votes.length; i++) {
                votes[i] += i != own && things.get(i).shape().contains(x, y) ? 1 : 0;
            }
        }
        return known << 16 | samples;
    }

    /** Row of the first pixel below that shows something. */
    private int firstBelow(int x, int row, int reach, int own) {
        for (int y = row; y < row + reach; y++) {
            int found = map.at(x, y);
            if (found != own && found != InstanceMap.NOTHING) {
                return y;
            }
        }
        return row + reach;
    }

    private static boolean containsWithin(MaskShape shape, int x, int row, int reach) {
        for (int y = row; y < row + reach; y++) {
            if (shape.contains(x, y)) {
                return true;
            }
        }
        return false;
    }

    /** The smaller of the shares of the upper and the lower edge of {@code a} that border on {@code b}. */
    static double enclosure(MaskShape a, MaskShape b, double support) {
        BoundingBox inner = a.box();
        BoundingBox outer = b.box();
        boolean within = inner.x() >= outer.x() && inner.right() <= outer.right() && inner.bottom() <= outer.bottom();
        if (!within) {
            return 0;
        }
        int left = (int) inner.x();
        int width = (int) inner.width();
        int step = Math.max(1, width / SAMPLES);
        int reach = Math.max(3, (int) (inner.height() * 0.06));
        int seen = 0;
        int above = 0;
        for (int x = left + step / 2; x < left + width; x += step) {
            int row = a.highestRow(x);
            if (row >= 0) {
                seen++;
                above += containsWithin(b, x, row - reach, reach) ? 1 : 0;
            }
        }
        return seen == 0 ? 0 : Math.min((double) above / seen, support);
    }
}
