package org.egoscope.motion.internal;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.egoscope.core.StateBytes;
import org.egoscope.core.geometry.Quaternion;
import org.egoscope.core.geometry.Vec3;
import org.egoscope.core.motion.BodyPose;
import org.egoscope.core.motion.Skeleton;
import org.egoscope.core.motion.SmplJoint;
import org.egoscope.motion.BodySequence;
import org.egoscope.motion.BodySkeleton;
import org.egoscope.motion.HeadTrajectory;
import org.egoscope.motion.MotionSampling;
import org.egoscope.motion.internal.TickTrack.Tick;
import org.egoscope.motion.internal.flow.BodyState;
import org.egoscope.motion.internal.flow.FlowLikelihood;
import org.egoscope.motion.internal.flow.FlowSampler;
import org.egoscope.motion.internal.flow.LegsAtRest;
import org.egoscope.motion.internal.guidance.BodyGuidance;
import org.egoscope.motion.internal.guidance.GuidanceTargets;
import org.egoscope.motion.internal.guidance.WristTargets;

/**
 * The trained network over a window that moves along: some seconds of the past, the frames to decide, and what is known of the future.
 * What has been decided stays; what follows leads over from the last prediction to the new one, so that a hand that comes into view
 * draws the body along instead of letting it jump (the idea of RPM's anchoring, Barquero et al. 2025). Then feet are kept from sliding
 * and wrists brought to the seen hands.
 */
public final class FlowGenerator implements MotionGenerator {
    private static final int FORMAT = 6;
    private static final double TICKS_PER_SECOND = 30;

    /** Ticks of the past that the network sees (1.6 s). */
    private static final int PAST = 48;

    /** Decided ticks that the guidance joins on to. */
    private static final int JOINED = 4;

    /** Ticks before and after the decided ones among which their likelihood is asked for. */
    private static final int AROUND = 16;

    /** Assumed where hands were seen at all: a usual camera's field of view. */
    private static final double FIELD_OF_VIEW_RADIANS = Math.toRadians(100);

    /** A frame closer than this to a tick (ticks) is that tick. */
    private static final double SAME_TICK = 1e-3;

    private final Setting setting;
    private final BodyGuidance guidance;
    private final TickTrack track = new TickTrack(TICKS_PER_SECOND);
    private final List<Decided> decided = new ArrayList<>();
    /** The ticks after the decided ones, as last predicted. */
    private final List<Carried> carried = new ArrayList<>();

    private Stature stature;
    private Vec3 origin = Vec3.ZERO;
    private long decidedStart;
    private double lastSeconds = Double.NaN;

    /**
     * @param name for {@link BodyPose.Body#method()}
     * @param network shared, has no state
     * @param guidance what corrects the prediction; of this generator alone
     * @param statureMeters assumed until the head's height says more
     * @param estimateStature false to keep it
     */
    public record Setting(
            String name, Network network, BodyGuidance guidance, double statureMeters, boolean estimateStature) {}

    /**
     * What the network is asked.
     *
     * @param sampler for bodies
     * @param sampling without noise
     * @param likelihood of these bodies, if wanted
     */
    public record Network(FlowSampler sampler, MotionSampling sampling, Optional<FlowLikelihood> likelihood) {}

    /**
     * One decided tick.
     *
     * @param rotations {@code [22, 4]} in the world
     * @param joints {@code [22, 3]} in the world
     * @param contacts {@code [6]}
     * @param predicted {@code [22, 4]} in the world, before guidance
     * @param nats per channel, NaN where they are not wanted
     */
    private record Decided(float[] rotations, float[] joints, float[] contacts, float[] predicted, float nats) {}

    /** As {@link Decided}, without a place: that depends on the head. */
    private record Carried(float[] rotations, float[] contacts, float[] predicted) {}

    public FlowGenerator(Setting setting) {
        this.setting = setting;
        this.guidance = setting.guidance();
        this.stature = new Stature(setting.statureMeters(), setting.estimateStature());
    }

    @Override
    public String method() {
        return setting.name();
    }

    @Override
    public double lookAheadSeconds() {
        return 1;
    }

    @Override
    public boolean decidesInBunches() {
        return true;
    }

