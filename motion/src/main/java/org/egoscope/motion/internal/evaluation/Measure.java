package org.egoscope.motion.internal.evaluation;

import java.util.Locale;

/**
 * All figures of an evaluation, in the order of its tables. Values are means over frames (or what the title says), in the unit given.
 * How each is defined: the classes of {@code measure}.
 */
public enum Measure {
    BASELINE_MPJPE("MPJPE, baseline protocol", "mm"),
    BASELINE_PA_MPJPE("PA-MPJPE, baseline protocol", "mm"),
    MPJPE_HEAD("MPJPE, head anchored", "mm"),
    MPJPE_UPRIGHT("MPJPE, head anchored, upright frames", "mm"),
    MPJPE_BENT("MPJPE, head anchored, bent or low frames", "mm"),
    MPJPE_ARMS("MPJPE, head anchored, elbows and wrists", "mm"),
    MPJPE_LEGS("MPJPE, head anchored, knees, ankles, feet", "mm"),
    MPJPE_SEEN_WRISTS("MPJPE of wrists while seen", "mm"),
    MPJPE_WORLD("MPJPE, world", "mm"),
    MPJPE_ROOT("MPJPE, root relative", "mm"),
    PA_MPJPE("PA-MPJPE", "mm"),
    W_MPJPE100("W-MPJPE100", "mm"),
    WA_MPJPE100("WA-MPJPE100", "mm"),
    RTE("RTE", "%"),
    MPJRE("MPJRE, geodesic", "deg"),
    MPJRE_COMPONENTS("MPJRE, axis-angle components", "deg"),
    MPJVE("MPJVE", "mm/s"),
    JITTER("jitter", "100 m/s3"),
    JITTER_TRUE("jitter of the truth", "100 m/s3"),
    PEAK_JERK_SEEN("peak jerk after a hand is seen", "100 m/s3"),
    AREA_JERK_SEEN("AUJ after a hand is seen", "100 m/s3"),
    PEAK_JERK_LOST("peak jerk after a hand is lost", "100 m/s3"),
    AREA_JERK_LOST("AUJ after a hand is lost", "100 m/s3"),
    FOOT_SKATE("foot skate (EgoAllo), per frame", "mm"),
    FOOT_SKATE_LEVEL("foot skate, heights from the true lowest joint", "mm"),
    FOOT_SKATE_TRUE("foot skate of the truth", "mm"),
    FOOT_SLIDE("FS, feet that truly stand, per frame", "mm"),
    FOOT_SLIDE_TRUE("FS of the truth", "mm"),
    GROUNDED("GND, frames with a foot near the floor", "%"),
    GROUNDED_TRUE("GND of the truth", "%"),
    PENETRATION("floor penetration", "mm"),
    PENETRATION_TRUE("floor penetration of the truth", "mm"),
    SOLE_HEIGHT("lower sole above the floor", "mm"),
    SOLE_HEIGHT_TRUE("lower sole of the truth above the floor", "mm"),
    LEG_LEAN("lean of the line from the ankles' middle to the pelvis", "deg"),
    LEG_LEAN_TRUE("lean of the truth's legs", "deg"),
    LEG_LEAN_STILL("lean of the legs where the true head rests", "deg"),
    LEG_LEAN_STILL_TRUE("lean of the truth's legs where its head rests", "deg"),
    AIR_TIME("air time without a jump", "%"),
    CONTACT_F1("contact F1", "%"),
    HEAD_POSITION("T_head", "mm"),
    HEAD_ANGLE("head angle", "deg"),
    HEAD_FROBENIUS("O_head, Frobenius", ""),
    MEAN_OF_DRAWS("MPJPE, head anchored, mean of the draws", "mm"),
    DIVERSITY("diversity of the draws", "mm"),
    FID("FID in our own features", ""),
    MILLIS("time per frame", "ms");

    private final String title;
    private final String unit;

    Measure(String title, String unit) {
        this.title = title;
        this.unit = unit;
    }

    public String title() {
        return title;
    }

    /** Empty where it has none. */
    public String unit() {
        return unit;
    }

    /** For files: {@code mpjpe_head}. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }
}
