package org.egoscope.motion.internal.evaluation.baseline;

import java.util.Arrays;
import org.egoscope.motion.BodySequence;
import org.egoscope.motion.HeadTrajectory;
import org.egoscope.motion.internal.evaluation.BodyPredictor;

/**
 * The pose, in metres, of the training frame with the most similar head motion: Euclidean distance of the features at eleven frames
 * within half a second either way (edge frames repeated), among every sixth training frame; or the mean of the nearest such poses.
 */
public final class NearestNeighbour implements BodyPredictor {
    private static final int[] OFFSETS = {-15, -10, -6, -3, -1, 0, 1, 3, 6, 10, 15};

    private static final int STRIDE = 6;
    private static final int F = HeadFeatures.SIZE;
    private static final int WIDTH = F * OFFSETS.length;

    /** Entries whose first distances are found together. */
    private static final int BLOCK = 512;

    /** Principal numbers that are compared for every entry, and those between two looks at the bound after that. */
    private static final int FIRST = 8;

    private static final int CHUNK = 16;

    /** The axes are found on every so many entries. */
    private static final int AXES_STRIDE = 8;

    private final TrainingFrames training;
    private final int neighbours;
    private final int entries;
    private final PrincipalAxes axes;
    private final float[] keys;
    private final float[] firstKeys;
    private final float[] poses;

    /** @param neighbours over which poses are averaged */
    public NearestNeighbour(TrainingFrames training, int neighbours) {
        this.training = training;
        this.neighbours = neighbours;
        this.entries = training.clips().stream().mapToInt(clip -> (clip.frames() + STRIDE - 1) / STRIDE).sum();
        this.keys = new float[entries * WIDTH];
        this.poses = new float[entries * HeadFeatures.TARGETS];
        int entry = 0;
        for (TrainingFrames.Clip clip : training.clips()) {
            for (int t = 0; t < clip.frames(); t += STRIDE) {
                fillKey(clip.features(), t, keys, entry * WIDTH);
                System.arraycopy(clip.targets(), t * HeadFeatures.TARGETS, poses, entry * HeadFeatures.TARGETS, HeadFeatures.TARGETS);
                entry++;
            }
        }
        this.axes = new PrincipalAxes(WIDTH, keys, AXES_STRIDE);
        turnKeys();
        this.firstKeys = firstKeys();
    }

    private void turnKeys() {
        float[] turned = new float[WIDTH];
        for (int i = 0; i < entries; i++) {
            axes.turn(keys, i * WIDTH, turned);
            System.arraycopy(turned, 0, keys, i * WIDTH, WIDTH);
        }
    }

    /** Number by number within each block, so that the loop over the entries is plain. */
    private float[] firstKeys() {
        int blocks = (entries + BLOCK - 1) / BLOCK;
        float[] transposed = new float[blocks * BLOCK * FIRST];
        for (int i = 0; i < entries; i++) {
            for (int f = 0; f < FIRST; f++) {
                transposed[(i / BLOCK * FIRST + f) * BLOCK + i % BLOCK] = keys[i * WIDTH + f];
            }
        }
        return transposed;
    }

    private static void fillKey(float[] features, int frame, float[] key, int at) {
        int last = features.length / F - 1;
        for (int k = 0; k < OFFSETS.length; k++) {
            int from = Math.max(0, Math.min(last, frame + OFFSETS[k]));
            System.arraycopy(features, from * F, key, at + k * F, F);
        }
    }

    /** Number of training frames that can be found. */
    public int entries() {
        return entries;
    }

    @Override
    public String name() {
        return neighbours == 1 ? "nearest" : "nearest-" + neighbours;
    }

    @Override
    public boolean usesHands() {
        return false;
    }

    @Override
    public BodySequence predict(HeadTrajectory head) {
        float[] features = training.featuresOf(head);
        float[] targets = new float[head.frames() * HeadFeatures.TARGETS];
        Search search = new Search();
        for (int t = 0; t < head.frames(); t++) {
            fillKey(features, t, search.key, 0);
            axes.turn(search.key, 0, search.query);
            search.run();
            for (int entry : search.found) {
                if (entry >= 0) {
                    addPose(entry, targets, t * HeadFeatures.TARGETS, 1f / search.count);
                }
            }
        }
        return Bodies.of(head, targets);
    }

    private void addPose(int entry, float[] targets, int at, float weight) {
        for (int i = 0; i < HeadFeatures.TARGETS; i++) {
            targets[at + i] += weight * poses[entry * HeadFeatures.TARGETS + i];
        }
    }

    /** The nearest entries of one query; those of the query before are tried first, since heads move little between frames. */
    private final class Search {
        final float[] key = new float[WIDTH];
        final float[] query = new float[WIDTH];
        final int[] found = new int[neighbours];
        final int[] before = new int[neighbours];
        final float[] distances = new float[neighbours];
        final float[] block = new float[BLOCK];
        int count;

        Search() {
            Arrays.fill(found, -1);
        }

        void run() {
            System.arraycopy(found, 0, before, 0, neighbours);
            Arrays.fill(found, -1);
            Arrays.fill(distances, Float.POSITIVE_INFINITY);
            count = 0;
            for (int entry : before) {
                if (entry >= 0) {
                    offer(entry, 0, 0);
                }
            }
            for (int start = 0; start < entries; start += BLOCK) {
                firstDistances(start);
                for (int i = 0; i < Math.min(BLOCK, entries - start); i++) {
                    if (block[i] < distances[neighbours - 1]) {
                        offer(start + i, FIRST, block[i]);
                    }
                }
            }
        }

        private void firstDistances(int start) {
            Arrays.fill(block, 0);
            for (int f = 0; f < FIRST; f++) {
                int at = start * FIRST + f * BLOCK;
                float value = query[f];
                for (int i = 0; i < BLOCK; i++) {
                    float difference = firstKeys[at + i] - value;
                    block[i] += difference * difference;
                }
            }
        }

        private void offer(int entry, int first, float distanceSoFar) {
            float bound = distances[neighbours - 1];
            float distance = distanceSoFar;
            for (int f = first; f < WIDTH && distance < bound; f += CHUNK) {
                float part = 0;
                for (int i = f; i < Math.min(WIDTH, f + CHUNK); i++) {
                    float difference = keys[entry * WIDTH + i] - query[i];
                    part += difference * difference;
                }
                distance += part;
            }
            if (distance < bound && !isFound(entry)) {
                insert(entry, distance);
            }
        }

        private boolean isFound(int entry) {
            for (int other : found) {
                if (other == entry) {
                    return true;
                }
            }
            return false;
        }

        private void insert(int entry, float distance) {
            int place = neighbours - 1;
            while (place > 0 && distances[place - 1] > distance) {
                distances[place] = distances[place - 1];
                found[place] = found[place - 1];
                place--;
            }
            distances[place] = distance;
            found[place] = entry;
            count = Math.min(neighbours, count + 1);
        }
    }
}