    @Override
    public void begin() {
        track.begin();
        decided.clear();
        carried.clear();
        lastSeconds = Double.NaN;
    }

    @Override
    public List<BodyPose> generate(List<MotionCondition> window, int decide) {
        window.forEach(condition -> track.extend(tickOf(condition)));
        double before = Double.isNaN(lastSeconds) ? window.get(0).seconds() : lastSeconds;
        List<Skeleton> skeletons = new ArrayList<>(decide);
        for (MotionCondition now : window.subList(0, decide)) {
            double seconds = Double.isNaN(lastSeconds) ? 0.01 : Math.max(0, now.seconds() - lastSeconds);
            stature.observe(now, seconds);
            skeletons.add(stature.skeleton());
            lastSeconds = now.seconds();
        }
        long until = (long) Math.ceil(track.positionOf(window.get(decide - 1).seconds()) - SAME_TICK) + 1;
        track.closeUpTo(until - 1);
        decideTicks(until);
        List<BodyPose> poses = new ArrayList<>(decide);
        for (int i = 0; i < decide; i++) {
            MotionCondition now = window.get(i);
            poses.add(pose(now, skeletons.get(i), stature.lowered(now.seconds() - before)));
            before = now.seconds();
        }
        track.forgetBefore(until - PAST);
        int spare = Math.max(0, decided.size() - PAST);
        decided.subList(0, spare).clear();
        decidedStart += spare;
        return poses;
    }

    private static Tick tickOf(MotionCondition condition) {
        Vec3 left = wrist(condition.leftHand());
        Vec3 right = wrist(condition.rightHand());
        return new Tick(
                condition.seconds(), condition.worldFromEyes(), left, confidence(left, condition.leftHand()), right,
                confidence(right, condition.rightHand()));
    }

    /** Where it was measured or, failing that, where its size puts it on its ray. */
    private static Vec3 wrist(Optional<HandCondition> hand) {
        return hand.map(seen -> seen.hasDepth()
                        ? seen.wristInWorld()
                        : seen.eyeInWorld().plus(seen.rayInWorld().times(seen.apparentMeters())))
                .orElse(new Vec3(Double.NaN, Double.NaN, Double.NaN));
    }

    private static double confidence(Vec3 wrist, Optional<HandCondition> hand) {
        return wrist.isFinite() ? hand.map(HandCondition::confidence).orElse(0.0) : 0;
    }

    /** Index one after the last decided tick. */
    private long decidedEnd() {
        return decidedStart + decided.size();
    }

    private void decideTicks(long until) {
        if (decided.isEmpty()) {
            decidedStart = track.first();
        }
        if (until <= decidedEnd()) {
            return;
        }
        long from = Math.max(track.first(), decidedEnd() - PAST);
        HeadTrajectory head = head(from);
        BodySequence body = predict(head, from);
        int first = (int) (decidedEnd() - from);
        if (stand(body, first, (int) (until - from))) {
            head = head(from);
            body = predict(head, from);
        }
        int joined = (int) Math.min(JOINED, decidedEnd() - Math.max(from, decidedStart));
        int start = first - joined;
        HeadTrajectory since = head.slice(start, head.frames());
        BodySequence fresh = body.slice(start, body.frames());
        BodySequence led = ledOver(guidance.refine(fresh, targets(since, joined)), joined, since, Carried::rotations);
        BodySequence predicted = ledOver(fresh, joined, since, Carried::predicted);
        int decidedFrames = (int) (until - from) - start;
        float[] nats = likelihood(led.slice(joined, led.frames()), head, decidedFrames - joined);
        for (int t = joined; t < decidedFrames; t++) {
            decided.add(decidedTick(led, predicted, t, nats[t - joined]));
        }
        carry(led, predicted, decidedFrames);
    }

    private BodySequence predict(HeadTrajectory head, long from) {
        float[] states = setting.network().sampler().mean(head, setting.network().sampling(), from);
        return LegsAtRest.toSkeleton(BodyState.toBody(states, head), head);
    }

