package org.egoscope.motion.internal.procedure;

import org.egoscope.core.geometry.Vec3;

/** Lifts something with both hands from the floor, a table or a shelf, carries it before the body to another place and sets it down. */
final class Carrying implements Activity {
    @Override
    public String name() {
        return "carry";
    }

    @Override
    public void perform(Actor actor) {
        double width = actor.between(0.11, 0.20);
        grasp(actor, width, height(actor));
        lift(actor, width);
        Stage.walkOn(actor, actor.between(0.8, 2.5));
        grasp(actor, width, height(actor));
        actor.pause(actor.between(0.1, 0.5));
        CounterWork.finish(actor);
        actor.pause(0.3);
    }

    private static double height(Actor actor) {
        return switch (actor.random.nextInt(3)) {
            case 0 -> actor.between(0.10, 0.30);
            case 1 -> actor.between(0.45, 0.80);
            default -> actor.between(0.80, 1.20);
        };
    }

    /** Both hands to the thing's sides, whether to take it or to set it down. */
    private static void grasp(Actor actor, double width, double height) {
        Vec3 thing = actor.ahead(actor.between(0.34, 0.46), 0, height);
        Vec3 aside = Turns.left(actor.yaw()).times(width);
        double duration = actor.tempo(1.2);
        actor.look(actor.now - 0.2, 0.5, thing);
        actor.bendTo(actor.now, duration, Bending.kneeShare(actor), thing.plus(aside), thing.minus(aside));
        for (Side side : Side.values()) {
            actor.reach(side, actor.now + 0.1, duration, thing.plus(aside.times(side.sign)));
            actor.score.hand(side).pronation.moveTo(actor.now, duration, 0.2);
        }
        actor.look(actor.now + 0.3, duration, thing);
        actor.pause(duration + actor.between(0.2, 0.6));
    }

    private static void lift(Actor actor, double width) {
        double duration = actor.tempo(1.3);
        double reach = actor.body.armReach();
        actor.straighten(actor.now, duration);
        double height = actor.between(-0.55, -0.30) * reach;
        for (Side side : Side.values()) {
            double shoulder = actor.body.shoulderAside();
            HandPath hand = actor.score.hand(side);
            hand.restAt(actor.now, 0.4 * duration, new Vec3(actor.between(0.45, 0.48) * reach, side.sign * (width - shoulder), height));
            hand.release(actor.now, duration);
            hand.swivel.moveTo(actor.now, duration, 0.3);
        }
        actor.lookAhead(actor.now + 0.2, duration);
        actor.pause(duration);
    }
}
