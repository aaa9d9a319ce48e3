package org.egoscope.motion.internal.procedure;

import java.util.ArrayList;
import java.util.List;
import org.egoscope.core.geometry.Quaternion;
import org.egoscope.core.geometry.Vec3;
import org.egoscope.core.motion.SmplJoint;

/**
 * Where one foot stands and how it swings. Its reference is the ball's place on the floor with the foot flat; with the heel up
 * (positive pitch) the foot turns about the ball, with the toes up about the heel, so that what carries the weight does not move.
 */
final class FootPath {
    private final Body body;
    private final Vec3 ankleFromBall;
    final Track x;
    final Track y;
    final Track yaw;
    final Track pitch = new Track(0);
    private final Track lift = new Track(0);
    private final List<double[]> swings = new ArrayList<>();

    FootPath(Body body, Side side, double x, double y, double yaw) {
        this.body = body;
        this.x = new Track(x);
        this.y = new Track(y);
        this.yaw = new Track(yaw);
        ankleFromBall = body.offset(side.pick(SmplJoint.LEFT_FOOT, SmplJoint.RIGHT_FOOT)).times(-1);
    }

    /** Swings to a new place; the foot's earlier swing must have ended. */
    void swing(double start, double duration, Vec3 place, double newYaw, double clearance) {
        if (!swings.isEmpty() && start < swings.get(swings.size() - 1)[1] - 1e-9) {
            throw new IllegalStateException("swing: expected a start after " + swings.get(swings.size() - 1)[1] + ", got " + start);
        }
        swings.add(new double[] {start, start + duration});
        x.moveTo(start, duration, place.x());
        y.moveTo(start, duration, place.y());
        yaw.moveBy(start, duration, Turns.wrap(newYaw - yaw.target()));
        lift.bump(start, duration, clearance);
    }

    /** Where the ball stands after the last swing, on the floor. */
    Vec3 place() {
        return new Vec3(x.target(), y.target(), 0);
    }

    boolean swingingAt(double seconds) {
        for (double[] swing : swings) {
            if (seconds > swing[0] && seconds < swing[1]) {
                return true;
            }
        }
        return false;
    }

    double lastLanding() {
        return swings.isEmpty() ? Double.NEGATIVE_INFINITY : swings.get(swings.size() - 1)[1];
    }

    Quaternion rotationAt(double seconds) {
        return Turns.aboutUp(yaw.at(seconds)).times(Turns.aboutLeft(pitch.at(seconds)));
    }

    Vec3 ballAt(double seconds) {
        Vec3 flat = new Vec3(x.at(seconds), y.at(seconds), body.skeleton.ballHeightMeters() + lift.at(seconds));
        double toesUp = Math.min(0, pitch.at(seconds));
        if (toesUp == 0) {
            return flat;
        }
        Quaternion heading = Turns.aboutUp(yaw.at(seconds));
        Vec3 ballFromHeel = new Vec3(body.heelBehindBall, 0, body.skeleton.ballHeightMeters());
        Vec3 turned = Turns.aboutLeft(toesUp).rotate(ballFromHeel);
        return flat.plus(heading.rotate(turned.minus(ballFromHeel)));
    }

    Vec3 ankleAt(double seconds) {
        return ballAt(seconds).plus(rotationAt(seconds).rotate(ankleFromBall));
    }

    /** The ball rests on the floor. */
    boolean ballDownAt(double seconds) {
        return !swingingAt(seconds) && pitch.at(seconds) > -0.005;
    }

    /** The whole foot rests on the floor. */
    boolean flatAt(double seconds) {
        return !swingingAt(seconds) && Math.abs(pitch.at(seconds)) < 0.005;
    }
}
