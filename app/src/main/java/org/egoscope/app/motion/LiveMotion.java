package org.egoscope.app.motion;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.egoscope.core.motion.BodyPose;
import org.egoscope.core.motion.MotionEvent;
import org.egoscope.core.motion.MotionWindow;
import org.egoscope.core.observation.Observation;
import org.egoscope.core.time.MediaTime;
import org.egoscope.motion.Bodies;
import org.egoscope.motion.MotionConfig;
import org.egoscope.motion.MotionEstimator;
import org.jspecify.annotations.Nullable;

/** Frames through the motion stage one after the other, as {@code egoscope run} does, with a clock beside it. */
final class LiveMotion {
    private final HeadFrames frames;
    private final @Nullable BodyPose[] poses;
    private final long[] frameNanos;
    private long latencyNanos;
    private long newestNanos;

    private LiveMotion(HeadFrames frames) {
        this.frames = frames;
        this.poses = new @Nullable BodyPose[frames.frames().size()];
        this.frameNanos = new long[poses.length];
    }

    /**
     * What came out.
     *
     * @param poses per frame, null while the head is lost
     * @param computeSeconds wall time in the stage
     * @param processorSeconds time that the process had processors meanwhile: the same on a busy machine as on an idle one
     * @param latencySeconds longest wait of a frame for its body, on the recording's clock
     * @param slowestTickSeconds 99th percentile of the wall time for one frame in
     */
    record Result(
            @Nullable BodyPose[] poses, double computeSeconds, double processorSeconds, double latencySeconds, double slowestTickSeconds) {}

    static Result run(HeadFrames frames, MotionConfig config) {
        LiveMotion run = new LiveMotion(frames);
        long processor = ProcessorClock.nanos();
        try (Bodies bodies = Bodies.open(config)) {
            processor = ProcessorClock.nanos();
            int from = 0;
            while (from < run.poses.length) {
                int until = from + 1;
                // Another world has another floor, which one estimator cannot know.
                while (until < run.poses.length && frames.frames().get(until).world().equals(frames.frames().get(from).world())) {
                    until++;
                }
                run.world(bodies, from, until);
                from = until;
            }
        }
        processor = ProcessorClock.nanos() - processor;
        long[] sorted = run.frameNanos.clone();
        Arrays.sort(sorted);
        return new Result(
                run.poses, Arrays.stream(sorted).sum() / 1e9, processor / 1e9, run.latencyNanos / 1e9,
                sorted[(int) (0.99 * (sorted.length - 1))] / 1e9);
    }

    private void world(Bodies bodies, int from, int until) {
        try (MotionEstimator estimator = bodies.newEstimator()) {
            for (int i = from; i < until; i++) {
                Observation observation = frames.observation(i);
                newestNanos = observation.time().nanos();
                long start = System.nanoTime();
                List<MotionEvent> events = new ArrayList<>();
                estimator.accept(observation, events::add);
                frameNanos[i] += System.nanoTime() - start;
                events.forEach(this::take);
            }
            long start = System.nanoTime();
            List<MotionEvent> events = new ArrayList<>();
            estimator.finish(events::add);
            frameNanos[until - 1] += System.nanoTime() - start;
            events.forEach(this::take);
        }
    }

    private void take(MotionEvent event) {
        if (event instanceof MotionWindow window) {
            for (MotionWindow.PosedFrame frame : window.frames()) {
                MediaTime time = frame.observation().time();
                latencyNanos = Math.max(latencyNanos, newestNanos - time.nanos());
                poses[(int) frame.observation().frameIndex()] = frame.body();
            }
        }
    }
}
