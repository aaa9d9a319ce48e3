package org.egoscope.motion.internal.procedure;

import java.util.Random;
import org.egoscope.core.geometry.Vec3;
import org.egoscope.core.motion.SmplJoint;

/** One person who acts: turns intentions (bend, reach, look, step) into moves on the score, from {@link #now} on. */
final class Actor {
    /** A reach ends with the arm at most so much stretched. */
    private static final double COMFORT = 0.92;

    /** The arms hang nearly straight to what lies at one's feet. */
    private static final double LOW_COMFORT = 0.975;

    private static final double LOW_METERS = 0.5;

    /** Lumbar and thoracic flexion together end here; the pelvis has to take the rest of a bend. */
    private static final double MOST_SPINE_BEND = Math.toRadians(65);

    /** Of the standing hips' height, the squat in which the heels begin to rise; about the range of the ankle. */
    private static final double ON_TOES = 0.32;

    final Random random;
    final Body body;
    final Style style;
    final Score score;
    /** As far as hips on a seat or on the knees let the pelvis tip. */
    double mostPelvisPitch = Math.PI / 2;
    double now;

    Actor(Random random) {
        this.random = random;
        this.body = Body.random(random);
        this.style = new Style(random);
        this.score = new Score(body, style, between(-Math.PI, Math.PI), random);
    }

    double between(double least, double most) {
        return Style.between(random, least, most);
    }

    boolean chance(double probability) {
        return random.nextDouble() < probability;
    }

    /** A typical duration at this person's tempo. */
    double tempo(double seconds) {
        return seconds * style.slowness * between(0.85, 1.2);
    }

    void pause(double seconds) {
        now += seconds;
    }

    double yaw() {
        return score.hipYaw.target();
    }

    /** A point in front of the feet: forward and left of the point between the ankles, at this height. */
    Vec3 ahead(double forward, double left, double height) {
        Vec3 feet = score.foot(Side.LEFT).place().lerp(score.foot(Side.RIGHT).place(), 0.5);
        double x = forward - body.ballAhead;
        return new Vec3(feet.x(), feet.y(), height).plus(Turns.forward(yaw()).times(x)).plus(Turns.left(yaw()).times(left));
    }

    /** A point from the middle of the hips as they will be. */
    Vec3 fromHips(double forward, double left, double up) {
        Vec3 hips = planned().hips();
        return hips.plus(Turns.forward(yaw()).times(forward)).plus(Turns.left(yaw()).times(left)).plus(Turns.UP.times(up));
    }

    /** Where the moves so far lead to. */
    Posture planned() {
        return planned(score.lean.target(), score.pelvisPitch.target(), score.hipHeight.target(), score.hipBack.target());
    }

    private Posture planned(double lean, double pelvisPitch, double hipHeight, double hipBack) {
        double back = hipBack + score.balance.target() * Posture.balanceBack(body, pelvisPitch, lean);
        Vec3 hips = new Vec3(score.hipX.target(), score.hipY.target(), hipHeight).minus(Turns.forward(yaw()).times(back));
        Posture.Twist trunk = new Posture.Twist(score.twist.target(), score.sideBend.target());
        return new Posture(hips, yaw(), pelvisPitch, 0, lean, trunk);
    }

    double pelvisPitchFor(double lean) {
        double share = style.restLean * 0.5 + style.hipShare * Math.max(0, lean - style.restLean);
        return Math.max(share, lean - MOST_SPINE_BEND);
    }

    double standingHipHeight() {
        return body.straightHipHeight * 0.992;
    }

    /** Leans the chest, standing. */
    void lean(double start, double duration, double lean) {
        score.lean.moveTo(start, duration, lean);
        score.pelvisPitch.moveTo(start - 0.05 * duration, duration, pelvisPitchFor(lean));
    }

    /** Back over the heels at first; deeper, the heels come up and the knees go forward. */
    private double crouchBack(double depth) {
        return (0.26 * depth - 0.30 * Math.max(0, depth - ON_TOES)) * body.scale;
    }

    void crouch(double start, double duration, double depth) {
        score.hipHeight.moveTo(start, duration, standingHipHeight() * (1 - depth));
        score.hipBack.moveTo(start, duration, crouchBack(depth));
        score.kneesApart.moveTo(start, duration, 0.08 + 0.7 * depth);
        for (FootPath foot : score.feet) {
            foot.pitch.moveTo(start, duration, 1.3 * Math.max(0, depth - ON_TOES));
        }
    }

