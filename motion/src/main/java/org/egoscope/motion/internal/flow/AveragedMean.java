package org.egoscope.motion.internal.flow;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.egoscope.motion.BodySkeleton;
import org.egoscope.motion.HeadTrajectory;

/**
 * The mean of all possible motions, from several evaluations that each predict it.
 *
 * <p>At time 0 the state is noise that knows nothing of the motion, so whatever noise the network is given, the best prediction is the same
 * mean. What it predicts differs: it has learned one function per noise, so to speak, and their average overfits less than each, as any
 * committee's does. Without noise it has learned the mean with half of all windows, and where it is sure that one is nearer to the truth;
 * where the head says little it repeats training clips. How sure it is shows in how far it contradicts its own mirror image, as the mean
 * distance of joints: about 24 to 46 mm (medians by performer, {@code research}) for three of CMU's four validation performers, whose error
 * draws lower by 5 %, 5 to 21 mm for all others, where draws raise it. Contacts are those without noise: averaged ones are less often right
 * with one of the shipped networks.
 */
final class AveragedMean {
    /** Mean distance of the joints between prediction and mirrored prediction (m) up to which the evaluation without noise is all. */
    private static final double SURE_METERS = 0.020;

    /** From here on the noisy evaluations have all of {@link #SHARE}. */
    private static final double DOUBTFUL_METERS = 0.050;

    private static final float SHARE = 0.9f;

    /**
     * Frames to either side over which that distance is averaged first, as far as attention reaches: whether the head tells a motion is a
     * matter of the motion, and in single frames the two agree by chance.
     */
    private static final int DOUBTED = 64;

    /** Standard deviation of the noise; 1 is what the network is trained with, less leaves less of it in the result. */
    private static final double NOISE = 0.7;

    /** Frames to either side over which the change by the draws is averaged: their noise must not show as trembling. */
    private static final int SMOOTHED = 5;

    /** More than there are draws. */
    private static final long DRAWS_OF_A_FRAME = 64;

    private final BodySkeleton skeleton;
    private final List<float[]> evaluations = new ArrayList<>();
    private float[] doubt = new float[0];

    /** Of one trajectory of this body. */
    AveragedMean(BodySkeleton skeleton) {
        this.skeleton = skeleton;
    }

    /**
     * States to begin with, {@code [B, T, D]} with {@code B} twice the heads (as they are and mirrored) without noise, then the same for
     * each draw. Shorter trajectories are padded.
     *
     * @param firstFrame number of the first frame, on which its noise depends
     */
    static float[] noise(List<HeadTrajectory> heads, int draws, long firstFrame) {
        int length = heads.stream().mapToInt(HeadTrajectory::frames).max().orElseThrow();
        int size = length * BodyState.CHANNELS;
        int group = 2 * heads.size() * size;
        float[] values = new float[group * (1 + draws)];
        for (int draw = 1; draw <= draws; draw++) {
            int at = draw * group;
            for (int t = 0; t < length; t++) {
                SplittableRandom random = random((firstFrame + t) * DRAWS_OF_A_FRAME + draw);
                for (int c = 0; c < BodyState.CHANNELS; c++) {
                    values[at + t * BodyState.CHANNELS + c] = (float) (NOISE * random.nextGaussian());
                }
            }
            for (int other = 1; other < 2 * heads.size(); other++) {
                System.arraycopy(values, at, values, at + other * size, size);
            }
        }
        return values;
    }

    /** Twice, since neighbouring seeds alone give nearly the same numbers, shifted. */
    private static SplittableRandom random(long frameAndDraw) {
        return new SplittableRandom(new SplittableRandom(frameAndDraw).nextLong());
    }

    /**
     * Adds an evaluation; the first one is that without noise.
     *
     * @param states {@code [T, D]} of the head
     * @param mirrored of the mirrored head, mirrored back
     */
    void add(float[] states, float[] mirrored) {
        if (evaluations.isEmpty()) {
            doubt = JointDistance.meters(states, mirrored, skeleton);
        }
        float[] mean = new float[states.length];
        for (int i = 0; i < mean.length; i++) {
            mean[i] = (states[i] + mirrored[i]) / 2;
        }
        evaluations.add(mean);
    }

    /** {@code [T, D]}. */
    float[] states() {
        float[] states = evaluations.get(0).clone();
        if (evaluations.size() == 1) {
            return states;
        }
        float[] change = change();
        double[] sums = new double[doubt.length + 1];
        for (int t = 0; t < doubt.length; t++) {
            sums[t + 1] = sums[t] + doubt[t];
        }
        for (int t = 0; t < doubt.length; t++) {
            int from = Math.max(0, t - DOUBTED);
            int to = Math.min(doubt.length, t + DOUBTED + 1);
            double doubtful = ((sums[to] - sums[from]) / (to - from) - SURE_METERS) / (DOUBTFUL_METERS - SURE_METERS);
            float share = SHARE * (float) Math.max(0, Math.min(1, doubtful));
            for (int near = -SMOOTHED; near <= SMOOTHED && share > 0; near++) {
                if (t + near >= 0 && t + near < doubt.length) {
                    addFrame(change, t + near, states, t, share * weight(near) / weights(t));
                }
            }
        }
        return states;
    }

    /** From the evaluation without noise to the mean of those with noise. */
    private float[] change() {
        float[] alone = evaluations.get(0);
        float[] change = new float[alone.length];
        int draws = evaluations.size() - 1;
        for (float[] evaluation : evaluations.subList(1, draws + 1)) {
            for (int i = 0; i < change.length; i++) {
                change[i] += (evaluation[i] - alone[i]) / draws;
            }
        }
        return change;
    }

    private static void addFrame(float[] from, int frame, float[] to, int at, float factor) {
        for (int c = 0; c < BodyState.ROTATIONS * 6; c++) {
            to[at * BodyState.CHANNELS + c] += factor * from[frame * BodyState.CHANNELS + c];
        }
    }

    /** Hann's window. */
    private static float weight(int near) {
        return (float) (1 + Math.cos(Math.PI * near / (SMOOTHED + 1)));
    }

    /** Of the neighbours that this frame has. */
    private float weights(int t) {
        float sum = 0;
        for (int near = -SMOOTHED; near <= SMOOTHED; near++) {
            sum += t + near >= 0 && t + near < doubt.length ? weight(near) : 0;
        }
        return sum;
    }
}
