package org.egoscope.app.segmentation;

import java.util.ArrayList;
import java.util.List;
import org.egoscope.core.observation.Mask;
import org.egoscope.perception.AutomaticMask;
import org.egoscope.perception.PictureEmbedding;
import org.egoscope.perception.PromptMask;
import org.egoscope.perception.PromptSegmenter;
import org.egoscope.perception.SegmentPrompt;

/** Runs one backend over labelled pictures. */
final class SegmentationTrial {
    private static final double NANOS_PER_MILLI = 1e6;

    private final PromptSegmenter segmenter;

    /**
     * What a backend made of a picture.
     *
     * @param boxes by object the mask for its box
     * @param everything the automatic masks, best first
     */
    record Results(List<Mask> boxes, List<AutomaticMask> everything) {}

    SegmentationTrial(PromptSegmenter segmenter) {
        this.segmenter = segmenter;
    }

    /** Adds the picture's figures. */
    Results run(LabelledPicture picture, SegmentationFigures figures) {
        long start = System.nanoTime();
        try (PictureEmbedding embedding = segmenter.embed(picture.rgb().duplicate(), picture.size())) {
            double embed = millisSince(start);
            start = System.nanoTime();
            List<List<PromptMask>> boxes = embedding.predict(
                    picture.objects().stream().map(o -> SegmentPrompt.ofBox(o.box())).toList(), false);
            double boxMillis = millisSince(start);
            start = System.nanoTime();
            List<SegmentPrompt> clicks = picture.objects().stream()
                    .map(o -> SegmentPrompt.ofPoint((float) o.centre().x(), (float) o.centre().y()))
                    .toList();
            List<List<PromptMask>> points = embedding.predict(clicks, false);
            double pointMillis = millisSince(start);
            List<List<PromptMask>> three = embedding.predict(clicks, true);
            start = System.nanoTime();
            List<AutomaticMask> everything = embedding.everything(segmenter.everythingDefaults());
            figures.add(new SegmentationFigures.PictureTimes(
                    embed, boxMillis, pointMillis, millisSince(start), picture.objects().size(), everything.size()));
            for (int i = 0; i < picture.objects().size(); i++) {
                figures.add(row(picture, i, List.of(boxes.get(i).get(0), points.get(i).get(0)), three.get(i), everything));
            }
            return new Results(boxes.stream().map(masks -> masks.get(0).mask()).toList(), everything);
        }
    }

    /** What is made of a picture without truth: the automatic masks. */
    List<AutomaticMask> everything(java.nio.ByteBuffer rgb, org.egoscope.core.geometry.ImageSize size) {
        try (PictureEmbedding embedding = segmenter.embed(rgb, size)) {
            return embedding.everything(segmenter.everythingDefaults());
        }
    }

    private static double millisSince(long startNanos) {
        return (System.nanoTime() - startNanos) / NANOS_PER_MILLI;
    }

    /** @param single the masks for the box and for the centre */
    private static SegmentationFigures.ObjectRow row(
            LabelledPicture picture, int index, List<PromptMask> single, List<PromptMask> three, List<AutomaticMask> everything) {
        TrueObject object = picture.objects().get(index);
        Mask truth = object.mask();
        List<Double> automatic = new ArrayList<>(List.of(0.0));
        everything.forEach(mask -> automatic.add(mask.mask().iou(truth)));
        return new SegmentationFigures.ObjectRow(
                picture.name(), object.id(), truth.area(), truth.area() / (double) object.box().area(), single.get(0).mask().iou(truth),
                single.get(0).predictedIou(), single.get(1).mask().iou(truth),
                three.stream().mapToDouble(mask -> mask.mask().iou(truth)).max().orElse(0),
                automatic.stream().mapToDouble(Double::doubleValue).max().orElse(0));
    }
}
