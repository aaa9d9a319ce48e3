package org.egoscope.perception.internal.hands;

import java.nio.FloatBuffer;
import org.egoscope.core.observation.HandKeypoints;
import org.egoscope.core.video.VideoFrame;
import org.egoscope.torch.FloatTensor;
import org.egoscope.torch.TorchModel;

/** 21 keypoints of the hand in a crop (MediaPipe hand_landmark). The network is shared; the buffers belong to this instance. */
final class LandmarkNetwork {
    private static final int SIDE = 224;
    private static final int SPARSE = 8;
    private static final int VALUES = HandKeypoints.COUNT * 3;

    private final TorchModel network;
    private final CropSampler sampler = new CropSampler(SIDE);
    private final FloatTensor[] input = {FloatTensor.allocate(1, SIDE, SIDE, 3)};
    private final FloatTensor[] output;
    private final float[] values = new float[VALUES];

    private long runs;
    private long nanos;

    /** @param withWorld true if the network has a fourth output, landmarks in metres */
    LandmarkNetwork(TorchModel network, boolean withWorld) {
        this.network = network;
        this.output = withWorld
                ? new FloatTensor[] {
                    FloatTensor.allocate(1, VALUES), FloatTensor.allocate(1, 1), FloatTensor.allocate(1, 1), FloatTensor.allocate(1, VALUES)
                }
                : new FloatTensor[] {FloatTensor.allocate(1, VALUES), FloatTensor.allocate(1, 1), FloatTensor.allocate(1, 1)};
    }

    /** Hands are read one at a time: two in one call would round differently. */
    HandReading read(VideoFrame frame, RotatedSquare square) {
        long start = System.nanoTime();
        sampler.sampleSquare(frame.rgb(), frame.size(), square, input[0].data());
        network.runInto(input, output);
        float[] xy = new float[HandKeypoints.COUNT * 2];
        output[0].copyTo(values);
        for (int k = 0; k < HandKeypoints.COUNT; k++) {
            double u = values[k * 3] / (double) SIDE;
            double v = values[k * 3 + 1] / (double) SIDE;
            xy[k * 2] = (float) square.imageX(u, v);
            xy[k * 2 + 1] = (float) square.imageY(u, v);
        }
        runs++;
        nanos += System.nanoTime() - start;
        return new HandReading(square, xy, world(square.rotationRadians()), output[1].get(0), output[2].get(0), contrast());
    }

    /** Mean difference of the green channel, which is near brightness, to the neighbours {@link #SPARSE} pixels away. */
    private float contrast() {
        FloatBuffer pixels = input[0].data();
        double sum = 0;
        int count = 0;
        for (int j = SPARSE / 2; j < SIDE - SPARSE; j += SPARSE) {
            for (int i = SPARSE / 2; i < SIDE - SPARSE; i += SPARSE, count++) {
                float value = pixels.get((j * SIDE + i) * 3 + 1);
                sum += Math.abs(value - pixels.get((j * SIDE + i + SPARSE) * 3 + 1))
                        + Math.abs(value - pixels.get(((j + SPARSE) * SIDE + i) * 3 + 1));
            }
        }
        return (float) (sum / count / 2);
    }

    long runs() {
        return runs;
    }

    long nanos() {
        return nanos;
    }

    private float[] world(double rotation) {
        if (output.length < 4) {
            return new float[0];
        }
        float cos = (float) Math.cos(rotation);
        float sin = (float) Math.sin(rotation);
        float[] turned = new float[VALUES];
        for (int k = 0; k < VALUES; k += 3) {
            float x = output[3].get(k);
            float y = output[3].get(k + 1);
            turned[k] = x * cos - y * sin;
            turned[k + 1] = x * sin + y * cos;
            turned[k + 2] = output[3].get(k + 2);
        }
        return turned;
    }
}
