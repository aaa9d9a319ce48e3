package org.egoscope.core.observation;

/** Axis-aligned box in pixels of the working image: left top corner, width and height (not negative). */
public record BoundingBox(float x, float y, float width, float height) {
    public BoundingBox {
        if (!(width >= 0) || !(height >= 0)) {
            throw new IllegalArgumentException("box: expected sides >= 0, got " + width + "x" + height);
        }
    }

    public float right() {
        return x + width;
    }

    public float bottom() {
        return y + height;
    }

    public float centerX() {
        return x + width / 2;
    }

    public float centerY() {
        return y + height / 2;
    }

    public float area() {
        return width * height;
    }

    /** Area in common, square pixels. */
    public float intersectionArea(BoundingBox other) {
        float w = Math.min(right(), other.right()) - Math.max(x, other.x);
        float h = Math.min(bottom(), other.bottom()) - Math.max(y, other.y);
        return w > 0 && h > 0 ? w * h : 0;
    }

    /** Intersection over union, 0..1. */
    public float iou(BoundingBox other) {
        float intersection = intersectionArea(other);
        float union = area() + other.area() - intersection;
        return union > 0 ? intersection / union : 0;
    }
}
