package org.egoscope.scenegraph;

import java.util.ArrayList;
import java.util.List;
import org.egoscope.core.motion.MotionWindow;
import org.egoscope.core.motion.MotionWindow.PosedFrame;
import org.egoscope.core.observation.Embedding;
import org.egoscope.core.observation.Instance;
import org.egoscope.core.observation.Observation;
import org.egoscope.core.time.TimeRange;

/** The carry script at 5 frames per second, over and over, each time with things never seen before. */
final class Cycle {
    private static final int FRAMES = 40;
    private static final int THINGS = 3;

    private Cycle() {}

    static List<PosedFrame> frames() {
        return TableScene.frames(FRAMES, 5, i -> CarryScript.content(i * 6));
    }

    static int newThings(int frames) {
        return frames / FRAMES * THINGS;
    }

    static MotionWindow window(List<PosedFrame> cycle, int index) {
        Observation seen = cycle.get(index % FRAMES).observation();
        List<Instance> instances = new ArrayList<>();
        for (Instance instance : seen.instances()) {
            instances.add(new Instance(instance.trackId() + 100L * (index / FRAMES), instance.label(), instance.labelScore(), instance.mask(),
                    instance.box(), instance.predictedIou(), instance.stabilityScore(), instance.method(), "", Embedding.NONE));
        }
        TimeRange span = TimeRange.ofNanos(index * 200_000_000L, (index + 1) * 200_000_000L);
        Observation now = new Observation(
                seen.session(), index, span, seen.camera(), seen.headPose(), instances, seen.hands(), List.of(), List.of());
        return new MotionWindow(List.of(new PosedFrame(now, null)));
    }
}
