package org.egoscope.motion;

import java.util.EnumSet;
import java.util.Set;
import org.egoscope.core.PipelineException;
import org.egoscope.core.geometry.Quaternion;
import org.egoscope.core.geometry.Vec3;
import org.egoscope.core.motion.SmplJoint;
import org.egoscope.motion.internal.flow.BodyState;
import org.egoscope.motion.internal.flow.FlowSampler;
import org.egoscope.motion.internal.flow.HeadFeatures;
import org.egoscope.motion.internal.flow.LegsAtRest;
import org.egoscope.motion.internal.guidance.BodyControl;
import org.egoscope.motion.internal.guidance.BodyGuidance;
import org.egoscope.motion.internal.guidance.GuidanceConfig;
import org.egoscope.motion.internal.guidance.GuidanceTargets;
import org.egoscope.motion.internal.guidance.JointTargets;
import org.egoscope.motion.internal.guidance.WristTargets;

/**
 * A body sampled under a head so that it keeps to constraints. Known orientations follow the noise's own path to them while the rest is
 * sampled (in-painting); the drawn path of a wrist is told to the network as a seen hand, which it knows to follow with the whole body. In
 * the end limbs reach for their places, then come feet and floor, and then all targets once more, to the millimetre.
 */
final class ConstrainedMotion {
    /** Of a headset's hand cameras: told to the network where hands were not looked for but a path is drawn. */
    private static final double FIELD_OF_VIEW_RADIANS = Math.toRadians(100);

    private static final int GAUSS_NEWTON_STEPS = 30;

    private static final int ROTATION_CHANNELS = BodyState.ROTATIONS * 6;
    private static final int HEAD = SmplJoint.HEAD.ordinal();

    /** The first joints, from the pelvis to the neck; the head is given, arms follow. */
    private static final int LEGS_AND_TRUNK = SmplJoint.NECK.ordinal() + 1;

    private static final int FOOT_CONTACTS = 4;
    private static final Set<SmplJoint> ARMS = EnumSet.of(
            SmplJoint.LEFT_COLLAR, SmplJoint.RIGHT_COLLAR, SmplJoint.LEFT_SHOULDER, SmplJoint.RIGHT_SHOULDER, SmplJoint.LEFT_ELBOW,
            SmplJoint.RIGHT_ELBOW, SmplJoint.LEFT_WRIST, SmplJoint.RIGHT_WRIST);

    private final HeadTrajectory head;
    private final HeadTrajectory told;
    private final Vec3 origin;
    private final JointTargets targets;
    private final float[] known;
    private final float[] mask;
    private final boolean onlyArms;
    private final BodyControl control = new BodyControl();

    ConstrainedMotion(HeadTrajectory measured, MotionConstraints constraints) {
        Vec3 start = measured.frames() == 0 ? Vec3.ZERO : measured.headInWorld(0);
        origin = new Vec3(start.x(), start.y(), 0);
        head = measured.movedBy(origin.times(-1));
        targets = new JointTargets(head.frames());
        known = new float[head.frames() * BodyState.CHANNELS];
        mask = new float[known.length];
        constraints.poses().forEach(this::take);
        constraints.turns().forEach(this::take);
        constraints.places().forEach(this::take);
        told = withDrawnWrists();
        onlyArms = leadsOnlyArms(constraints);
    }

    private void requireInside(String what, int from, int frames) {
        if (from + frames > head.frames()) {
            throw PipelineException.badInput(
                    what + ": expected to end by frame " + head.frames() + ", where the head ends, got frame " + (from + frames));
        }
    }

    private void take(MotionConstraints.Places path) {
        requireInside("path of " + path.joint(), path.fromFrame(), path.places().size());
        for (int i = 0; i < path.places().size(); i++) {
            int t = path.fromFrame() + i;
            Vec3 place = path.places().get(i);
            Vec3 here = path.space() == MotionConstraints.Space.WORLD
                    ? place.minus(origin)
                    : head.headInWorld(t).plus(HeadFeatures.heading(head.headRotation(t)).rotate(place));
            targets.place(t, path.joint().ordinal(), here, path.weight());
        }
    }

    private void take(MotionConstraints.Turns turns) {
        requireInside("orientations of " + turns.joint(), turns.fromFrame(), turns.worldFromJoint().size());
        for (int i = 0; i < turns.worldFromJoint().size(); i++) {
            turn(turns.fromFrame() + i, turns.joint().ordinal(), turns.worldFromJoint().get(i), turns.weight());
        }
    }

    private void take(MotionConstraints.Poses poses) {
        BodySequence body = poses.poses();
        requireInside("poses", poses.fromFrame(), body.frames());
        for (int i = 0; i < body.frames(); i++) {
            int t = poses.fromFrame() + i;
            Quaternion moved = HeadFeatures.heading(head.headRotation(t))
                    .times(HeadFeatures.heading(body.rotationInWorld(i, HEAD)).conjugate());
            boolean all = true;
            for (int joint = 0; joint < BodySkeleton.JOINTS; joint++) {
                if (poses.joints()[joint]) {
                    turn(t, joint, moved.times(body.rotationInWorld(i, joint)), poses.weight());
                }
                all &= poses.joints()[joint] || joint == HEAD;
            }
            for (int c = 0; c < BodySequence.CONTACTS && all; c++) {
                knowContact(t, c, body.contact(i, c), poses.weight());
            }
        }
    }

    private void knowContact(int t, int channel, float contact, double weight) {
        if (!Float.isNaN(contact)) {
            int at = t * BodyState.CHANNELS + ROTATION_CHANNELS + channel;
            known[at] = 2 * contact - 1;
            mask[at] = (float) weight;
        }
    }

