package org.egoscope.motion.internal.procedure;

import org.egoscope.core.geometry.Vec3;
import org.egoscope.core.motion.SmplJoint;

/** Goes down on one knee or both, works on the floor or in a low cupboard, and rises over the front foot. */
final class Kneeling implements Activity {
    /** Of the knee joint above the floor when kneeling on it. */
    private static final double KNEE_HEIGHT = 0.065;

    /** Heel raise with the toes tucked under. */
    private static final double TUCKED = Math.toRadians(72);

    @Override
    public String name() {
        return "kneel";
    }

    @Override
    public void perform(Actor actor) {
        Side rear = actor.chance(0.5) ? actor.style.mainHand : actor.style.mainHand.other();
        boolean both = actor.chance(0.55);
        lunge(actor, rear);
        if (both) {
            secondKnee(actor, rear.other());
        }
        actor.mostPelvisPitch = both ? 1.2 : 0.5;
        double end = actor.now + actor.between(3, 12);
        while (actor.now < end) {
            work(actor, both);
        }
        upright(actor);
        if (both) {
            frontFoot(actor, rear.other());
        }
        rise(actor, rear);
    }

    /** Ankle behind the ball and above the floor with the toes tucked. */
    private static Vec3 tuckedAnkle(Body body) {
        Vec3 ankle = Turns.aboutLeft(TUCKED).rotate(body.offset(SmplJoint.LEFT_FOOT).times(-1));
        return new Vec3(ankle.x(), 0, ankle.z() + body.skeleton.ballHeightMeters());
    }

    /** The knee on the floor, ahead of the rear ball. */
    private static double kneeAheadOfBall(Body body) {
        Vec3 ankle = tuckedAnkle(body);
        double drop = ankle.z() - kneeHeight(body);
        return ankle.x() + Math.sqrt(body.shank() * body.shank() - drop * drop);
    }

    private static double kneeHeight(Body body) {
        return KNEE_HEIGHT * body.scale;
    }

    /** Hips upright over the knees. */
    private static double hipHeight(Body body) {
        return kneeHeight(body) + 0.995 * body.thigh();
    }

    private static double frontBallAheadOfHips(Body body) {
        return 0.92 * body.thigh() + body.offset(SmplJoint.LEFT_FOOT).x();
    }

    private static void lunge(Actor actor, Side rear) {
        Score score = actor.score;
        Body body = actor.body;
        double duration = actor.tempo(1.7);
        double start = actor.now + 0.2;
        Vec3 forward = Turns.forward(actor.yaw());
        FootPath front = score.foot(rear.other());
        Vec3 rearBall = score.foot(rear).place();
        double hipsAhead = kneeAheadOfBall(body);
        double along = hipsAhead + frontBallAheadOfHips(body) - front.place().minus(rearBall).dot(forward);
        score.sway.moveTo(actor.now - 0.2, 0.5, rear.sign * 0.05);
        front.swing(start, 0.55 * duration, front.place().plus(forward.times(along)), front.yaw.target(), 0.05);
        score.foot(rear).pitch.moveTo(start + 0.05, 0.85 * duration, TUCKED);
        score.foot(rear).yaw.moveTo(start + 0.05, 0.85 * duration, alongShank(actor, score.foot(rear)));
        Vec3 hips = actor.hipsOverFeetBefore(rear, hipsAhead);
        score.hipX.moveTo(start - 0.1, 0.8 * duration, hips.x());
        score.hipY.moveTo(start - 0.1, 0.8 * duration, hips.y());
        score.hipHeight.moveTo(start + 0.2 * duration, 0.8 * duration, hipHeight(body));
        score.balance.moveTo(start, 0.8 * duration, 0);
        score.sway.moveTo(start + 0.4 * duration, 0.6 * duration, 0);
        score.kneesApart.moveTo(start, duration, actor.between(-0.05, 0.1));
        score.lean.bump(start, 1.1 * duration, actor.between(0.1, 0.4));
        actor.look(actor.now - 0.1, 0.7, actor.ahead(0.7, 0, 0.1));
        if (actor.chance(0.4)) {
            Side side = rear.other();
            actor.score.hand(side).restAt(start, duration, new Vec3(0.35, side.sign * 0.04, -0.40).times(body.scale));
        }
        actor.now = start + duration;
    }

    /** With the toes tucked the foot points where the shank does; turned outwards it would wring the ankle. */
    private static double alongShank(Actor actor, FootPath foot) {
        return foot.yaw.target() + Turns.wrap(actor.yaw() - foot.yaw.target());
    }

    private static double toesOut(Actor actor, Side side) {
        return actor.yaw() + side.sign * actor.style.toeOut;
    }

    private static void secondKnee(Actor actor, Side side) {
        double duration = actor.tempo(1.0);
        Body body = actor.body;
        FootPath foot = actor.score.foot(side);
        Vec3 forward = Turns.forward(actor.yaw());
        double back = foot.place().minus(actor.score.foot(side.other()).place()).dot(forward);
        foot.swing(actor.now, duration, foot.place().minus(forward.times(back)), actor.yaw(), 0.05);
        foot.pitch.moveTo(actor.now, duration, TUCKED);
        actor.score.hipHeight.bump(actor.now, duration, 0.03 * body.scale);
        actor.score.sway.bump(actor.now, duration, -side.sign * 0.04);
        actor.now += duration;
    }

