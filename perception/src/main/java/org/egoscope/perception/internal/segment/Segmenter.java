package org.egoscope.perception.internal.segment;

import java.util.List;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.egoscope.core.Shape;
import org.egoscope.core.observation.Mask;

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
    private int regions;

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
        regions = watershed.run(edges);
        RegionGraph graph = RegionGraph.of(regions, width, watershed.labels(), edges, lab);
        return new Hierarchy(width, watershed.labels(), MergeTreeBuilder.build(graph));
    }

    /**
     * The picture that was segmented last once more, so that each of these masks is a set of leaves. Their outlines are edges, as strong as
     * the mask is expected to be right; {@link #edges} stays as it was. Replaces the hierarchy of before.
     *
     * @param strengths of the masks' outlines, 0..1
     */
    public Hierarchy cutAlong(List<Mask> masks, float[] strengths) {
        float[] raised = edges.clone();
        byte[] bitmap = new byte[edges.length];
        for (int i = 0; i < strengths.length; i++) {
            masks.get(i).copyTo(bitmap);
            raiseOutline(bitmap, strengths[i], raised);
        }
        int count = RegionOverlay.cut(watershed.labels(), regions, masks);
        RegionGraph graph = RegionGraph.of(count, width, watershed.labels(), raised, lab);
        return new Hierarchy(width, watershed.labels(), MergeTreeBuilder.build(graph));
    }

    /** Both sides of the outline. */
    private void raiseOutline(byte[] bitmap, float strength, float[] raised) {
        for (int p = 0; p < bitmap.length; p++) {
            boolean right = p % width + 1 < width && bitmap[p] != bitmap[p + 1];
            boolean below = p + width < bitmap.length && bitmap[p] != bitmap[p + width];
            if (right || below) {
                raised[p] = Math.max(raised[p], strength);
                raised[right ? p + 1 : p] = Math.max(raised[right ? p + 1 : p], strength);
                raised[below ? p + width : p] = Math.max(raised[below ? p + width : p], strength);
            }
        }
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
