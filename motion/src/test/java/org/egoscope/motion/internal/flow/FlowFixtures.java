package org.egoscope.motion.internal.flow;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.egoscope.core.geometry.Quaternion;
import org.egoscope.core.geometry.Vec3;
import org.egoscope.motion.BodySequence;
import org.egoscope.motion.BodySkeleton;
import org.egoscope.motion.HeadTrajectory;
import org.egoscope.motion.MotionClip;
import org.egoscope.torch.FloatTensor;
import org.egoscope.torch.SafetensorsWriter;
import org.egoscope.torch.Tensor.Precision;
import org.egoscope.torch.TorchDevice;

/** Motions and small networks with random weights to try the learned motion on. */
public final class FlowFixtures {
    public static final double RATE = 30;
    static final int HEAD = 15;

    /** Reach of 5 frames per layer, so that tests see its end soon. */
    public static final FlowShape SMALL = new FlowShape(2, 32, 2, 48, 5, Conditioning.INVARIANT);

    private FlowFixtures() {}

    /**
     * Somebody who walks a curve while all joints swing smoothly, each in its own way; contacts 0 or 1 at random. Nothing about it is
     * symmetric.
     */
    public static BodySequence moving(BodySkeleton skeleton, int frames, long seed) {
        Random random = new Random(seed);
        float[] root = new float[frames * 3];
        float[] local = new float[frames * BodySkeleton.JOINTS * 4];
        Wave[] path = waves(3, 0.4, random);
        Wave heading = new Wave(2.5, 0.15, random.nextDouble() * 6);
        for (int t = 0; t < frames; t++) {
            double seconds = t / RATE;
            root[t * 3] = (float) (0.5 * seconds + path[0].at(seconds));
            root[t * 3 + 1] = (float) path[1].at(seconds);
            root[t * 3 + 2] = (float) (skeleton.pelvisHeightMeters() + 0.2 * path[2].at(seconds));
        }
        for (int j = 0; j < BodySkeleton.JOINTS; j++) {
            Wave[] turn = waves(3, 0.35, random);
            for (int t = 0; t < frames; t++) {
                double seconds = t / RATE;
                Quaternion q = Quaternion.fromRotationVector(new Vec3(turn[0].at(seconds), turn[1].at(seconds), turn[2].at(seconds)));
                Quaternion whole = j > 0 ? q : Quaternion.fromAxisAngle(new Vec3(0, 0, 1), heading.at(seconds)).times(q);
                put(whole, local, t * BodySkeleton.JOINTS + j);
            }
        }
        float[] contacts = new float[frames * BodySequence.CONTACTS];
        for (int i = 0; i < contacts.length; i++) {
            contacts[i] = random.nextInt(2);
        }
        return BodySequence.ofLocalRotations(skeleton, RATE, root, local).withContacts(contacts);
    }

    /** A sine. */
    private record Wave(double amplitude, double hertz, double phase) {
        double at(double seconds) {
            return amplitude * Math.sin(2 * Math.PI * hertz * seconds + phase);
        }
    }

    private static Wave[] waves(int count, double amplitude, Random random) {
        Wave[] waves = new Wave[count];
        for (int i = 0; i < count; i++) {
            waves[i] = new Wave(amplitude * (0.5 + random.nextDouble()), 0.2 + 0.8 * random.nextDouble(), 6.3 * random.nextDouble());
        }
        return waves;
    }

    public static BodySequence moving(int frames, long seed) {
        return moving(BodySkeleton.ofStature(1.55 + 0.05 * (seed % 7)), frames, seed);
    }

    /** Training clips of two sources and two performers. */
    public static List<MotionClip> clips(int frames) {
        return List.of(
                new MotionClip("a1", "a", "p", "", moving(frames, 11)), new MotionClip("a2", "a", "q", "", moving(frames, 12)),
                new MotionClip("b1", "b", "q", "", moving(frames, 13)));
    }

    /** The same motion elsewhere: first turned about the vertical through the origin, then shifted. */
    public static BodySequence moved(BodySequence body, double yawRadians, Vec3 shift) {
        Quaternion yaw = Quaternion.fromAxisAngle(new Vec3(0, 0, 1), yawRadians);
        float[] rotations = new float[body.rotationsInWorld().length];
        float[] joints = new float[body.jointsInWorld().length];
        for (int t = 0; t < body.frames(); t++) {
            for (int j = 0; j < BodySkeleton.JOINTS; j++) {
                put(yaw.times(body.rotationInWorld(t, j)), rotations, t * BodySkeleton.JOINTS + j);
                put(yaw.rotate(body.jointInWorld(t, j)).plus(shift), joints, t * BodySkeleton.JOINTS + j);
            }
        }
        return new BodySequence(body.skeleton(), body.framesPerSecond(), rotations, joints, body.contacts());
    }

