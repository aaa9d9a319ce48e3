package org.egoscope.core.geometry;

/** A place in the image, pixels, origin at the top left corner, pixel centres at .5. */
public record ImagePoint(double x, double y) {
    public double distanceTo(ImagePoint other) {
        return Math.hypot(x - other.x, y - other.y);
    }
}
