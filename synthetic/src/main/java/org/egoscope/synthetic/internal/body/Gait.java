package org.egoscope.synthetic.internal.body;

import java.util.ArrayList;
import java.util.List;
import org.egoscope.core.geometry.Vec3;

/**
 * Where the pelvis goes over the floor and where the feet stand. Feet on the floor do not move at all; a step lifts a foot and takes it
 * in a minimum-jerk swing to where the pelvis will be, so walking and turning on the spot come from the same rule.
 */
public final class Gait {
    private static final double SAMPLE_SECONDS = 1.0 / 240;

    /** Metres of progress per radian of turning: half the distance between the feet, rounded up. */
    private static final double METERS_PER_RADIAN = 0.22;

    private static final double STEP_METERS = 0.36;
    private static final double CLOSING_STEP_SECONDS = 0.45;
    private static final double LIFT_METERS = 0.07;
    private static final double HALF_STANCE_METERS = 0.085;
    private static final double WALKING_SPEED = 1.0;

    private final List<Waypoint> waypoints;
    private final List<List<Step>> stepsPerFoot = List.of(new ArrayList<>(), new ArrayList<>());

    /** Standing still at a place facing {@code yaw} (radians about +Z from +X); the way to the next waypoint starts then. */
    public record Waypoint(double seconds, double x, double y, double yaw) {}

    /** A foot on the floor: the point below the ankle, and where the toes point. */
    public record Foot(double x, double y, double lift, double yaw) {}

    private record Step(double start, double end, Foot to) {}

    public Gait(List<Waypoint> waypoints) {
        this.waypoints = List.copyOf(waypoints);
        for (int foot = 0; foot < 2; foot++) {
            stepsPerFoot.get(foot).add(new Step(Double.NEGATIVE_INFINITY, Double.NEGATIVE_INFINITY, standing(foot, pelvis(0))));
        }
        for (int i = 0; i + 1 < waypoints.size(); i++) {
            plan(waypoints.get(i), waypoints.get(i + 1));
        }
    }

    /** Pelvis over the floor. */
    public Waypoint pelvis(double seconds) {
        int i = 0;
        while (i + 2 < waypoints.size() && waypoints.get(i + 1).seconds() <= seconds) {
            i++;
        }
        if (waypoints.size() == 1) {
            return waypoints.get(0);
        }
        Waypoint a = waypoints.get(i);
        Waypoint b = waypoints.get(i + 1);
        double f = MinimumJerk.at(seconds, a.seconds(), b.seconds());
        return new Waypoint(
                seconds, a.x() + (b.x() - a.x()) * f, a.y() + (b.y() - a.y()) * f, a.yaw() + (b.yaw() - a.yaw()) * f);
    }

    /** Speed over the floor, metres per second. */
    public double speed(double seconds) {
        Waypoint a = pelvis(seconds - SAMPLE_SECONDS);
        Waypoint b = pelvis(seconds + SAMPLE_SECONDS);
        return Math.hypot(b.x() - a.x(), b.y() - a.y()) / (2 * SAMPLE_SECONDS);
    }

    /** Turning rate, radians per second, left positive. */
    public double turnRate(double seconds) {
        return (pelvis(seconds + SAMPLE_SECONDS).yaw() - pelvis(seconds - SAMPLE_SECONDS).yaw()) / (2 * SAMPLE_SECONDS);
    }

    /** 0 standing to 1 at walking speed. */
    public double stride(double seconds) {
        return Math.min(1, speed(seconds) / WALKING_SPEED);
    }

    /** 0 is the left foot, 1 the right. */
    public Foot foot(int foot, double seconds) {
        List<Step> steps = stepsPerFoot.get(foot);
        int i = 0;
        while (i + 1 < steps.size() && steps.get(i + 1).start() <= seconds) {
            i++;
        }
        Step step = steps.get(i);
        if (i == 0 || seconds >= step.end()) {
            return step.to();
        }
        Foot from = steps.get(i - 1).to();
        double share = (seconds - step.start()) / (step.end() - step.start());
        double f = MinimumJerk.at(share);
        return new Foot(
                from.x() + (step.to().x() - from.x()) * f,
                from.y() + (step.to().y() - from.y()) * f,
                LIFT_METERS * MinimumJerk.detour(share),
                from.yaw() + (step.to().yaw() - from.yaw()) * f);
    }

    /** True while the foot stands. */
    public boolean planted(int foot, double seconds) {
        for (Step step : stepsPerFoot.get(foot)) {
            if (seconds > step.start() && seconds < step.end()) {
                return false;
            }
        }
        return true;
    }

    /** Swing of the arms: -1..1, positive when the left foot is ahead of the right. */
    public double swing(double seconds) {
        Waypoint at = pelvis(seconds);
        Foot left = foot(0, seconds);
        Foot right = foot(1, seconds);
        double ahead = (left.x() - right.x()) * Math.cos(at.yaw()) + (left.y() - right.y()) * Math.sin(at.yaw());
        return Math.max(-1, Math.min(1, ahead / (2 * STEP_METERS)));
    }

    private static Foot standing(int foot, Waypoint pelvis) {
        double side = foot == 0 ? HALF_STANCE_METERS : -HALF_STANCE_METERS;
        return new Foot(
                pelvis.x() - Math.sin(pelvis.yaw()) * side, pelvis.y() + Math.cos(pelvis.yaw()) * side, 0, pelvis.yaw());
    }

    private void plan(Waypoint from, Waypoint to) {
        double total = progress(from, to, to.seconds());
        if (total < 0.05) {
            return;
        }
        int count = (int) Math.ceil(total / STEP_METERS);
        int foot = to.yaw() > from.yaw() ? 0 : 1;
        double start = from.seconds();
        for (int k = 0; k < count; k++) {
            double end = timeOf(from, to, total * (k + 1) / count);
            double ahead = timeOf(from, to, Math.min(total, total * (k + 1.5) / count));
            stepsPerFoot.get(foot).add(new Step(start, end, standing(foot, pelvis(ahead))));
            start = end;
            foot = 1 - foot;
        }
        stepsPerFoot.get(foot).add(new Step(start, start + CLOSING_STEP_SECONDS, standing(foot, pelvis(to.seconds()))));
    }

    private double progress(Waypoint from, Waypoint to, double until) {
        double f = MinimumJerk.at(until, from.seconds(), to.seconds());
        double meters = Math.hypot(to.x() - from.x(), to.y() - from.y());
        return f * (meters + METERS_PER_RADIAN * Math.abs(to.yaw() - from.yaw()));
    }

    private double timeOf(Waypoint from, Waypoint to, double wanted) {
        double low = from.seconds();
        double high = to.seconds();
        for (int i = 0; i < 40; i++) {
            double middle = (low + high) / 2;
            if (progress(from, to, middle) < wanted) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return high;
    }

    /** A point in the body's floor space (x ahead, y left, z up, under the pelvis), in the world. */
    public static Vec3 fromFloor(Waypoint pelvis, Vec3 point) {
        double c = Math.cos(pelvis.yaw());
        double s = Math.sin(pelvis.yaw());
        return new Vec3(pelvis.x() + c * point.x() - s * point.y(), pelvis.y() + s * point.x() + c * point.y(), point.z());
    }
}
