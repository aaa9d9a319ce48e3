package org.egoscope.motion.internal.format;

/** Foreign text inside messages. */
final class Text {
    private static final int LONGEST = 80;

    private Text() {}

    /** At most 80 characters, without control characters, in quotes. */
    static String shortened(String foreign) {
        String cut = foreign.length() <= LONGEST ? foreign : foreign.substring(0, LONGEST) + "...";
        return '"' + cut.replaceAll("\\p{Cntrl}", "?") + '"';
    }
}
