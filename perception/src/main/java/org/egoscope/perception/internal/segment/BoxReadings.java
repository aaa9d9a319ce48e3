package org.egoscope.perception.internal.segment;

import java.util.ArrayList;
import java.util.List;
import org.egoscope.core.observation.BoundingBox;
import org.jspecify.annotations.Nullable;

/**
 * All candidates for a box with what can be measured of them. Besides the picture as it lies under the box they come from the picture moved
 * a few pixels against it: a box is taken at its word as tight, while what it was drawn for often lies a little beside it (a box by hand, a
 * tracked one, truth from a model of the room). What is found in the moved picture fits the box, and an edge that lies just outside of the
 * box still bounds the thing.
 */
final class BoxReadings {
    /** The picture is moved by this share of the mean side of the box. */
    private static final double SHIFT_SHARE = 0.07;

    /** Pixels of the working picture. */
    private static final int LARGEST_SHIFT = 4;

    private final BoxCrop crop;
    private final List<BoxCandidates.Candidate> candidates = new ArrayList<>();
    private final List<double[]> measured = new ArrayList<>();
    private final List<PackedMask> packed = new ArrayList<>();

    /** @param prior a mask of the working picture that the answer resembles */
    BoxReadings(LookedAt picture, BoundingBox box, byte @Nullable [] prior) {
        crop = new BoxCrop(box, picture);
        int step = (int) Math.max(1, Math.min(LARGEST_SHIFT, Math.round(SHIFT_SHARE * Math.sqrt(box.area()))));
        BoxCut cut = new BoxCut(crop);
        add(new BoxCandidates(picture, box, crop, cut).all(prior), new MaskFeatures(crop, cut), 0);
        for (int down = -1; down <= 1; down++) {
            for (int across = -1; across <= 1; across++) {
                if (across != 0 || down != 0) {
                    addMoved(picture, box, across * step, down * step);
                }
            }
        }
        for (int i = 0; i < candidates.size(); i++) {
            double agreement = 0;
            for (int j = 0; j < candidates.size(); j++) {
                agreement += j == i ? 0 : packed.get(i).iou(packed.get(j));
            }
            measured.get(i)[MaskFeatures.AGREEMENT] = agreement / Math.max(1, candidates.size() - 1);
        }
    }

    private void addMoved(LookedAt picture, BoundingBox box, int across, int down) {
        BoxCrop moved = new BoxCrop(box, picture, across, down);
        BoxCut cut = new BoxCut(moved);
        BoundingBox there = new BoundingBox(box.x() + across, box.y() + down, box.width(), box.height());
        double shift = Math.hypot(across, down) / LARGEST_SHIFT;
        add(new BoxCandidates(picture, there, moved, cut).ofRegionsAndShapes(), new MaskFeatures(moved, cut), shift);
    }

    private void add(List<BoxCandidates.Candidate> found, MaskFeatures features, double shift) {
        for (BoxCandidates.Candidate candidate : found) {
            double[] measures = features.measure(candidate.mask());
            measures[MaskFeatures.SHIFT] = shift;
            candidates.add(candidate);
            measured.add(measures);
            packed.add(new PackedMask(candidate.mask()));
        }
    }

    BoxCrop crop() {
        return crop;
    }

    int count() {
        return candidates.size();
    }

    BoxCandidates.Source source(int i) {
        return candidates.get(i).source();
    }

    /** Cells of the crop, 1 inside. */
    byte[] mask(int i) {
        return candidates.get(i).mask();
    }

    PackedMask packed(int i) {
        return packed.get(i);
    }

    /** In the order of {@link MaskFeatures}. */
    double[] measured(int i) {
        return measured.get(i);
    }
}
