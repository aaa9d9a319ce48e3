package org.egoscope.motion.internal.procedure;

import java.util.Random;
import org.egoscope.core.geometry.Vec3;

/** All that a body does over time, one track per degree of freedom of the whole; {@link Poser} makes a body of it. */
final class Score {
    final Body body;
    final Track hipX;
    final Track hipY;
    final Track hipYaw;
    /** Height of the hip joints' middle above the floor, before the legs' reach limits it. */
    final Track hipHeight;
    /** Back along the hips' heading, beside what keeps the balance. */
    final Track hipBack = new Track(0);
    /** Hips to the left. */
    final Track sway = new Track(0);
    /** 1: the hips go back as the trunk leans, so that the centre of mass stays over the feet; 0: they are carried. */
    final Track balance = new Track(1);
    final Track pelvisPitch;
    final Track pelvisRoll = new Track(0);
    /** Of the pelvis in gait, without the trunk. */
    final Track pelvisTurn = new Track(0);
    /** Of the chest from the vertical. */
    final Track lean;
    final Track sideBend = new Track(0);
    /** Of the chest against the hips' heading. */
    final Track twist = new Track(0);
    final Track headYaw;
    final Track headPitch;
    final Track headRoll = new Track(0);
    /** Arms forth and back while walking: left arm forward positive, radians. */
    final Track armSwing = new Track(0);
    /** Knees apart, radians. */
    final Track kneesApart = new Track(0.08);
    final FootPath[] feet = new FootPath[2];
    final HandPath[] hands = new HandPath[2];

    Score(Body body, Style style, double yaw, Random random) {
        this.body = body;
        hipX = new Track(0);
        hipY = new Track(0);
        hipYaw = new Track(yaw);
        hipHeight = new Track(body.straightHipHeight * 0.992);
        pelvisPitch = new Track(style.restLean * 0.5);
        lean = new Track(style.restLean);
        headYaw = new Track(yaw);
        headPitch = new Track(style.restHeadPitch);
        for (Side side : Side.values()) {
            Vec3 place = footPlace(style, side, Vec3.ZERO, yaw);
            feet[side.ordinal()] = new FootPath(body, side, place.x(), place.y(), yaw + side.sign * style.toeOut);
            hands[side.ordinal()] = new HandPath(hanging(side));
        }
        addNoise(style.noise, random);
    }

    /** A hanging arm: nearly straight, a little forward and out. */
    Vec3 hanging(Side side) {
        double reach = body.armReach();
        return new Vec3(0.10 * reach, side.sign * 0.14 * reach, -0.955 * reach);
    }

    /** Ball of the foot, standing with the hips here. */
    Vec3 footPlace(Style style, Side side, Vec3 hips, double yaw) {
        return hips.plus(Turns.forward(yaw).times(body.ballAhead)).plus(Turns.left(yaw).times(side.sign * style.stance * body.ballAside));
    }

    FootPath foot(Side side) {
        return feet[side.ordinal()];
    }

    HandPath hand(Side side) {
        return hands[side.ordinal()];
    }

    /** Sway of quiet standing is 5 to 10 mm at the hips below 0.5 Hz; heads and hands wander more. */
    private void addNoise(double noise, Random random) {
        hipX.addNoise(random, 0.003 * noise, 0.1, 0.5);
        hipY.addNoise(random, 0.003 * noise, 0.1, 0.5);
        hipYaw.addNoise(random, 0.008 * noise, 0.1, 0.6);
        pelvisPitch.addNoise(random, 0.010 * noise, 0.1, 0.5);
        pelvisRoll.addNoise(random, 0.006 * noise, 0.1, 0.5);
        lean.addNoise(random, 0.014 * noise, 0.1, 0.8);
        sideBend.addNoise(random, 0.012 * noise, 0.1, 0.8);
        twist.addNoise(random, 0.02 * noise, 0.1, 0.8);
        headYaw.addNoise(random, 0.03 * noise, 0.1, 1.0);
        headPitch.addNoise(random, 0.025 * noise, 0.1, 1.0);
        headRoll.addNoise(random, 0.03 * noise, 0.1, 0.7);
        for (HandPath hand : hands) {
            for (int i = 0; i < 3; i++) {
                hand.rest[i].addNoise(random, 0.006 * noise, 0.1, 0.8);
            }
            hand.swivel.addNoise(random, 0.06 * noise, 0.1, 0.6);
            hand.pronation.addNoise(random, 0.08 * noise, 0.1, 0.6);
        }
    }
}
