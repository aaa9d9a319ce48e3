package org.egoscope.core.observation;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;
import org.egoscope.core.geometry.RigidTransform;
import org.egoscope.core.geometry.Vec3;

/**
 * How far a camera is tilted down on the head that wears it, where nobody says: cameras on glasses look where the head looks, those on a
 * strap across the forehead are turned down to see the hands.
 *
 * <p>What is seen is how far down the camera looks: tilt and gaze together. The tilt stays the same, and gaze has its habits: it is level
 * while walking and goes down to the hands at work. So each tilt is judged by how usual it would make the gaze, over the last minute, and
 * by how usual it is itself; what is believed is the mean over all tilts, which it follows slowly.
 */
public final class HeadMount {
    private static final int TILTS = 31;
    private static final double STEP_DEGREES = 2;

    /** Half of the recordings are of glasses and headsets, whose cameras look 0 to 20 degrees down; half of straps, 30 to 60. */
    private static final double[] MOUNT_MEANS = {8, 42};

    private static final double[] MOUNT_DEVIATIONS = {8, 9};

    /** Eyes of people who walk rest on the floor some 8 m ahead, or level; heads follow. */
    private static final Gaze WALKING = new Gaze(11, 9, 11, 4);

    /** Hands at elbow height, 0.5 m below the eyes and 0.4 m ahead, are 50 degrees down, of which the eyes do some and the trunk adds some. Who works stays at it. */
    private static final Gaze HANDLING = new Gaze(38, 14, 16, 10);

    private static final Gaze OTHER = new Gaze(22, 12, 18, 4);
    private static final double WALKING_METERS_PER_SECOND = 0.6;
    private static final double SPEED_MEMORY_SECONDS = 0.6;

    private static final double MEMORY_SECONDS = 60;

    /** Weight of the first look, as if it had lasted so long. */
    private static final double FIRST_SECONDS = 2;

    private static final double MOST_DEGREES_PER_SECOND = 2;

    /**
     * How far down heads look, degrees: people seldom look up, so the deviation above the mean is the smaller one.
     *
     * @param seconds that a gaze lasts: looks within it say the same thing
     */
    private record Gaze(double mean, double deviationAbove, double deviationBelow, double seconds) {
        double logLikelihood(double degrees) {
            double off = (degrees - mean) / (degrees < mean ? deviationAbove : deviationBelow);
            return -0.5 * off * off - Math.log(deviationAbove + deviationBelow);
        }
    }

    private final double[] logLikelihoods = new double[TILTS];
    private double tiltDegrees;
    private boolean started;
    private Vec3 place = Vec3.ZERO;
    private Vec3 velocity = Vec3.ZERO;

    /**
     * Notes where the camera is and looks.
     *
     * @param handsInView whether the wearer's hands are seen
     * @param duration seconds since the look before
     */
    public void observe(RigidTransform worldFromCamera, boolean handsInView, double duration) {
        move(worldFromCamera.translation(), duration);
        Gaze gaze = velocity.norm() > WALKING_METERS_PER_SECOND ? WALKING : handsInView ? HANDLING : OTHER;
        double pitch = Math.toDegrees(pitchDownRadians(worldFromCamera));
        double weight = (started ? duration : FIRST_SECONDS) / gaze.seconds();
        double fade = started ? Math.exp(-duration / MEMORY_SECONDS) : 0;
        for (int i = 0; i < TILTS; i++) {
            logLikelihoods[i] = fade * logLikelihoods[i] + weight * gaze.logLikelihood(pitch - i * STEP_DEGREES);
        }
        double most = MOST_DEGREES_PER_SECOND * duration;
        double wanted = meanDegrees();
        tiltDegrees = started ? tiltDegrees + Math.max(-most, Math.min(most, wanted - tiltDegrees)) : wanted;
        started = true;
    }

    /** Over the floor, smoothed: heads sway about as much as they travel in one frame. */
    private void move(Vec3 to, double duration) {
        if (started && duration > 0) {
            double fade = Math.exp(-duration / SPEED_MEMORY_SECONDS);
            Vec3 moved = new Vec3(to.x() - place.x(), to.y() - place.y(), 0);
            velocity = velocity.times(fade).plus(moved.times((1 - fade) / duration));
        }
        place = to;
    }

    private double meanDegrees() {
        double best = Arrays.stream(logLikelihoods).max().orElse(0);
        double sum = 0;
        double weighted = 0;
        for (int i = 0; i < TILTS; i++) {
            double probability = prior(i * STEP_DEGREES) * Math.exp(logLikelihoods[i] - best);
            sum += probability;
            weighted += probability * i * STEP_DEGREES;
        }
        return weighted / sum;
    }

    private static double prior(double degrees) {
        double sum = 0;
        for (int i = 0; i < MOUNT_MEANS.length; i++) {
            double off = (degrees - MOUNT_MEANS[i]) / MOUNT_DEVIATIONS[i];
            sum += Math.exp(-0.5 * off * off) / MOUNT_DEVIATIONS[i];
        }
        return sum;
    }

    /** How far below the horizon a camera looks. */
    public static double pitchDownRadians(RigidTransform worldFromCamera) {
        double down = -worldFromCamera.rotation().rotate(new Vec3(0, 0, 1)).z();
        return Math.asin(Math.max(-1, Math.min(1, down)));
    }

    /** How far below the head's own direction the camera looks, radians, 0 to 60 degrees; 0 before the first look. */
    public double tiltRadians() {
        return Math.toRadians(tiltDegrees);
    }

    /** Forgets all looks. */
    public void clear() {
        Arrays.fill(logLikelihoods, 0);
        tiltDegrees = 0;
        started = false;
        place = Vec3.ZERO;
        velocity = Vec3.ZERO;
    }

    public void write(DataOutputStream out) throws IOException {
        out.writeBoolean(started);
        for (double value : new double[] {tiltDegrees, place.x(), place.y(), place.z(), velocity.x(), velocity.y()}) {
            out.writeDouble(value);
        }
        for (double value : logLikelihoods) {
            out.writeDouble(value);
        }
    }

    public void read(DataInputStream in) throws IOException {
        started = in.readBoolean();
        tiltDegrees = in.readDouble();
        place = new Vec3(in.readDouble(), in.readDouble(), in.readDouble());
        velocity = new Vec3(in.readDouble(), in.readDouble(), 0);
        for (int i = 0; i < TILTS; i++) {
            logLikelihoods[i] = in.readDouble();
        }
    }
}
