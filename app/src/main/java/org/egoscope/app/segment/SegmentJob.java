package org.egoscope.app.segment;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.egoscope.core.PipelineException;
import org.egoscope.core.geometry.ImageSize;
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
    private final PrintWriter out;
    private int pictures;

    /** The segmenter stays open. */
    public SegmentJob(PromptSegmenter segmenter, SegmentRequest request, PrintWriter out) {
        this.segmenter = segmenter;
        this.request = request;
        this.out = out;
    }

    /** Writes the results to the folder of the request and says what each picture took. */
    public void run() {
        MaskFiles files = new MaskFiles(request.out(), segmenter.method());
        Pictures.read(request.source(), request.every(), request.frames(), (index, rgb, size) -> segment(index, rgb, size, files));
        if (pictures == 0) {
            throw PipelineException.badInput(request.source() + ": expected a picture or a video with frames, got none");
        }
        files.finish();
        out.printf(Locale.ROOT, "%s: masks, overlays and annotations.json of %d picture(s)%n", request.out(), pictures);
        out.flush();
    }

    private void segment(long index, ByteBuffer rgb, ImageSize size, MaskFiles files) {
        long start = System.nanoTime();
        List<MaskFiles.Entry> entries = new ArrayList<>();
        long embedded;
        try (PictureEmbedding picture = segmenter.embed(rgb, size)) {
            embedded = System.nanoTime();
            if (!request.prompts().isEmpty()) {
                List<List<PromptMask>> answers = picture.predict(request.prompts(), request.multimask());
                for (int i = 0; i < answers.size(); i++) {
                    for (PromptMask mask : answers.get(i)) {
                        entries.add(entry(i, mask));
                    }
                }
            }
            request.everything().ifPresent(options -> addEverything(picture, options, entries));
        }
        long done = System.nanoTime();
        files.write(index, rgb, size, entries);
        pictures++;
        out.printf(Locale.ROOT, "picture %d, %s: %d mask(s), embedding %.0f ms, masks %.0f ms%n", index, size, entries.size(),
                (embedded - start) / 1e6, (done - embedded) / 1e6);
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
