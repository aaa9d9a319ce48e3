package org.egoscope.perception.internal.hands;

/**
 * A palm found by the detector, in the detector's input pixels or image pixels.
 *
 * @param score 0..1
 * @param values box as x0, y0, x1, y1, then 7 keypoints as x, y: wrist, knuckles of index, middle, ring, little finger, thumb CMC, thumb MCP
 */
record PalmDetection(float score, float[] values) {
    static final int WRIST = 0;
    static final int MIDDLE_KNUCKLE = 2;
    static final int VALUES = 18;
    private static final int BOX_VALUES = 4;

    double centerX() {
        return (values[0] + values[2]) / 2.0;
    }

    double centerY() {
        return (values[1] + values[3]) / 2.0;
    }

    double width() {
        return values[2] - values[0];
    }

    double height() {
        return values[3] - values[1];
    }

    float keypointX(int keypoint) {
        return values[BOX_VALUES + 2 * keypoint];
    }

    float keypointY(int keypoint) {
        return values[BOX_VALUES + 2 * keypoint + 1];
    }

    float iou(PalmDetection other) {
        float[] a = values;
        float[] b = other.values;
        float width = Math.min(a[2], b[2]) - Math.max(a[0], b[0]);
        float height = Math.min(a[3], b[3]) - Math.max(a[1], b[1]);
        if (width <= 0 || height <= 0) {
            return 0;
        }
        float common = width * height;
        float union = (a[2] - a[0]) * (a[3] - a[1]) + (b[2] - b[0]) * (b[3] - b[1]) - common;
        return common / union;
    }

    /** The same palm after {@code x -> (x - offsetX) / scale}, likewise y. */
    PalmDetection mapped(double offsetX, double offsetY, double scale) {
        float[] moved = new float[VALUES];
        for (int i = 0; i < VALUES; i += 2) {
            moved[i] = (float) ((values[i] - offsetX) / scale);
            moved[i + 1] = (float) ((values[i + 1] - offsetY) / scale);
        }
        return new PalmDetection(score, moved);
    }
}