    /**
     * Of the ticks to be decided, among those around them.
     *
     * @param body from the first of them on
     * @param head of the window that ends with the body
     * @return nats per channel, NaN if they are not wanted
     */
    private float[] likelihood(BodySequence body, HeadTrajectory head, int count) {
        float[] nats = new float[count];
        Arrays.fill(nats, Float.NaN);
        setting.network().likelihood().ifPresent(likelihood -> {
            int first = head.frames() - body.frames();
            int past = Math.min(Math.min(first, AROUND), decided.size());
            int end = Math.min(body.frames(), count + AROUND);
            BodySequence around = body.slice(0, end);
            if (past > 0) {
                around = lastDecided(head.skeleton(), past).followedBy(around);
            }
            // The probes follow from the tick's number, so that a restored generator says the same.
            HeadTrajectory there = head.slice(first - past, first + end);
            float[] all = likelihood.of(LegsAtRest.toNetwork(around, there), there, decidedEnd());
            System.arraycopy(all, past, nats, 0, count);
        });
        return nats;
    }

    /** @return whether the floor has moved under the whole window */
    private boolean stand(BodySequence body, int first, int end) {
        StandingFeet.Gap gap = StandingFeet.gap(body, first, end, stature.needsStraightLegs());
        return gap.frames() > 0 && stature.standAt(gap.gapMeters(), gap.frames() / TICKS_PER_SECOND);
    }

    /** From this tick on, relative to the place of the first one. */
    private HeadTrajectory head(long from) {
        Vec3 there = track.get(from).eyes().translation();
        origin = new Vec3(there.x(), there.y(), stature.floor());
        int frames = (int) (track.end() - from);
        Skeleton skeleton = stature.skeleton();
        float[] rotations = new float[frames * 4];
        float[] positions = new float[frames * 3];
        HeadTrajectory.Wrists wrists = HeadTrajectory.Wrists.none(frames);
        boolean hands = false;
        for (int t = 0; t < frames; t++) {
            Tick tick = track.get(from + t);
            Quaternion rotation = tick.eyes().rotation();
            put(rotation, rotations, t);
            put(local(tick.eyes().translation()).minus(rotation.rotate(skeleton.eyesInHead())), positions, t);
            for (int hand = 0; hand < HeadTrajectory.HANDS; hand++) {
                int at = t * HeadTrajectory.HANDS + hand;
                put(new Quaternion(Double.NaN, 0, 0, 0), wrists.rotations(), at);
                if (tick.confidence(hand) > 0) {
                    hands = true;
                    wrists.confidence()[at] = (float) tick.confidence(hand);
                    put(local(tick.wrist(hand)), wrists.positions(), at);
                }
            }
        }
        HeadTrajectory.Setting how = new HeadTrajectory.Setting(TICKS_PER_SECOND, true, hands ? FIELD_OF_VIEW_RADIANS : 0);
        return new HeadTrajectory(BodySkeleton.ofStature(skeleton.statureMeters()), how, rotations, positions, wrists);
    }

    /** Near the wearer, floor at 0: there float32 is precise, however far from the world's origin the wearer is. */
    private Vec3 local(Vec3 inWorld) {
        return inWorld.minus(origin);
    }

    /**
     * From the prediction that the last decided ticks belong to over to the new one, across the ticks that both know.
     *
     * @param joined frames at the start that have been decided
     * @param then which of the last prediction's rotations
     */
    private BodySequence ledOver(BodySequence fresh, int joined, HeadTrajectory head, Function<Carried, float[]> then) {
        if (carried.isEmpty()) {
            return fresh;
        }
        float[] rotations = fresh.rotationsInWorld().clone();
        float[] contacts = fresh.contacts().clone();
        for (int t = 0; t < carried.size() && joined + t < fresh.frames(); t++) {
            double share = easedIn((t + 1.0) / (carried.size() + 1));
            Carried before = carried.get(t);
            for (int j = 0; j < BodySkeleton.JOINTS; j++) {
                int index = (joined + t) * BodySkeleton.JOINTS + j;
                if (j != SmplJoint.HEAD.ordinal()) {
                    put(quaternion(then.apply(before), j).slerp(quaternion(rotations, index), share).normalized(), rotations, index);
                }
            }
            for (int c = 0; c < BodySequence.CONTACTS; c++) {
                int at = (joined + t) * BodySequence.CONTACTS + c;
                contacts[at] = (float) (before.contacts()[c] + (contacts[at] - before.contacts()[c]) * share);
            }
        }
        return BodyState.hung(head, rotations, contacts);
    }

