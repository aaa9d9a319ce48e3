package org.egoscope.motion.internal;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import org.egoscope.core.motion.Skeleton;
import org.egoscope.motion.StandingHeight;
import org.egoscope.motion.internal.MotionCondition.Heights;

/**
 * How tall the wearer is, from the height that the eyes keep returning to (a high percentile: people bend more than they tiptoe), with
 * what tilting the head takes from it put back ({@link StandingHeight}); or, where the world's floor is not known, where the floor is,
 * from the assumed stature. Grows quickly, shrinks slowly, so that bones keep their lengths almost always; where they do not, they change as smoothly as bodies move.
 *
 * <p>A floor that is not known for sure is moved to where standing feet come to rest, slowly: see {@link #standAt}.
 */
final class Stature {
    private static final String FLOOR_ESTIMATED_SUFFIX = "-floor-estimated";
    private static final String HEIGHTS_ESTIMATED_SUFFIX = "-heights-estimated";

    private static final int BINS = 800;
    private static final double BIN_METERS = 0.01;
    private static final double LOWEST_METERS = -4;
    private static final double QUANTILE = 0.95;
    private static final double MEMORY_SECONDS = 600;
    private static final double LEAST_SECONDS = 1;

    /** Eyes of somebody in a room whose floor is at 0; outside it the world's origin is somewhere else. */
    private static final double LEAST_EYE_HEIGHT = 0.5;

    private static final double MOST_EYE_HEIGHT = 2.3;

    /** Below this share of the assumed stature somebody sits all the time rather than being so short. */
    private static final double SEATED_SHARE = 0.85;

    /**
     * An estimated head begins at the assumed height of somebody who stands at ease, who is so much below {@link StandingHeight#eyes}
     * (median of recorded standing clips less that of their high moments: 0.007 to 0.022 m by source).
     */
    private static final double EASE_METERS = 0.015;

    private static final double LEAST_STATURE = 1.40;
    private static final double MOST_STATURE = 2.05;
    private static final double STEP_SECONDS = 0.25;
    private static final double GROWTH_METERS = 0.02;
    private static final double SHRINK_METERS = 0.005;
    private static final double DEAD_BAND_METERS = 0.012;

    /**
     * The body follows a new estimate with critical damping: 5 cm then take 0.02 m/s at most and a jerk of 0.05 m/s^3 (that of standing and
     * walking bodies is about 5).
     */
    private static final double RESIZING_SECONDS = 1;

    private static final double SAME_METERS = 1e-6;
    private static final double FLOOR_METERS_PER_SECOND = 0.1;

    /** Standing feet so far above or below the floor are the network's inaccuracy or bent legs, not a floor in the wrong place. */
    private static final double MOST_FLOATING = 0.015;

    private static final double MOST_SINKING = 0.05;

    /** More is a step or a jump; it stays visible. */
    private static final double MOST_SHIFT = 0.2;

    private static final double SHIFT_SECONDS = 3;
    private static final double SHIFT_METERS_PER_SECOND = 0.04;

    private final double assumed;
    private final boolean estimate;
    private final double[] seconds = new double[BINS];
    private double origin;
    private double floor;
    private double wantedFloor;
    private boolean started;
    private Heights heights = Heights.SENSED;
    private boolean floorKnown;
    private double sinceStep;
    private double shift;
    private boolean stood;
    private double lowered = Double.NaN;
    private Skeleton skeleton;

    /** Stature that the skeleton's is on its way to, and how fast it goes there, m/s. */
    private double estimated;

    private double growth;

    Stature(double assumedMeters, boolean estimate) {
        this.assumed = assumedMeters;
        this.estimate = estimate;
        this.skeleton = new Skeleton(assumedMeters);
        this.estimated = assumedMeters;
    }

    Skeleton skeleton() {
        return skeleton;
    }

    /** Height of the floor in the world, metres. */
    double floor() {
        return floor + shift;
    }

    /**
     * How far a body is put below its head as it was estimated, metres: where heights are estimated their drift is taken from the head, so
     * that feet stand on the floor of the world, at z = 0. Follows {@link #floor()} without jumps; 0 where heights are measured.
     *
     * @param duration seconds since it was asked last
     */
    double lowered(double duration) {
        if (heights != Heights.ESTIMATED) {
            return 0;
        }
        double most = SHIFT_METERS_PER_SECOND * duration;
        lowered = Double.isNaN(lowered) ? floor() : lowered + Angles.clamp(floor() - lowered, -most, most);
        return lowered;
    }

    /** True if feet under bent legs say nothing of the floor: how far a crouch is below an estimated head is the network's guess. */
    boolean needsStraightLegs() {
        return heights == Heights.ESTIMATED;
    }

    /** What a body says beside its method: whether its floor, or all heights, had to be estimated. */
    String suffix() {
        if (!started || floorKnown) {
            return "";
        }
        return heights == Heights.ESTIMATED ? HEIGHTS_ESTIMATED_SUFFIX : FLOOR_ESTIMATED_SUFFIX;
    }

    /**
     * Notes where the eyes are, for {@code duration} seconds. What heights mean counts for the first frame of a session.
     */
    void observe(MotionCondition now, double duration) {
        double eyeHeight = StandingHeight.levelEyes(now.worldFromEyes(), skeleton.statureMeters());
        if (!started) {
            begin(eyeHeight, now.heights());
        }
        int bin = (int) ((eyeHeight - origin - LOWEST_METERS) / BIN_METERS);
        seconds[Math.max(0, Math.min(BINS - 1, bin))] += duration;
        sinceStep += duration;
        double most = FLOOR_METERS_PER_SECOND * duration;
        floor += Angles.clamp(wantedFloor - floor, -most, most);
        grow(duration);
        if (sinceStep < STEP_SECONDS) {
            return;
        }
        double fade = Math.exp(-sinceStep / MEMORY_SECONDS);
        for (int i = 0; i < BINS; i++) {
            seconds[i] *= fade;
        }
        double high = origin + highHeight();
        if (Double.isFinite(high)) {
            adapt(high);
        }
        sinceStep = 0;
    }

