package org.egoscope.perception.internal.track;

import java.util.List;
import org.bytedeco.opencv.opencv_core.Mat;
import org.egoscope.core.Shape;
import org.egoscope.core.observation.Hand;
import org.egoscope.perception.SegmentConfig;
import org.egoscope.perception.internal.segment.Detection;
import org.egoscope.perception.internal.segment.Hierarchy;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a frame that is segmented in full.
 *
 * @param rgb the picture, valid during the call
 * @param lab its CIE Lab bytes
 * @param viewpoint null while the head pose is not known
 * @param detectorLooked true if there is a detector, so that no detection means that it named nothing
 * @param prompted what a promptable network sees; null if there is none
 * @param looks colours of the regions
 * @param carriedPlanes masks of the active tracks where the flow has brought them
 */
record KeyFrame(
        long nanos,
        @Nullable Viewpoint viewpoint,
        Mat rgb,
        @Shape("H W 3") byte[] lab,
        Hierarchy hierarchy,
        MaskAnswers.@Nullable Regions prompted,
        RegionLooks looks,
        @Shape("H W") long[] carriedPlanes,
        List<Detection> detections,
        boolean detectorLooked,
        List<Hand> hands) {
    /** Pixels of a thing. */
    int leastArea(SegmentConfig config) {
        return prompted == null ? config.minMaskRegionArea() : leastPromptedArea(config);
    }

    /** The same of a network's masks, which are better than the tree's regions where things are small. */
    static int leastPromptedArea(SegmentConfig config) {
        return config.minMaskRegionArea() / 2;
    }
}
