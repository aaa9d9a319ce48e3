package org.egoscope.motion.internal.procedure;

import org.egoscope.core.geometry.Vec3;

/** Kitchen work, standing before a counter: both hands before the belly, head down, the gaze where the work is. */
final class CounterWork implements Activity {
    /** Wrist paths of one kind of work: amplitudes in metres (forward, left, up), beats per second, and what the other hand does. */
    private enum Work {
        CHOP(0.012, 0.0, 0.035, 2.4, 0, 0),
        STIR(0.045, 0.045, 0.0, 1.1, 0, 0),
        WASH(0.035, 0.03, 0.02, 1.3, 1, 0),
        WIPE(0.06, 0.17, 0.0, 0.8, 0, 0.03),
        KNEAD(0.08, 0.01, 0.035, 0.8, 1, 0.07),
        SCRUB(0.06, 0.02, 0.0, 2.0, 0, 0.02),
        ASSEMBLE(0.015, 0.02, 0.015, 0.7, 1, 0);

        final double[] amplitude;
        final double rateHz;
        final boolean bothHands;
        final double trunk;

        Work(double forward, double left, double up, double rateHz, int bothHands, double trunk) {
            this.amplitude = new double[] {forward, left, up};
            this.rateHz = rateHz;
            this.bothHands = bothHands == 1;
            this.trunk = trunk;
        }
    }

    @Override
    public String name() {
        return "counter";
    }

    @Override
    public void perform(Actor actor) {
        double counter = actor.between(0.85, 0.95);
        double end = actor.now + actor.between(8, 22);
        // The belly is near the counter's edge: hips do not go back as they do in the open.
        actor.score.balance.moveTo(actor.now, 1, actor.between(0.2, 0.6));
        while (actor.now < end) {
            switch (actor.random.nextInt(5)) {
                case 0 -> fetch(actor, counter);
                case 1 -> pour(actor, counter);
                default -> work(actor, counter, Work.values()[actor.random.nextInt(Work.values().length)]);
            }
        }
        finish(actor);
    }

    static void finish(Actor actor) {
        for (Side side : Side.values()) {
            actor.stopTouching(side, actor.now);
        }
        double duration = actor.tempo(1.0);
        actor.letGo(actor.now, duration);
        actor.score.balance.moveTo(actor.now, duration, 1);
        actor.straighten(actor.now, duration);
        actor.lookAhead(actor.now, 0.7 * duration);
        actor.pause(0.8 * duration);
    }

    private static Vec3 over(Actor actor, double forward, double left, double height) {
        return actor.ahead(forward, left, height);
    }

    private static void place(Actor actor, Side side, double duration, Vec3 wrist, boolean rests) {
        actor.stopTouching(side, actor.now);
        actor.reach(side, actor.now, duration, wrist);
        if (rests) {
            actor.score.hand(side).touch(actor.now + duration);
        }
    }

    private static void work(Actor actor, double counter, Work work) {
        Side main = actor.style.mainHand;
        double forward = actor.between(0.20, 0.34);
        double aside = actor.between(-0.12, 0.12);
        double duration = actor.tempo(0.9);
        Vec3 wrist = over(actor, forward, aside + main.sign * 0.10, counter + actor.between(0.08, 0.20));
        Vec3 other = over(actor, forward + actor.between(-0.04, 0.08), aside + main.other().sign * 0.12, counter + 0.05);
        place(actor, main, duration, wrist, false);
        boolean leansOn = !work.bothHands && actor.chance(0.8);
        if (work.bothHands || leansOn || actor.score.hand(main.other()).isHeld()) {
            place(actor, main.other(), duration, other, leansOn);
        }
        settleTrunk(actor, duration, wrist, other);
        actor.pause(duration);
        double busy = actor.between(2.5, 7);
        rhythm(actor, main, work, busy, 0);
        if (work.bothHands) {
            rhythm(actor, main.other(), work, busy, work == Work.KNEAD ? 0 : 2.2);
        }
        actor.score.lean.rhythm(actor.now, actor.now + busy, work.trunk, work.rateHz, 0);
        follow(actor, main, busy);
        actor.pause(busy);
    }

    /** A little bent over the work, more for the tall, whose counter is low. */
    private static void settleTrunk(Actor actor, double duration, Vec3... wrists) {
        double bend = actor.between(0.03, 0.25) + 0.4 * Math.max(0, actor.body.headHeight - 1.5);
        actor.lean(actor.now, duration, actor.style.restLean + bend);
        actor.bendTo(actor.now, duration, 0, wrists);
        actor.score.twist.moveTo(actor.now, duration, actor.between(-0.12, 0.12));
        actor.look(actor.now - 0.15, 0.7 * duration, wrists[0].lerp(wrists[1], 0.4).plus(Turns.forward(actor.yaw()).times(0.10)));
    }

