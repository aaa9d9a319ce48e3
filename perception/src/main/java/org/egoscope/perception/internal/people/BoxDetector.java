package org.egoscope.perception.internal.people;

import java.util.List;
import org.egoscope.perception.internal.detect.PriorBox;
import org.egoscope.perception.internal.detect.PriorDecoder;
import org.egoscope.perception.internal.hands.CropSampler.Letterbox;
import org.egoscope.perception.internal.hands.CropSampler.Region;
import org.egoscope.torch.FloatTensor;
import org.egoscope.torch.TorchModel;

/** A detector of people or of faces. The network is shared; the buffers belong to this instance. */
final class BoxDetector {
    private static final int CHANNELS = 3;

    private final TorchModel network;
    private final PriorDecoder decoder;
    private final PicturePyramid.View view;
    private final float[] pixels;
    private final int rowsAt;
    private final FloatTensor[] input;
    private final FloatTensor[] output;
    private final float[] rows;
    private final float[] logits;

    private BoxDetector(TorchModel network, int side, PriorDecoder decoder, boolean planar) {
        this.network = network;
        this.decoder = decoder;
        view = new PicturePyramid.View(side, planar);
        pixels = new float[side * side * CHANNELS];
        input = new FloatTensor[] {planar ? FloatTensor.allocate(1, CHANNELS, side, side) : FloatTensor.allocate(1, side, side, CHANNELS)};
        FloatTensor boxes = FloatTensor.allocate(1, decoder.priors(), decoder.values());
        FloatTensor scores = FloatTensor.allocate(1, decoder.priors(), 1);
        // The face detector of the cards is planar and gives the scores first, the others give them last.
        rowsAt = planar ? 1 : 0;
        output = planar ? new FloatTensor[] {scores, boxes} : new FloatTensor[] {boxes, scores};
        rows = new float[decoder.priors() * decoder.values()];
        logits = new float[decoder.priors()];
    }

    /** MediaPipe pose_detection: box, mid hip, circle of the body, mid shoulder, circle of the upper body. */
    static BoxDetector ofPeople(TorchModel network, float minimumScore) {
        return new BoxDetector(network, 224, peopleDecoder(minimumScore), false);
    }

    static PriorDecoder peopleDecoder(float minimumScore) {
        return new PriorDecoder(224, new int[][] {{28, 2}, {14, 2}, {7, 6}}, 12, minimumScore);
    }

    /** MediaPipe face_detection_full_range: box from brow to chin, eyes, nose, mouth, ears. */
    static BoxDetector ofFaces(TorchModel network, float minimumScore) {
        return new BoxDetector(network, 192, facesDecoder(minimumScore), true);
    }

    static PriorDecoder facesDecoder(float minimumScore) {
        return new PriorDecoder(192, new int[][] {{48, 1}}, 16, minimumScore);
    }

    /** Boxes in image pixels, best first. */
    List<PriorBox> detect(PicturePyramid picture, Region region) {
        return detect(picture, region, false);
    }

    /** As if the region had been seen in a mirror; the boxes are where they are without it, their points still named as seen in it. */
    List<PriorBox> detectMirrored(PicturePyramid picture, Region region) {
        return detect(picture, region, true);
    }

    private List<PriorBox> detect(PicturePyramid picture, Region region, boolean mirrored) {
        Letterbox box = picture.read(region, view, pixels, mirrored);
        input[0].data().put(0, pixels);
        network.runInto(input, output);
        output[rowsAt].copyTo(rows);
        output[1 - rowsAt].copyTo(logits);
        return decoder.decode(rows, logits).stream()
                .map(one -> mirrored ? unmirrored(one, view.side()) : one)
                .map(one -> one.mapped(box.offsetX(), box.offsetY(), box.scale()))
                .toList();
    }

    private static PriorBox unmirrored(PriorBox box, int side) {
        float[] values = box.values().clone();
        for (int i = 0; i < values.length; i += 2) {
            values[i] = side - values[i];
        }
        float left = values[2];
        values[2] = values[0];
        values[0] = left;
        return new PriorBox(box.score(), values);
    }
}