    private static void work(Actor actor, boolean both) {
        double duration = actor.tempo(1.1);
        double back = both ? actor.between(0.1, 0.8) : actor.between(0, 0.45);
        thighsBack(actor, duration, back);
        Vec3 thing = actor.fromHips(actor.between(0.42, 0.62) * actor.body.scale, actor.between(-0.3, 0.3), 0);
        Vec3 low = new Vec3(thing.x(), thing.y(), actor.chance(0.5) ? actor.between(0.07, 0.2) : actor.between(0.3, 0.9));
        Side side = actor.chance(0.7) ? actor.style.mainHand : actor.style.mainHand.other();
        double leastLean = Math.min(actor.score.lean.target(), 0.15);
        actor.score.lean.moveTo(actor.now, duration, leastLean);
        actor.score.pelvisPitch.moveTo(actor.now, duration, 0.6 * leastLean);
        actor.twistTo(actor.now, duration, low);
        actor.leanTo(actor.now, duration, low);
        actor.look(actor.now - 0.1, 0.6, low);
        actor.stopTouching(side, actor.now);
        actor.reach(side, actor.now, duration, low);
        if (low.z() < 0.25 && actor.chance(0.6)) {
            support(actor, side.other(), duration);
        } else {
            actor.stopTouching(side.other(), actor.now);
            actor.letGo(side.other(), actor.now, duration);
        }
        actor.pause(duration);
        double busy = actor.between(0.5, 3.5);
        HandPath hand = actor.score.hand(side);
        double rate = actor.between(0.5, 1.1);
        hand.world[0].rhythm(actor.now, actor.now + busy, actor.between(0.02, 0.10), rate, 0);
        hand.world[1].rhythm(actor.now, actor.now + busy, actor.between(0.02, 0.10), rate, actor.between(0, 3));
        actor.pause(busy);
    }

    private static void support(Actor actor, Side side, double duration) {
        Vec3 place = actor.fromHips(0.45 * actor.body.scale, side.sign * 0.18, 0);
        actor.stopTouching(side, actor.now);
        actor.reach(side, actor.now, duration, new Vec3(place.x(), place.y(), 0.06));
        actor.leanTo(actor.now, duration, new Vec3(place.x(), place.y(), 0.06));
        actor.score.hand(side).touch(actor.now + duration);
    }

    /** Sits back towards the heels: the thighs turn about the knees. */
    private static void thighsBack(Actor actor, double duration, double angle) {
        double thigh = actor.body.thigh();
        actor.score.hipBack.moveTo(actor.now, duration, thigh * Math.sin(angle));
        actor.score.hipHeight.moveTo(actor.now, duration, kneeHeight(actor.body) + 0.995 * thigh * Math.cos(angle));
    }

    private static void upright(Actor actor) {
        double duration = actor.tempo(1.0);
        thighsBack(actor, duration, 0);
        actor.score.lean.moveTo(actor.now, duration, 0.2);
        actor.score.pelvisPitch.moveTo(actor.now, duration, 0.12);
        actor.score.twist.moveTo(actor.now, duration, 0);
        actor.score.sideBend.moveTo(actor.now, duration, 0);
        for (Side side : Side.values()) {
            actor.stopTouching(side, actor.now);
        }
        actor.letGo(actor.now, duration);
        actor.look(actor.now, 0.7, actor.ahead(1.2, 0, 0.3));
        actor.pause(duration);
    }

    private static void frontFoot(Actor actor, Side side) {
        double duration = actor.tempo(1.0);
        FootPath foot = actor.score.foot(side);
        double along = kneeAheadOfBall(actor.body) + frontBallAheadOfHips(actor.body);
        actor.score.sway.bump(actor.now, duration, -side.sign * 0.05);
        actor.score.hipHeight.bump(actor.now, duration, 0.03 * actor.body.scale);
        foot.swing(actor.now, duration, foot.place().plus(Turns.forward(actor.yaw()).times(along)), toesOut(actor, side), 0.06);
        foot.pitch.moveTo(actor.now, 0.8 * duration, 0);
        actor.now += duration;
    }

    /** Over the front foot, the rear one follows beside it. */
    private static void rise(Actor actor, Side rear) {
        Score score = actor.score;
        double duration = actor.tempo(1.7);
        double start = actor.now;
        FootPath front = score.foot(rear.other());
        FootPath back = score.foot(rear);
        Vec3 forward = Turns.forward(actor.yaw());
        double along = front.place().minus(back.place()).dot(forward);
        actor.lean(start, 0.4 * duration, actor.between(0.4, 0.7));
        Vec3 place = back.place().plus(forward.times(along));
        back.swing(start + 0.5 * duration, 0.5 * duration, place, toesOut(actor, rear), 0.05);
        back.pitch.moveTo(start + 0.55 * duration, 0.4 * duration, 0);
        Vec3 hips = actor.hipsOverFeet();
        score.hipX.moveTo(start + 0.05 * duration, 0.9 * duration, hips.x());
        score.hipY.moveTo(start + 0.05 * duration, 0.9 * duration, hips.y());
        score.hipHeight.moveTo(start + 0.15 * duration, 0.85 * duration, actor.standingHipHeight());
        score.balance.moveTo(start + 0.1 * duration, 0.6 * duration, 1);
        score.hipBack.moveTo(start, duration, 0);
        score.sway.bump(start + 0.3 * duration, 0.7 * duration, -rear.sign * 0.05);
        score.kneesApart.moveTo(start, duration, 0.08);
        actor.lean(start + 0.45 * duration, 0.6 * duration, actor.style.restLean);
        actor.letGo(start, 0.8 * duration);
        actor.lookAhead(start + 0.4 * duration, 0.6 * duration);
        actor.now = start + 1.1 * duration;
    }
}
