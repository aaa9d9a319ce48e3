package org.egoscope.perception;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.egoscope.core.observation.Instance;
import org.egoscope.core.video.VideoFrame;
import org.egoscope.perception.internal.track.FlowWarp;
import org.jspecify.annotations.Nullable;

/**
 * How well masks follow the picture, without any truth: each mask of the frame before is warped by dense optical flow and compared with
 * the mask of the same track now. Mean L1 = pixels that differ, over pixels in either (0 = the mask moves as its pixels do; for binary
 * masks this is 1 - IoU). The flow is finer than the one that the tracker follows masks with, and computed apart from it.
 *
 * <p>A track that ends or begins counts in no pair: lengths of tracks tell that. Frames are to be added in order.
 */
public final class FlowConsistency implements AutoCloseable {
    private final Map<Long, double[]> sumAndCount = new TreeMap<>();
    private @Nullable FlowWarp warp;

    /** The next frame of the session; its pixels are not needed after the call. */
    public void add(VideoFrame frame, List<Instance> instances) {
        if (warp == null) {
            warp = new FlowWarp(frame.size());
        }
        warp.advance(frame.rgb(), instances).forEach((track, difference) -> {
            double[] sum = sumAndCount.computeIfAbsent(track, id -> new double[2]);
            sum[0] += difference;
            sum[1]++;
        });
    }

    /** Mean over all pairs of masks; NaN if there was none. */
    public double meanL1() {
        double sum = 0;
        double count = 0;
        for (double[] of : sumAndCount.values()) {
            sum += of[0];
            count += of[1];
        }
        return sum / count;
    }

    /** Mean of one track; NaN if it was never seen in two frames in a row. */
    public double meanL1(long trackId) {
        double[] of = sumAndCount.getOrDefault(trackId, new double[2]);
        return of[0] / of[1];
    }

    @Override
    public void close() {
        if (warp != null) {
            warp.close();
            warp = null;
        }
    }
}
