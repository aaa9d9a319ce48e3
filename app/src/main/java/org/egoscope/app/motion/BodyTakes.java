package org.egoscope.app.motion;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.IntPredicate;
import org.egoscope.core.geometry.Quaternion;
import org.egoscope.core.geometry.Vec3;
import org.egoscope.core.motion.BodyPose;
import org.egoscope.core.motion.Skeleton;
import org.egoscope.core.motion.SmplJoint;
import org.egoscope.motion.BodySequence;
import org.egoscope.motion.BodySkeleton;
import org.egoscope.motion.HeadTrajectory;
import org.egoscope.motion.LearnedMotion;
import org.egoscope.motion.MotionConfig;
import org.egoscope.motion.MotionSampling;
import org.jspecify.annotations.Nullable;

/** Bodies per frame, made into runs without a hole that stand on a floor at z = 0. */
final class BodyTakes {
    /** What the motion stage appends to the name of a method whose floor it had to estimate. */
    static final String FLOOR_ESTIMATED = "-floor-estimated";

    private static final SmplJoint[] BALLS = {SmplJoint.LEFT_FOOT, SmplJoint.RIGHT_FOOT};

    /** Shorter runs are not motion. */
    private static final int LEAST_FRAMES = 2;

    private BodyTakes() {}

    private record Run(int start, int end) {}

    /** Of the motion stage's poses. */
    static List<BodyTake> of(HeadFrames frames, @Nullable BodyPose[] poses) {
        List<BodyTake> takes = new ArrayList<>();
        for (Run run : runs(poses.length, i -> poses[i] != null)) {
            List<BodyPose> bodies = new ArrayList<>();
            for (int i = run.start(); i < run.end(); i++) {
                bodies.add(Objects.requireNonNull(poses[i], "runs have poses only"));
            }
            BodyPose.Body body = bodies.get(bodies.size() - 1).body();
            double floor = body.method().endsWith(FLOOR_ESTIMATED) ? standingFloor(bodies) : 0;
            takes.add(new BodyTake(
                    run.start(), sequence(bodies, floor), floorInFile(frames, run, floor), body.method(), likelihood(bodies)));
        }
        return takes;
    }

    /** Whole runs at once by the network alone: it sees all of the future, and nothing corrects feet and wrists behind it. */
    static List<BodyTake> offline(HeadFrames frames, LearnedMotion network, MotionConfig config, boolean floorKnown) {
        return made(frames, config, floorKnown, "flow-offline", (run, head) -> network.predict(head, MotionSampling.mean(config.steps())));
    }

    /** Whole runs at once, sampled so that they keep to constraints. */
    static List<BodyTake> constrained(HeadFrames frames, LearnedMotion network, MotionRequest request, boolean floorKnown) {
        MotionRequest.Control control = request.control();
        return made(frames, request.config(), floorKnown, "flow-constrained", (run, head) -> network.sample(
                head, MotionSampling.sample(control.steps(), control.seed()),
                ConstraintsFile.read(control.constraints().orElseThrow(), frames.frames().get(run.start()).seconds(), head.frames())));
    }

    private static List<BodyTake> made(
            HeadFrames frames, MotionConfig config, boolean floorKnown, String name, BiFunction<Run, HeadTrajectory, BodySequence> network) {
        List<BodyTake> takes = new ArrayList<>();
        for (Run run : runs(frames.frames().size(), i -> !frames.frames().get(i).isLost())) {
            double[] eyes = levelEyes(frames, run, config.statureMeters());
            double stature = floorKnown && config.estimateStature() ? StandingFloor.stature(eyes) : config.statureMeters();
            double floor = floorKnown ? 0 : StandingFloor.below(eyes, stature);
            HeadTrajectory head = trajectory(frames.frames().subList(run.start(), run.end()), BodySkeleton.ofStature(stature), floor);
            BodySequence motion = network.apply(run, head);
            String method = name + (floorKnown ? "" : FLOOR_ESTIMATED);
            takes.add(new BodyTake(run.start(), motion, floorInFile(frames, run, floor), method));
        }
        return takes;
    }

    private static float[] likelihood(List<BodyPose> bodies) {
        float[] nats = new float[Float.isNaN(bodies.get(0).logLikelihood()) ? 0 : bodies.size()];
        for (int t = 0; t < nats.length; t++) {
            nats[t] = bodies.get(t).logLikelihood();
        }
        return nats;
    }

    private static double floorInFile(HeadFrames frames, Run run, double floor) {
        return floor - frames.frames().get(run.start()).raisedMeters();
    }

    private static List<Run> runs(int frames, IntPredicate present) {
        List<Run> runs = new ArrayList<>();
        int start = -1;
        for (int i = 0; i <= frames; i++) {
            boolean here = i < frames && present.test(i);
            if (here && start < 0) {
                start = i;
            } else if (!here && start >= 0) {
                if (i - start >= LEAST_FRAMES) {
                    runs.add(new Run(start, i));
                }
                start = -1;
            }
        }
        return runs;
    }

    private static double[] levelEyes(HeadFrames frames, Run run, double stature) {
        String world = frames.frames().get(run.start()).world();
        return frames.frames().stream().filter(frame -> !frame.isLost() && frame.world().equals(world))
                .mapToDouble(frame -> StandingFloor.levelEyes(frame, stature)).toArray();
    }

