package org.egoscope.motion.internal.procedure;

import org.egoscope.core.geometry.Vec3;

/** What people do on a seat: at a table they write, type, eat and reach; without one they rest, read, or reach to the floor. */
final class SeatedWork {
    private SeatedWork() {}

    static void atTable(Actor actor) {
        double table = actor.between(0.70, 0.77);
        double end = actor.now + actor.between(8, 22);
        double lean = actor.between(0.02, 0.35);
        actor.score.lean.moveTo(actor.now, 1, lean);
        actor.score.pelvisPitch.moveTo(actor.now, 1, 0.45 * lean - 0.15 * actor.style.slump);
        while (actor.now < end) {
            switch (actor.random.nextInt(5)) {
                case 0 -> write(actor, table);
                case 1 -> type(actor, table);
                case 2 -> eat(actor, table);
                case 3 -> reachOver(actor, table);
                default -> rest(actor, table);
            }
        }
    }

    static void withoutTable(Actor actor) {
        double end = actor.now + actor.between(6, 18);
        while (actor.now < end) {
            switch (actor.random.nextInt(6)) {
                case 0 -> read(actor);
                case 1 -> reachDown(actor);
                case 2 -> lean(actor);
                case 3 -> drink(actor);
                default -> lookRound(actor);
            }
        }
    }

    /** A wrist over the table, forward of the hips and to the left of them. */
    private static Vec3 onTable(Actor actor, double forward, double left, double table) {
        Vec3 place = actor.fromHips(forward * actor.body.scale, left * actor.body.scale, 0);
        return new Vec3(place.x(), place.y(), Math.max(table, actor.score.hipHeight.target() + 0.08) + actor.between(0.03, 0.06));
    }

    private static void lay(Actor actor, Side side, double forward, double left, double table) {
        actor.stopTouching(side, actor.now);
        double duration = actor.tempo(0.7);
        actor.reach(side, actor.now, duration, onTable(actor, forward, left, table));
        actor.score.hand(side).touch(actor.now + duration);
    }

    private static void lookAtHand(Actor actor, Side side) {
        actor.look(actor.now - 0.1, actor.tempo(0.5), actor.score.hand(side).heldPlace().plus(Turns.forward(actor.yaw()).times(0.1)));
    }

    private static void write(Actor actor, double table) {
        Side main = actor.style.mainHand;
        lay(actor, main.other(), actor.between(0.32, 0.42), main.other().sign * 0.14, table);
        lay(actor, main, actor.between(0.32, 0.42), main.sign * actor.between(0.02, 0.14), table);
        actor.leanTo(actor.now, 0.9, actor.score.hand(main).heldPlace());
        lookAtHand(actor, main);
        actor.pause(1);
        int lines = 1 + actor.random.nextInt(3);
        HandPath hand = actor.score.hand(main);
        Vec3 from = hand.heldPlace();
        for (int i = 0; i < lines; i++) {
            double duration = actor.between(2, 4);
            Vec3 right = Turns.left(actor.yaw()).times(-actor.between(0.04, 0.10));
            hand.holdAt(actor.now, duration, from.plus(right));
            hand.world[0].rhythm(actor.now, actor.now + duration, 0.004, actor.between(2, 4), 0);
            hand.world[1].rhythm(actor.now, actor.now + duration, 0.004, actor.between(2, 4), 1.5);
            actor.pause(duration);
            hand.holdAt(actor.now, 0.5, from.plus(Turns.forward(actor.yaw()).times(-0.015 * i)));
            actor.pause(0.5);
        }
    }

    private static void type(Actor actor, double table) {
        double forward = actor.between(0.30, 0.42);
        for (Side side : Side.values()) {
            lay(actor, side, forward, side.sign * 0.09, table);
        }
        actor.face(actor.now, 0.6, actor.yaw(), actor.between(0.1, 0.6));
        actor.pause(0.9);
        double duration = actor.between(2, 6);
        for (Side side : Side.values()) {
            HandPath hand = actor.score.hand(side);
            hand.world[2].rhythm(actor.now, actor.now + duration, 0.006, actor.between(1.5, 3), side.sign);
            hand.world[1].rhythm(actor.now, actor.now + duration, 0.015, actor.between(0.4, 0.9), side.sign);
        }
        if (actor.chance(0.5)) {
            actor.face(actor.now + 0.5 * duration, 0.5, actor.yaw(), actor.between(0.1, 0.6));
        }
        actor.pause(duration);
    }

    private static void eat(Actor actor, double table) {
        Side main = actor.style.mainHand;
        lay(actor, main.other(), 0.36, main.other().sign * 0.17, table);
        int bites = 1 + actor.random.nextInt(4);
        for (int i = 0; i < bites; i++) {
            actor.stopTouching(main, actor.now);
            Vec3 plate = onTable(actor, actor.between(0.36, 0.44), main.sign * 0.06, table + 0.06);
            actor.reach(main, actor.now, actor.tempo(0.7), plate);
            lookAtHand(actor, main);
            actor.pause(actor.tempo(1.0));
            double duration = actor.tempo(0.9);
            actor.score.lean.bump(actor.now, 2.2 * duration, actor.between(0.02, 0.15));
            actor.reach(main, actor.now, duration, actor.atMouth(main));
            actor.face(actor.now + 0.2, 0.6, actor.yaw(), actor.between(0.1, 0.4));
            actor.pause(duration + actor.between(0.1, 0.6));
        }
        lay(actor, main, 0.36, main.sign * 0.15, table);
        Standing.lookAbout(actor);
    }

