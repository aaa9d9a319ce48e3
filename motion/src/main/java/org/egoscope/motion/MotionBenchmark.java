package org.egoscope.motion;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.egoscope.core.geometry.RigidTransform;
import org.egoscope.core.geometry.Vec3;
import org.egoscope.core.motion.BodyPose;
import org.egoscope.core.motion.SmplJoint;
import org.egoscope.motion.internal.MotionCondition;
import org.egoscope.motion.internal.MotionGenerator;
import org.egoscope.motion.internal.procedure.ProceduralMotion;
import org.egoscope.torch.TorchDevice;
import org.egoscope.torch.TorchRuntime;

/** Speed, delay, smoothness and memory of a generator: what {@code egoscope bench motion} prints. On everyday motion by procedures. */
public final class MotionBenchmark {
    private static final double FRAMES_PER_SECOND = 30;
    private static final double CLIP_SECONDS = 120;
    private static final long SEED = 5;
    private static final long REPORT_NANOS = 60_000_000_000L;

    private final MotionConfig config;
    private final PrintWriter out;

    public MotionBenchmark(MotionConfig config, PrintWriter out) {
        this.config = config;
        this.out = out;
    }

    /** The whole clip in one pass, on one thread. */
    public void offline(double seconds) {
        TorchRuntime.setThreads(1);
        HeadTrajectory head = HeadTrajectory.of(ProceduralMotion.generate(SEED, seconds).motion(), 0);
        try (LearnedMotion motion = Bodies.load(config.generator(), TorchDevice.CPU)) {
            for (int steps : new int[] {1, 2, 4, 8}) {
                motion.predict(head.slice(0, 300), MotionSampling.mean(steps));
                long start = System.nanoTime();
                motion.predict(head, MotionSampling.mean(steps));
                double taken = (System.nanoTime() - start) / 1e9;
                out.printf(Locale.ROOT, "offline  %d step(s)  %.1f s of motion in %.2f s: %.1f x real time%n", steps, seconds, taken, seconds / taken);
            }
        }
    }

    /** As the stage does it, frame by frame; the clip is repeated until so much motion has been made. */
    public void stream(double seconds) {
        TorchRuntime.setThreads(1);
        List<MotionCondition> clip = conditions();
        try (Bodies bodies = Bodies.open(config)) {
            Stream stream = new Stream(bodies.newGenerator(), clip, Math.round(seconds * FRAMES_PER_SECOND));
            stream.run();
            stream.report();
        }
    }

    private static List<MotionCondition> conditions() {
        BodySequence motion = ProceduralMotion.generate(SEED, CLIP_SECONDS).motion();
        List<MotionCondition> conditions = new ArrayList<>(motion.frames());
        for (int t = 0; t < motion.frames(); t++) {
            RigidTransform eyes = new RigidTransform(motion.rotationInWorld(t, SmplJoint.HEAD.ordinal()), motion.eyesInWorld(t));
            conditions.add(new MotionCondition(t / FRAMES_PER_SECOND, eyes, MotionCondition.Heights.ABOVE_FLOOR, 1, Optional.empty(), Optional.empty()));
        }
        return conditions;
    }

    /** One long session. Forwards and backwards through the clip in turns, so that there is no jump where it repeats. */
    private final class Stream {
        private final MotionGenerator generator;
        private final List<MotionCondition> clip;
        private final long frames;
        private final List<MotionCondition> held = new ArrayList<>();
        private final long lookAheadFrames;
        private final long waitFrames;
        private final Smoothness smoothness = new Smoothness();
        private final int[] millisHistogram = new int[20_000];
        private long decisions;
        private long startBytes;

        Stream(MotionGenerator generator, List<MotionCondition> clip, long frames) {
            this.generator = generator;
            this.clip = clip;
            this.frames = frames;
            double bunching = MotionEstimator.bunchingSeconds(generator, config);
            double lookAhead = Math.min(config.latencySeconds() - bunching, generator.lookAheadSeconds());
            lookAheadFrames = Math.round(lookAhead * FRAMES_PER_SECOND);
            waitFrames = Math.round((lookAhead + bunching) * FRAMES_PER_SECOND);
        }

