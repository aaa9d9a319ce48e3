package org.egoscope.scenegraph.internal.frame;

import org.egoscope.core.geometry.ImageSize;

/** A thing seen in this frame: its shape now and what is remembered of it. */
public record Thing(Track track, MaskShape shape) {
    /** Of the mean area over the last two seconds. */
    private static final double LEAST_WHOLE = 0.5;

    /** True if the picture's edge cuts the mask: then its middle moves without the thing moving. */
    public boolean isCut(ImageSize size) {
        return shape.isCutBy(size);
    }

    /**
     * True if it is cut, or if an arm hides half of it: what is left moves with the arm's outline, and says nothing of the thing's own
     * motion. A thing no larger than the hand is hidden by the fingers that take it, too, and goes with them.
     */
    public boolean isPartial(ImageSize size, HandView hand) {
        double usualArea = track.meanAreaFraction() * size.pixels();
        return isCut(size) || usualArea > hand.region().area() && shape.area() < LEAST_WHOLE * usualArea;
    }

    public long id() {
        return track.id();
    }

    /** Square root of the area: a length that stands for the thing's size in the image, pixels. */
    public double extent() {
        return Math.sqrt(shape.area());
    }
}