    private static void reachOver(Actor actor, double table) {
        double lean = actor.score.lean.target();
        double pelvis = actor.score.pelvisPitch.target();
        double left = actor.between(-0.6, 0.6);
        Side side = left > 0.1 ? Side.LEFT : left < -0.1 ? Side.RIGHT : actor.style.mainHand;
        actor.stopTouching(side, actor.now);
        Vec3 place = onTable(actor, actor.between(0.45, 0.80), left, table + actor.between(0, 0.12));
        double duration = actor.tempo(1.0);
        actor.twistTo(actor.now, duration, place);
        actor.leanTo(actor.now, duration, place);
        actor.look(actor.now - 0.1, 0.6 * duration, place);
        actor.reach(side, actor.now + 0.1, duration, place);
        actor.pause(duration + actor.between(0.2, 0.8));
        actor.score.lean.moveTo(actor.now, duration, lean);
        actor.score.pelvisPitch.moveTo(actor.now, duration, pelvis);
        actor.score.twist.moveTo(actor.now, duration, 0);
        actor.score.sideBend.moveTo(actor.now, duration, 0);
        lay(actor, side, actor.between(0.32, 0.40), side.sign * 0.1, table);
        lookAtHand(actor, side);
        actor.pause(duration);
    }

    private static void rest(Actor actor, double table) {
        for (Side side : Side.values()) {
            lay(actor, side, actor.between(0.28, 0.38), side.sign * actor.between(0.02, 0.18), table);
        }
        Standing.lookAbout(actor);
    }

    private static void read(Actor actor) {
        double duration = actor.tempo(1.0);
        double forward = actor.between(0.24, 0.36) * actor.body.scale;
        double up = actor.between(0.16, 0.40);
        boolean both = actor.chance(0.6);
        for (Side side : Side.values()) {
            if (both || side == actor.style.mainHand) {
                actor.stopTouching(side, actor.now);
                actor.reach(side, actor.now, duration, actor.fromHips(forward, side.sign * actor.between(0.03, 0.10), up));
            }
        }
        actor.look(actor.now + 0.1, 0.8, actor.fromHips(forward + 0.08, 0, up + 0.05));
        actor.pause(duration + actor.between(2, 6));
        for (Side side : Side.values()) {
            Sitting.layOnThigh(actor, side, actor.now, duration);
        }
        actor.lookAhead(actor.now, 0.7);
        actor.pause(0.8);
    }

    /** Shoes, a bag, something that fell. */
    private static void reachDown(Actor actor) {
        double lean = actor.score.lean.target();
        double pelvis = actor.score.pelvisPitch.target();
        double duration = actor.tempo(1.3);
        boolean both = actor.chance(0.5);
        double left = both ? 0 : actor.between(-0.35, 0.35);
        Side side = left > 0 ? Side.LEFT : Side.RIGHT;
        Vec3 thing = actor.ahead(actor.between(0.0, 0.2), left, actor.between(0.10, 0.35));
        if (!both) {
            actor.twistTo(actor.now, duration, thing);
        }
        actor.leanTo(actor.now, duration, thing);
        actor.look(actor.now - 0.1, 0.7 * duration, thing);
        for (Side one : Side.values()) {
            if (both || one == side) {
                actor.stopTouching(one, actor.now);
                actor.reach(one, actor.now, duration, thing.plus(Turns.left(actor.yaw()).times(both ? one.sign * 0.06 : 0)));
            }
        }
        actor.pause(duration + actor.between(0.3, 2.5));
        actor.score.lean.moveTo(actor.now, duration, lean);
        actor.score.pelvisPitch.moveTo(actor.now, duration, pelvis);
        actor.score.twist.moveTo(actor.now, duration, 0);
        actor.score.sideBend.moveTo(actor.now, duration, 0);
        for (Side one : Side.values()) {
            Sitting.layOnThigh(actor, one, actor.now, duration);
        }
        actor.lookAhead(actor.now + 0.2, 0.8);
        actor.pause(duration);
    }

    /** Forward with the forearms on the thighs, or back. */
    private static void lean(Actor actor) {
        double duration = actor.tempo(1.2);
        if (actor.chance(0.5)) {
            actor.score.lean.moveTo(actor.now, duration, actor.between(0.4, 0.75));
            actor.score.pelvisPitch.moveTo(actor.now, duration, actor.between(0.0, 0.25));
        } else {
            Sitting.settle(actor, actor.now, duration);
        }
        for (Side side : Side.values()) {
            actor.stopTouching(side, actor.now);
            Sitting.layOnThigh(actor, side, actor.now, duration);
        }
        actor.pause(duration);
        Standing.lookAbout(actor);
    }

    private static void drink(Actor actor) {
        Side main = actor.style.mainHand;
        double duration = actor.tempo(1.1);
        actor.stopTouching(main, actor.now);
        actor.reach(main, actor.now, duration, actor.atMouth(main));
        actor.pause(duration);
        actor.score.headPitch.bump(actor.now, 1.6, -actor.between(0.1, 0.35));
        actor.pause(1.5);
        Sitting.layOnThigh(actor, main, actor.now, duration);
        actor.pause(duration);
    }

    private static void lookRound(Actor actor) {
        int looks = 1 + actor.random.nextInt(3);
        for (int i = 0; i < looks; i++) {
            Standing.lookAbout(actor);
        }
        actor.score.twist.moveTo(actor.now, 0.8, 0);
    }
}
