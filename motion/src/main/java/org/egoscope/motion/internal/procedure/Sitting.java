package org.egoscope.motion.internal.procedure;

import java.util.function.Consumer;
import org.egoscope.core.geometry.Vec3;

/** Sits down on a sofa, chair or stool, does something there, and gets up. The trunk goes forward before the seat is reached or left. */
final class Sitting implements Activity {
    private final Consumer<Actor> occupation;
    private final boolean atTable;

    /** @param atTable a chair of dining or office height, close to a table */
    Sitting(boolean atTable, Consumer<Actor> occupation) {
        this.atTable = atTable;
        this.occupation = occupation;
    }

    @Override
    public String name() {
        return "sit";
    }

    @Override
    public void perform(Actor actor) {
        sitDown(actor, atTable ? actor.between(0.41, 0.50) : actor.between(0.33, 0.60));
        occupation.accept(actor);
        standUp(actor);
    }

    /** Hip joints above a seat: half a thigh's thickness and what the flesh gives. */
    private static final double HIP_ABOVE_SEAT = 0.08;

    /** Thighs are level: the hips flex by 120 degrees at most. */
    private static final double MOST_PELVIS_PITCH = Math.toRadians(32);

    static void sitDown(Actor actor, double seatHeight) {
        Score score = actor.score;
        double duration = actor.tempo(1.5);
        double start = actor.now;
        double hipHeight = seatHeight + HIP_ABOVE_SEAT * actor.body.scale;
        actor.face(start, 0.4 * duration, actor.yaw() + actor.between(-0.3, 0.3), actor.between(0.3, 0.8));
        double forward = actor.between(0.5, 0.85);
        score.lean.moveTo(start, 0.62 * duration, forward);
        score.pelvisPitch.moveTo(start, 0.62 * duration, 0.75 * forward);
        Vec3 hips = hipsOnSeat(actor, hipHeight);
        score.hipX.moveTo(start + 0.14 * duration, 0.72 * duration, hips.x());
        score.hipY.moveTo(start + 0.14 * duration, 0.72 * duration, hips.y());
        score.hipHeight.moveTo(start + 0.17 * duration, 0.75 * duration, hipHeight);
        score.balance.moveTo(start + 0.3 * duration, 0.6 * duration, 0);
        score.sway.moveTo(start, 0.5 * duration, 0);
        score.kneesApart.moveTo(start, duration, actor.between(0.0, 0.3));
        settle(actor, start + 0.6 * duration, 0.65 * duration);
        actor.mostPelvisPitch = MOST_PELVIS_PITCH;
        actor.now = start + 1.15 * duration;
        hands(actor, start + 0.4 * duration, 0.8 * duration);
        if (actor.chance(0.5)) {
            moveFeet(actor);
        }
    }

    /** The hips behind the feet, by the length of the thigh and how far the shanks lean. */
    private static Vec3 hipsOnSeat(Actor actor, double hipHeight) {
        Body body = actor.body;
        double shankLean = actor.between(-0.04, 0.10) * body.scale;
        double knee = body.ankleHeight + Math.sqrt(body.shank() * body.shank() - shankLean * shankLean);
        double rise = Turns.clamp(knee - hipHeight, -0.95 * body.thigh(), 0.95 * body.thigh());
        double back = Math.sqrt(body.thigh() * body.thigh() - rise * rise) - shankLean;
        return actor.ankles().minus(Turns.forward(actor.yaw()).times(back));
    }

    /** From the bend of sitting down to a seat's posture: the pelvis rolls back, the more the lower and softer. */
    static void settle(Actor actor, double start, double duration) {
        double lean = actor.between(-0.16, 0.12) + 0.1 * actor.style.slump;
        actor.score.lean.moveTo(start, duration, lean);
        actor.score.pelvisPitch.moveTo(start, duration, 0.5 * lean - actor.between(0.15, 0.45) * actor.style.slump);
        actor.lookAhead(start + 0.2 * duration, 0.8 * duration);
    }

    private static void hands(Actor actor, double start, double duration) {
        for (Side side : Side.values()) {
            layOnThigh(actor, side, start + actor.between(0, 0.2), duration);
        }
    }

