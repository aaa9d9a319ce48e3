package org.egoscope.perception.internal.segment;

import org.egoscope.core.observation.BoundingBox;

/**
 * A named box.
 *
 * @param classIndex index in {@link CocoClasses}
 * @param score 0..1
 * @param box pixels of the picture
 */
public record Detection(int classIndex, float score, BoundingBox box) {
    public String label() {
        return CocoClasses.name(classIndex);
    }
}
