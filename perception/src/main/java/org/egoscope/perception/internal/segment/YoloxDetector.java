package org.egoscope.perception.internal.segment;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Size;
import org.egoscope.core.Shape;
import org.egoscope.torch.FloatTensor;
import org.egoscope.torch.TorchModel;

/** Named boxes by {@code yolox_nano}: BGR bytes 0..255, picture in the left top corner, the rest filled with 114. */
public final class YoloxDetector {
    /** The network was trained at 416; the picture's longer side is brought to this, the shorter padded to a multiple of 32. */
    private static final int LONG_SIDE = 416;

    private static final int SIDE_MULTIPLE = 32;
    private static final float FILL = 114;
    private static final int VALUES_PER_ROW = 85;

    private final TorchModel model;
    private final int width;
    private final int height;
    private final int pictureWidth;
    private final int pictureHeight;
    private final float scale;
    private final int inputWidth;
    private final int inputHeight;
    private final YoloxDecoder decoder;
    private final float[] planes;
    private final byte[] bytes;
    private final float[] rows;
    private final FloatTensor[] inputs;
    private final FloatTensor[] outputs;

    /** Shares the network; does not close it. */
    public YoloxDetector(TorchModel model, int width, int height) {
        this.model = model;
        this.width = width;
        this.height = height;
        scale = (float) LONG_SIDE / Math.max(width, height);
        pictureWidth = Math.round(width * scale);
        pictureHeight = Math.round(height * scale);
        inputWidth = roundUp(pictureWidth);
        inputHeight = roundUp(pictureHeight);
        decoder = new YoloxDecoder(inputWidth, inputHeight);
        planes = new float[3 * inputWidth * inputHeight];
        bytes = new byte[3 * pictureWidth * pictureHeight];
        rows = new float[decoder.rows() * VALUES_PER_ROW];
        inputs = new FloatTensor[] {FloatTensor.allocate(1, 3, inputHeight, inputWidth)};
        outputs = new FloatTensor[] {FloatTensor.allocate(1, decoder.rows(), VALUES_PER_ROW)};
    }

    private static int roundUp(int side) {
        return (side + SIDE_MULTIPLE - 1) / SIDE_MULTIPLE * SIDE_MULTIPLE;
    }

    /** As {@link #detect(Mat, float)}, of a direct buffer. */
    public List<Detection> detect(@Shape("H W 3") ByteBuffer rgb, float threshold) {
        try (PointerScope scope = new PointerScope()) {
            return detect(new Mat(height, width, opencv_core.CV_8UC3, new BytePointer(rgb.duplicate().position(0))), threshold);
        }
    }

    /** Boxes in pixels of the picture, best first. */
    public List<Detection> detect(Mat rgb, float threshold) {
        try (PointerScope scope = new PointerScope()) {
            Mat resized = new Mat();
            opencv_imgproc.resize(
                    rgb, resized, new Size(pictureWidth, pictureHeight), 0, 0, opencv_imgproc.INTER_LINEAR);
            new BytePointer(resized.data()).get(bytes);
        }
        fillPlanes();
        inputs[0].data().put(planes);
        model.runInto(inputs, outputs);
        outputs[0].copyTo(rows);
        return decoder.decode(rows, threshold, scale);
    }

    private void fillPlanes() {
        Arrays.fill(planes, FILL);
        for (int channel = 0; channel < 3; channel++) {
            int plane = (2 - channel) * inputWidth * inputHeight;
            for (int y = 0; y < pictureHeight; y++) {
                for (int x = 0; x < pictureWidth; x++) {
                    planes[plane + y * inputWidth + x] = bytes[(y * pictureWidth + x) * 3 + channel] & 255;
                }
            }
        }
    }
}