    /**
     * From 0 to 1 with a jerk of the same size throughout, 32 over the cube of the time: the least that a change from rest to rest needs.
     * Polynomials have most of their jerk at the ends, which is where the seams are.
     */
    private static double easedIn(double part) {
        double p = Math.min(part, 1 - part);
        double half = 16.0 / 3 * p * p * p - (p < 0.25 ? 0 : 32.0 / 3 * Math.pow(p - 0.25, 3));
        return part < 0.5 ? half : 1 - half;
    }

    /** Keeps what is predicted of the ticks that are not decided yet. */
    private void carry(BodySequence body, BodySequence predicted, int decidedFrames) {
        carried.clear();
        for (int t = decidedFrames; t < body.frames(); t++) {
            BodySequence one = body.slice(t, t + 1);
            carried.add(new Carried(one.rotationsInWorld(), one.contacts(), predicted.slice(t, t + 1).rotationsInWorld()));
        }
    }

    private GuidanceTargets targets(HeadTrajectory head, int joined) {
        WristTargets wrists = new WristTargets(head.frames());
        for (int t = 0; t < head.frames(); t++) {
            for (int hand = 0; hand < HeadTrajectory.HANDS; hand++) {
                if (head.wristConfidence(t, hand) > 0) {
                    wrists.put(t, hand, head.wristInWorld(t, hand), head.wristConfidence(t, hand));
                }
            }
        }
        GuidanceTargets targets = GuidanceTargets.floorAtZero().withWrists(wrists);
        return joined == 0 ? targets : targets.withCommitted(lastDecided(head.skeleton(), joined), lastPredicted(head.slice(0, joined)));
    }

    /** The last decided ticks before guidance. */
    private BodySequence lastPredicted(HeadTrajectory head) {
        float[] rotations = new float[head.frames() * BodySkeleton.JOINTS * 4];
        for (int t = 0; t < head.frames(); t++) {
            float[] predicted = decided.get(decided.size() - head.frames() + t).predicted();
            System.arraycopy(predicted, 0, rotations, t * BodySkeleton.JOINTS * 4, BodySkeleton.JOINTS * 4);
        }
        return BodyState.hung(head, rotations, new float[head.frames() * BodySequence.CONTACTS]);
    }

    private BodySequence lastDecided(BodySkeleton skeleton, int count) {
        float[] rotations = new float[count * BodySkeleton.JOINTS * 4];
        float[] joints = new float[count * BodySkeleton.JOINTS * 3];
        float[] contacts = new float[count * BodySequence.CONTACTS];
        for (int t = 0; t < count; t++) {
            Decided tick = decided.get(decided.size() - count + t);
            System.arraycopy(tick.rotations(), 0, rotations, t * BodySkeleton.JOINTS * 4, BodySkeleton.JOINTS * 4);
            System.arraycopy(tick.joints(), 0, joints, t * BodySkeleton.JOINTS * 3, BodySkeleton.JOINTS * 3);
            System.arraycopy(tick.contacts(), 0, contacts, t * BodySequence.CONTACTS, BodySequence.CONTACTS);
        }
        shift(joints, -1);
        return new BodySequence(skeleton, TICKS_PER_SECOND, rotations, joints, contacts);
    }

    /** From the local axes to the world (1) or back (-1). */
    private void shift(float[] joints, int direction) {
        for (int i = 0; i < joints.length; i += 3) {
            joints[i] = (float) (joints[i] + direction * origin.x());
            joints[i + 1] = (float) (joints[i + 1] + direction * origin.y());
            joints[i + 2] = (float) (joints[i + 2] + direction * origin.z());
        }
    }

    private Decided decidedTick(BodySequence refined, BodySequence predicted, int frame, float nats) {
        BodySequence one = refined.slice(frame, frame + 1);
        float[] joints = one.jointsInWorld();
        shift(joints, 1);
        float[] before = predicted.slice(frame, frame + 1).rotationsInWorld();
        return new Decided(one.rotationsInWorld(), joints, one.contacts(), before, nats);
    }