    void straighten(double start, double duration) {
        lean(start, duration, style.restLean);
        crouch(start, duration, 0);
        score.twist.moveTo(start, duration, 0);
        score.sideBend.moveTo(start, duration, 0);
    }

    /**
     * Bends, by the back and the knees as the person prefers, just so far that these wrists are in comfortable reach; where that does
     * not get there, in the next similar way that does, or as near as any.
     */
    void bendTo(double start, double duration, double kneeShare, Vec3... wrists) {
        Bend best = bend(1, kneeShare);
        double leastMiss = Double.POSITIVE_INFINITY;
        for (int i = 0; i <= 20 && leastMiss > 0; i++) {
            double knees = kneeShare + (i % 2 == 0 ? 1 : -1) * 0.1 * ((i + 1) / 2);
            for (int j = 0; j <= 40 && leastMiss > 0 && knees >= 0 && knees <= 1; j++) {
                Bend bend = bend(j / 40.0, knees);
                double miss = miss(planned(bend.lean, bend.pelvis, standingHipHeight() * (1 - bend.depth), crouchBack(bend.depth)), wrists);
                if (miss < leastMiss) {
                    leastMiss = miss;
                    best = bend;
                }
            }
        }
        score.lean.moveTo(start, duration, best.lean);
        score.pelvisPitch.moveTo(start - 0.05 * duration, duration, best.pelvis);
        crouch(start, duration, best.depth);
    }

    private record Bend(double depth, double lean, double pelvis) {}

    /** Somewhere between upright (0) and as far as it goes (1), by the knees (1) or with straight legs (0). */
    private Bend bend(double amount, double knees) {
        double depth = amount * (0.08 + 0.46 * knees);
        double least = Math.max(style.restLean, score.lean.target());
        double lean = Math.max(least, amount * Math.toRadians(132 - 48 * knees));
        return new Bend(depth, lean, Math.min(pelvisPitchFor(lean), mostPelvisPitch(depth)));
    }

    /** The deeper the squat, the higher the thighs and the less the pelvis can tip: 15 degrees with level thighs. */
    private static double mostPelvisPitch(double depth) {
        return Math.toRadians(122 - 100 * Math.pow(Math.min(1, 2 * depth), 0.75));
    }

    /** Leans on a seat or on the knees until the wrists are in reach. */
    void leanTo(double start, double duration, Vec3... wrists) {
        double pelvis = score.pelvisPitch.target();
        double lean = score.lean.target();
        for (int i = 0; i < 40; i++) {
            double more = Math.toRadians(2 * i);
            double tipped = Math.max(pelvis, Math.min(pelvis + 0.6 * more, mostPelvisPitch));
            Posture posture = planned(lean + more, tipped, score.hipHeight.target(), score.hipBack.target());
            boolean bentOut = lean + more - tipped > MOST_SPINE_BEND;
            if (bentOut || i == 39 || inReach(posture, wrists)) {
                score.lean.moveBy(start, duration, more);
                score.pelvisPitch.moveTo(start, duration, tipped);
                return;
            }
        }
    }

    private boolean inReach(Posture posture, Vec3... wrists) {
        return miss(posture, wrists) == 0;
    }

    /** By how much the farthest wrist is out of comfortable reach of the nearer shoulder, metres. */
    private double miss(Posture posture, Vec3... wrists) {
        Posture.Chest chest = posture.solveChest(body);
        double miss = 0;
        for (Vec3 wrist : wrists) {
            double least = Math.min(
                    chest.shoulder(body, Side.LEFT).distanceTo(wrist), chest.shoulder(body, Side.RIGHT).distanceTo(wrist));
            miss = Math.max(miss, least - (wrist.z() < LOW_METERS ? LOW_COMFORT : COMFORT) * body.armReach());
        }
        return miss;
    }

    /** Turns the chest towards a place far to a side, by a share of its bearing. */
    void twistTo(double start, double duration, Vec3 place) {
        double bearing = bearing(place, planned().hips());
        double turn = Math.signum(bearing) * Math.max(0, Math.abs(bearing) - 0.2) * 0.55;
        score.twist.moveTo(start, duration, Turns.clamp(turn, -0.75, 0.75));
        score.sideBend.moveTo(start, duration, Turns.clamp(-0.2 * turn, -0.2, 0.2));
    }