    /** Where the stage found the floor: under the lower foot, in the middle over the run. */
    private static double standingFloor(List<BodyPose> bodies) {
        double[] soles = bodies.stream()
                .mapToDouble(body -> Math.min(body.inWorld(BALLS[0]).z(), body.inWorld(BALLS[1]).z())
                        - new Skeleton(body.body().statureMeters()).ballHeightMeters())
                .sorted().toArray();
        return soles[soles.length / 2];
    }

    /** Height in these frames of the floor of each world whose floor the stage had to estimate: that of the world's longest run. */
    static Map<String, Double> floors(List<BodyTake> takes, HeadFrames frames) {
        Map<String, Double> floors = new TreeMap<>();
        takes.stream().filter(take -> take.method().endsWith(FLOOR_ESTIMATED)).sorted(Comparator.comparingInt(take -> take.motion().frames()))
                .forEach(take -> {
                    HeadFrames.Frame first = frames.frames().get(take.firstFrame());
                    floors.put(first.world(), take.floorInFile() + first.raisedMeters());
                });
        return floors;
    }

    /** With the floors of these worlds told as estimated, although the stage was told that they are known. */
    static List<BodyTake> onFoundFloors(List<BodyTake> takes, HeadFrames frames, Set<String> worlds) {
        return takes.stream()
                .map(take -> worlds.contains(frames.frames().get(take.firstFrame()).world())
                        ? new BodyTake(
                                take.firstFrame(), take.motion(), take.floorInFile(), take.method() + FLOOR_ESTIMATED, take.logLikelihood())
                        : take)
                .toList();
    }

    private static BodySequence sequence(List<BodyPose> bodies, double floor) {
        int frames = bodies.size();
        float[] rotations = new float[frames * BodySkeleton.JOINTS * 4];
        float[] joints = new float[frames * BodySkeleton.JOINTS * 3];
        float[] contacts = new float[frames * BodySequence.CONTACTS];
        Quaternion[] inWorld = new Quaternion[BodySkeleton.JOINTS];
        for (int t = 0; t < frames; t++) {
            BodyPose body = bodies.get(t);
            for (int j = 0; j < BodySkeleton.JOINTS; j++) {
                SmplJoint joint = SmplJoint.all().get(j);
                int parent = BodySkeleton.parent(j);
                Quaternion local = body.localRotation(joint);
                inWorld[j] = parent < 0 ? local : inWorld[parent].times(local).normalized();
                put(inWorld[j], rotations, t * BodySkeleton.JOINTS + j);
                put(body.inWorld(joint).minus(new Vec3(0, 0, floor)), joints, t * BodySkeleton.JOINTS + j);
            }
            float[] four = body.toContactArray();
            // The stage says "foot", the larger of toes and ankle; which of the two it was is not told.
            float[] six = {four[0], four[1], Float.NaN, Float.NaN, four[2], four[3]};
            System.arraycopy(six, 0, contacts, t * BodySequence.CONTACTS, six.length);
        }
        BodySkeleton skeleton = BodySkeleton.ofStature(bodies.get(frames - 1).body().statureMeters());
        return new BodySequence(skeleton, HeadFrames.FRAMES_PER_SECOND, rotations, joints, contacts);
    }

    private static HeadTrajectory trajectory(List<HeadFrames.Frame> frames, BodySkeleton skeleton, double floor) {
        float[] rotations = new float[frames.size() * 4];
        float[] positions = new float[frames.size() * 3];
        HeadTrajectory.Wrists wrists = HeadTrajectory.Wrists.none(frames.size());
        boolean hands = false;
        Vec3 down = new Vec3(0, 0, floor);
        for (int t = 0; t < frames.size(); t++) {
            HeadFrames.Frame frame = frames.get(t);
            Quaternion rotation = HeadFrames.headRotation(frame.worldFromEyes().orElseThrow().worldFromEyes());
            put(rotation, rotations, t);
            put(frame.eyes().minus(down).minus(rotation.rotate(skeleton.eyesInHead())), positions, t);
            for (int hand = 0; hand < HeadTrajectory.HANDS; hand++) {
                int at = t * HeadTrajectory.HANDS + hand;
                put(new Quaternion(Double.NaN, Double.NaN, Double.NaN, Double.NaN), wrists.rotations(), at);
                if (frame.wrist(hand).isPresent()) {
                    hands = true;
                    put(frame.wrist(hand).get().wristInWorld().minus(down), wrists.positions(), at);
                    wrists.confidence()[at] = (float) frame.wrist(hand).get().confidence();
                }
            }
        }
        // As the motion stage assumes: a usual camera's field of view where hands were looked for.
        HeadTrajectory.Setting setting =
                new HeadTrajectory.Setting(HeadFrames.FRAMES_PER_SECOND, true, hands ? Math.toRadians(100) : 0);
        return new HeadTrajectory(skeleton, setting, rotations, positions, wrists);
    }

    private static void put(Quaternion q, float[] values, int index) {
        values[index * 4] = (float) q.w();
        values[index * 4 + 1] = (float) q.x();
        values[index * 4 + 2] = (float) q.y();
        values[index * 4 + 3] = (float) q.z();
    }

    private static void put(Vec3 p, float[] values, int index) {
        values[index * 3] = (float) p.x();
        values[index * 3 + 1] = (float) p.y();
        values[index * 3 + 2] = (float) p.z();
    }
}