    private void turn(int t, int joint, Quaternion worldFromJoint, double weight) {
        targets.turn(t, joint, worldFromJoint, weight);
        int at = t * BodyState.CHANNELS + BodyState.slot(joint) * 6;
        Quaternion meant = LegsAtRest.toNetwork(worldFromJoint, head.skeleton(), joint);
        BodyState.putRotation(HeadFeatures.heading(head.headRotation(t)).conjugate().times(meant), known, at);
        for (int i = 0; i < 6; i++) {
            mask[at + i] = (float) weight;
        }
    }

    private HeadTrajectory withDrawnWrists() {
        boolean any = false;
        int frames = head.frames();
        HeadTrajectory.Wrists wrists = head.copyOfWrists();
        for (int t = 0; t < frames; t++) {
            for (int hand = 0; hand < HeadTrajectory.HANDS; hand++) {
                int joint = HeadTrajectory.wristJoint(hand);
                double weight = targets.placeWeight(t, joint);
                if (weight > 0) {
                    any = true;
                    int at = t * HeadTrajectory.HANDS + hand;
                    Vec3 place = targets.placeInWorld(t, joint);
                    wrists.positions()[at * 3] = (float) place.x();
                    wrists.positions()[at * 3 + 1] = (float) place.y();
                    wrists.positions()[at * 3 + 2] = (float) place.z();
                    wrists.rotations()[at * 4] = Float.NaN;
                    wrists.confidence()[at] = (float) weight;
                }
            }
        }
        return any ? head.withWrists(wrists, head.fieldOfViewRadians() > 0 ? head.fieldOfViewRadians() : FIELD_OF_VIEW_RADIANS) : head;
    }

    BodySequence sample(FlowSampler sampler, MotionSampling options) {
        if (options.steps() < 2) {
            throw PipelineException.badInput(
                    "constrained motion: expected at least 2 steps, since the first starts from noise alone, got " + options.steps());
        }
        float[] states = sampler.generate(told, options, new FlowSampler.Given(known, mask), this::correct);
        if (onlyArms) {
            takeLegsAndTrunk(sampler.generate(told, MotionSampling.mean(1), null), states);
        }
        BodySequence body = LegsAtRest.toSkeleton(BodyState.toBody(states, head), head);
        BodySequence guided = new BodyGuidance(GuidanceConfig.defaults()).refine(body, measured());
        return control.finish(guided, targets, GAUSS_NEWTON_STEPS).movedBy(origin);
    }

    /**
     * Where only an arm is led, the noise has nothing to say of legs and trunk: they are the mean's, with its contacts. Sampled legs stride
     * too wide and slide (17 training clips: joints of the legs 104 instead of 77 mm from the truth, standing toes slide 2.7 and 0.8 mm a
     * frame; with a sampled trunk 79 and 0.7, and knees that bend as the trunk has it).
     */
    private static void takeLegsAndTrunk(float[] mean, float[] states) {
        for (int at = 0; at < states.length; at += BodyState.CHANNELS) {
            System.arraycopy(mean, at, states, at, LEGS_AND_TRUNK * 6);
            System.arraycopy(mean, at + ROTATION_CHANNELS, states, at + ROTATION_CHANNELS, FOOT_CONTACTS);
        }
    }

    private static boolean leadsOnlyArms(MotionConstraints constraints) {
        return !constraints.places().isEmpty() && constraints.poses().isEmpty() && constraints.turns().isEmpty()
                && constraints.places().stream().allMatch(path -> ARMS.contains(path.joint()));
    }

    /**
     * Until the last step given orientations take the place of predicted ones, and the network finds out what leads from the ones to the
     * others: corrections that fade from vague predictions on are in its way (measured on three clips, 90 frames between given poses: 163
     * instead of 140 mm of error and fast turns twice as fast; drawn paths got jumps). In the last one the fading changes are added to the prediction.
     */
    private void correct(float[] states, double time, boolean last) {
        if (!last) {
            putKnown(states, 0);
            return;
        }
        BodySequence predicted = LegsAtRest.toSkeleton(BodyState.toBody(states, head), head);
        float[] before = BodyState.of(LegsAtRest.toNetwork(predicted, head));
        float[] after = BodyState.of(LegsAtRest.toNetwork(control.apply(predicted, targets, GAUSS_NEWTON_STEPS), head));
        for (int i = 0; i < states.length; i++) {
            states[i] += i % BodyState.CHANNELS < ROTATION_CHANNELS ? after[i] - before[i] : 0;
        }
        putKnown(states, ROTATION_CHANNELS);
    }

    /** From a channel on. */
    private void putKnown(float[] states, int fromChannel) {
        for (int i = 0; i < states.length; i++) {
            if (i % BodyState.CHANNELS >= fromChannel) {
                states[i] += (known[i] - states[i]) * mask[i];
            }
        }
    }

    private GuidanceTargets measured() {
        WristTargets wrists = new WristTargets(head.frames());
        for (int t = 0; t < head.frames(); t++) {
            for (int hand = 0; hand < HeadTrajectory.HANDS; hand++) {
                if (told.wristConfidence(t, hand) > 0) {
                    wrists.put(t, hand, told.wristInWorld(t, hand), told.wristConfidence(t, hand));
                }
            }
        }
        GuidanceTargets all = GuidanceTargets.floorAtZero().withWrists(wrists);
        return head.floorKnown() ? all : all.withUnknownFloor();
    }
}
