package org.egoscope.perception.internal.segment;

import org.bytedeco.opencv.opencv_core.Mat;
import org.egoscope.core.Shape;

/** Probability that an object contour runs through a pixel. */
public interface EdgeDetector {
    /** @param rgb 8-bit, three channels
     * @param edges receives height x width values 0..1, row-major */
    void detect(Mat rgb, @Shape("H W") float[] edges);

    /** Name of the method for the rows it makes. */
    String method();
}