        void run() {
            generator.begin();
            long reported = System.nanoTime();
            long begun = reported;
            for (long frame = 0; frame < frames; frame++) {
                held.add(at(frame));
                if (held.size() > waitFrames) {
                    decide((int) (held.size() - lookAheadFrames));
                }
                if (frame == 600) {
                    startBytes = TorchRuntime.residentBytes();
                }
                if (System.nanoTime() - reported > REPORT_NANOS) {
                    reported = System.nanoTime();
                    out.printf(Locale.ROOT, "  %.0f s of motion in %.0f s, resident %d MiB, native objects %d%n", frame / FRAMES_PER_SECOND,
                            (reported - begun) / 1e9, TorchRuntime.residentBytes() >> 20, TorchRuntime.nativeObjects());
                    out.flush();
                }
            }
        }

        private MotionCondition at(long frame) {
            int period = clip.size() - 1;
            int place = (int) (frame % (2L * period));
            MotionCondition of = clip.get(place < period ? place : 2 * period - place);
            return new MotionCondition(
                    frame / FRAMES_PER_SECOND, of.worldFromEyes(), of.heights(), of.quality(), of.leftHand(), of.rightHand());
        }

        private void decide(int count) {
            long start = System.nanoTime();
            List<BodyPose> poses = generator.generate(List.copyOf(held), count);
            double millis = (System.nanoTime() - start) / 1e6;
            // The first calls compile.
            if (decisions++ > 20) {
                millisHistogram[(int) Math.min(millisHistogram.length - 1, millis * 10)]++;
            }
            held.subList(0, count).clear();
            smoothness.add(poses);
        }

        void report() {
            out.printf(
                    Locale.ROOT, "stream  %s, latency at most %.2f s, %d decisions: p50 %.1f ms, p99 %.1f ms, largest %.1f ms%n",
                    generator.method(), waitFrames / FRAMES_PER_SECOND, decisions, quantile(0.5), quantile(0.99), quantile(1));
            out.printf(
                    Locale.ROOT, "  jerk across seams %.1f, within %.1f (m/s^3, mean over joints and frames): ratio %.2f%n",
                    smoothness.mean(true), smoothness.mean(false), smoothness.mean(true) / smoothness.mean(false));
            out.printf(
                    Locale.ROOT, "  resident memory %d MiB after 20 s, %d MiB at the end%n", startBytes >> 20,
                    TorchRuntime.residentBytes() >> 20);
        }

        private double quantile(double share) {
            long total = Arrays.stream(millisHistogram).asLongStream().sum();
            long sum = 0;
            for (int i = 0; i < millisHistogram.length; i++) {
                sum += millisHistogram[i];
                if (sum > 0 && sum >= share * total) {
                    return (i + 1) / 10.0;
                }
            }
            return Double.NaN;
        }
    }

    /** Third differences of the joints relative to the head, apart for those that reach across a seam. */
    private static final class Smoothness {
        private final double[] sum = new double[2];
        private final long[] count = new long[2];
        private final List<Vec3[]> last = new ArrayList<>();
        private int sinceSeam;

        void add(List<BodyPose> poses) {
            sinceSeam = 0;
            for (BodyPose pose : poses) {
                Vec3[] joints = new Vec3[BodySkeleton.JOINTS];
                for (int j = 0; j < joints.length; j++) {
                    SmplJoint joint = SmplJoint.all().get(j);
                    joints[j] = pose.inWorld(joint).minus(pose.inWorld(SmplJoint.HEAD));
                }
                last.add(joints);
                if (last.size() > 4) {
                    last.remove(0);
                    measure(sinceSeam < 3 ? 1 : 0);
                }
                sinceSeam++;
            }
        }

        private void measure(int kind) {
            for (int j = 0; j < BodySkeleton.JOINTS; j++) {
                if (j != SmplJoint.HEAD.ordinal()) {
                    Vec3 third = last.get(3)[j].minus(last.get(0)[j]).minus(last.get(2)[j].minus(last.get(1)[j]).times(3));
                    sum[kind] += third.norm() * FRAMES_PER_SECOND * FRAMES_PER_SECOND * FRAMES_PER_SECOND;
                    count[kind]++;
                }
            }
        }

        /** Metres per second cubed. */
        double mean(boolean seams) {
            int kind = seams ? 1 : 0;
            return sum[kind] / count[kind];
        }
    }
}
