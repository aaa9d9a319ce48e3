package org.egoscope.motion.internal.evaluation.report;

import java.util.List;

/** Colours that are told apart by colour-blind eyes too (Okabe and Ito 2008). */
final class Palette {
    static final String TRUTH = "#222222";

    private static final List<String> COLOURS = List.of("#d55e00", "#0072b2", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#8a7a00");

    private Palette() {}

    static String colour(int index) {
        return COLOURS.get(Math.floorMod(index, COLOURS.size()));
    }
}
