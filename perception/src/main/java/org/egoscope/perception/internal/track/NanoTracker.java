package org.egoscope.perception.internal.track;

import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Rect;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.bytedeco.opencv.opencv_core.Size;
import org.egoscope.core.observation.BoundingBox;
import org.egoscope.torch.FloatTensor;
import org.egoscope.torch.TorchModel;

/**
 * Finds one thing again near where it was: NanoTrack v2 (SiamTrackers). Formulas and constants from the network's card; stateless here,
 * the template belongs to the track.
 */
final class NanoTracker {
    private static final int TEMPLATE_SIDE = 127;
    private static final int SEARCH_SIDE = 255;
    private static final int CELLS = 16;
    private static final int STRIDE = 16;
    private static final double PENALTY = 0.15;
    private static final double WINDOW_INFLUENCE = 0.49;

    private final TorchModel backbone;
    private final TorchModel head;
    private final FloatTensor templateFeatures = FloatTensor.allocate(1, 48, 8, 8);
    private final FloatTensor searchFeatures = FloatTensor.allocate(1, 48, CELLS, CELLS);
    private final FloatTensor logits = FloatTensor.allocate(1, 2, CELLS, CELLS);
    private final FloatTensor distances = FloatTensor.allocate(1, 4, CELLS, CELLS);
    private final FloatTensor templateInput = FloatTensor.allocate(1, 3, TEMPLATE_SIDE, TEMPLATE_SIDE);
    private final FloatTensor searchInput = FloatTensor.allocate(1, 3, SEARCH_SIDE, SEARCH_SIDE);

    /** Shares the networks; does not close them. */
    NanoTracker(TorchModel backbone, TorchModel head) {
        this.backbone = backbone;
        this.head = head;
    }

    /** @param score softmax of the best cell, 0..1 */
    record Found(BoundingBox box, float score) {}

    /** Features to remember a thing by. */
    float[] template(Mat rgb, BoundingBox box) {
        crop(rgb, box.centerX(), box.centerY(), Math.round(side(box.width(), box.height())), templateInput);
        backbone.runInto(new FloatTensor[] {templateInput}, new FloatTensor[] {templateFeatures});
        return templateFeatures.toArray();
    }

    Found search(Mat rgb, float[] template, BoundingBox last) {
        double zoom = TEMPLATE_SIDE / side(last.width(), last.height());
        crop(rgb, last.centerX(), last.centerY(), Math.round(SEARCH_SIDE / zoom), searchInput);
        templateFeatures.data().put(template);
        backbone.runInto(new FloatTensor[] {searchInput}, new FloatTensor[] {searchFeatures});
        head.runInto(new FloatTensor[] {templateFeatures, searchFeatures}, new FloatTensor[] {logits, distances});
        return bestCell(last, zoom);
    }

    /** Side of the square with context: sqrt((w + p)(h + p)), p half of w + h. */
    private static double side(double width, double height) {
        double p = (width + height) / 2;
        return Math.sqrt((width + p) * (height + p));
    }

    private Found bestCell(BoundingBox last, double zoom) {
        int best = 0;
        double bestRank = -1;
        for (int cell = 0; cell < CELLS * CELLS; cell++) {
            double w = distances.get(cell) + distances.get(2 * CELLS * CELLS + cell);
            double h = distances.get(CELLS * CELLS + cell) + distances.get(3 * CELLS * CELLS + cell);
            double change = ratio(side(w, h) / side(last.width() * zoom, last.height() * zoom))
                    * ratio((last.width() / last.height()) / (w / h));
            double window = hann(cell % CELLS) * hann(cell / CELLS);
            double rank = Math.exp(-(change - 1) * PENALTY) * score(cell) * (1 - WINDOW_INFLUENCE) + window * WINDOW_INFLUENCE;
            if (rank > bestRank) {
                best = cell;
                bestRank = rank;
            }
        }
        return new Found(boxOf(best, last, zoom), (float) score(best));
    }

    private static double ratio(double q) {
        return Math.max(q, 1 / q);
    }

    private static double hann(int i) {
        return 0.5 - 0.5 * Math.cos(2 * Math.PI * i / (CELLS - 1));
    }

    private double score(int cell) {
        return 1 / (1 + Math.exp(logits.get(cell) - logits.get(CELLS * CELLS + cell)));
    }

    private BoundingBox boxOf(int cell, BoundingBox last, double zoom) {
        double gx = (cell % CELLS - CELLS / 2.0) * STRIDE;
        double gy = (cell / CELLS - CELLS / 2.0) * STRIDE;
        double x1 = gx - distances.get(cell);
        double y1 = gy - distances.get(CELLS * CELLS + cell);
        double x2 = gx + distances.get(2 * CELLS * CELLS + cell);
        double y2 = gy + distances.get(3 * CELLS * CELLS + cell);
        return new BoundingBox(
                (float) (last.centerX() + x1 / zoom), (float) (last.centerY() + y1 / zoom),
                (float) (Math.max(0, x2 - x1) / zoom), (float) (Math.max(0, y2 - y1) / zoom));
    }

    /** Square about a centre, filled with the picture's mean colour outside, resized, as BGR planes. */
    private static void crop(Mat rgb, double centerX, double centerY, long squareSide, FloatTensor target) {
        int side = (int) Math.max(2, squareSide);
        int out = (int) target.side(2);
        byte[] bytes = new byte[out * out * 3];
        try (PointerScope scope = new PointerScope()) {
            Scalar mean = opencv_core.mean(rgb);
            Mat square = new Mat(side, side, opencv_core.CV_8UC3, mean);
            int left = (int) Math.round(centerX - side / 2.0);
            int top = (int) Math.round(centerY - side / 2.0);
            int x0 = Math.max(0, left);
            int y0 = Math.max(0, top);
            int w = Math.min(rgb.cols(), left + side) - x0;
            int h = Math.min(rgb.rows(), top + side) - y0;
            if (w > 0 && h > 0) {
                rgb.apply(new Rect(x0, y0, w, h)).copyTo(square.apply(new Rect(x0 - left, y0 - top, w, h)));
            }
            Mat resized = new Mat();
            opencv_imgproc.resize(square, resized, new Size(out, out), 0, 0, opencv_imgproc.INTER_LINEAR);
            new BytePointer(resized.data()).get(bytes);
        }
        float[] planes = new float[bytes.length];
        for (int i = 0; i < out * out; i++) {
            for (int c = 0; c < 3; c++) {
                planes[(2 - c) * out * out + i] = bytes[i * 3 + c] & 255;
            }
        }
        target.data().put(planes);
    }
}
