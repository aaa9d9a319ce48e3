package org.egoscope.perception.internal.people;

import java.nio.FloatBuffer;
import java.util.List;
import org.egoscope.core.video.VideoFrame;
import org.egoscope.perception.internal.detect.PriorBox;
import org.egoscope.perception.internal.detect.PriorDecoder;
import org.egoscope.perception.internal.hands.CropSampler;
import org.egoscope.torch.FloatTensor;
import org.egoscope.torch.TorchModel;

/** A detector of people or of faces. The network is shared; the buffers belong to this instance. */
final class BoxDetector {
    private static final int CHANNELS = 3;

    private final TorchModel network;
    private final PriorDecoder decoder;
    private final CropSampler sampler;
    private final float[] pixels;
    private final float[] normalised;
    private final boolean planar;
    private final int rowsAt;
    private final FloatTensor[] input;
    private final FloatTensor[] output;
    private final float[] rows;
    private final float[] logits;

    private BoxDetector(TorchModel network, int side, PriorDecoder decoder, boolean planar) {
        this.network = network;
        this.decoder = decoder;
        this.planar = planar;
        sampler = new CropSampler(side);
        pixels = new float[side * side * CHANNELS];
        normalised = new float[pixels.length];
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
    List<PriorBox> detect(VideoFrame frame, CropSampler.Region region) {
        FloatBuffer target = input[0].data();
        CropSampler.Letterbox box = sampler.sampleLetterbox(frame.rgb(), frame.size(), region, target);
        input[0].copyTo(pixels);
        normalise();
        target.put(0, normalised);
        network.runInto(input, output);
        output[rowsAt].copyTo(rows);
        output[1 - rowsAt].copyTo(logits);
        return decoder.decode(rows, logits).stream()
                .map(one -> one.mapped(box.offsetX(), box.offsetY(), box.scale()))
                .toList();
    }

    /** From 0..1, interleaved, to -1..1, in planes where the network wants them. */
    private void normalise() {
        int plane = pixels.length / CHANNELS;
        for (int i = 0; i < plane; i++) {
            for (int c = 0; c < CHANNELS; c++) {
                normalised[planar ? c * plane + i : i * CHANNELS + c] = 2 * pixels[i * CHANNELS + c] - 1;
            }
        }
    }
}
