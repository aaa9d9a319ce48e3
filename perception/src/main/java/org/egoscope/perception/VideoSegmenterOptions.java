package org.egoscope.perception;

import org.egoscope.core.PipelineException;

/**
 * How objects are followed. Names as in SAM 2's configuration where it has them.
 *
 * @param maxCondFramesInAttn prompted frames that are looked at, the nearest in time; the reference looks at all of them unless told
 *     otherwise, which grows with the number of prompts; it was trained with 4
 * @param memoryTemporalStride frames between the memories that are looked at, but for the newest
 * @param fillHoleArea holes of at most this area in pixels of the network's own mask are filled; 0 for none
 * @param nonOverlapMasks true if each pixel goes to one object at most
 * @param addAllFramesToCorrectAsCond true if a frame in which a tracked object is corrected counts as prompted for ever
 */
public record VideoSegmenterOptions(
        int maxCondFramesInAttn,
        int memoryTemporalStride,
        int fillHoleArea,
        boolean nonOverlapMasks,
        boolean addAllFramesToCorrectAsCond) {
    public VideoSegmenterOptions {
        require("maxCondFramesInAttn", maxCondFramesInAttn, 1);
        require("memoryTemporalStride", memoryTemporalStride, 1);
        require("fillHoleArea", fillHoleArea, 0);
    }

    public static VideoSegmenterOptions defaults() {
        return new VideoSegmenterOptions(4, 1, 8, false, false);
    }

    private static void require(String name, int value, int least) {
        if (value < least) {
            throw PipelineException.badConfig(name + ": expected at least " + least + ", got " + value);
        }
    }
}