    /** The palm on the own thigh. */
    static void layOnThigh(Actor actor, Side side, double start, double duration) {
        double along = actor.between(0.45, 0.85) * actor.body.thigh();
        Vec3 place = actor.fromHips(along, side.sign * actor.between(0.08, 0.15) * actor.body.scale, 0);
        double kneeHeight = actor.body.ankleHeight + actor.body.shank();
        double height = Math.max(actor.score.hipHeight.target(), kneeHeight) + 0.10;
        actor.reach(side, start, duration, new Vec3(place.x(), place.y(), height));
        actor.score.hand(side).touch(start + duration);
    }

    private static void moveFeet(Actor actor) {
        Side first = actor.chance(0.5) ? Side.LEFT : Side.RIGHT;
        double forward = actor.between(-0.16, 0.14) * actor.body.scale;
        for (Side side : new Side[] {first, first.other()}) {
            FootPath foot = actor.score.foot(side);
            double own = Turns.clamp(forward + actor.between(-0.06, 0.06), -0.16, 0.15);
            Vec3 place = foot.place()
                    .plus(Turns.forward(actor.yaw()).times(own))
                    .plus(Turns.left(actor.yaw()).times(side.sign * actor.between(-0.01, 0.08)));
            foot.swing(actor.now, 0.4, place, foot.yaw.target(), 0.03);
            if (own < -0.08) {
                foot.pitch.moveTo(actor.now, 0.4, actor.between(0.2, 0.6));
            }
            actor.pause(actor.between(0.42, 0.7));
        }
    }

    /** Pulls the feet under the knees, leans forward until the weight is over them, and rises. */
    static void standUp(Actor actor) {
        Score score = actor.score;
        tuckFeet(actor);
        double duration = actor.tempo(1.6);
        double start = actor.now;
        double forward = actor.between(0.65, 0.95);
        score.lean.moveTo(start, 0.5 * duration, forward);
        score.pelvisPitch.moveTo(start, 0.5 * duration, 0.75 * forward);
        score.twist.moveTo(start, 0.4 * duration, 0);
        score.sideBend.moveTo(start, 0.4 * duration, 0);
        actor.face(start, 0.5 * duration, actor.yaw(), actor.between(0.3, 0.7));
        Vec3 hips = actor.hipsOverFeet();
        score.hipX.moveTo(start + 0.22 * duration, 0.70 * duration, hips.x());
        score.hipY.moveTo(start + 0.22 * duration, 0.70 * duration, hips.y());
        score.balance.moveTo(start + 0.25 * duration, 0.55 * duration, 1);
        score.hipHeight.moveTo(start + 0.32 * duration, 0.66 * duration, actor.standingHipHeight());
        actor.lean(start + 0.5 * duration, 0.6 * duration, actor.style.restLean);
        score.kneesApart.moveTo(start + 0.3 * duration, 0.6 * duration, 0.08);
        actor.lookAhead(start + 0.55 * duration, 0.5 * duration);
        double push = start + 0.3 * duration;
        for (Side side : Side.values()) {
            actor.stopTouching(side, push);
        }
        actor.letGo(push, 0.7 * duration);
        actor.now = start + 1.1 * duration;
    }

    private static void tuckFeet(Actor actor) {
        Score score = actor.score;
        Vec3 hips = actor.planned().hips();
        for (Side side : Side.values()) {
            FootPath foot = score.foot(side);
            Vec3 wanted = score.footPlace(actor.style, side, hips, actor.yaw())
                    .plus(Turns.forward(actor.yaw()).times(0.28 * actor.body.scale));
            Vec3 place = new Vec3(wanted.x(), wanted.y(), 0);
            if (place.distanceTo(foot.place()) > 0.10 || foot.pitch.target() != 0) {
                foot.swing(actor.now, 0.38, place, actor.yaw() + side.sign * actor.style.toeOut, 0.03);
                foot.pitch.moveTo(actor.now, 0.38, 0);
                actor.pause(0.4);
            }
        }
    }
}
