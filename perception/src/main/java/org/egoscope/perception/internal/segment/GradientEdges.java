package org.egoscope.perception.internal.segment;

import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Size;
import org.egoscope.core.Shape;

/**
 * Edges without learned weights: Lab colour gradients at a fine and a coarse scale, weakened where the surroundings are just as busy
 * (surround suppression, Grigorescu et al. 2003: texture is not contour), then squeezed to 0..1.
 */
public final class GradientEdges implements EdgeDetector {
    static final String METHOD = "gradient-hierarchy";

    private static final double[] SIGMAS = {1.0, 2.2};

    /** Gains that make a step of one contrast answer equally at both scales. */
    private static final float[] GAINS = {1.0f, 1.8f};

    /** Share of the mean gradient around a pixel that is taken off. */
    private static final float SUPPRESSION = 0.7f;

    private static final double SURROUND_SIGMA = 7;

    /** Gradient (Lab bytes per two pixels) that is called an edge with probability 1 - 1/e. */
    private static final float EDGE_GRADIENT = 26f;

    /** Lightness varies more by shading than colour does. */
    private static final float COLOUR_GAIN = 1.5f;

    private final int width;
    private final int height;
    private final byte[] lab;
    private final float[] surround;
    private final FloatBlur surroundBlur;

    public GradientEdges(int width, int height) {
        this.width = width;
        this.height = height;
        lab = new byte[width * height * 3];
        surround = new float[width * height];
        surroundBlur = new FloatBlur(width, height, SURROUND_SIGMA);
    }

    @Override
    public String method() {
        return METHOD;
    }

    @Override
    public void detect(Mat rgb, @Shape("H W") float[] edges) {
        java.util.Arrays.fill(edges, 0);
        try (PointerScope scope = new PointerScope()) {
            Mat colour = new Mat();
            Mat smooth = new Mat();
            Mat blurred = new Mat();
            opencv_imgproc.cvtColor(rgb, colour, opencv_imgproc.COLOR_RGB2Lab);
            opencv_imgproc.bilateralFilter(colour, smooth, 5, 30, 3);
            for (int s = 0; s < SIGMAS.length; s++) {
                opencv_imgproc.GaussianBlur(smooth, blurred, new Size(0, 0), SIGMAS[s]);
                new BytePointer(blurred.data()).get(lab);
                addGradient(edges, GAINS[s]);
            }
        }
        suppressTexture(edges);
    }

    /** Keeps the larger of what is there and the gradient at this scale. */
    private void addGradient(float[] edges, float gain) {
        for (int y = 1; y < height - 1; y++) {
            for (int x = 1; x < width - 1; x++) {
                int p = y * width + x;
                float light = difference(p, 0);
                float colour = COLOUR_GAIN * (float) Math.sqrt(squared(difference(p, 1)) + squared(difference(p, 2)));
                edges[p] = Math.max(edges[p], gain * Math.max(light, colour));
            }
        }
    }

    private static float squared(float value) {
        return value * value;
    }

    /** Length of the gradient of one channel. */
    private float difference(int p, int channel) {
        float dx = (lab[(p + 1) * 3 + channel] & 255) - (lab[(p - 1) * 3 + channel] & 255);
        float dy = (lab[(p + width) * 3 + channel] & 255) - (lab[(p - width) * 3 + channel] & 255);
        return (float) Math.sqrt(dx * dx + dy * dy);
    }

    private void suppressTexture(float[] edges) {
        System.arraycopy(edges, 0, surround, 0, edges.length);
        surroundBlur.apply(surround);
        for (int p = 0; p < edges.length; p++) {
            float g = Math.max(0, edges[p] - SUPPRESSION * surround[p]) / EDGE_GRADIENT;
            edges[p] = 1 - (float) Math.exp(-g);
        }
    }
}
