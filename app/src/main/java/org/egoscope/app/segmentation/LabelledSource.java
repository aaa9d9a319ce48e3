package org.egoscope.app.segmentation;

/** Where labelled pictures come from. */
public enum LabelledSource {
    /** The colour camera of the recording, on which figures are quoted. */
    COLOUR,
    /** Its two grey side cameras. */
    SIDES,
    /** One frame of each of sixteen rendered kitchens. */
    KITCHEN
}
