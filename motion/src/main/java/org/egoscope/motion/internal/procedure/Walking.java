package org.egoscope.motion.internal.procedure;

import java.util.ArrayList;
import java.util.List;
import org.egoscope.core.geometry.Vec3;

/**
 * Steps to another place and heading. The path is planned step by step for the hips; each step's foot lands beside the path where the
 * hips will pass in the middle of its stance, and the hips flow from one such place to the next.
 */
final class Walking {
    private static final double MOST_TURN = Math.toRadians(48);

    private final Actor actor;
    private final Score score;
    private final double stride;
    private final double period;

    Walking(Actor actor) {
        this.actor = actor;
        this.score = actor.score;
        double speed = actor.style.walkingSpeed * actor.between(0.8, 1.15);
        // Step length and rate both grow with the root of speed (Grieve and Gear 1966).
        stride = 0.60 * Math.sqrt(speed) * actor.body.scale;
        period = Math.max(0.5, 0.58 / Math.sqrt(speed) * (0.6 + 0.4 * actor.style.slowness));
    }

    private record Stop(Vec3 place, double yaw) {}

    /** Walks until the hips are over this place with this heading and both feet stand beside each other. */
    void to(Vec3 goal, double goalYaw) {
        List<Stop> stops = path(goal, goalYaw);
        if (stops.isEmpty()) {
            return;
        }
        Side side = firstSide(stops.get(0));
        settleTrunk();
        double start = actor.now + 0.25;
        leadHead(stops, start);
        Stop last = stops.get(stops.size() - 1);
        stops.add(last);
        Stop before = new Stop(new Vec3(score.hipX.target(), score.hipY.target(), 0), actor.yaw());
        for (int i = 0; i < stops.size(); i++) {
            Stop stop = stops.get(i);
            boolean closing = i == stops.size() - 1;
            step(side, start, before, stop, closing);
            before = stop;
            side = side.other();
            start += period;
        }
        score.sway.moveTo(start - 0.4 * period, period, 0);
        score.armSwing.moveTo(start - 0.4 * period, period, 0);
        score.pelvisTurn.moveTo(start - 0.4 * period, period, 0);
        score.pelvisRoll.moveTo(start - 0.4 * period, period, 0);
        actor.now = start + 0.3 * period;
    }

    private void settleTrunk() {
        score.twist.moveTo(actor.now, 0.6, 0);
        score.sideBend.moveTo(actor.now, 0.6, 0);
        score.balance.moveTo(actor.now, 0.4, 1);
    }

    private List<Stop> path(Vec3 goal, double goalYaw) {
        List<Stop> stops = new ArrayList<>();
        Vec3 place = new Vec3(score.hipX.target(), score.hipY.target(), 0);
        double yaw = actor.yaw();
        for (int i = 0; i < 60; i++) {
            Vec3 away = new Vec3(goal.x(), goal.y(), 0).minus(place);
            double distance = away.norm();
            boolean near = distance < 0.75 * stride;
            double wanted = near ? goalYaw : Math.atan2(away.y(), away.x());
            double turn = Turns.clamp(Turns.wrap(wanted - yaw), -MOST_TURN, MOST_TURN);
            if (distance < 1e-6 && Math.abs(turn) < 1e-6) {
                break;
            }
            yaw += turn;
            double off = near ? 0 : Math.abs(Turns.wrap(wanted - yaw));
            double length = Math.min(distance, near ? 0.45 * stride : stride * Math.max(0.15, Math.cos(off)) * (1 - 0.4 * Math.abs(turn)));
            place = distance < 1e-6 ? place : place.plus(away.times(near && distance <= 0.45 * stride ? 1 : length / distance));
            stops.add(new Stop(place, yaw));
        }
        return stops;
    }

    /** The foot on the side that the way leads to: it does not cross the other. */
    private Side firstSide(Stop first) {
        double turn = Turns.wrap(first.yaw() - actor.yaw());
        Vec3 away = first.place().minus(new Vec3(score.hipX.target(), score.hipY.target(), 0));
        double aside = away.dot(Turns.left(actor.yaw())) + 0.3 * turn;
        if (Math.abs(aside) < 0.02) {
            return actor.style.mainHand;
        }
        return aside > 0 ? Side.LEFT : Side.RIGHT;
    }

    /** The head turns before the body does, towards where the way goes (by 0.2 to 0.4 s: Grasso et al. 1998). */
    private void leadHead(List<Stop> stops, double start) {
        double pitch = actor.style.restHeadPitch + actor.between(0, 0.25);
        double yaw = score.headYaw.target();
        for (int i = 0; i < stops.size(); i++) {
            double ahead = stops.get(Math.min(stops.size() - 1, i + 1)).yaw();
            yaw += Turns.wrap(ahead - yaw);
            score.headYaw.moveTo(start + i * period - actor.between(0.25, 0.4), 1.5 * period, yaw);
        }
        score.headPitch.moveTo(start - 0.3, 0.7, pitch);
    }

    private void step(Side side, double start, Stop before, Stop stop, boolean closing) {
        double swing = 0.76 * period;
        double length = stop.place().distanceTo(before.place());
        double vigour = Math.min(1, length / (0.6 * actor.body.scale));
        FootPath foot = score.foot(side);
        Vec3 place = score.footPlace(actor.style, side, stop.place(), stop.yaw());
        foot.swing(start, swing, place, stop.yaw() + side.sign * actor.style.toeOut, actor.between(0.025, 0.045) + 0.015 * vigour);
        pitch(foot, start, swing, closing ? 0.25 * vigour : vigour);
        if (!closing) {
            moveHips(start, before, stop);
        }
        // Over the standing foot, which is the other one: more when slow.
        double over = -side.sign * (0.045 - 0.02 * vigour) * actor.body.scale;
        score.sway.moveTo(start - 0.35 * period, period, over);
        score.pelvisRoll.moveTo(start - 0.1 * period, 0.8 * period, -side.sign * 0.05 * vigour);
        score.pelvisTurn.moveTo(start, period, -side.sign * 0.08 * vigour);
        score.armSwing.moveTo(start - 0.05 * period, 1.05 * period, -side.sign * 0.42 * vigour * actor.style.armSwing);
    }

    private void moveHips(double start, Stop before, Stop stop) {
        double from = start - 0.15 * period;
        score.hipX.moveBy(from, 2 * period, stop.place().x() - before.place().x());
        score.hipY.moveBy(from, 2 * period, stop.place().y() - before.place().y());
        score.hipYaw.moveBy(from, 1.6 * period, Turns.wrap(stop.yaw() - before.yaw()));
    }

    /** Heel up before the toes leave, toes up as the heel lands, then flat: about 50 and 15 degrees at full stride. */
    private static void pitch(FootPath foot, double start, double swing, double vigour) {
        double up = 0.15 + 0.75 * vigour;
        double down = 0.25 * vigour;
        double heelOff = 0.35 * swing + 0.10 * vigour;
        foot.pitch.moveTo(start - heelOff, heelOff + 0.2 * swing, up);
        foot.pitch.moveTo(start + 0.15 * swing, 0.85 * swing, -down);
        foot.pitch.moveTo(start + 0.95 * swing, 0.14 + 0.05 * swing, 0);
    }
}