    /** Beats along the work's axes; a circle where two axes share the beat a quarter apart. */
    private static void rhythm(Actor actor, Side side, Work work, double busy, double phase) {
        HandPath hand = actor.score.hand(side);
        double rate = work.rateHz * actor.between(0.8, 1.2);
        double size = actor.between(0.7, 1.3);
        Vec3 forward = Turns.forward(actor.yaw()).times(work.amplitude[0] * size);
        Vec3 left = Turns.left(actor.yaw()).times(work.amplitude[1] * size);
        double start = actor.now;
        double end = start + busy;
        hand.world[0].rhythm(start, end, forward.x(), rate, phase);
        hand.world[1].rhythm(start, end, forward.y(), rate, phase);
        hand.world[0].rhythm(start, end, left.x(), rate, phase + Math.PI / 2);
        hand.world[1].rhythm(start, end, left.y(), rate, phase + Math.PI / 2);
        hand.world[2].rhythm(start, end, work.amplitude[2] * size, rate, phase + 0.6);
    }

    /** The work wanders over the board and the gaze goes with it, now and then up and away. */
    private static void follow(Actor actor, Side main, double busy) {
        HandPath hand = actor.score.hand(main);
        double at = actor.now + 0.6;
        while (at < actor.now + busy - 1.5) {
            Vec3 place = hand.heldPlace()
                    .plus(Turns.left(actor.yaw()).times(actor.between(-0.05, 0.05)))
                    .plus(Turns.forward(actor.yaw()).times(actor.between(-0.03, 0.03)));
            hand.holdAt(at, 1.2, place);
            if (actor.chance(0.25)) {
                actor.look(at, 0.5, actor.ahead(1.2, actor.between(-1.5, 1.5), actor.between(0.9, 1.7)));
                actor.look(at + actor.between(0.8, 1.3), 0.5, place);
            } else {
                actor.look(at, 0.6, place);
            }
            at += actor.between(1.2, 2.5);
        }
    }

    /** Something from further away on the counter, often across the body. */
    private static void fetch(Actor actor, double counter) {
        double left = actor.between(-0.55, 0.55);
        Side side = actor.chance(0.8) ? (left > 0 ? Side.LEFT : Side.RIGHT) : actor.style.mainHand;
        Vec3 far = over(actor, actor.between(0.32, 0.55), left, counter + actor.between(0.08, 0.30));
        Vec3 near = over(actor, actor.between(0.24, 0.34), side.sign * 0.08, counter + 0.10);
        double lean = actor.score.lean.target();
        double duration = actor.tempo(1.0);
        actor.look(actor.now - 0.2, 0.5 * duration, far);
        actor.twistTo(actor.now, duration, far);
        actor.score.sway.moveTo(actor.now, duration, 0.08 * left);
        actor.bendTo(actor.now, duration, 0, far);
        place(actor, side, duration, far, false);
        actor.pause(duration + actor.between(0.1, 0.4));
        actor.look(actor.now, 0.6 * duration, near);
        actor.score.twist.moveTo(actor.now, duration, 0);
        actor.score.sideBend.moveTo(actor.now, duration, 0);
        actor.score.sway.moveTo(actor.now, duration, 0);
        actor.lean(actor.now, duration, lean);
        actor.crouch(actor.now, duration, 0);
        place(actor, side, duration, near, false);
        actor.pause(duration);
    }

    private static void pour(Actor actor, double counter) {
        Side main = actor.style.mainHand;
        double duration = actor.tempo(0.9);
        Vec3 cup = over(actor, 0.32, main.other().sign * 0.08, counter + 0.07);
        Vec3 jug = over(actor, 0.30, main.sign * 0.10, counter + actor.between(0.20, 0.32));
        place(actor, main.other(), duration, cup, true);
        place(actor, main, duration, jug, false);
        settleTrunk(actor, duration, jug, cup);
        actor.pause(duration);
        actor.score.hand(main).pronation.moveTo(actor.now, 1.0, 1.9);
        actor.look(actor.now, 0.5, cup.plus(Turns.UP.times(0.1)));
        actor.pause(actor.between(1.5, 3.5));
        actor.score.hand(main).pronation.moveTo(actor.now, 0.6, 0.4);
        actor.pause(0.5);
    }
}