    double bearing(Vec3 place, Vec3 from) {
        Vec3 away = place.minus(from);
        double flat = Math.hypot(away.x(), away.y());
        double bearing = Turns.wrap(Math.atan2(away.y(), away.x()) - yaw());
        // Straight below there is no bearing: looking at one's feet turns no head.
        return bearing * Turns.smoothstep(flat, 0.03, 0.25);
    }

    /** Turns the head towards a place, as seen when the moves so far are done; the eyes do the rest. */
    void look(double start, double duration, Vec3 place) {
        Vec3 head = planned().solveChest(body).head(body);
        Vec3 away = place.minus(head);
        double pitch = Math.atan2(-away.z(), Math.hypot(away.x(), away.y()));
        double chestYaw = yaw() + score.twist.target();
        double aside = Turns.clamp(bearing(place, head) - score.twist.target(), -1.3, 1.3);
        face(start, duration, chestYaw + aside * style.headShare, pitch * style.headShare + (1 - style.headShare) * 0.15);
    }

    void face(double start, double duration, double headYaw, double headPitch) {
        score.headYaw.moveTo(start, duration, headYaw + between(-0.04, 0.04));
        score.headPitch.moveTo(start, duration, headPitch + between(-0.05, 0.05));
    }

    void lookAhead(double start, double duration) {
        face(start, duration, yaw() + between(-0.15, 0.15), style.restHeadPitch + between(-0.08, 0.12));
    }

    /** Brings a wrist to a place, over the edge of things if it comes from below. */
    void reach(Side side, double start, double duration, Vec3 place) {
        HandPath hand = score.hand(side);
        boolean fromRest = !hand.isHeld();
        hand.holdAt(start, duration, place);
        if (fromRest) {
            hand.world[2].bump(start, duration, between(0.03, 0.10));
        }
        hand.swivel.moveTo(start, duration, style.elbowWidth * between(0.7, 1.3));
        hand.pronation.moveTo(start, duration, between(0.5, 1.4));
    }

    void letGo(Side side, double start, double duration) {
        HandPath hand = score.hand(side);
        hand.restAt(start, duration, score.hanging(side));
        hand.release(start, duration);
        hand.swivel.moveTo(start, duration, 0.1);
        hand.pronation.moveTo(start, duration, between(0, 0.4));
    }

    void letGo(double start, double duration) {
        letGo(Side.LEFT, start, duration);
        letGo(Side.RIGHT, start + between(0, 0.15), duration);
    }

    /** The wrist for something that the fingers grasp from behind and above. */
    Vec3 wristFor(Vec3 thing) {
        return thing.minus(Turns.forward(yaw()).times(0.07)).plus(Turns.UP.times(0.05));
    }

    void stopTouching(Side side, double at) {
        score.hand(side).stopTouching(at);
    }

    Vec3 ankles() {
        Vec3 balls = score.foot(Side.LEFT).place().lerp(score.foot(Side.RIGHT).place(), 0.5);
        return balls.minus(Turns.forward(yaw()).times(body.offset(SmplJoint.LEFT_FOOT).x()));
    }

    /** Where the hips' middle belongs, standing on the feet as they are. */
    Vec3 hipsOverFeet() {
        Vec3 balls = score.foot(Side.LEFT).place().lerp(score.foot(Side.RIGHT).place(), 0.5);
        return balls.minus(Turns.forward(yaw()).times(body.ballAhead));
    }

    /** The wrist while the fingers are at the mouth. */
    Vec3 atMouth(Side side) {
        Vec3 head = planned().solveChest(body).head(body);
        Vec3 away = Turns.forward(yaw() + score.twist.target()).times(0.20 * body.scale);
        return head.plus(away).plus(Turns.left(yaw()).times(side.sign * 0.07)).plus(Turns.UP.times(-0.09));
    }

    /** The hips so far ahead of the ball of one foot, between the two feet's lines. */
    Vec3 hipsOverFeetBefore(Side side, double aheadOfBall) {
        Vec3 forward = Turns.forward(yaw());
        Vec3 middle = hipsOverFeet();
        double along = score.foot(side).place().minus(middle).dot(forward) + aheadOfBall;
        return middle.plus(forward.times(along));
    }
}
