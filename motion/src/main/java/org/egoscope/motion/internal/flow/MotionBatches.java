package org.egoscope.motion.internal.flow;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.egoscope.core.PipelineException;
import org.egoscope.core.geometry.Quaternion;
import org.egoscope.core.motion.SmplJoint;
import org.egoscope.motion.BodySequence;
import org.egoscope.motion.BodySkeleton;
import org.egoscope.motion.HeadTrajectory;
import org.egoscope.motion.MotionClip;

/** Draws training windows. The batch of a step follows from the seed and the step alone, so training can go on exactly after a stop. */
final class MotionBatches {
    /** Nearly all: own proportions would let the network recognise a performer, and answer with that performer's habits. */
    private static final double VARIED_BODY_SHARE = 0.9;

    private static final double VARIED_TIME_SHARE = 0.7;
    private static final double LARGEST_TIME_SCALE = 0.25;
    private static final double SHORTER_SHARE = 0.4;
    private static final int LEAST_FRAMES = 32;
    private static final double UNTOLD_SHARE = 0.3;
    private static final int BODY_FEATURES = 6;
    private static final int LEAST_UNTOLD_FRAMES = 3;
    private static final int MOST_UNTOLD_FRAMES = 27;

    private final List<List<MotionClip>> clipsBySource = new ArrayList<>();
    private final List<long[]> framesUpTo = new ArrayList<>();
    private final double[] shareUpTo;
    private final Size size;
    private final Conditioning conditioning;
    private final long seed;

    /**
     * @param windows of a batch
     * @param frames of a window
     */
    record Size(int windows, int frames) {}

    /**
     * One batch: {@code [B, T, ...]} row-major arrays; see {@link FlowNetwork.Input} and {@link BodyState}. Features that are not told are
     * not a number.
     */
    static final class Batch {
        final float[] states;
        final float[] joints;
        final float[] frames;
        final float[] window;
        final float[] offsets;
        /** {@code [B, T, 6]}: cosine and sine of the heading, position of the head relative to the window's start, floor known. */
        final float[] head;

        final int[] valid;

        Batch(Size size, int channels) {
            int rows = size.windows() * size.frames();
            states = new float[rows * BodyState.CHANNELS];
            joints = new float[rows * BodySkeleton.JOINTS * 3];
            frames = new float[rows * channels];
            window = new float[size.windows() * HeadFeatures.WINDOW_CHANNELS];
            offsets = new float[size.windows() * BodySkeleton.JOINTS * 3];
            head = new float[rows * 6];
            valid = new int[size.windows()];
        }
    }

    /** @param shares how often each source is drawn, by its name; sources without a share are drawn by the square root of their length */
    MotionBatches(List<MotionClip> clips, Map<String, Double> shares, Size size, Conditioning conditioning, long seed) {
        Map<String, List<MotionClip>> bySource = new LinkedHashMap<>();
        clips.stream()
                .filter(clip -> clip.motion().frames() >= 15)
                .forEach(clip -> bySource.computeIfAbsent(clip.source(), name -> new ArrayList<>()).add(clip));
        if (bySource.isEmpty()) {
            throw PipelineException.badInput("training data: expected clips of at least 15 frames, got none");
        }
        this.size = size;
        this.conditioning = conditioning;
        this.seed = seed;
        this.shareUpTo = new double[bySource.size()];
        double sum = 0;
        for (Map.Entry<String, List<MotionClip>> entry : bySource.entrySet()) {
            long frames = 0;
            long[] upTo = new long[entry.getValue().size()];
            for (int i = 0; i < upTo.length; i++) {
                frames += entry.getValue().get(i).motion().frames();
                upTo[i] = frames;
            }
            sum += shares.getOrDefault(entry.getKey(), shares.isEmpty() ? Math.sqrt(frames) : 0.0);
            shareUpTo[clipsBySource.size()] = sum;
            clipsBySource.add(entry.getValue());
            framesUpTo.add(upTo);
        }
        if (!(sum > 0)) {
            throw PipelineException.badConfig("shares: expected one of the sources " + bySource.keySet() + ", got " + shares);
        }
    }

    Conditioning conditioning() {
        return conditioning;
    }

    Size size() {
        return size;
    }

    /** @param augmented false for figures of the data itself */
    Batch batch(long step, boolean augmented) {
        Batch batch = new Batch(size, conditioning.channels());
        for (int b = 0; b < size.windows(); b++) {
            SplittableRandom random = new SplittableRandom(seed * 1_000_003L + step * 4099 + b).split();
            fill(batch, b, drawClip(random).motion(), random, augmented);
        }
        return batch;
    }

