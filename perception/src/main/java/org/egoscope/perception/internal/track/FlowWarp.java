package org.egoscope.perception.internal.track;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_video.DISOpticalFlow;
import org.egoscope.core.geometry.ImageSize;
import org.egoscope.core.observation.Instance;

/** Masks of the frame before, warped onto this one by dense flow at full size (DIS, preset "fast"), against the masks of this frame. */
public final class FlowWarp implements AutoCloseable {
    private final ImageSize size;
    private final DISOpticalFlow flow = DISOpticalFlow.create(DISOpticalFlow.PRESET_FAST);
    private final byte[] previousGrey;
    private final float[] flowXy;
    private long[] previousPlanes;
    private long[] planes;
    private List<Long> previousTracks = List.of();
    private boolean started;

    public FlowWarp(ImageSize size) {
        this.size = size;
        previousGrey = new byte[size.pixels()];
        flowXy = new float[size.pixels() * 2];
        previousPlanes = new long[size.pixels()];
        planes = new long[size.pixels()];
    }

    /** Pixels that differ over pixels in either mask, by track that is in both frames. */
    public Map<Long, Double> advance(ByteBuffer rgb, List<Instance> instances) {
        List<Instance> measured = instances.subList(0, Math.min(MaskPlanes.MOST, instances.size()));
        Arrays.fill(planes, 0);
        List<Long> tracks = new ArrayList<>();
        for (Instance instance : measured) {
            MaskPlanes.paint(instance.mask(), planes, tracks.size());
            tracks.add(instance.trackId());
        }
        computeFlow(rgb);
        Map<Long, Double> differences = started ? compare(tracks) : Map.of();
        started = true;
        long[] swapped = previousPlanes;
        previousPlanes = planes;
        planes = swapped;
        previousTracks = tracks;
        return differences;
    }

    private void computeFlow(ByteBuffer rgb) {
        try (PointerScope scope = new PointerScope()) {
            Mat colour = new Mat(size.height(), size.width(), opencv_core.CV_8UC3, new BytePointer(rgb));
            Mat grey = new Mat();
            opencv_imgproc.cvtColor(colour, grey, opencv_imgproc.COLOR_RGB2GRAY);
            if (started) {
                Mat previous = new Mat(size.height(), size.width(), opencv_core.CV_8UC1, new BytePointer(previousGrey));
                Mat result = new Mat();
                flow.calc(grey, previous, result);
                new FloatPointer(result.data()).get(flowXy);
            }
            new BytePointer(grey.data()).get(previousGrey);
        }
    }

    private Map<Long, Double> compare(List<Long> tracks) {
        int[] before = new int[tracks.size()];
        for (int plane = 0; plane < before.length; plane++) {
            before[plane] = previousTracks.indexOf(tracks.get(plane));
        }
        int[] either = new int[before.length];
        int[] differ = new int[before.length];
        for (int y = 0, p = 0; y < size.height(); y++) {
            for (int x = 0; x < size.width(); x++, p++) {
                int sx = Math.round(x + flowXy[p * 2]);
                int sy = Math.round(y + flowXy[p * 2 + 1]);
                boolean inside = sx >= 0 && sy >= 0 && sx < size.width() && sy < size.height();
                // What came into view was in no mask before: no difference can be told there.
                long source = inside ? previousPlanes[sy * size.width() + sx] : 0;
                for (int plane = 0; inside && (source | planes[p]) != 0 && plane < before.length; plane++) {
                    long now = planes[p] >>> plane & 1;
                    long warped = before[plane] < 0 ? 0 : source >>> before[plane] & 1;
                    either[plane] += (int) (now | warped);
                    differ[plane] += (int) (now ^ warped);
                }
            }
        }
        Map<Long, Double> result = new TreeMap<>();
        for (int plane = 0; plane < before.length; plane++) {
            if (before[plane] >= 0 && either[plane] > 0) {
                result.put(tracks.get(plane), (double) differ[plane] / either[plane]);
            }
        }
        return result;
    }

    @Override
    public void close() {
        flow.close();
    }
}
