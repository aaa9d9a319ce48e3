package org.egoscope.perception.internal.sam;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.egoscope.core.geometry.ImagePoint;
import org.egoscope.core.geometry.ImageSize;
import org.egoscope.core.observation.BoundingBox;
import org.egoscope.core.observation.Mask;
import org.egoscope.perception.AutomaticMask;
import org.egoscope.perception.MaskGeneratorOptions;

/** Masks of everything: clicks on a grid, of whose answers the good ones that are not repetitions stay. */
public final class AutomaticMaskGenerator {
    /** Masks are cut off by a crop if they come this close to its border, pixels. */
    private static final float NEAR = 20;

    private final CropEmbedder embedder;
    private final ImageSize size;
    private final MaskGeneratorOptions options;

    /**
     * A mask that is still in the running.
     *
     * @param box left, top, right, bottom: the first and the last pixel inside, of the picture
     */
    private record Candidate(Mask mask, float[] box, float predictedIou, float stability, ImagePoint point, CropLayout crop) {
        Candidate with(Mask other) {
            return new Candidate(other, boxOf(other, 0, 0), predictedIou, stability, point, crop);
        }
    }

    public AutomaticMaskGenerator(CropEmbedder embedder, ImageSize size, MaskGeneratorOptions options) {
        this.embedder = embedder;
        this.size = size;
        this.options = options;
    }

    /** In the order of the last suppression. */
    public List<AutomaticMask> generate() {
        List<CropLayout> crops = CropLayout.of(size, options.cropNLayers(), options.cropOverlapRatio());
        List<Candidate> candidates = new ArrayList<>();
        for (CropLayout crop : crops) {
            candidates.addAll(ofCrop(crop));
        }
        if (crops.size() > 1) {
            candidates = suppressed(candidates, candidate -> 1f / candidate.crop.area(), options.cropNmsThresh());
        }
        if (options.minMaskRegionArea() > 0) {
            candidates = cleaned(candidates);
        }
        return candidates.stream().map(AutomaticMaskGenerator::toMask).toList();
    }

    private static AutomaticMask toMask(Candidate candidate) {
        CropLayout crop = candidate.crop;
        return new AutomaticMask(candidate.mask, candidate.predictedIou, candidate.stability, candidate.point,
                new BoundingBox(crop.x(), crop.y(), crop.width(), crop.height()));
    }

    /** Score of a candidate in a suppression. */
    private interface Score {
        float of(Candidate candidate);
    }

    private static List<Candidate> suppressed(List<Candidate> candidates, Score score, float threshold) {
        float[][] boxes = new float[candidates.size()][];
        float[] scores = new float[candidates.size()];
        for (int i = 0; i < scores.length; i++) {
            boxes[i] = candidates.get(i).box;
            scores[i] = score.of(candidates.get(i));
        }
        return Suppression.apply(boxes, scores, threshold).stream().map(candidates::get).toList();
    }

    private List<Candidate> ofCrop(CropLayout layout) {
        int side = (int) (options.pointsPerSide() / Math.pow(options.cropNPointsDownscaleFactor(), layout.layer()));
        List<Candidate> candidates = new ArrayList<>();
        try (CropEmbedder.Crop crop = embedder.open(layout.x(), layout.y(), layout.width(), layout.height())) {
            Reading reading = new Reading(layout, crop.scaler());
            int count = side * side;
            for (int start = 0; start < count; start += options.pointsPerBatch()) {
                float[] xy = points(layout, side, start, Math.min(options.pointsPerBatch(), count - start));
                try (CropEmbedder.Answers answers = crop.answer(xy)) {
                    reading.read(answers, xy, candidates);
                }
            }
        }
        return suppressed(candidates, Candidate::predictedIou, options.boxNmsThresh());
    }

    /** Part of a grid of clicks, row by row, pixels of the crop. */
    private static float[] points(CropLayout crop, int side, int start, int count) {
        float[] xy = new float[2 * count];
        for (int i = 0; i < count; i++) {
            xy[2 * i] = (float) (((start + i) % side + 0.5) / side * crop.width());
            xy[2 * i + 1] = (float) (((start + i) / side + 0.5) / side * crop.height());
        }
        return xy;
    }

    /** Answers of one crop to candidates. */
    private final class Reading {
        private final CropLayout crop;
        private final MaskScaler scaler;
        private float[] logits = new float[0];

        Reading(CropLayout crop, MaskScaler scaler) {
            this.crop = crop;
            this.scaler = scaler;
        }

        void read(CropEmbedder.Answers answers, float[] xy, List<Candidate> target) {
            float[] ious = answers.predictedIou();
            logits = logits.length > 0 ? logits : new float[scaler.logitCount()];
            int perPoint = ious.length / (xy.length / 2);
            for (int i = 0; i < ious.length; i++) {
                if (options.predIouThresh() > 0 && !(ious[i] > options.predIouThresh())) {
                    continue;
                }
                answers.logits(i, logits);
                MaskScaler.Scaled scaled = scaler.scale(logits, options.stabilityScoreOffset());
                float[] box = boxOf(scaled.mask(), crop.x(), crop.y());
                if (isStable(scaled.stability()) && !isCutOff(box)) {
                    int point = i / perPoint * 2;
                    target.add(new Candidate(placed(scaled.mask()), box, ious[i], scaled.stability(),
                            new ImagePoint(xy[point] + crop.x(), xy[point + 1] + crop.y()), crop));
                }
            }
        }

        private boolean isStable(float stability) {
            return options.stabilityScoreThresh() == 0 || stability >= options.stabilityScoreThresh();
        }

        /** Whether a side is near one of the crop's without being near the picture's. */
        private boolean isCutOff(float[] box) {
            float[] part = {crop.x(), crop.y(), crop.x() + crop.width(), crop.y() + crop.height()};
            float[] whole = {0, 0, size.width(), size.height()};
            for (int i = 0; i < 4; i++) {
                if (Math.abs(box[i] - part[i]) <= NEAR && Math.abs(box[i] - whole[i]) > NEAR) {
                    return true;
                }
            }
            return false;
        }

        private Mask placed(Mask mask) {
            return crop.isWhole(size) ? mask : MaskPlacement.place(mask, crop.x(), crop.y(), size);
        }
    }

    /** First and last pixels inside, moved; an empty mask has its box at the origin. */
    private static float[] boxOf(Mask mask, int x, int y) {
        BoundingBox box = mask.boundingBox();
        if (mask.area() == 0) {
            return new float[] {x, y, x, y};
        }
        return new float[] {x + box.x(), y + box.y(), x + box.right() - 1, y + box.bottom() - 1};
    }

    private List<Candidate> cleaned(List<Candidate> candidates) {
        List<Candidate> results = new ArrayList<>();
        Set<Candidate> changed = Collections.newSetFromMap(new IdentityHashMap<>());
        for (Candidate candidate : candidates) {
            Mask mask = MaskComponents.withoutHoles(candidate.mask, options.minMaskRegionArea());
            mask = MaskComponents.withoutIslands(mask, options.minMaskRegionArea());
            if (mask == candidate.mask) {
                results.add(candidate);
            } else {
                Candidate clean = candidate.with(mask);
                results.add(clean);
                changed.add(clean);
            }
        }
        // Masks that needed no change win.
        float threshold = Math.max(options.boxNmsThresh(), options.cropNmsThresh());
        return suppressed(results, candidate -> changed.contains(candidate) ? 0 : 1, threshold);
    }
}
