package org.egoscope.synthetic;

/**
 * A thing that pixels of the id map can belong to.
 *
 * @param id value in the id map; at least 1
 * @param label class name; hands and sleeves of the wearer are {@code own_arm}
 * @param kind what sort of thing
 */
public record SceneInstance(int id, String label, Kind kind) {
    /** Sort of thing. */
    public enum Kind {
        STRUCTURE,
        FURNITURE,
        OBJECT,
        ARM,
        HAND,
        BODY
    }

    /** Pixels of the frame strip and of nothing. */
    public static final int NOTHING = 0;

    /** Walls, floor and ceiling. */
    public static final int ROOM = 1;

    public static final int LEFT_SLEEVE = 30;
    public static final int LEFT_HAND = 31;
    public static final int RIGHT_SLEEVE = 32;
    public static final int RIGHT_HAND = 33;
    public static final int BODY = 34;
}
