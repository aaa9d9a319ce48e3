package org.egoscope.perception.internal.segment;

import java.nio.FloatBuffer;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.opencv.opencv_core.Mat;
import org.egoscope.core.Shape;
import org.egoscope.torch.FloatTensor;
import org.egoscope.torch.TorchModel;

/** Learned edges: LDC (Soria et al. 2022) as {@code ldc_mdbd}; BGR bytes less their ImageNet means in, probability out. */
public final class LdcEdges implements EdgeDetector {
    static final String METHOD = "ldc-hierarchy";

    private static final float[] MEAN_RGB = {123.68f, 116.779f, 103.939f};
    private static final int SIDE_MULTIPLE = 8;

    private final TorchModel model;
    private final int width;
    private final int height;
    private final int paddedWidth;
    private final FloatTensor[] inputs;
    private final FloatTensor[] outputs;
    private final float[] planes;
    private final byte[] bytes;

    /** Shares the network; does not close it. */
    public LdcEdges(TorchModel model, int width, int height) {
        this.model = model;
        this.width = width;
        this.height = height;
        paddedWidth = roundUp(width);
        int paddedHeight = roundUp(height);
        planes = new float[3 * paddedWidth * paddedHeight];
        bytes = new byte[width * height * 3];
        inputs = new FloatTensor[] {FloatTensor.allocate(1, 3, paddedHeight, paddedWidth)};
        outputs = new FloatTensor[] {FloatTensor.allocate(1, 1, paddedHeight, paddedWidth)};
    }

    private static int roundUp(int side) {
        return (side + SIDE_MULTIPLE - 1) / SIDE_MULTIPLE * SIDE_MULTIPLE;
    }

    @Override
    public String method() {
        return METHOD;
    }

    @Override
    public void detect(Mat rgb, @Shape("H W") float[] edges) {
        new BytePointer(rgb.data()).get(bytes);
        fillPlanes();
        inputs[0].data().put(planes);
        model.runInto(inputs, outputs);
        FloatBuffer out = outputs[0].data();
        for (int y = 0; y < height; y++) {
            out.position(y * paddedWidth);
            out.get(edges, y * width, width);
        }
    }

    /** Planes B, G, R; padding repeats the last row and column so that it makes no edge of its own. */
    private void fillPlanes() {
        int paddedHeight = planes.length / 3 / paddedWidth;
        for (int channel = 0; channel < 3; channel++) {
            int plane = (2 - channel) * paddedWidth * paddedHeight;
            for (int y = 0; y < paddedHeight; y++) {
                int row = Math.min(y, height - 1) * width;
                for (int x = 0; x < paddedWidth; x++) {
                    int value = bytes[(row + Math.min(x, width - 1)) * 3 + channel] & 255;
                    planes[plane + y * paddedWidth + x] = value - MEAN_RGB[channel];
                }
            }
        }
    }
}