    /** Positions rounded to 2^-15 m, which a float holds exactly up to 256 m from the origin. */
    static BodySequence gridded(BodySequence body) {
        float[] joints = body.jointsInWorld().clone();
        for (int i = 0; i < joints.length; i++) {
            joints[i] = Math.round(joints[i] * 32768) / 32768f;
        }
        return new BodySequence(body.skeleton(), body.framesPerSecond(), body.rotationsInWorld(), joints, body.contacts());
    }

    static Quaternion randomRotation(Random random) {
        return new Quaternion(random.nextGaussian(), random.nextGaussian(), random.nextGaussian(), random.nextGaussian()).normalized();
    }

    static void put(Quaternion q, float[] values, int index) {
        values[index * 4] = (float) q.w();
        values[index * 4 + 1] = (float) q.x();
        values[index * 4 + 2] = (float) q.y();
        values[index * 4 + 3] = (float) q.z();
    }

    static void put(Vec3 p, float[] values, int index) {
        values[index * 3] = (float) p.x();
        values[index * 3 + 1] = (float) p.y();
        values[index * 3 + 2] = (float) p.z();
    }

    /** Means and deviations that are neither 0 nor 1. */
    static Normalization normalization(long seed) {
        Random random = new Random(seed);
        SortedMap<String, FloatTensor> tensors = new TreeMap<>();
        for (String kind : List.of("state", "feature")) {
            int count = kind.equals("state") ? BodyState.CHANNELS : HeadFeatures.POSE_CHANNELS;
            float[] mean = gaussian(count, 0.3, random);
            float[] deviation = new float[count];
            for (int i = 0; i < count; i++) {
                deviation[i] = 0.3f + 0.7f * random.nextFloat();
            }
            int measured = kind.equals("state") ? BodyState.ROTATIONS * 6 : HeadFeatures.HEAD_CHANNELS - 1;
            Arrays.fill(mean, measured, count, 0);
            Arrays.fill(deviation, measured, count, 1);
            tensors.put("normal." + kind + ".mean", FloatTensor.of(mean, count));
            tensors.put("normal." + kind + ".deviation", FloatTensor.of(deviation, count));
        }
        return Normalization.takeFrom(tensors, Conditioning.INVARIANT);
    }

    static float[] gaussian(int count, double deviation, Random random) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) (deviation * random.nextGaussian());
        }
        return values;
    }

    /** A network none of whose weights is zero, so that everything that could matter does. */
    static FlowNetwork network(FlowShape shape, long seed) {
        FlowNetwork network = new FlowNetwork(shape, TorchDevice.CPU, Precision.FLOAT32, seed);
        network.parameters().assign(randomWeights(network, seed));
        return network;
    }

    private static SortedMap<String, FloatTensor> randomWeights(FlowNetwork network, long seed) {
        SortedMap<String, FloatTensor> weights = network.weights();
        weights.replaceAll((name, tensor) -> {
            long[] sides = tensor.shape();
            double deviation = sides.length > 1 ? 0.8 / Math.sqrt(sides[1]) : 0.1;
            return FloatTensor.of(gaussian(tensor.count(), deviation, new Random(seed * 31 + name.hashCode())), sides);
        });
        return weights;
    }

    /** A file as training makes it, of {@link #SMALL} shape. */
    public static void writeRandomWeights(Path file, long seed, boolean half) {
        try (FlowNetwork network = network(SMALL, seed)) {
            SortedMap<String, FloatTensor> tensors = new TreeMap<>(network.weights());
            tensors.putAll(normalization(seed).toTensors());
            SafetensorsWriter.write(file, tensors, half, SMALL.toMetadata());
        }
    }

    /** A plan for a tiny network, every step of which takes some milliseconds. */
    public static TrainingPlan plan(long steps, double learningRate) {
        return new TrainingPlan(
                new FlowShape(1, 16, 2, 24, 4, Conditioning.INVARIANT), FlowPath.FLOW, steps, 4, 20, learningRate, TorchDevice.CPU,
                Precision.FLOAT32, 5);
    }

    static HeadTrajectory withoutFloor(HeadTrajectory head) {
        int frames = head.frames();
        float[] rotations = new float[frames * 4];
        float[] positions = new float[frames * 3];
        for (int t = 0; t < frames; t++) {
            put(head.headRotation(t), rotations, t);
            put(head.headInWorld(t), positions, t);
        }
        return new HeadTrajectory(
                head.skeleton(), new HeadTrajectory.Setting(head.framesPerSecond(), false, 0), rotations, positions,
                HeadTrajectory.Wrists.none(frames));
    }

    static double largestDifference(float[] a, float[] b) {
        if (a.length != b.length) {
            throw new IllegalArgumentException("expected equal lengths, got " + a.length + " and " + b.length);
        }
        double largest = 0;
        for (int i = 0; i < a.length; i++) {
            double difference = Math.abs(a[i] - b[i]);
            largest = Double.isNaN(difference) ? Double.POSITIVE_INFINITY : Math.max(largest, difference);
        }
        return largest;
    }
}
