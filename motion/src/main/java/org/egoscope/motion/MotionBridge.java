package org.egoscope.motion;

import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.egoscope.core.PipelineException;
import org.egoscope.core.geometry.Quaternion;
import org.egoscope.core.geometry.Vec3;
import org.egoscope.core.motion.SmplJoint;
import org.egoscope.motion.internal.flow.BodyState;
import org.egoscope.motion.internal.process.ProcessRegression;

/**
 * What lies between two motions, as it is expected: every joint's own turn relative to its parent, and the pelvis, by
 * {@link ProcessRegression} over the last second before and the first after. Turns are rotation vectors beside the shortest way from the
 * one border to the other. No network.
 */
final class MotionBridge {
    /** What is looked at, before the last known moment and after the next one: dense near the gap, far enough for a stride. */
    private static final double[] LOOKED_AT_SECONDS = {
        0, 1 / 30.0, 2 / 30.0, 4 / 30.0, 7 / 30.0, 11 / 30.0, 16 / 30.0, 22 / 30.0, 29 / 30.0, 38 / 30.0, 48 / 30.0, 58 / 30.0
    };

    /** As much of the past as a forecast has; beside a gap there are two such pasts. */
    static final double LONGEST_SECONDS = 2;

    private static final double BESIDE_GAP_SECONDS = 1;

    /** From here on which way round somebody has turned is told by how they turn before and after. */
    private static final double DOUBTFUL_RADIANS = 2;

    /** So long a turn goes on as at a border, at most. */
    private static final double TURN_LASTS_SECONDS = 0.5;

    private static final int J = BodySkeleton.JOINTS;
    private static final int HEAD = SmplJoint.HEAD.ordinal();

    private final BodySequence first;
    private final BodySequence last;
    private final int missing;
    private final int end;
    private final int[] before;
    private final int[] after;
    private final ProcessRegression regression;

    private MotionBridge(BodySequence first, BodySequence last, int missing) {
        this.first = first;
        this.last = last;
        this.missing = missing;
        this.end = first.frames() - 1;
        this.before = lookedAt(first, BESIDE_GAP_SECONDS);
        this.after = lookedAt(last, BESIDE_GAP_SECONDS);
        double[] known = new double[before.length + after.length];
        boolean[] met = new boolean[known.length];
        double[] asked = new double[missing];
        double rate = first.framesPerSecond();
        for (int i = 0; i < before.length; i++) {
            known[i] = -before[i] / rate;
        }
        for (int i = 0; i < after.length; i++) {
            known[before.length + i] = (missing + 1 + after[i]) / rate;
        }
        for (int t = 0; t < missing; t++) {
            asked[t] = (t + 1) / rate;
        }
        met[0] = true;
        met[before.length] = true;
        regression = new ProcessRegression(known, met, asked);
    }

    /** Frames from the border that are looked at, at most so far from it. */
    static int[] lookedAt(BodySequence body, double mostSeconds) {
        SortedSet<Integer> frames = new TreeSet<>(Set.of(1));
        for (double seconds : LOOKED_AT_SECONDS) {
            int back = (int) Math.round(seconds * body.framesPerSecond());
            if (back < body.frames() && seconds <= mostSeconds) {
                frames.add(back);
            }
        }
        return frames.stream().mapToInt(Integer::intValue).toArray();
    }

    /**
     * Before feet are made to stand ({@link BridgedFeet}); contacts of the frames between are not known (NaN).
     *
     * @param first at least 2 frames, in the same world as the last and at the same rate
     * @param missing frames between
     * @return first, missing and last frames
     */
    static BodySequence between(BodySequence first, BodySequence last, int missing) {
        if (first.frames() < 2 || last.frames() < 2 || missing < 0 || first.framesPerSecond() != last.framesPerSecond()) {
            throw PipelineException.badInput("motion between: expected 2 frames or more on both sides at one rate and 0 or more between, got "
                    + first.frames() + " and " + last.frames() + " at " + first.framesPerSecond() + " and " + last.framesPerSecond()
                    + " 1/s, " + missing);
        }
        return first.followedBy(new MotionBridge(first, last, missing).bridge()).followedBy(last);
    }

