package org.egoscope.perception.internal.segment;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.egoscope.core.Shape;
import org.egoscope.core.observation.BoundingBox;

/**
 * Raw YOLOX rows to boxes (Ge et al. 2021). Rows: the map of stride 8 first, row-major, then 16, then 32; 85 values each:
 * dx, dy, log w, log h, objectness, 80 class scores. The best class counts; class-aware non-maximum suppression.
 */
public final class YoloxDecoder {
    private static final int[] STRIDES = {8, 16, 32};
    private static final int ROW = 85;
    private static final int FIRST_CLASS = 5;
    private static final float NMS_IOU = 0.45f;

    private final int inputWidth;
    private final int inputHeight;

    public YoloxDecoder(int inputWidth, int inputHeight) {
        this.inputWidth = inputWidth;
        this.inputHeight = inputHeight;
    }

    int rows() {
        int rows = 0;
        for (int stride : STRIDES) {
            rows += (inputWidth / stride) * (inputHeight / stride);
        }
        return rows;
    }

    /**
     * @param scale network-input pixels per picture pixel
     * @return boxes in picture pixels, best first
     */
    public List<Detection> decode(@Shape("rows 85") float[] output, float threshold, float scale) {
        List<Detection> found = new ArrayList<>();
        int row = 0;
        for (int stride : STRIDES) {
            int columns = inputWidth / stride;
            for (int cell = 0; cell < columns * (inputHeight / stride); cell++, row++) {
                int at = row * ROW;
                int best = bestClass(output, at);
                float score = output[at + 4] * output[at + FIRST_CLASS + best];
                if (score > threshold) {
                    found.add(new Detection(best, score, boxOf(output, at, cell % columns, cell / columns, stride / scale)));
                }
            }
        }
        // The sort is stable, so equal scores stay in row order.
        found.sort(Comparator.comparing((Detection d) -> -d.score()));
        return suppress(found);
    }

    private static int bestClass(float[] output, int at) {
        int best = 0;
        for (int c = 1; c < CocoClasses.count(); c++) {
            best = output[at + FIRST_CLASS + c] > output[at + FIRST_CLASS + best] ? c : best;
        }
        return best;
    }

    private static BoundingBox boxOf(float[] output, int at, int column, int row, float pixelsPerCell) {
        float w = (float) Math.exp(output[at + 2]) * pixelsPerCell;
        float h = (float) Math.exp(output[at + 3]) * pixelsPerCell;
        float cx = (output[at] + column) * pixelsPerCell;
        float cy = (output[at + 1] + row) * pixelsPerCell;
        return new BoundingBox(cx - w / 2, cy - h / 2, w, h);
    }

    private static List<Detection> suppress(List<Detection> sorted) {
        List<Detection> kept = new ArrayList<>();
        for (Detection d : sorted) {
            if (kept.stream().noneMatch(k -> k.classIndex() == d.classIndex() && k.box().iou(d.box()) > NMS_IOU)) {
                kept.add(d);
            }
        }
        return kept;
    }
}
