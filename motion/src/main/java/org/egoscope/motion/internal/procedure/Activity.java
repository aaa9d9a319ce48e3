package org.egoscope.motion.internal.procedure;

/** One thing that people do; starts and ends standing upright with free hands. */
interface Activity {
    /** Of the clips it dominates. */
    String name();

    void perform(Actor actor);
}