    private void begin(double eyeHeight, Heights meaning) {
        started = true;
        heights = meaning;
        floorKnown = meaning == Heights.ABOVE_FLOOR
                || meaning == Heights.SENSED && eyeHeight >= LEAST_EYE_HEIGHT && eyeHeight <= MOST_EYE_HEIGHT;
        if (floorKnown) {
            double stature = StandingHeight.statureOf(eyeHeight);
            if (estimate && stature > assumed && stature < MOST_STATURE) {
                resize(stature);
            }
        } else if (meaning == Heights.ESTIMATED) {
            double stature = StandingHeight.statureOf(eyeHeight + EASE_METERS);
            if (estimate && stature > SEATED_SHARE * assumed && stature < MOST_STATURE) {
                resize(stature);
            }
        } else if (meaning == Heights.SENSED) {
            origin = eyeHeight;
            floor = eyeHeight - StandingHeight.eyes(assumed);
            wantedFloor = floor;
        }
    }

    /**
     * Notes how far above the floor feet are that rest, as predicted from the head alone: where the floor is not known for sure it slowly
     * comes to them, at once when feet rest for the first time.
     *
     * @param gapMeters negative below the floor
     * @param duration seconds of resting
     * @return true if the floor has moved at once
     */
    boolean standAt(double gapMeters, double duration) {
        if (floorKnown) {
            return false;
        }
        double wrong = gapMeters - Angles.clamp(gapMeters, -MOST_SINKING, MOST_FLOATING);
        double most = stood ? SHIFT_METERS_PER_SECOND * duration : MOST_SHIFT;
        double share = stood ? 1 - Math.exp(-duration / SHIFT_SECONDS) : 1;
        double before = shift;
        shift = Angles.clamp(shift + Angles.clamp(share * wrong, -most, most), -MOST_SHIFT, MOST_SHIFT);
        boolean first = !stood;
        stood = true;
        return first && shift != before;
    }

    private void adapt(double highEyes) {
        if (!floorKnown) {
            wantedFloor = heights == Heights.ESTIMATED ? 0 : highEyes - StandingHeight.eyes(assumed);
            return;
        }
        double wanted = Angles.clamp(StandingHeight.statureOf(highEyes), LEAST_STATURE, MOST_STATURE);
        double change = wanted - estimated;
        if (estimate && wanted > SEATED_SHARE * assumed && Math.abs(change) > DEAD_BAND_METERS) {
            estimated += Angles.clamp(change, -SHRINK_METERS, GROWTH_METERS);
        }
    }

    /** Before there is a body: at once. */
    private void resize(double stature) {
        estimated = stature;
        skeleton = new Skeleton(stature);
    }

    /** The exact solution of the critically damped spring over the time since the last frame. */
    private void grow(double duration) {
        double off = skeleton.statureMeters() - estimated;
        if (off == 0 && growth == 0) {
            return;
        }
        double drive = (growth + off / RESIZING_SECONDS) * duration;
        double fade = Math.exp(-duration / RESIZING_SECONDS);
        growth = (growth - drive / RESIZING_SECONDS) * fade;
        double left = (off + drive) * fade;
        boolean there = Math.abs(left) < SAME_METERS && Math.abs(growth) < SAME_METERS;
        growth = there ? 0 : growth;
        skeleton = new Skeleton(there ? estimated : estimated + left);
    }

    /** Relative to the origin; NaN before there is enough to say. */
    private double highHeight() {
        double total = 0;
        for (double value : seconds) {
            total += value;
        }
        if (total < LEAST_SECONDS) {
            return Double.NaN;
        }
        double sum = 0;
        int bin = 0;
        while (bin < BINS - 1 && sum + seconds[bin] < QUANTILE * total) {
            sum += seconds[bin++];
        }
        return LOWEST_METERS + (bin + 0.5) * BIN_METERS;
    }

    void write(DataOutputStream out) throws IOException {
        out.writeDouble(skeleton.statureMeters());
        out.writeDouble(estimated);
        out.writeDouble(growth);
        out.writeDouble(origin);
        out.writeDouble(floor);
        out.writeDouble(wantedFloor);
        out.writeBoolean(started);
        out.writeInt(heights.ordinal());
        out.writeBoolean(floorKnown);
        out.writeDouble(shift);
        out.writeBoolean(stood);
        out.writeDouble(lowered);
        out.writeDouble(sinceStep);
        for (double value : seconds) {
            out.writeDouble(value);
        }
    }

    void read(DataInputStream in) throws IOException {
        skeleton = new Skeleton(in.readDouble());
        estimated = in.readDouble();
        growth = in.readDouble();
        origin = in.readDouble();
        floor = in.readDouble();
        wantedFloor = in.readDouble();
        started = in.readBoolean();
        heights = Heights.values()[in.readInt()];
        floorKnown = in.readBoolean();
        shift = in.readDouble();
        stood = in.readBoolean();
        lowered = in.readDouble();
        sinceStep = in.readDouble();
        for (int i = 0; i < BINS; i++) {
            seconds[i] = in.readDouble();
        }
    }
}
