package org.egoscope.perception.internal.people;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.egoscope.perception.internal.detect.PriorBox;
import org.egoscope.perception.internal.hands.CropSampler.Region;
import org.egoscope.torch.TorchModel;

/**
 * Finds faces in views of a picture and looks again before it believes.
 *
 * <p>The detector takes hands, plates and pans for faces with scores that true ones have too. But it does so by chance of the view: looked
 * at again in a square about the place, from near and from farther and in a mirror, a face is found nearly every time, and most other
 * things are not found at all. Mean score of five looks, on real clips: faces 0.6 to 0.8, in a fifth of the light 0.4 to 0.8; of 110 other
 * things in 64 frames of kitchens one had more than 0.42, three quarters had 0.
 */
final class FaceFinder {
    /** Below this nothing is looked at again, and a close look counts as blind. */
    static final float LEAST_SCORE = 0.3f;
    private static final double NEAR = 4;
    /** In this order; the first two tell most. */
    private static final Look[] LOOKS = {
        new Look(NEAR, false), new Look(6, false), new Look(NEAR, true), new Look(6, true), new Look(3, false)
    };
    /** What a good look gives. */
    private static final float BEST_SCORE = 0.9f;
    private static final float CLEAR_SCORE = 0.5f;
    private static final float OLD_BELIEF = 0.25f;
    private static final float SAME = 0.3f;
    private static final int LEAST_PIXELS = 8;

    /** The side of the square about a face, of the face's own side, and whether it is seen in a mirror. */
    private record Look(double scale, boolean mirrored) {}

    private final BoxDetector detector;
    private final float newBelief;
    private final float sureScore;

    /**
     * @param newBelief mean score of the close looks at which a thing counts as a face
     * @param sureScore score at which it counts without a close look
     */
    FaceFinder(TorchModel network, float newBelief, float sureScore) {
        detector = BoxDetector.ofFaces(network, LEAST_SCORE);
        this.newBelief = newBelief;
        this.sureScore = sureScore;
    }

    /** What may be a face in any of the views, best first; the same place is given once. */
    List<PriorBox> candidates(PicturePyramid picture, List<Region> views) {
        List<PriorBox> all = new ArrayList<>();
        views.forEach(view -> all.addAll(detector.detect(picture, view)));
        all.sort(Comparator.comparingDouble(PriorBox::score).reversed());
        List<PriorBox> kept = new ArrayList<>();
        for (PriorBox box : all) {
            if (kept.stream().noneMatch(better -> better.iou(box) > SAME)) {
                kept.add(box);
            }
        }
        return kept;
    }

    /** Faces in any of the views whose close looks have at least this mean score. */
    List<PriorBox> faces(PicturePyramid picture, List<Region> views, float leastBelief) {
        return candidates(picture, views).stream().filter(box -> belief(picture, box, leastBelief) >= leastBelief).toList();
    }

    /** Whether a candidate is a face. */
    boolean isFace(PicturePyramid picture, PriorBox candidate) {
        return candidate.score() >= sureScore || belief(picture, candidate, newBelief) >= newBelief;
    }

    /** Whether what was a face is one: less is asked for. */
    boolean isStillFace(PicturePyramid picture, PriorBox candidate) {
        return candidate.score() >= sureScore || belief(picture, candidate, OLD_BELIEF) >= OLD_BELIEF;
    }

    /**
     * Mean score of the looks at a place; 0 where the first, or of a clear candidate the first two, see nothing. Looking stops where the
     * mean cannot reach what is asked for any more.
     */
    private float belief(PicturePyramid picture, PriorBox candidate, float least) {
        int fewest = candidate.score() < CLEAR_SCORE ? 1 : 2;
        float sum = 0;
        for (int look = 0; look < LOOKS.length; look++) {
            sum += score(picture, candidate, LOOKS[look]);
            int left = LOOKS.length - 1 - look;
            if (look + 1 >= fewest && (sum == 0 || sum + left * BEST_SCORE < least * LOOKS.length)) {
                return 0;
            }
        }
        return sum / LOOKS.length;
    }

    private float score(PicturePyramid picture, PriorBox candidate, Look look) {
        Region about = about(picture, candidate, look.scale);
        List<PriorBox> seen = look.mirrored ? detector.detectMirrored(picture, about) : detector.detect(picture, about);
        return (float) seen.stream().filter(box -> box.iou(candidate) > SAME).mapToDouble(PriorBox::score).max().orElse(0);
    }

    /** The face that was here: the best candidate of a near look that lies about the place; the place may be some way off. */
    List<PriorBox> again(PicturePyramid picture, PriorBox place) {
        return detector.detect(picture, about(picture, place, NEAR));
    }

    private static Region about(PicturePyramid picture, PriorBox place, double scale) {
        double reach = Math.max(LEAST_PIXELS, scale * Math.max(place.width(), place.height()) / 2);
        double x = (place.values()[0] + place.values()[2]) / 2;
        double y = (place.values()[1] + place.values()[3]) / 2;
        int left = (int) Math.max(0, Math.min(picture.size().width() - LEAST_PIXELS, Math.round(x - reach)));
        int top = (int) Math.max(0, Math.min(picture.size().height() - LEAST_PIXELS, Math.round(y - reach)));
        int right = (int) Math.max(left + LEAST_PIXELS, Math.min(picture.size().width(), Math.round(x + reach)));
        int bottom = (int) Math.max(top + LEAST_PIXELS, Math.min(picture.size().height(), Math.round(y + reach)));
        return new Region(left, top, right - left, bottom - top);
    }
}