    private MotionClip drawClip(SplittableRandom random) {
        double which = random.nextDouble() * shareUpTo[shareUpTo.length - 1];
        int source = 0;
        while (shareUpTo[source] <= which) {
            source++;
        }
        long[] upTo = framesUpTo.get(source);
        long frame = random.nextLong(upTo[upTo.length - 1]);
        int clip = 0;
        while (upTo[clip] <= frame) {
            clip++;
        }
        return clipsBySource.get(source).get(clip);
    }

    /** One frame more than a window, for the motion into its first. */
    private void fill(Batch batch, int b, BodySequence body, SplittableRandom random, boolean augmented) {
        double step = augmented && random.nextDouble() < VARIED_TIME_SHARE ? 1 + LARGEST_TIME_SCALE * (2 * random.nextDouble() - 1) : 1;
        int available = (int) Math.floor((body.frames() - 1) / step) + 1;
        int taken = Math.min(1 + (augmented ? drawLength(random) : size.frames()), available);
        double slack = body.frames() - 1 - (taken - 1) * step;
        double start = step == 1 ? random.nextInt((int) Math.floor(slack) + 1) : random.nextDouble() * slack;
        BodySequence window = Augmentation.resampled(body, start, step, taken);
        if (augmented && random.nextBoolean()) {
            window = Augmentation.mirrored(window);
        }
        if (augmented && random.nextDouble() < VARIED_BODY_SHARE) {
            window = Augmentation.onBody(window, Augmentation.varied(window.skeleton(), random));
        }
        HeadTrajectory head = augmented ? SensorNoise.of(window, random) : HeadTrajectory.of(window, 0);
        store(batch, b, window, head);
        if (augmented) {
            leaveUntold(batch, b, random);
        }
    }

    private int drawLength(SplittableRandom random) {
        boolean shorter = size.frames() > LEAST_FRAMES && random.nextDouble() < SHORTER_SHARE;
        return shorter ? random.nextInt(LEAST_FRAMES, size.frames() + 1) : size.frames();
    }

    /**
     * Says nothing of the body, or nothing of some frames. What is told identifies a recording, and a network that recognises recordings
     * does worse on other people.
     */
    private void leaveUntold(Batch batch, int b, SplittableRandom random) {
        if (random.nextDouble() < UNTOLD_SHARE) {
            int at = b * HeadFeatures.WINDOW_CHANNELS;
            Arrays.fill(batch.window, at, at + BODY_FEATURES, 0);
        }
        if (random.nextDouble() < UNTOLD_SHARE) {
            int count = Math.min(batch.valid[b], random.nextInt(LEAST_UNTOLD_FRAMES, MOST_UNTOLD_FRAMES + 1));
            int from = b * size.frames() + random.nextInt(batch.valid[b] - count + 1);
            Arrays.fill(batch.frames, from * conditioning.channels(), (from + count) * conditioning.channels(), Float.NaN);
        }
    }

    private void store(Batch batch, int b, BodySequence body, HeadTrajectory head) {
        int count = body.frames() - 1;
        batch.valid[b] = count;
        int first = b * size.frames();
        copy(BodyState.of(body), batch.states, first, BodyState.CHANNELS, count);
        copy(BodyState.jointsFromHead(body), batch.joints, first, BodySkeleton.JOINTS * 3, count);
        // Relative to the window only where that is the point of the comparison.
        HeadTrajectory told = conditioning.isInvariant() ? head : head.slice(1, head.frames());
        float[] features = HeadFeatures.perFrame(told, conditioning);
        int channels = conditioning.channels();
        int skip = conditioning.isInvariant() ? 1 : 0;
        System.arraycopy(
                features, skip * channels, batch.frames, first * channels, count * channels);
        System.arraycopy(HeadFeatures.perWindow(head), 0, batch.window, b * HeadFeatures.WINDOW_CHANNELS, HeadFeatures.WINDOW_CHANNELS);
        System.arraycopy(body.skeleton().toOffsetArray(), 0, batch.offsets, b * BodySkeleton.JOINTS * 3, BodySkeleton.JOINTS * 3);
        int joint = SmplJoint.HEAD.ordinal();
        for (int t = 0; t < count; t++) {
            Quaternion heading = HeadFeatures.heading(body.rotationInWorld(t + 1, joint));
            int at = (first + t) * 6;
            batch.head[at] = (float) (heading.w() * heading.w() - heading.z() * heading.z());
            batch.head[at + 1] = (float) (2 * heading.w() * heading.z());
            batch.head[at + 2] = (float) (body.jointInWorld(t + 1, joint).x() - body.jointInWorld(1, joint).x());
            batch.head[at + 3] = (float) (body.jointInWorld(t + 1, joint).y() - body.jointInWorld(1, joint).y());
            batch.head[at + 4] = (float) body.jointInWorld(t + 1, joint).z();
            batch.head[at + 5] = head.floorKnown() ? 1 : 0;
        }
    }

    private void copy(float[] from, float[] to, int firstRow, int channels, int count) {
        System.arraycopy(from, channels, to, firstRow * channels, count * channels);
    }
}
