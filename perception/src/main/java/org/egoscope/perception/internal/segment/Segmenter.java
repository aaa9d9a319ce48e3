package org.egoscope.perception.internal.segment;

import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.egoscope.core.Shape;

/** One picture to its region hierarchy. */
public final class Segmenter {
    /** Blur of the edge map before flooding, pixels; from the decoding rule of the edge network's card. */
    private static final double EDGE_SIGMA = 1.2;

    private final int width;
    private final EdgeDetector detector;
    private final Watershed watershed;
    private final FloatBlur blur;
    private final float[] edges;
    private final byte[] lab;

    public Segmenter(int width, int height, EdgeDetector detector) {
        this.width = width;
        this.detector = detector;
        watershed = new Watershed(width, height);
        blur = new FloatBlur(width, height, EDGE_SIGMA);
        edges = new float[width * height];
        lab = new byte[width * height * 3];
    }

    public String method() {
        return detector.method();
    }

    /** The hierarchy is valid until the next call. */
    public Hierarchy segment(Mat rgb) {
        detector.detect(rgb, edges);
        blur.apply(edges);
        try (PointerScope scope = new PointerScope()) {
            Mat colour = new Mat();
            opencv_imgproc.cvtColor(rgb, colour, opencv_imgproc.COLOR_RGB2Lab);
            new BytePointer(colour.data()).get(lab);
        }
        int count = watershed.run(edges);
        RegionGraph graph = RegionGraph.of(count, width, watershed.labels(), edges, lab);
        return new Hierarchy(width, watershed.labels(), MergeTreeBuilder.build(graph));
    }

    /** Blurred edge strengths of the last picture. */
    public @Shape("H W") float[] edges() {
        return edges;
    }

    /** CIE Lab bytes of the last picture. */
    public @Shape("H W 3") byte[] lab() {
        return lab;
    }
}
