package org.egoscope.motion;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.egoscope.core.PipelineException;
import org.egoscope.core.geometry.Quaternion;
import org.egoscope.core.geometry.Vec3;
import org.egoscope.core.motion.SmplJoint;

/**
 * What a generated motion has to keep to: places and orientations of joints over spans of frames, and whole poses. Weights: 1 to be met,
 * less to be leaned towards. The head is the trajectory's own and cannot be constrained here.
 *
 * <pre>{@code
 * MotionConstraints drawn = MotionConstraints.builder()
 *         .places(SmplJoint.RIGHT_WRIST, 60, path, MotionConstraints.Space.HEAD, 1)
 *         .poses(keyPose, 120, 1)
 *         .build();
 * BodySequence body = network.sample(head, MotionSampling.sample(8, 1), drawn);
 * }</pre>
 */
public final class MotionConstraints {
    /** What places are told in. */
    public enum Space {
        /** Metres in the trajectory's world, z up. */
        WORLD,
        /** Metres from the head joint in the same frame, along its heading: x forward, y left, z up. */
        HEAD
    }

    private static final MotionConstraints NONE = builder().build();

    private final List<Places> places;
    private final List<Turns> turns;
    private final List<Poses> poses;

    /** @param places one for each frame from {@code fromFrame} on */
    record Places(SmplJoint joint, int fromFrame, List<Vec3> places, Space space, double weight) {}

    /** @param worldFromJoint one for each frame from {@code fromFrame} on */
    record Turns(SmplJoint joint, int fromFrame, List<Quaternion> worldFromJoint, double weight) {}

    /** @param joints which of the 22 */
    record Poses(BodySequence poses, int fromFrame, boolean[] joints, double weight) {}

    private MotionConstraints(Builder builder) {
        places = List.copyOf(builder.places);
        turns = List.copyOf(builder.turns);
        poses = List.copyOf(builder.poses);
    }

    /** Nothing. */
    public static MotionConstraints none() {
        return NONE;
    }

    public static Builder builder() {
        return new Builder();
    }

    /** Motion in between: the first and the last of {@code frames} are given as whole poses. */
    public static MotionConstraints inBetween(BodySequence first, BodySequence last, int frames) {
        return builder().poses(first, 0, 1).poses(last, frames - last.frames(), 1).build();
    }

    List<Places> places() {
        return places;
    }

    List<Turns> turns() {
        return turns;
    }

    List<Poses> poses() {
        return poses;
    }

    public boolean isEmpty() {
        return places.isEmpty() && turns.isEmpty() && poses.isEmpty();
    }

    /**
     * Collects constraints; of two of one kind for the same joint in the same frame the later one holds, and orientations of a joint hold
     * before those of poses.
     */
    public static final class Builder {
        private final List<Places> places = new ArrayList<>();
        private final List<Turns> turns = new ArrayList<>();
        private final List<Poses> poses = new ArrayList<>();

        private Builder() {}

        /**
         * A joint's path.
         *
         * @param joint of the body's first 22, not the head
         * @param fromFrame of the motion, where the path begins
         * @param path a place for each frame
         */
        public Builder places(SmplJoint joint, int fromFrame, List<Vec3> path, Space space, double weight) {
            check(joint, fromFrame, path.size(), weight);
            if (!path.stream().allMatch(Vec3::isFinite)) {
                throw PipelineException.badInput("path of " + joint + ": expected finite places, got " + path);
            }
            places.add(new Places(joint, fromFrame, List.copyOf(path), space, weight));
            return this;
        }

        /** A joint's place, held over some frames. */
        public Builder place(SmplJoint joint, int fromFrame, int frames, Vec3 place, Space space, double weight) {
            Vec3[] path = new Vec3[Math.max(0, frames)];
            Arrays.fill(path, place);
            return places(joint, fromFrame, List.of(path), space, weight);
        }

        /**
         * How a joint is turned.
         *
         * @param worldFromJoint axes of the joint in the world for each frame; they are those of the body in the rest pose
         */
        public Builder turns(SmplJoint joint, int fromFrame, List<Quaternion> worldFromJoint, double weight) {
            check(joint, fromFrame, worldFromJoint.size(), weight);
            turns.add(new Turns(joint, fromFrame, worldFromJoint.stream().map(Quaternion::normalized).toList(), weight));
            return this;
        }

        /**
         * Poses of a body, however large and wherever it is: its joints' orientations relative to the heading of its head are taken over.
         *
         * @param body one or more frames
         * @param fromFrame of the motion, where the poses begin
         * @param joints all but the head if none are named
         */
        public Builder poses(BodySequence body, int fromFrame, double weight, SmplJoint... joints) {
            boolean[] chosen = new boolean[BodySkeleton.JOINTS];
            Arrays.fill(chosen, joints.length == 0);
            for (SmplJoint joint : joints) {
                check(joint, fromFrame, body.frames(), weight);
                chosen[joint.ordinal()] = true;
            }
            chosen[SmplJoint.HEAD.ordinal()] = false;
            check(SmplJoint.PELVIS, fromFrame, body.frames(), weight);
            poses.add(new Poses(body, fromFrame, chosen, weight));
            return this;
        }

        private static void check(SmplJoint joint, int fromFrame, int frames, double weight) {
            if (joint == SmplJoint.HEAD || joint.ordinal() >= BodySkeleton.JOINTS) {
                throw PipelineException.badInput("constraint: expected one of the body's first 22 joints other than the head, which the"
                        + " trajectory gives, got " + joint);
            }
            if (fromFrame < 0 || frames < 1 || !(weight > 0 && weight <= 1)) {
                throw PipelineException.badInput("constraint of " + joint + ": expected frame 0 or later, at least one frame and a weight"
                        + " above 0 and at most 1, got frame " + fromFrame + ", " + frames + " frames, weight " + weight);
            }
        }

        public MotionConstraints build() {
            return new MotionConstraints(this);
        }
    }
}
