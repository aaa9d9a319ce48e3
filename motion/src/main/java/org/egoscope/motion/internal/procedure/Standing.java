package org.egoscope.motion.internal.procedure;

import org.egoscope.core.geometry.Vec3;

/** Standing about: shifts of weight, looks around and down, a hand to the face, on the hip or holding a telephone, turns on the spot. */
final class Standing implements Activity {
    @Override
    public String name() {
        return "stand";
    }

    @Override
    public void perform(Actor actor) {
        double end = actor.now + actor.between(3, 9);
        while (actor.now < end) {
            switch (actor.random.nextInt(6)) {
                case 0 -> shiftWeight(actor);
                case 1 -> handAtBody(actor);
                case 2 -> turnTrunk(actor);
                case 3 -> stepAbout(actor);
                default -> lookAbout(actor);
            }
        }
        actor.score.sway.moveTo(actor.now, 0.8, 0);
        actor.score.pelvisRoll.moveTo(actor.now, 0.8, 0);
        actor.straighten(actor.now, 0.8);
        actor.lookAhead(actor.now, 0.6);
        actor.pause(0.5);
    }

    static void lookAbout(Actor actor) {
        double looking = actor.tempo(actor.between(0.45, 0.8));
        double aside = actor.random.nextGaussian() * 0.6;
        double height = actor.chance(0.4) ? actor.between(0, 1) : actor.between(0.8, 2.0);
        actor.look(actor.now, looking, actor.ahead(actor.between(0.5, 2.5), 1.5 * aside, height));
        if (Math.abs(aside) > 0.5) {
            actor.score.twist.moveTo(actor.now + 0.1, looking * 1.4, Turns.clamp(0.3 * aside, -0.5, 0.5));
        }
        actor.pause(looking + actor.between(0.3, 1.6));
        if (actor.chance(0.4)) {
            actor.lookAhead(actor.now, actor.tempo(0.6));
            actor.score.twist.moveTo(actor.now, actor.tempo(0.8), 0);
        }
    }

    private static void shiftWeight(Actor actor) {
        double duration = actor.tempo(1.2);
        double over = actor.between(-0.05, 0.05);
        actor.score.sway.moveTo(actor.now, duration, over);
        actor.score.pelvisRoll.moveTo(actor.now, duration, over * 1.2);
        actor.score.sideBend.moveTo(actor.now, duration, over * -0.6);
        actor.pause(duration + actor.between(0, 1));
    }

    private static void turnTrunk(Actor actor) {
        double duration = actor.tempo(1.0);
        double bearing = actor.between(-1.4, 1.4);
        Vec3 place = actor.ahead(1.5 * Math.cos(bearing), 1.5 * Math.sin(bearing), actor.between(0.3, 1.6));
        actor.twistTo(actor.now + 0.15, duration, place);
        actor.look(actor.now, 0.7 * duration, place);
        actor.pause(duration + actor.between(0.3, 1.5));
        actor.score.twist.moveTo(actor.now + 0.1, duration, 0);
        actor.score.sideBend.moveTo(actor.now + 0.1, duration, 0);
        actor.lookAhead(actor.now, 0.7 * duration);
        actor.pause(duration);
    }

    private static void stepAbout(Actor actor) {
        Vec3 goal = actor.fromHips(actor.between(-0.25, 0.4), actor.between(-0.3, 0.3), 0);
        new Walking(actor).to(goal, actor.yaw() + actor.between(-1.2, 1.2));
    }

    private static void handAtBody(Actor actor) {
        Side side = actor.chance(0.7) ? actor.style.mainHand : actor.style.mainHand.other();
        double reach = actor.body.armReach();
        Vec3 place = switch (actor.random.nextInt(4)) {
            case 0 -> new Vec3(0.45 * reach, side.sign * -0.12 * reach, -0.35 * reach); // before the chest, as with a telephone
            case 1 -> new Vec3(0.30 * reach, side.sign * -0.18 * reach, 0.12 * reach); // at the face
            case 2 -> new Vec3(0.05 * reach, side.sign * 0.12 * reach, -0.72 * reach); // on the hip
            default -> new Vec3(0.30 * reach, side.sign * -0.22 * reach, -0.66 * reach); // before the belly
        };
        double duration = actor.tempo(0.9);
        HandPath hand = actor.score.hand(side);
        hand.restAt(actor.now, duration, place);
        hand.swivel.moveTo(actor.now, duration, actor.style.elbowWidth);
        if (place.x() > 0.4 * reach) {
            actor.face(actor.now + 0.2, 0.7, actor.yaw(), actor.between(0.4, 0.75));
        }
        double stay = actor.between(1, 4);
        actor.pause(duration + stay);
        actor.letGo(side, actor.now, actor.tempo(0.9));
        actor.lookAhead(actor.now, 0.7);
        actor.pause(0.8);
    }
}
