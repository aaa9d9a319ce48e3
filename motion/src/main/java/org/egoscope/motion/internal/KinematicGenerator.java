package org.egoscope.motion.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.egoscope.core.StateBytes;
import org.egoscope.core.geometry.Quaternion;
import org.egoscope.core.geometry.RigidTransform;
import org.egoscope.core.geometry.Vec3;
import org.egoscope.core.motion.BodyPose;
import org.egoscope.core.motion.Skeleton;

/**
 * A body by rules: hung from the measured head, torso upright or bent, feet planted and stepping, wrists at the seen hands. Says of the
 * legs only what head and floor imply.
 */
public final class KinematicGenerator implements MotionGenerator {
    private static final int FORMAT = 2;
    private static final double VELOCITY_SECONDS = 0.12;

    /** Faster is a jump of the tracking, not a step (sprint: 10 m/s; indoors half of it is plenty). */
    private static final double MOST_SPEED = 5;

    private final double assumedStatureMeters;
    private final boolean estimateStature;
    private Stature stature;
    private final Torso torso = new Torso();
    private final Legs legs = new Legs();
    private final Arm leftArm = new Arm(Side.LEFT);
    private final Arm rightArm = new Arm(Side.RIGHT);
    private boolean tracking;
    private double lastSeconds;
    private Vec3 lastHead = Vec3.ZERO;
    private Vec3 velocity = Vec3.ZERO;

    public KinematicGenerator(double assumedStatureMeters, boolean estimateStature) {
        this.assumedStatureMeters = assumedStatureMeters;
        this.estimateStature = estimateStature;
        this.stature = new Stature(assumedStatureMeters, estimateStature);
    }

    @Override
    public String method() {
        return "kinematic";
    }

    @Override
    public double lookAheadSeconds() {
        return 0.2;
    }

    @Override
    public void begin() {
        tracking = false;
        velocity = Vec3.ZERO;
        torso.begin();
        legs.begin();
        leftArm.begin();
        rightArm.begin();
    }

    @Override
    public List<BodyPose> generate(List<MotionCondition> window, int decide) {
        List<BodyPose> poses = new ArrayList<>(decide);
        for (int i = 0; i < decide; i++) {
            poses.add(next(window.subList(i, window.size())));
        }
        return poses;
    }

    /** Decides the first frame of the rest of a window. */
    private BodyPose next(List<MotionCondition> rest) {
        MotionCondition now = rest.get(0);
        double seconds = tracking ? Math.max(0, now.seconds() - lastSeconds) : 0;
        stature.observe(now, tracking ? seconds : 0.01);
        Skeleton skeleton = stature.skeleton();
        RigidTransform worldFromHead = headOf(now, skeleton);
        follow(rest, skeleton, worldFromHead.translation(), seconds);
        Torso.Frame frame = new Torso.Frame(seconds, velocity, stature.floor());
        Pose pose = new Pose();
        torso.solve(skeleton, pose, worldFromHead, frame);
        legs.solve(skeleton, pose, torso.yaw(), frame);
        leftArm.solve(skeleton, pose, handSoon(rest, Side.LEFT), torso.yaw(), frame);
        rightArm.solve(skeleton, pose, handSoon(rest, Side.RIGHT), torso.yaw(), frame);
        BodyPose.Body body = new BodyPose.Body(
                Skeleton.MODEL,
                method() + stature.suffix(),
                (float) skeleton.statureMeters());
        return pose.toBodyPose(body, contacts(), (float) now.quality());
    }

    private static RigidTransform headOf(MotionCondition condition, Skeleton skeleton) {
        RigidTransform eyesFromHead =
                new RigidTransform(Quaternion.IDENTITY, skeleton.eyesInHead().times(-1));
        return condition.worldFromEyes().times(eyesFromHead);
    }

    /** Velocity of the head over the floor, across as much of the future as there is. */
    private void follow(List<MotionCondition> rest, Skeleton skeleton, Vec3 head, double seconds) {
        MotionCondition ahead = rest.get(rest.size() - 1);
        double span = ahead.seconds() - (tracking ? lastSeconds : rest.get(0).seconds());
        if (span > 1e-6) {
            Vec3 moved = headOf(ahead, skeleton).translation().minus(tracking ? lastHead : head);
            Vec3 raw = new Vec3(moved.x() / span, moved.y() / span, 0);
            Vec3 limited = raw.norm() > MOST_SPEED ? raw.times(MOST_SPEED / raw.norm()) : raw;
            velocity = tracking ? velocity.lerp(limited, 1 - Math.exp(-seconds / VELOCITY_SECONDS)) : limited;
        }
        tracking = true;
        lastSeconds = rest.get(0).seconds();
        lastHead = head;
    }

    /** The hand now, or the first time it will be seen within the window: so the arm is on its way when it comes into view. */
    private static Optional<HandCondition> handSoon(List<MotionCondition> rest, Side side) {
        for (MotionCondition condition : rest) {
            Optional<HandCondition> hand = condition.hand(side);
            if (hand.isPresent()) {
                return hand;
            }
        }
        return Optional.empty();
    }

    private float[] contacts() {
        return new float[] {(float) legs.contact(Side.LEFT), (float) legs.contact(Side.RIGHT), Float.NaN, Float.NaN};
    }

    @Override
    public byte[] snapshot() {
        return StateBytes.of(out -> {
            out.writeInt(FORMAT);
            out.writeBoolean(tracking);
            out.writeDouble(lastSeconds);
            for (Vec3 vector : List.of(lastHead, velocity)) {
                out.writeDouble(vector.x());
                out.writeDouble(vector.y());
                out.writeDouble(vector.z());
            }
            stature.write(out);
            torso.write(out);
            legs.write(out);
            leftArm.write(out);
            rightArm.write(out);
        });
    }

    @Override
    public void restore(byte[] state) {
        stature = new Stature(assumedStatureMeters, estimateStature);
        begin();
        if (state.length == 0) {
            return;
        }
        StateBytes.read("kinematic state", state, in -> {
            StateBytes.requireVersion("kinematic state", FORMAT, in.readInt());
            tracking = in.readBoolean();
            lastSeconds = in.readDouble();
            lastHead = new Vec3(in.readDouble(), in.readDouble(), in.readDouble());
            velocity = new Vec3(in.readDouble(), in.readDouble(), in.readDouble());
            stature.read(in);
            torso.read(in);
            legs.read(in);
            leftArm.read(in);
            rightArm.read(in);
        });
    }
}
