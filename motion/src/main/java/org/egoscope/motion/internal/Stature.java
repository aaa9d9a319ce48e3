package org.egoscope.motion.internal;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import org.egoscope.core.motion.Skeleton;

/**
 * How tall the wearer is, from the height that the eyes keep returning to (a high percentile: people bend more than they tiptoe); or,
 * where the world's floor is not known, where the floor is, from the assumed stature. Grows quickly, shrinks slowly, in small steps, so
 * that bones keep their lengths almost always.
 */
final class Stature {
    /** Eyes stand at this fraction of stature (head joint at 1/1.12, pupils 0.044 above it, see {@link Skeleton}). */
    static final double EYES_OF_STATURE = 1 / 1.12 + 0.044;

    /** Nobody stands at full stretch: knees and neck give away about this much even at the highest moments of a walk. */
    private static final double POSTURE_METERS = 0.02;

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

    private static final double LEAST_STATURE = 1.40;
    private static final double MOST_STATURE = 2.05;
    private static final double STEP_SECONDS = 0.25;
    private static final double GROWTH_METERS = 0.02;
    private static final double SHRINK_METERS = 0.005;
    private static final double DEAD_BAND_METERS = 0.012;
    private static final double FLOOR_METERS_PER_SECOND = 0.1;

    private final double assumed;
    private final boolean estimate;
    private final double[] seconds = new double[BINS];
    private double origin;
    private double floor;
    private double wantedFloor;
    private boolean started;
    private boolean floorKnown;
    private double sinceStep;
    private Skeleton skeleton;

    Stature(double assumedMeters, boolean estimate) {
        this.assumed = assumedMeters;
        this.estimate = estimate;
        this.skeleton = new Skeleton(assumedMeters);
    }

    Skeleton skeleton() {
        return skeleton;
    }

    /** Height of the floor in the world, metres. */
    double floor() {
        return floor;
    }

    /** True if the world's floor is not at z = 0 and was put an assumed standing height below the eyes. */
    boolean floorEstimated() {
        return started && !floorKnown;
    }

    /**
     * Notes the height of the eyes in the world, held for {@code duration} seconds.
     *
     * @param floorAtZero true if the world was made so that its floor is at z = 0; counts for the first frame of a session
     */
    void observe(double eyeHeight, double duration, boolean floorAtZero) {
        if (!started) {
            begin(eyeHeight, floorAtZero);
        }
        int bin = (int) ((eyeHeight - origin - LOWEST_METERS) / BIN_METERS);
        seconds[Math.max(0, Math.min(BINS - 1, bin))] += duration;
        sinceStep += duration;
        double most = FLOOR_METERS_PER_SECOND * duration;
        floor += Angles.clamp(wantedFloor - floor, -most, most);
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

    private void begin(double eyeHeight, boolean floorAtZero) {
        started = true;
        floorKnown = floorAtZero || eyeHeight >= LEAST_EYE_HEIGHT && eyeHeight <= MOST_EYE_HEIGHT;
        if (floorKnown) {
            double stature = statureOf(eyeHeight);
            if (estimate && stature > assumed && stature < MOST_STATURE) {
                resize(stature);
            }
        } else {
            origin = eyeHeight;
            floor = eyeHeight - standingEyes();
            wantedFloor = floor;
        }
    }

    private void adapt(double highEyes) {
        if (!floorKnown) {
            wantedFloor = highEyes - standingEyes();
            return;
        }
        double wanted = Angles.clamp(statureOf(highEyes), LEAST_STATURE, MOST_STATURE);
        double change = wanted - skeleton.statureMeters();
        if (estimate && wanted > SEATED_SHARE * assumed && Math.abs(change) > DEAD_BAND_METERS) {
            resize(skeleton.statureMeters() + Angles.clamp(change, -SHRINK_METERS, GROWTH_METERS));
        }
    }

    private static double statureOf(double standingEyeHeight) {
        return (standingEyeHeight + POSTURE_METERS) / EYES_OF_STATURE;
    }

    private double standingEyes() {
        return EYES_OF_STATURE * assumed - POSTURE_METERS;
    }

    private void resize(double stature) {
        skeleton = new Skeleton(stature);
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
        out.writeDouble(origin);
        out.writeDouble(floor);
        out.writeDouble(wantedFloor);
        out.writeBoolean(started);
        out.writeBoolean(floorKnown);
        out.writeDouble(sinceStep);
        for (double value : seconds) {
            out.writeDouble(value);
        }
    }

    void read(DataInputStream in) throws IOException {
        skeleton = new Skeleton(in.readDouble());
        origin = in.readDouble();
        floor = in.readDouble();
        wantedFloor = in.readDouble();
        started = in.readBoolean();
        floorKnown = in.readBoolean();
        sinceStep = in.readDouble();
        for (int i = 0; i < BINS; i++) {
            seconds[i] = in.readDouble();
        }
    }
}
