package org.egoscope.perception.internal.detect;

/**
 * A box with points, in the detector's input pixels or image pixels.
 *
 * @param score 0..1
 * @param values box as x0, y0, x1, y1, then the points as x, y
 */
public record PriorBox(float score, float[] values) {
    private static final int BOX_VALUES = 4;

    public float width() {
        return values[2] - values[0];
    }

    public float height() {
        return values[3] - values[1];
    }

    public float pointX(int point) {
        return values[BOX_VALUES + 2 * point];
    }

    public float pointY(int point) {
        return values[BOX_VALUES + 2 * point + 1];
    }

    /** Intersection over union, 0..1. */
    public float iou(PriorBox other) {
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

    /** The same box after {@code x -> (x - offsetX) / scale}, likewise y. */
    public PriorBox mapped(double offsetX, double offsetY, double scale) {
        float[] moved = new float[values.length];
        for (int i = 0; i < values.length; i += 2) {
            moved[i] = (float) ((values[i] - offsetX) / scale);
            moved[i + 1] = (float) ((values[i + 1] - offsetY) / scale);
        }
        return new PriorBox(score, moved);
    }
}
