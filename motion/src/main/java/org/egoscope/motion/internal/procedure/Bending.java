package org.egoscope.motion.internal.procedure;

import org.egoscope.core.geometry.Vec3;
import org.egoscope.core.motion.SmplJoint;
import org.jspecify.annotations.Nullable;

/** Picks up from the floor or low shelves, opens drawers, ovens and dishwashers, and reaches up into cupboards. */
final class Bending implements Activity {
    /** What is reached for. */
    enum Place {
        FLOOR(0.02, 0.25),
        LOW_SHELF(0.25, 0.55),
        DRAWER(0.55, 0.85),
        OVEN(0.30, 0.70),
        CUPBOARD(1.55, 2.05);

        final double lowest;
        final double highest;

        Place(double lowest, double highest) {
            this.lowest = lowest;
            this.highest = highest;
        }
    }

    private final Place place;

    Bending(Place place) {
        this.place = place;
    }

    @Override
    public String name() {
        return place == Place.FLOOR || place == Place.LOW_SHELF ? "pick_up" : place == Place.CUPBOARD ? "reach_up" : "open";
    }

    @Override
    public void perform(Actor actor) {
        int times = 1 + actor.random.nextInt(3);
        for (int i = 0; i < times; i++) {
            switch (place) {
                case CUPBOARD -> reachUp(actor);
                case DRAWER, OVEN -> open(actor);
                default -> pickUp(actor);
            }
        }
    }

    /** Knees more or less by the person's habit, now and then the other way. */
    static double kneeShare(Actor actor) {
        return actor.chance(0.75) ? Turns.clamp(actor.style.kneeShare + actor.between(-0.2, 0.2), 0, 1) : actor.between(0, 1);
    }

    private void pickUp(Actor actor) {
        double knees = kneeShare(actor);
        boolean both = actor.chance(0.45);
        double left = both ? actor.between(-0.05, 0.05) : actor.between(-0.35, 0.35);
        Side side = left > 0.12 ? Side.LEFT : left < -0.12 ? Side.RIGHT : actor.style.mainHand;
        double forward = actor.between(0.28, 0.50) + 0.08 * knees;
        // Who squats takes things by their handles; right down to the floor only a bent back brings the hands.
        double height = Math.max(actor.between(place.lowest, place.highest) + 0.11, 0.14 + 0.20 * knees);
        Vec3 thing = actor.ahead(forward, left, height);
        double down = actor.tempo(1.25);
        actor.look(actor.now - 0.2, 0.5, thing);
        reachDown(actor, down, knees, thing, both ? null : side);
        actor.pause(down + actor.between(0.1, 0.8));
        if (actor.chance(0.25)) {
            rummage(actor, both ? actor.style.mainHand : side);
        }
        rise(actor, both, side);
    }

    private static void reachDown(Actor actor, double down, double knees, Vec3 thing, @Nullable Side only) {
        Vec3 aside = Turns.left(actor.yaw()).times(0.12);
        if (only == null) {
            actor.bendTo(actor.now, down, knees, thing.plus(aside), thing.minus(aside));
            actor.reach(Side.LEFT, actor.now + 0.15, down - 0.1, thing.plus(aside));
            actor.reach(Side.RIGHT, actor.now + 0.15, down - 0.1, thing.minus(aside));
        } else {
            actor.twistTo(actor.now, down, thing);
            actor.bendTo(actor.now, down, knees, thing);
            actor.reach(only, actor.now + 0.15, down - 0.1, thing);
            supportOnThigh(actor, only.other(), down);
        }
        actor.look(actor.now + 0.3, down, thing);
    }

    private static void supportOnThigh(Actor actor, Side side, double down) {
        if (actor.chance(0.35)) {
            Vec3 place = actor.fromHips(0.30 * actor.body.scale, side.sign * 0.13, -0.02);
            actor.reach(side, actor.now + 0.2, down, place);
            actor.score.hand(side).touch(actor.now + 0.25 + down);
        }
    }

    private static void rummage(Actor actor, Side side) {
        double busy = actor.between(1, 4);
        HandPath hand = actor.score.hand(side);
        hand.world[0].rhythm(actor.now, actor.now + busy, 0.04, actor.between(0.5, 1.2), 0);
        hand.world[1].rhythm(actor.now, actor.now + busy, 0.05, actor.between(0.5, 1.2), 1);
        hand.world[2].rhythm(actor.now, actor.now + busy, 0.02, actor.between(0.5, 1.2), 2);
        actor.pause(busy);
    }

