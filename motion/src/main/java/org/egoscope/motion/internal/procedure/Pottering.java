package org.egoscope.motion.internal.procedure;

/** Walks from place to place with short stops. */
final class Pottering implements Activity {
    @Override
    public String name() {
        return "walk";
    }

    @Override
    public void perform(Actor actor) {
        int walks = 1 + actor.random.nextInt(3);
        for (int i = 0; i < walks; i++) {
            Stage.walkOn(actor, actor.between(1, 4));
            if (actor.chance(0.6)) {
                Standing.lookAbout(actor);
            }
        }
        actor.score.twist.moveTo(actor.now, 0.6, 0);
    }
}
