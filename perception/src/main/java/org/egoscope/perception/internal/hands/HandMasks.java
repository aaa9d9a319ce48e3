package org.egoscope.perception.internal.hands;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.egoscope.core.geometry.ImageSize;
import org.egoscope.core.observation.Hand;
import org.egoscope.core.observation.Instance;
import org.egoscope.core.observation.Mask;
import org.egoscope.core.video.VideoFrame;

/**
 * Pixels of the hands: of the segment that shows the wearer's arm, what lies about the hand's bones and in its palm. The keypoints say
 * where the hand ends and the forearm begins, the segment where the hand ends and the thing that it holds begins. A hand without such a
 * segment, as one whose arm is out of the picture or cut into many regions, has the pixels about its bones that have the colour of those
 * under its bones, unless the surroundings have that colour, too: then it has no mask, keypoints alone are no pixels.
 */
public final class HandMasks {
    private static final int[] PARENTS = {0, 0, 1, 2, 3, 0, 5, 6, 7, 0, 9, 10, 11, 0, 13, 14, 15, 0, 17, 18, 19};
    /** Outline of the palm: wrist, thumb's root, the knuckles. */
    private static final int[] PALM = {0, 1, 5, 9, 13, 17};
    /** Reach about a bone in palm lengths: half a finger's thickness (9 mm of 90) and as much again for keypoints that are off. */
    private static final double REACH_PALMS = 0.2;
    /** A segment that fills less of the hand's place than this is of something else. */
    private static final double LEAST_FILLED = 0.25;

    /** Under the bones, in palm lengths: the middle third of a finger. */
    private static final double CORE_PALMS = 0.05;
    /** Of the place of a hand this share has its colour, and of what lies around that place at most this. */
    private static final double LEAST_COLOURED = 0.3;
    private static final double MOST_COLOURED_AROUND = 0.45;
    /** The surroundings, in palm lengths from the bones. */
    private static final double AROUND_PALMS = 0.45;
    /** Of nine pixels, more than half. */
    private static final int MAJORITY = 5;

    private byte[] place = new byte[0];
    private byte[] segment = new byte[0];
    private final HandColour colour = new HandColour();

    /** The same hands, each with its mask where there is one: from the segments, else from the picture. */
    public List<Hand> fill(List<Hand> hands, List<Instance> instances, VideoFrame frame) {
        List<Hand> filled = new ArrayList<>();
        for (Hand hand : fill(hands, instances, frame.size())) {
            boolean missing = hand.wearer() && hand.mask().isEmpty();
            filled.add(missing ? hand.withMask(maskByColour(hand.keypoints().toImageArray(), frame)) : hand);
        }
        return filled;
    }

    private Optional<Mask> maskByColour(float[] xy, VideoFrame frame) {
        ImageSize size = frame.size();
        prepare(size);
        double palm = HandShape.palmPixels(xy);
        paint(xy, size, Math.max(0.8, CORE_PALMS * palm), false);
        if (!colour.learn(frame.rgb(), place)) {
            return Optional.empty();
        }
        int wide = paint(xy, size, Math.max(3, AROUND_PALMS * palm), true);
        byte[] surroundings = place.clone();
        int asked = paintPlace(xy, size);
        int within = 0;
        int around = 0;
        Arrays.fill(segment, (byte) 0);
        for (int at = 0; at < place.length; at++) {
            if (surroundings[at] != 0 && colour.matches(frame.rgb(), at)) {
                segment[at] = place[at];
                within += place[at];
                around += 1 - place[at];
            }
        }
        boolean found = within >= LEAST_COLOURED * asked && around <= MOST_COLOURED_AROUND * (wide - asked);
        return found ? smoothed(size) : Optional.empty();
    }

    /** Of the place, the pixels most of whose neighbours are in the segment. */
    private Optional<Mask> smoothed(ImageSize size) {
        byte[] smooth = new byte[segment.length];
        int area = 0;
        for (int y = 1; y < size.height() - 1; y++) {
            for (int x = 1; x < size.width() - 1; x++) {
                int at = y * size.width() + x;
                if (place[at] != 0 && neighbours(at, size.width()) >= MAJORITY) {
                    smooth[at] = 1;
                    area++;
                }
            }
        }
        return area == 0 ? Optional.empty() : Optional.of(Mask.ofBitmap(size, smooth));
    }

    private int neighbours(int at, int width) {
        int count = 0;
        for (int row = at - width; row <= at + width; row += width) {
            count += segment[row - 1] + segment[row] + segment[row + 1];
        }
        return count;
    }

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
        prepare(size);
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

    private void prepare(ImageSize size) {
        if (place.length != size.pixels()) {
            place = new byte[size.pixels()];
            segment = new byte[size.pixels()];
        }
    }

    private int paintPlace(float[] xy, ImageSize size) {
        return paint(xy, size, Math.max(1.5, REACH_PALMS * HandShape.palmPixels(xy)), true);
    }

    /** Ones within reach of a bone or, if wanted, in the palm; returns how many. */
    private int paint(float[] xy, ImageSize size, double reach, boolean palmToo) {
        Arrays.fill(place, (byte) 0);
        int painted = 0;
        int top = (int) HandRoles.clamp(least(xy, 1) - reach, 0, size.height());
        int bottom = (int) HandRoles.clamp(-least(negated(xy), 1) + reach + 1, 0, size.height());
        int left = (int) HandRoles.clamp(least(xy, 0) - reach, 0, size.width());
        int right = (int) HandRoles.clamp(-least(negated(xy), 0) + reach + 1, 0, size.width());
        for (int y = top; y < bottom; y++) {
            for (int x = left; x < right; x++) {
                if (palmToo && isInPalm(xy, x + 0.5, y + 0.5) || isAtBone(xy, x + 0.5, y + 0.5, reach)) {
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
