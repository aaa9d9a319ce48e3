package org.egoscope.perception.internal.track;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacv.FFmpegFrameGrabber;
import org.bytedeco.javacv.Frame;
import org.egoscope.core.observation.Instance;
import org.egoscope.perception.InstanceTracker;
import org.egoscope.perception.SegmentConfig;
import org.egoscope.perception.internal.segment.SharedWeights;
import org.junit.jupiter.api.Test;

/** A real clip: a plate is carried from a table to a sink, with strong head motion and blur. The points were marked by hand. */
class PlateClipTest {
    /** Frame, and a point of the plate's inside in it, in the picture of 512 x 288. */
    private static final Map<Integer, int[]> ON_PLATE = new TreeMap<>(Map.of(
            10, new int[] {304, 134}, 40, new int[] {318, 182}, 80, new int[] {312, 226}, 96, new int[] {272, 162}, 112, new int[] {355, 190}));

    @Test
    void thePlateKeepsOneIdentityInAllFrames() throws Exception {
        String clip = SharedWeights.folder("data").resolve("clips/plate_1080p.mp4").toString();
        Map<Long, Integer> seen = new TreeMap<>();
        Map<Long, Set<Integer>> onPlate = new TreeMap<>();
        Map<Long, Double> largest = new TreeMap<>();
        int frames = 0;
        try (FFmpegFrameGrabber grabber = new FFmpegFrameGrabber(clip);
                InstanceTracker tracker = new HierarchyTracker(SegmentConfig.defaults(), Networks.NONE)) {
            grabber.setPixelFormat(avutil.AV_PIX_FMT_RGB24);
            grabber.start();
            for (Frame frame = grabber.grabImage(); frame != null; frame = grabber.grabImage(), frames++) {
                List<Instance> found =
                        tracker.track(ClipTrial.convert(frame, frames, grabber.getFrameRate()), List.of(), PaintedScene.NO_POSE);
                int[] point = ON_PLATE.get(frames);
                for (Instance instance : found) {
                    seen.merge(instance.trackId(), 1, Integer::sum);
                    largest.merge(instance.trackId(), (double) instance.mask().area() / instance.mask().size().pixels(), Math::max);
                    if (point != null && instance.mask().contains(point[0], point[1])) {
                        onPlate.computeIfAbsent(instance.trackId(), id -> new TreeSet<>()).add(point[0]);
                    }
                }
            }
        }
        int all = frames;
        int points = Set.copyOf(ON_PLATE.values().stream().map(p -> p[0]).toList()).size();
        List<Long> plates = seen.keySet().stream()
                .filter(id -> seen.get(id) == all)
                .filter(id -> onPlate.getOrDefault(id, Set.of()).size() == points)
                // The table and the room lie under the points, too; the plate never fills a tenth of the picture.
                .filter(id -> largest.get(id) < 0.1)
                .toList();
        assertThat(frames).isEqualTo(121);
        assertThat(plates).as("tracks on the plate in all frames; of %s, points %s", seen, onPlate).hasSize(1);
    }
}
