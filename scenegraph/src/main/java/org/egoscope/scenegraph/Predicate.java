package org.egoscope.scenegraph;

import java.util.Locale;

/**
 * Names of edges. Lower-case in the tables. The spatial prepositions follow the relation list of Ego4D's action scene graphs
 * ({@code on}, {@code in}); where that list names a verb's direct object ({@code dobj}), actions carry the object themselves.
 */
public enum Predicate {
    HOLDS("The hand, or the wearer by either hand, grips the thing: they have moved together and have not let go since."),
    TOUCHES("The hand, or the wearer by either hand, is in contact with the thing in the image and not merely crossing it."),
    LOOKS_AT("The thing is at the centre of the wearer's view for longer than a fixation."),
    ON("The thing rests on the other: its lower edge lies within the other's mask, and no hand holds it."),
    IN("The thing is inside a container: surrounded by its mask on all sides."),
    NEAR("Less than about a third of the smaller one's width lies between the two; in metres where both places are known."),
    LEFT_OF("Seen by the wearer, the thing is to the left of its neighbour."),
    RIGHT_OF("Seen by the wearer, the thing is to the right of its neighbour; the inverse of left_of.");

    private final String sentence;

    Predicate(String sentence) {
        this.sentence = sentence;
    }

    /** As in the tables. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What it means, for people. */
    public String sentence() {
        return sentence;
    }
}
