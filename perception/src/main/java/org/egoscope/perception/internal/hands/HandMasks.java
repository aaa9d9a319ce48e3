package org.egoscope.perception.internal.hands;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.egoscope.core.geometry.ImageSize;
import org.egoscope.core.observation.Hand;
import org.egoscope.core.observation.Instance;
import org.egoscope.core.observation.Mask;

/**
 * Pixels of the hands: of the segment that shows the wearer's arm, what lies about the hand's bones and in its palm. The keypoints say
 * where the hand ends and the forearm begins, the segment where the hand ends and the thing that it holds begins. A hand without such a
 * segment has no mask: keypoints alone are no pixels.
 */
public final class HandMasks {
    private static final int[] PARENTS = {0, 0, 1, 2, 3, 0, 5, 6, 7, 0, 9, 10, 11, 0, 13, 14, 15, 0, 17, 18, 19};
    /** Outline of the palm: wrist, thumb's root, the knuckles. */
    private static final int[] PALM = {0, 1, 5, 9, 13, 17};
    /** Reach about a bone in palm lengths: half a finger's thickness (9 mm of 90) and as much again for keypoints that are off. */
    private static final double REACH_PALMS = 0.2;
    /** A segment that fills less of the hand's place than this is of something else. */
    private static final double LEAST_FILLED = 0.25;

    private byte[] place = new byte[0];
    private byte[] segment = new byte[0];

    /** The same hands, each with its mask where there is one. */
    public List<Hand> fill(List<Hand> hands, List<Instance> instances, ImageSize size) {
        List<Instance> arms = instances.stream()
                .filter(instance -> instance.label().equals(Instance.OWN_ARM) && instance.mask().size().equals(size))
                .toList();
        if (arms.isEmpty()) {
            return hands;
        }
        List<Hand> filled = new ArrayList<>();
        for (Hand hand : hands) {
            filled.add(hand.wearer() ? hand.withMask(maskOf(hand, arms, size)) : hand);
        }
        return filled;
    }

    private Optional<Mask> maskOf(Hand hand, List<Instance> arms, ImageSize size) {
        if (place.length != size.pixels()) {
            place = new byte[size.pixels()];
            segment = new byte[size.pixels()];
        }
        int asked = paintPlace(hand.keypoints().toImageArray(), size);
        Optional<Mask> best = Optional.empty();
        for (Instance arm : arms) {
            arm.mask().copyTo(segment);
            int common = 0;
            for (int i = 0; i < place.length; i++) {
                segment[i] &= place[i];
                common += segment[i];
            }
            if (common > LEAST_FILLED * asked && common > best.map(Mask::area).orElse(0)) {
                best = Optional.of(Mask.ofBitmap(size, segment));
            }
        }
        return best;
    }

    /** Ones within reach of a bone or in the palm; returns how many. */
    private int paintPlace(float[] xy, ImageSize size) {
        Arrays.fill(place, (byte) 0);
        double reach = Math.max(1.5, REACH_PALMS * HandShape.palmPixels(xy));
        int painted = 0;
        int top = (int) HandRoles.clamp(least(xy, 1) - reach, 0, size.height());
        int bottom = (int) HandRoles.clamp(-least(negated(xy), 1) + reach + 1, 0, size.height());
        int left = (int) HandRoles.clamp(least(xy, 0) - reach, 0, size.width());
        int right = (int) HandRoles.clamp(-least(negated(xy), 0) + reach + 1, 0, size.width());
        for (int y = top; y < bottom; y++) {
            for (int x = left; x < right; x++) {
                if (isInPalm(xy, x + 0.5, y + 0.5) || isAtBone(xy, x + 0.5, y + 0.5, reach)) {
                    place[y * size.width() + x] = 1;
                    painted++;
                }
            }
        }
        return painted;
    }

    private static float[] negated(float[] xy) {
        float[] negative = new float[xy.length];
        for (int i = 0; i < xy.length; i++) {
            negative[i] = -xy[i];
        }
        return negative;
    }

    /** Least x (0) or y (1). */
    private static double least(float[] xy, int axis) {
        float least = Float.MAX_VALUE;
        for (int i = axis; i < xy.length; i += 2) {
            least = Math.min(least, xy[i]);
        }
        return least;
    }

    private static boolean isAtBone(float[] xy, double x, double y, double reach) {
        for (int k = 1; k < PARENTS.length; k++) {
            double ax = xy[PARENTS[k] * 2];
            double ay = xy[PARENTS[k] * 2 + 1];
            double dx = xy[k * 2] - ax;
            double dy = xy[k * 2 + 1] - ay;
            double along = ((x - ax) * dx + (y - ay) * dy) / Math.max(1e-9, dx * dx + dy * dy);
            double t = HandRoles.clamp(along, 0, 1);
            double awayX = x - ax - t * dx;
            double awayY = y - ay - t * dy;
            if (awayX * awayX + awayY * awayY <= reach * reach) {
                return true;
            }
        }
        return false;
    }

    /** Even-odd rule. */
    private static boolean isInPalm(float[] xy, double x, double y) {
        boolean inside = false;
        for (int i = 0, j = PALM.length - 1; i < PALM.length; j = i++) {
            double ax = xy[PALM[i] * 2];
            double ay = xy[PALM[i] * 2 + 1];
            double bx = xy[PALM[j] * 2];
            double by = xy[PALM[j] * 2 + 1];
            if (ay > y != by > y && x < (bx - ax) * (y - ay) / (by - ay) + ax) {
                inside = !inside;
            }
        }
        return inside;
    }
}
