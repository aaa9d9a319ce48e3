package org.egoscope.app.segment;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.egoscope.core.PipelineException;
import org.egoscope.core.observation.BoundingBox;
import org.egoscope.perception.AutomaticMask;
import org.egoscope.perception.MaskGeneratorOptions;
import org.egoscope.perception.PictureEmbedding;
import org.egoscope.perception.PromptMask;
import org.egoscope.perception.PromptSegmenter;

/** Masks of a picture, or of frames of a video, each by itself. */
public final class SegmentJob {
    private final PromptSegmenter segmenter;
    private final SegmentRequest request;
    private final int picturesAtOnce;
    private final PrintWriter out;
    private int pictures;

    /**
     * The segmenter stays open.
     *
     * @param picturesAtOnce that are embedded together
     */
    public SegmentJob(PromptSegmenter segmenter, SegmentRequest request, int picturesAtOnce, PrintWriter out) {
        this.segmenter = segmenter;
        this.request = request;
        this.picturesAtOnce = picturesAtOnce;
        this.out = out;
    }

    /** Writes the results to the folder of the request and says what each picture took. */
    public void run() {
        MaskFiles files = new MaskFiles(request.out(), segmenter.method());
        PictureBatch batch = new PictureBatch(picturesAtOnce, some -> segment(some, files));
        Pictures.read(request.pictures(), batch::add);
        batch.finish();
        if (pictures == 0) {
            throw PipelineException.badInput(request.pictures().source() + ": expected a picture or a video with frames, got none");
        }
        files.finish();
        out.printf(Locale.ROOT, "%s: masks, overlays and annotations.json of %d picture(s)%n", request.out(), pictures);
        out.flush();
    }

    private void segment(List<SourcePicture> batch, MaskFiles files) {
        batch.forEach(source -> request.requireWithin(source.picture().size()));
        long start = System.nanoTime();
        List<PictureEmbedding> embedded = segmenter.embed(batch.stream().map(SourcePicture::picture).toList());
        double embeddingMillis = (System.nanoTime() - start) / 1e6 / batch.size();
        try {
            for (int i = 0; i < batch.size(); i++) {
                segment(batch.get(i), embedded.get(i), embeddingMillis, files);
            }
        } finally {
            embedded.forEach(PictureEmbedding::close);
        }
    }

    private void segment(SourcePicture source, PictureEmbedding picture, double embeddingMillis, MaskFiles files) {
        long start = System.nanoTime();
        List<MaskFiles.Entry> entries = new ArrayList<>();
        if (!request.prompts().isEmpty()) {
            List<List<PromptMask>> answers = request.answering().of(picture, request.prompts());
            for (int i = 0; i < answers.size(); i++) {
                for (PromptMask mask : answers.get(i)) {
                    entries.add(entry(i, mask));
                }
            }
        }
        request.everything().ifPresent(options -> addEverything(picture, options, entries));
        double masksMillis = (System.nanoTime() - start) / 1e6;
        files.write(source, entries);
        pictures++;
        out.printf(Locale.ROOT, "picture %d, %s: %d mask(s), embedding %.0f ms, masks %.0f ms%n", source.index(), picture.size(),
                entries.size(), embeddingMillis, masksMillis);
        out.flush();
    }

    private static void addEverything(PictureEmbedding picture, MaskGeneratorOptions options, List<MaskFiles.Entry> entries) {
        picture.everything(options).forEach(mask -> entries.add(entry(mask)));
    }

    private static MaskFiles.Entry entry(int prompt, PromptMask mask) {
        ObjectNode facts = facts(mask.predictedIou(), mask.stability());
        facts.put("prompt", prompt);
        return new MaskFiles.Entry(mask.mask(), facts);
    }

    private static MaskFiles.Entry entry(AutomaticMask mask) {
        ObjectNode facts = facts(mask.predictedIou(), mask.stability());
        facts.putArray("point_coords").addArray().add(mask.point().x()).add(mask.point().y());
        BoundingBox crop = mask.crop();
        facts.putArray("crop_box").add(crop.x()).add(crop.y()).add(crop.width()).add(crop.height());
        return new MaskFiles.Entry(mask.mask(), facts);
    }

    private static ObjectNode facts(float predictedIou, float stability) {
        return JsonNodeFactory.instance.objectNode().put("predicted_iou", predictedIou).put("stability_score", stability);
    }
}
