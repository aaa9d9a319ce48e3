package org.egoscope.app.segment;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import org.egoscope.core.PipelineException;
import org.egoscope.perception.ObjectMask;
import org.egoscope.perception.VideoSegmenter;

/** Masks of things that are pointed at in the first frame of a video and followed through the others. */
public final class FollowJob {
    private final VideoSegmenter segmenter;
    private final SegmentRequest request;
    private final PrintWriter out;
    private int frames;

    /** Takes the prompts of the request, not the rest of what it may ask for. The segmenter stays open. */
    public FollowJob(VideoSegmenter segmenter, SegmentRequest request, PrintWriter out) {
        this.segmenter = segmenter;
        this.request = request;
        this.out = out;
    }

    /** Writes the results to the folder of the request and says what each frame took. */
    public void run() {
        MaskFiles files = new MaskFiles(request.out(), segmenter.method());
        Pictures.read(request.pictures(), picture -> follow(picture, files));
        if (frames == 0) {
            throw PipelineException.badInput(request.pictures().source() + ": expected a video with frames, got none");
        }
        files.finish();
        out.printf(Locale.ROOT, "%s: masks, overlays and annotations.json of %d frame(s)%n", request.out(), frames);
        out.flush();
    }

    private void follow(SourcePicture source, MaskFiles files) {
        long start = System.nanoTime();
        List<ObjectMask> masks = segmenter.accept(source.picture().rgb(), source.picture().size());
        if (frames == 0) {
            request.requireWithin(source.picture().size());
            for (int i = 0; i < request.prompts().size(); i++) {
                segmenter.prompt(i, request.prompts().get(i));
            }
            masks = segmenter.present();
        }
        long done = System.nanoTime();
        files.write(source, masks.stream().map(FollowJob::entry).toList());
        frames++;
        long visible = masks.stream().filter(ObjectMask::visible).count();
        out.printf(Locale.ROOT, "frame %d, %s: %d of %d thing(s) in sight, %.0f ms%n", source.index(), source.picture().size(),
                visible, masks.size(), (done - start) / 1e6);
        out.flush();
    }

    private static MaskFiles.Entry entry(ObjectMask mask) {
        ObjectNode facts = JsonNodeFactory.instance.objectNode();
        facts.put("predicted_iou", mask.predictedIou()).put("stability_score", mask.stability());
        facts.put("object_score", mask.objectScore()).put("prompt", mask.objectId());
        return new MaskFiles.Entry(mask.mask(), facts);
    }
}