    /**
     * From a bridged motion over to another one under the same head and back, in frames {@code [from, from + missing)}: {@code 1 / e} of the
     * first is left after so long from the nearer border.
     */
    static BodySequence ledOver(BodySequence bridged, BodySequence other, int from, int missing, double decaySeconds) {
        float[] rotations = bridged.rotationsInWorld().clone();
        for (int t = from; t < from + missing; t++) {
            int away = Math.min(t - from + 1, from + missing - t);
            double share = 1 - Math.exp(-away / bridged.framesPerSecond() / decaySeconds);
            for (int joint = 0; joint < J; joint++) {
                Quaternion q = bridged.rotationInWorld(t, joint).slerp(other.rotationInWorld(t, joint), share);
                put(joint == HEAD ? bridged.rotationInWorld(t, HEAD) : q.normalized(), rotations, t * J + joint);
            }
        }
        BodySequence hung = BodyState.hung(HeadTrajectory.of(bridged, 0), rotations, bridged.contacts());
        float[] joints = bridged.jointsInWorld().clone();
        System.arraycopy(hung.jointsInWorld(), from * J * 3, joints, from * J * 3, missing * J * 3);
        return new BodySequence(bridged.skeleton(), bridged.framesPerSecond(), rotations, joints, bridged.contacts());
    }

    private BodySequence bridge() {
        float[] root = new float[missing * 3];
        float[] local = new float[missing * J * 4];
        Vec3 from = first.jointInWorld(end, 0);
        double[] way = regression.predict(places());
        for (int t = 0; t < missing; t++) {
            put(from.plus(at(way, t)), root, t);
        }
        for (int joint = 0; joint < J; joint++) {
            Quaternion start = first.localRotation(end, joint);
            Vec3 turn = turn(joint);
            double[] turns = regression.predict(turns(joint, turn));
            for (int t = 0; t < missing; t++) {
                Vec3 evenly = turn.times((t + 1.0) / (missing + 1));
                Quaternion turned = start.times(Quaternion.fromRotationVector(evenly))
                        .times(Quaternion.fromRotationVector(at(turns, t).minus(evenly)));
                put(turned.normalized(), local, t * J + joint);
            }
        }
        return BodySequence.ofLocalRotations(first.skeleton(), first.framesPerSecond(), root, local);
    }

    /** Pelvis from its last known place. */
    private double[] places() {
        double[] values = new double[(before.length + after.length) * 3];
        Vec3 from = first.jointInWorld(end, 0);
        for (int i = 0; i < before.length; i++) {
            put(first.jointInWorld(end - before[i], 0).minus(from), values, i);
        }
        for (int i = 0; i < after.length; i++) {
            put(last.jointInWorld(after[i], 0).minus(from), values, before.length + i);
        }
        return values;
    }

    /** From the last known orientation to the next one, the shorter way unless the body turns the other way round. */
    private Vec3 turn(int joint) {
        Vec3 shortest = between(first.localRotation(end, joint), last.localRotation(0, joint));
        double angle = shortest.norm();
        if (joint != 0 || angle < DOUBTFUL_RADIANS) {
            return shortest;
        }
        Vec3 other = shortest.times((angle - 2 * Math.PI) / angle);
        double lasts = Math.min(TURN_LASTS_SECONDS, (missing + 1) / (2 * first.framesPerSecond()));
        Vec3 goesOn = speed(first, end - before[1], end).plus(speed(last, 0, after[1])).times(lasts);
        return other.minus(goesOn).norm() < shortest.minus(goesOn).norm() ? other : shortest;
    }

    private static Vec3 speed(BodySequence body, int from, int to) {
        return between(body.localRotation(from, 0), body.localRotation(to, 0)).times(body.framesPerSecond() / (to - from));
    }

    private double[] turns(int joint, Vec3 turn) {
        double[] values = new double[(before.length + after.length) * 3];
        Quaternion start = first.localRotation(end, joint);
        Quaternion next = last.localRotation(0, joint);
        for (int i = 0; i < before.length; i++) {
            put(between(start, first.localRotation(end - before[i], joint)), values, i);
        }
        for (int i = 0; i < after.length; i++) {
            put(turn.plus(between(next, last.localRotation(after[i], joint))), values, before.length + i);
        }
        return values;
    }

    /** The turn, in the axes of the first, that leads to the second. */
    private static Vec3 between(Quaternion a, Quaternion b) {
        return a.conjugate().times(b).normalized().toRotationVector();
    }

    private static Vec3 at(double[] values, int index) {
        return new Vec3(values[index * 3], values[index * 3 + 1], values[index * 3 + 2]);
    }

    private static void put(Vec3 v, double[] values, int index) {
        values[index * 3] = v.x();
        values[index * 3 + 1] = v.y();
        values[index * 3 + 2] = v.z();
    }

    private static void put(Vec3 v, float[] values, int index) {
        values[index * 3] = (float) v.x();
        values[index * 3 + 1] = (float) v.y();
        values[index * 3 + 2] = (float) v.z();
    }

    private static void put(Quaternion q, float[] values, int index) {
        values[index * 4] = (float) q.w();
        values[index * 4 + 1] = (float) q.x();
        values[index * 4 + 2] = (float) q.y();
        values[index * 4 + 3] = (float) q.z();
    }
}
