package org.egoscope.scenegraph;

import java.util.Locale;

/** Atomic actions. Lower-case in the tables. Names follow the verb lists of Ego4D and EPIC-KITCHENS where those have the action. */
public enum Verb {
    REACH("The hand goes towards a thing that it then touches.", true),
    GRASP("From the first contact until the thing moves with the hand.", true),
    HOLD("The hand keeps a thing without carrying it.", true),
    MOVE("The hand carries a thing.", true),
    PUT_DOWN("The end of a carry: the held thing is brought to rest where it stays.", true),
    RELEASE("The hand opens and leaves the thing, which stays.", true),
    STAND_STILL("The wearer stays in place.", false),
    WALK("The wearer goes from one place to another.", false),
    TURN("The wearer changes heading.", false),
    LOOK_AT("The wearer's view dwells on a thing.", false),
    SIT_DOWN("The head goes down from standing to seated height.", false),
    STAND_UP("The head rises back to standing height.", false),
    CROUCH("The head is far below standing height.", false);

    private final String sentence;
    private final boolean byHand;

    Verb(String sentence, boolean byHand) {
        this.sentence = sentence;
        this.byHand = byHand;
    }

    /** As in the tables. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What it means, for people. */
    public String sentence() {
        return sentence;
    }

    /** True if a hand does it: such actions carry a side and never overlap on one hand. */
    public boolean isByHand() {
        return byHand;
    }
}
