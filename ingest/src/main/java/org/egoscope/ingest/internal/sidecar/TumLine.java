package org.egoscope.ingest.internal.sidecar;

import java.math.BigDecimal;
import java.math.RoundingMode;
import org.egoscope.core.PipelineException;
import org.egoscope.core.geometry.Quaternion;
import org.egoscope.core.geometry.RigidTransform;
import org.egoscope.core.geometry.Vec3;

/** A line of the TUM RGB-D benchmark's trajectories: seconds tx ty tz qx qy qz qw, world from camera. */
final class TumLine {
    private static final int NUMBERS = 8;

    private TumLine() {}

    static boolean isComment(String line) {
        return line.isBlank() || line.stripLeading().startsWith("#");
    }

    /** True if this can be such a line: eight words, the first of them a number. */
    static boolean looksLike(String line) {
        String[] words = line.trim().split("[\\s,]+");
        return words.length == NUMBERS && words[0].matches("[-+]?[0-9.]+([eE][-+]?[0-9]+)?");
    }

    static PoseRow parse(String line, String where) {
        String[] words = line.trim().split("[\\s,]+");
        if (words.length != NUMBERS) {
            throw PipelineException.badInput("TUM line: expected " + NUMBERS + " numbers, got " + words.length + " in " + where);
        }
        double[] values = new double[NUMBERS];
        for (int i = 1; i < NUMBERS; i++) {
            values[i] = number(words[i], where);
        }
        Quaternion rotation = new Quaternion(values[7], values[4], values[5], values[6]);
        double squared = values[4] * values[4] + values[5] * values[5] + values[6] * values[6] + values[7] * values[7];
        if (!(Math.abs(squared - 1) < 0.02)) {
            throw PipelineException.badInput("TUM line: expected a unit quaternion, got squared length " + squared + " in " + where);
        }
        Vec3 translation = new Vec3(values[1], values[2], values[3]);
        return new PoseRow(nanos(words[0], where), new RigidTransform(rotation.normalized(), translation), 1, "", -1);
    }

    /** Unix seconds with nine decimals do not fit a double. */
    private static long nanos(String text, String where) {
        try {
            return new BigDecimal(text).movePointRight(9).setScale(0, RoundingMode.HALF_EVEN).longValueExact();
        } catch (ArithmeticException | NumberFormatException e) {
            throw PipelineException.badInput("TUM line: expected seconds, got '" + text + "' in " + where);
        }
    }

    private static double number(String text, String where) {
        double value = Double.NaN;
        try {
            value = Double.parseDouble(text);
        } catch (NumberFormatException e) {
            // Reported below, as an infinite number is.
            value = Double.NaN;
        }
        if (!Double.isFinite(value)) {
            throw PipelineException.badInput("TUM line: expected a number, got '" + text + "' in " + where);
        }
        return value;
    }
}
