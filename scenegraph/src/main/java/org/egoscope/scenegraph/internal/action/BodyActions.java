package org.egoscope.scenegraph.internal.action;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.egoscope.core.Sink;
import org.egoscope.core.geometry.Vec3;
import org.egoscope.core.graph.GraphEvent;
import org.egoscope.core.motion.BodyPose;
import org.egoscope.core.motion.SmplJoint;
import org.egoscope.core.observation.HeadPose;
import org.egoscope.core.observation.Observation;
import org.egoscope.scenegraph.SceneGraphConfig;
import org.egoscope.scenegraph.Verb;
import org.egoscope.scenegraph.internal.action.ActionLog.Doing;
import org.egoscope.scenegraph.internal.action.Phases.Phase;
import org.egoscope.scenegraph.internal.frame.Moment;
import org.egoscope.scenegraph.internal.frame.SceneFrame;
import org.jspecify.annotations.Nullable;

/**
 * Walking, standing still and turning, from the pelvis where the body is placed, else from the head. Speeds are exponential means over
 * about a third of a step (0.2 s) and, for heading, over 0.12 s as for all motion here. Who has turned on the spot does not
 * stand still; who looks aside does.
 */
public final class BodyActions {
    private static final double SPEED_TIME_CONSTANT_SECONDS = 0.2;
    private static final double HEADING_TIME_CONSTANT_SECONDS = 0.12;

    /** Without a measured scale speeds are guesses; so is what follows from them. */
    private static final float CONFIDENCE_WITHOUT_SCALE = 0.5f;

    private static final long LONGEST_STEP_NANOS = 200_000_000L;

    private final SceneGraphConfig.Body config;
    private final ActionLog log;
    private final Phases locomotion;
    private final Phases turning;
    private final Posture posture;
    private @Nullable Moment last;
    private double x;
    private double y;
    private double heading;
    private double velocityX;
    private double velocityY;
    private double headingRate;
    private double turned;
    private float confidence;

    public BodyActions(SceneGraphConfig.Body config, ActionLog log) {
        this.config = config;
        this.log = log;
        this.locomotion = new Phases(config.minLocomotionNanos(), config.minLocomotionNanos() / 2);
        this.turning = new Phases(0, 0);
        this.posture = new Posture(config, log);
    }

    /** Takes in a frame; a lost head ends what the body was doing. */
    public void update(SceneFrame frame, Sink<? super GraphEvent> out) {
        HeadPose head = frame.observation().headPose();
        if (head.isLost()) {
            endAll(out);
            return;
        }
        confidence = head.quality() * (head.metric() ? 1 : CONFIDENCE_WITHOUT_SCALE);
        follow(frame);
        emit(locomotion.update(locomotionNow(), frame.moment()), out);
        turn(frame.moment(), out);
        posture.update(frame, out);
    }

    private void follow(SceneFrame frame) {
        BodyPose body = frame.body();
        Observation observation = frame.observation();
        Vec3 place = body != null ? body.rootInWorld() : observation.headPose().worldFromDevice().translation();
        double facing = body != null ? headingOf(body.localRotation(SmplJoint.PELVIS).rotate(new Vec3(1, 0, 0))) : headHeading(observation);
        Moment moment = frame.moment();
        boolean known = last != null && moment.startNanos() - last.startNanos() <= LONGEST_STEP_NANOS;
        if (known) {
            double seconds = (moment.startNanos() - last.startNanos()) / 1e9;
            double weight = 1 - Math.exp(-seconds / SPEED_TIME_CONSTANT_SECONDS);
            velocityX += weight * ((place.x() - x) / seconds - velocityX);
            velocityY += weight * ((place.y() - y) / seconds - velocityY);
            double change = Math.IEEEremainder(facing - heading, 2 * Math.PI);
            headingRate += (1 - Math.exp(-seconds / HEADING_TIME_CONSTANT_SECONDS)) * (change / seconds - headingRate);
            turned += change;
        }
        x = place.x();
        y = place.y();
        heading = facing;
        last = moment;
    }

    private static double headHeading(Observation observation) {
        Vec3 forwardInDevice = observation.camera().deviceFromCamera().rotation().rotate(new Vec3(0, 0, 1));
        return headingOf(observation.headPose().worldFromDevice().rotation().rotate(forwardInDevice));
    }

    private static double headingOf(Vec3 forwardInWorld) {
        return Math.atan2(forwardInWorld.y(), forwardInWorld.x());
    }

    private long locomotionNow() {
        double speed = Math.hypot(velocityX, velocityY);
        if (speed >= config.walkSpeed()) {
            return codeOf(Verb.WALK);
        }
        if (Math.abs(headingRate) >= config.turnRate()) {
            return Math.abs(turned) >= config.minTurnRadians() ? 0 : locomotion.code();
        }
        return speed <= config.standSpeed() ? codeOf(Verb.STAND_STILL) : locomotion.code();
    }

    /** A turn is one direction; it counts if it changed the heading enough. */
    private void turn(Moment moment, Sink<? super GraphEvent> out) {
        double rate = Math.abs(headingRate);
        boolean on = turning.code() != 0;
        boolean sameWay = on && Math.signum(headingRate) == Math.signum(turned);
        long now = rate >= config.turnRate() || sameWay && rate >= config.turnEndRate() ? codeOf(Verb.TURN) : 0;
        double total = turned;
        Phase phase = turning.update(now, moment);
        if (!on) {
            turned = now == 0 ? 0 : headingRate > 0 ? Double.MIN_VALUE : -Double.MIN_VALUE;
        }
        if (phase != null && Math.abs(total) >= config.minTurnRadians()) {
            emit(phase, out);
        }
        turned = phase != null ? 0 : turned;
    }

    private void emit(@Nullable Phase phase, Sink<? super GraphEvent> out) {
        if (phase != null) {
            log.emit(new Doing(Verb.values()[(int) phase.code() - 1], null, 0, phase.start(), phase.end(), confidence), out);
        }
    }

    private static long codeOf(Verb verb) {
        return verb.ordinal() + 1L;
    }

    /** Ends what is going on: head lost, long gap, or the end. */
    public void endAll(Sink<? super GraphEvent> out) {
        Phase going = locomotion.end();
        if (going != null && going.durationNanos() >= config.minLocomotionNanos()) {
            emit(going, out);
        }
        Phase turn = turning.end();
        if (turn != null && Math.abs(turned) >= config.minTurnRadians()) {
            emit(turn, out);
        }
        posture.endAll(out);
        last = null;
        velocityX = 0;
        velocityY = 0;
        headingRate = 0;
        turned = 0;
    }

    public void write(DataOutput out) throws IOException {
        locomotion.write(out);
        turning.write(out);
        posture.write(out);
        Moment.write(last, out);
        for (double value : new double[] {x, y, heading, velocityX, velocityY, headingRate, turned}) {
            out.writeDouble(value);
        }
        out.writeFloat(confidence);
    }

    public void read(DataInput in) throws IOException {
        locomotion.read(in);
        turning.read(in);
        posture.read(in);
        last = Moment.read(in);
        x = in.readDouble();
        y = in.readDouble();
        heading = in.readDouble();
        velocityX = in.readDouble();
        velocityY = in.readDouble();
        headingRate = in.readDouble();
        turned = in.readDouble();
        confidence = in.readFloat();
    }
}