    /** Between the two ticks around the frame, hung from the head as it was measured in this frame, or below it where that drifts. */
    private BodyPose pose(MotionCondition now, Skeleton skeleton, double lowered) {
        double position = track.positionOf(now.seconds());
        long below = Math.min((long) Math.floor(position + SAME_TICK), decidedEnd() - 1);
        double part = Math.max(0, position - below);
        Decided a = decided.get((int) (below - decidedStart));
        Decided b = part < SAME_TICK ? a : decided.get((int) (Math.min(below + 1, decidedEnd() - 1) - decidedStart));
        Pose pose = new Pose();
        for (int j = 0; j < BodySkeleton.JOINTS; j++) {
            SmplJoint joint = SmplJoint.all().get(j);
            Quaternion rotation = joint == SmplJoint.HEAD
                    ? now.worldFromEyes().rotation()
                    : quaternion(a.rotations(), j).slerp(quaternion(b.rotations(), j), part).normalized();
            pose.setWorldRotation(joint, rotation);
        }
        pose.solve(skeleton);
        Vec3 head = now.worldFromEyes().translation().minus(now.worldFromEyes().rotation().rotate(skeleton.eyesInHead()));
        pose.translate(head.minus(pose.at(SmplJoint.HEAD)).minus(new Vec3(0, 0, lowered)));
        float[] c = part < 0.5 ? a.contacts() : b.contacts();
        float[] contacts = {Math.max(c[0], c[2]), Math.max(c[1], c[3]), c[4], c[5]};
        BodyPose.Body body = new BodyPose.Body(Skeleton.MODEL, method() + stature.suffix(), (float) skeleton.statureMeters());
        return pose.toBodyPose(body, contacts, (float) now.quality()).withLogLikelihood(part < 0.5 ? a.nats() : b.nats());
    }

    private static Quaternion quaternion(float[] values, int index) {
        return new Quaternion(values[index * 4], values[index * 4 + 1], values[index * 4 + 2], values[index * 4 + 3]);
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

    @Override
    public byte[] snapshot() {
        return StateBytes.of(out -> {
            out.writeInt(FORMAT);
            out.writeDouble(lastSeconds);
            stature.write(out);
            track.write(out);
            out.writeLong(decidedStart);
            out.writeInt(decided.size());
            for (Decided tick : decided) {
                for (float[] part : List.of(tick.rotations(), tick.joints(), tick.contacts(), tick.predicted())) {
                    write(out, part);
                }
                out.writeFloat(tick.nats());
            }
            out.writeInt(carried.size());
            for (Carried tick : carried) {
                write(out, tick.rotations());
                write(out, tick.contacts());
                write(out, tick.predicted());
            }
        });
    }

    @Override
    public void restore(byte[] state) {
        stature = new Stature(setting.statureMeters(), setting.estimateStature());
        begin();
        if (state.length == 0) {
            return;
        }
        StateBytes.read("flow state", state, in -> {
            StateBytes.requireVersion("flow state", FORMAT, in.readInt());
            lastSeconds = in.readDouble();
            stature.read(in);
            track.read(in);
            decidedStart = in.readLong();
            for (int left = in.readInt(); left > 0; left--) {
                decided.add(new Decided(
                        floats(in, BodySkeleton.JOINTS * 4), floats(in, BodySkeleton.JOINTS * 3), floats(in, BodySequence.CONTACTS),
                        floats(in, BodySkeleton.JOINTS * 4), in.readFloat()));
            }
            for (int left = in.readInt(); left > 0; left--) {
                carried.add(new Carried(
                        floats(in, BodySkeleton.JOINTS * 4), floats(in, BodySequence.CONTACTS), floats(in, BodySkeleton.JOINTS * 4)));
            }
        });
    }

    private static void write(DataOutputStream out, float[] values) throws IOException {
        for (float value : values) {
            out.writeFloat(value);
        }
    }

    private static float[] floats(DataInputStream in, int count) throws IOException {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = in.readFloat();
        }
        return values;
    }
}