    /** Up again, with the thing before the body, then away with it. */
    private static void rise(Actor actor, boolean both, Side side) {
        double up = actor.tempo(1.3);
        actor.straighten(actor.now, up);
        for (Side one : Side.values()) {
            actor.stopTouching(one, actor.now);
            if (both || one == side) {
                Vec3 before = actor.ahead(0.30 * actor.body.scale, one.sign * 0.13, actor.between(0.95, 1.15) * actor.body.scale);
                actor.reach(one, actor.now, up, before);
            } else {
                actor.letGo(one, actor.now, 0.8 * up);
            }
        }
        if (actor.chance(0.5)) {
            actor.look(actor.now + 0.3, up, actor.ahead(0.4, 0, 1.0));
        } else {
            actor.lookAhead(actor.now + 0.3, up);
        }
        actor.pause(up + actor.between(0.1, 0.8));
        actor.letGo(actor.now, actor.tempo(0.8));
        actor.lookAhead(actor.now, 0.6);
        actor.pause(0.5);
    }

    /** A handle is pulled towards the body (a drawer) or down (an oven's or dishwasher's door), then something is taken out. */
    private void open(Actor actor) {
        double knees = 0.6 * kneeShare(actor);
        Side main = actor.style.mainHand;
        double height = actor.between(place.lowest, place.highest);
        Vec3 handle = actor.wristFor(actor.ahead(actor.between(0.45, 0.60), actor.between(-0.15, 0.15), height));
        double duration = actor.tempo(1.1);
        actor.look(actor.now - 0.2, 0.5, handle);
        actor.bendTo(actor.now, duration, knees, handle);
        actor.reach(main, actor.now + 0.1, duration, handle);
        actor.score.hand(main).touch(actor.now + 0.1 + duration);
        actor.pause(duration + 0.3);
        actor.stopTouching(main, actor.now);
        double lower = place == Place.OVEN ? -0.22 : 0;
        Vec3 pulled = handle.minus(Turns.forward(actor.yaw()).times(0.15)).plus(Turns.UP.times(Math.max(lower, 0.12 - handle.z())));
        actor.bendTo(actor.now, duration, knees, pulled);
        actor.reach(main, actor.now, duration, pulled);
        actor.look(actor.now, duration, pulled);
        actor.pause(duration);
        takeOut(actor, knees, handle.plus(Turns.UP.times(-0.08)));
    }

    private static void takeOut(Actor actor, double knees, Vec3 inside) {
        Side side = actor.chance(0.5) ? actor.style.mainHand : actor.style.mainHand.other();
        boolean both = actor.chance(0.35);
        Vec3 thing = new Vec3(inside.x(), inside.y(), Math.max(0.10, inside.z() - actor.between(0, 0.12)));
        double duration = actor.tempo(0.9);
        reachDown(actor, duration, knees, thing, both ? null : side);
        actor.pause(duration);
        rummage(actor, side);
        rise(actor, both, side);
    }

    private void reachUp(Actor actor) {
        boolean both = actor.chance(0.3);
        Side side = actor.style.mainHand;
        double most = actor.body.headHeight + 0.30 * actor.body.scale;
        double height = Math.min(most, actor.between(place.lowest, place.highest));
        Vec3 thing = actor.ahead(actor.between(0.28, 0.45), actor.between(-0.2, 0.2), height);
        double duration = actor.tempo(1.0);
        actor.look(actor.now - 0.2, 0.6, thing);
        for (Side one : Side.values()) {
            if (both || one == side) {
                actor.reach(one, actor.now, duration, thing.plus(Turns.left(actor.yaw()).times(both ? one.sign * 0.10 : 0)));
                actor.score.hand(one).pronation.moveTo(actor.now, duration, 0.2);
            }
        }
        boolean onToes = height > actor.body.headHeight + 0.15 * actor.body.scale && actor.chance(0.6);
        tiptoe(actor, duration, onToes ? actor.between(0.2, 0.45) : 0);
        actor.score.lean.moveTo(actor.now, duration, actor.between(-0.08, 0.08));
        actor.pause(duration + actor.between(0.3, 2));
        double down = actor.tempo(1.0);
        tiptoe(actor, down, 0);
        actor.straighten(actor.now, down);
        Vec3 before = actor.ahead(0.32 * actor.body.scale, 0, actor.between(0.95, 1.25) * actor.body.scale);
        for (Side one : Side.values()) {
            if (both || one == side) {
                actor.reach(one, actor.now, down, before.plus(Turns.left(actor.yaw()).times(one.sign * 0.12)));
            }
        }
        actor.look(actor.now, down, before);
        actor.pause(down + actor.between(0.2, 1));
        actor.letGo(actor.now, actor.tempo(0.8));
        actor.lookAhead(actor.now, 0.6);
        actor.pause(0.5);
    }

    private static void tiptoe(Actor actor, double duration, double up) {
        double rise = up > 0 ? Math.sin(up) * actor.body.offset(SmplJoint.LEFT_FOOT).x() : 0;
        actor.score.hipHeight.moveTo(actor.now + 0.1, duration, actor.standingHipHeight() + rise);
        for (Side side : Side.values()) {
            actor.score.foot(side).pitch.moveTo(actor.now + 0.1, duration, up);
        }
        // Over the balls of the feet.
        actor.score.hipBack.moveTo(actor.now, duration, up > 0 ? -0.05 * actor.body.scale : 0);
    }
}
