package org.egoscope.scenegraph.internal.frame;

/** A thing seen in this frame: its shape now and what is remembered of it. */
public record Thing(Track track, MaskShape shape) {
    public long id() {
        return track.id();
    }

    /** Square root of the area: a length that stands for the thing's size in the image, pixels. */
    public double extent() {
        return Math.sqrt(shape.area());
    }
}
