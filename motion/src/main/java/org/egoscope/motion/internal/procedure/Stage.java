package org.egoscope.motion.internal.procedure;

import org.egoscope.core.geometry.Vec3;

/** Where things are: the next place to be is somewhere around, and people walk or turn to it. */
final class Stage {
    private Stage() {}

    /** To the next activity's place: often a few steps off, now and then only a turn, or none. */
    static void goOn(Actor actor) {
        double choice = actor.random.nextDouble();
        if (choice < 0.45) {
            walkOn(actor, actor.between(0.7, 2.2));
        } else if (choice < 0.8) {
            Vec3 near = actor.fromHips(actor.between(-0.1, 0.5), actor.between(-0.4, 0.4), 0);
            new Walking(actor).to(near, actor.yaw() + actor.between(-1.8, 1.8));
        }
    }

    static void walkOn(Actor actor, double distance) {
        double bearing = actor.random.nextGaussian() * 1.1;
        Vec3 place = actor.fromHips(distance * Math.cos(bearing), distance * Math.sin(bearing), 0);
        double turn = bearing + actor.random.nextGaussian() * 0.7;
        new Walking(actor).to(new Vec3(place.x(), place.y(), 0), actor.yaw() + turn);
    }
}
