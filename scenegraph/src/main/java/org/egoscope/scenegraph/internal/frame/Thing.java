package org.egoscope.scenegraph.internal.frame;

import org.egoscope.core.geometry.ImageSize;

/** A thing seen in this frame: its shape now and what is remembered of it. */
public record Thing(Track track, MaskShape shape) {
    /** True if the picture's edge cuts the mask: then its middle moves without the thing moving. */
    public boolean isCut(ImageSize size) {
        return shape.isCutBy(size);
    }

    public long id() {
        return track.id();
    }

    /** Square root of the area: a length that stands for the thing's size in the image, pixels. */
    public double extent() {
        return Math.sqrt(shape.area());
    }
}
