package org.egoscope.perception.internal.people;

import java.util.List;
import org.egoscope.core.observation.Person;
import org.egoscope.core.video.VideoFrame;
import org.egoscope.perception.internal.hands.CropSampler;
import org.egoscope.perception.internal.hands.RotatedSquare;
import org.egoscope.torch.FloatTensor;
import org.egoscope.torch.TorchModel;

/** 33 keypoints of the body in a crop (MediaPipe pose_landmark). The network is shared; the buffers belong to this instance. */
final class PoseNetwork {
    static final int SIDE = 256;
    /** 33 of the body, then the middle and a point of the circle about it, then spares. */
    static final int LANDMARKS = 39;
    /** x, y, z, visibility, presence. */
    static final int LANDMARK_VALUES = 5;
    static final int CELLS = 64;
    private static final int CIRCLE_CENTER = 33;
    private static final int CIRCLE_POINT = 34;
    private static final int VISIBILITY = 3;
    /** MediaPipe refine_landmarks_from_heatmap: a window of 7 x 7 cells, used where its best cell has at least this. */
    private static final int REACH = 3;
    /** Landmarks, presence, heat; the mask (a third of the network's time) and the landmarks in space are not used. */
    private static final List<Integer> OUTPUTS = List.of(0, 1, 3);
    private static final double LEAST_HEAT = 0.5;

    private final TorchModel network;
    private final CropSampler sampler = new CropSampler(SIDE);
    private final FloatTensor[] input = {FloatTensor.allocate(1, SIDE, SIDE, 3)};
    private final FloatTensor[] output = {
        FloatTensor.allocate(1, LANDMARKS * LANDMARK_VALUES), FloatTensor.allocate(1, 1), FloatTensor.allocate(1, CELLS, CELLS, LANDMARKS)
    };

    PoseNetwork(TorchModel network) {
        this.network = network;
    }

    PoseReading read(VideoFrame frame, RotatedSquare square) {
        sampler.sampleSquare(frame.rgb(), frame.size(), square, input[0].data());
        network.runInto(input, OUTPUTS, output);
        return decode(output[0], output[2], output[1].get(0), square);
    }

    /**
     * @param landmarks {@code [39, 5]} in crop pixels
     * @param heat {@code [64, 64, 39]} logits
     */
    static PoseReading decode(FloatTensor landmarks, FloatTensor heat, float presence, RotatedSquare square) {
        float[] xyVisibility = new float[Person.KEYPOINTS * 3];
        double[] uv = new double[2];
        for (int k = 0; k < Person.KEYPOINTS; k++) {
            place(landmarks, heat, k, uv);
            xyVisibility[k * 3] = (float) square.imageX(uv[0], uv[1]);
            xyVisibility[k * 3 + 1] = (float) square.imageY(uv[0], uv[1]);
            xyVisibility[k * 3 + 2] = (float) sigmoid(landmarks.get(k * LANDMARK_VALUES + VISIBILITY));
        }
        place(landmarks, heat, CIRCLE_CENTER, uv);
        double centerX = square.imageX(uv[0], uv[1]);
        double centerY = square.imageY(uv[0], uv[1]);
        place(landmarks, heat, CIRCLE_POINT, uv);
        RotatedSquare next = RotatedSquare.aroundCircle(
                centerX, centerY, square.imageX(uv[0], uv[1]), square.imageY(uv[0], uv[1]));
        return new PoseReading(presence, xyVisibility, next);
    }

    /** Where a landmark is in the crop, 0..1: its regressed place, moved to the middle of the heat around it. */
    private static void place(FloatTensor landmarks, FloatTensor heat, int landmark, double[] uv) {
        double u = landmarks.get(landmark * LANDMARK_VALUES) / (double) SIDE;
        double v = landmarks.get(landmark * LANDMARK_VALUES + 1) / (double) SIDE;
        uv[0] = u;
        uv[1] = v;
        int column = (int) (u * CELLS);
        int row = (int) (v * CELLS);
        if (column < 0 || row < 0 || column >= CELLS || row >= CELLS) {
            return;
        }
        double sum = 0;
        double sumX = 0;
        double sumY = 0;
        double most = 0;
        for (int y = Math.max(0, row - REACH); y <= Math.min(CELLS - 1, row + REACH); y++) {
            for (int x = Math.max(0, column - REACH); x <= Math.min(CELLS - 1, column + REACH); x++) {
                double weight = sigmoid(heat.get((y * CELLS + x) * LANDMARKS + landmark));
                sum += weight;
                sumX += weight * x;
                sumY += weight * y;
                most = Math.max(most, weight);
            }
        }
        if (most >= LEAST_HEAT) {
            uv[0] = sumX / sum / CELLS;
            uv[1] = sumY / sum / CELLS;
        }
    }

    private static double sigmoid(double logit) {
        return 1 / (1 + Math.exp(-logit));
    }
}
