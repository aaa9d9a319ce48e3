package org.egoscope.scenegraph.internal.action;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.egoscope.core.Sink;
import org.egoscope.core.graph.GraphEvent;
import org.egoscope.core.observation.HeadPose;
import org.egoscope.scenegraph.SceneGraphConfig;
import org.egoscope.scenegraph.Verb;
import org.egoscope.scenegraph.internal.action.ActionLog.Doing;
import org.egoscope.scenegraph.internal.frame.Moment;
import org.egoscope.scenegraph.internal.frame.SceneFrame;
import org.jspecify.annotations.Nullable;

/**
 * Sitting down, standing up and crouching from the height of the head over the floor. Only with measured lengths: an assumed scale
 * drifts by more than a chair is high. Standing height is the highest the smoothed head has been.
 *
 * <p>A descent begins when the head was last near standing height and is over when it moves no more; only then its depth says what it
 * was. Leaning over a table lowers the head by less than sitting does, so the threshold keeps them apart; a deep bow looks like
 * crouching, which the head alone cannot tell.
 */
final class Posture {
    private static final double TIME_CONSTANT_SECONDS = 0.25;

    /** Within this of standing height one stands: gait bobs by 0.05 m. */
    private static final double STANDING_METERS = 0.08;

    /** Slower than this the head has arrived, metres per second. */
    private static final double SETTLED_SPEED = 0.08;

    /** Lower than any standing person's head: nothing is known of the floor, or one has sat from the start. */
    private static final double LEAST_STANDING_METERS = 1.2;

    private final SceneGraphConfig.Body config;
    private final ActionLog log;
    private @Nullable Moment last;
    private double height;
    private double verticalSpeed;
    private double standingHeight;
    private @Nullable Moment lastStanding;
    private @Nullable Moment lowSince;
    private @Nullable Moment lastLow;
    private boolean settled;
    private boolean crouching;

    Posture(SceneGraphConfig.Body config, ActionLog log) {
        this.config = config;
        this.log = log;
    }

    void update(SceneFrame frame, Sink<? super GraphEvent> out) {
        HeadPose head = frame.observation().headPose();
        if (!head.metric()) {
            return;
        }
        follow(head.worldFromDevice().translation().z(), frame.moment());
        if (standingHeight < LEAST_STANDING_METERS) {
            return;
        }
        double drop = standingHeight - height;
        if (drop <= STANDING_METERS) {
            rise(frame.moment(), out);
        } else if (drop >= config.heightChangeMeters()) {
            lower(frame.moment(), out);
        }
    }

    private void follow(double headHeight, Moment moment) {
        if (last == null) {
            height = headHeight;
        } else {
            double seconds = (moment.startNanos() - last.startNanos()) / 1e9;
            double before = height;
            height += (1 - Math.exp(-seconds / TIME_CONSTANT_SECONDS)) * (headHeight - height);
            verticalSpeed = (height - before) / seconds;
        }
        standingHeight = Math.max(standingHeight, height);
        last = moment;
    }

    private void lower(Moment moment, Sink<? super GraphEvent> out) {
        Moment start = lastStanding == null ? moment : lastStanding.next();
        lowSince = lowSince == null ? start : lowSince;
        if (!settled && Math.abs(verticalSpeed) < SETTLED_SPEED) {
            settled = true;
            crouching = height < config.crouchRatio() * standingHeight;
            if (!crouching && lastStanding != null) {
                log.emit(new Doing(Verb.SIT_DOWN, null, 0, start, moment.next(), 1), out);
            }
        }
        if (settled && Math.abs(verticalSpeed) < SETTLED_SPEED) {
            lastLow = moment;
        }
    }

    private void rise(Moment moment, Sink<? super GraphEvent> out) {
        if (settled && lastLow != null) {
            endCrouch(lastLow.next(), out);
            log.emit(new Doing(Verb.STAND_UP, null, 0, lastLow.next(), moment.next(), 1), out);
        }
        settled = false;
        crouching = false;
        lowSince = null;
        lastLow = null;
        lastStanding = moment;
    }

    private void endCrouch(Moment end, Sink<? super GraphEvent> out) {
        if (crouching && lowSince != null) {
            log.emit(new Doing(Verb.CROUCH, null, 0, lowSince, end, 1), out);
        }
        crouching = false;
    }

    /** Ends a crouch where it was last seen; what was known of standing height stays. */
    void endAll(Sink<? super GraphEvent> out) {
        if (lastLow != null) {
            endCrouch(lastLow.next(), out);
        }
        last = null;
        lastStanding = null;
        lowSince = null;
        lastLow = null;
        settled = false;
        crouching = false;
    }

    void write(DataOutput out) throws IOException {
        Moment.write(last, out);
        out.writeDouble(height);
        out.writeDouble(verticalSpeed);
        out.writeDouble(standingHeight);
        Moment.write(lastStanding, out);
        Moment.write(lowSince, out);
        Moment.write(lastLow, out);
        out.writeBoolean(settled);
        out.writeBoolean(crouching);
    }

    void read(DataInput in) throws IOException {
        last = Moment.read(in);
        height = in.readDouble();
        verticalSpeed = in.readDouble();
        standingHeight = in.readDouble();
        lastStanding = Moment.read(in);
        lowSince = Moment.read(in);
        lastLow = Moment.read(in);
        settled = in.readBoolean();
        crouching = in.readBoolean();
    }
}
