package org.egoscope.perception.internal.segment;

import org.egoscope.core.Shape;

/**
 * What was made of a picture at working size.
 *
 * @param edges blurred edge strengths 0..1
 * @param lab CIE Lab bytes as OpenCV scales them
 */
record LookedAt(Hierarchy hierarchy, @Shape("H W") float[] edges, @Shape("H W 3") byte[] lab) {
    int width() {
        return hierarchy.width();
    }

    int height() {
        return hierarchy.height();
    }
}
