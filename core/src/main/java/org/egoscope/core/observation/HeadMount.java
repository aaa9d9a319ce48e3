package org.egoscope.core.observation;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/**
 * How far a camera is tilted down on the head that wears it, from how far down it looks on average: cameras on glasses look where the head
 * looks, those on a strap across the forehead are turned down to see the hands.
 *
 * <p>Both add up to what is seen of the camera, so the best guess of the one is linear in the sum (two normal distributions: heads of
 * people who use their hands look 25 degrees down with a deviation of 15 between clips, mounts 20 with a deviation of 20).
 */
public final class HeadMount {
    private static final double MEAN_OF_HEADS = Math.toRadians(25);
    private static final double MEAN_OF_MOUNTS = Math.toRadians(20);
    private static final double SHARE_OF_MOUNT = 20.0 * 20 / (20 * 20 + 15 * 15);
    private static final double MOST_TILT = Math.toRadians(45);

    private static final double MEMORY_SECONDS = 60;

    /** Weight of the first look, as if it had lasted so long. */
    private static final double FIRST_SECONDS = 2;

    private double pitchSeconds;
    private double seconds;

    /** @param pitchDownRadians of the camera, for so long */
    public void observe(double pitchDownRadians, double duration) {
        double weight = seconds == 0 ? FIRST_SECONDS : duration;
        double fade = Math.exp(-duration / MEMORY_SECONDS);
        pitchSeconds = pitchSeconds * fade + pitchDownRadians * weight;
        seconds = seconds * fade + weight;
    }

    /** How far below the head's own direction the camera looks, radians, 0 to 45 degrees; 0 before the first look. */
    public double tiltRadians() {
        if (seconds == 0) {
            return 0;
        }
        double tilt = MEAN_OF_MOUNTS + SHARE_OF_MOUNT * (pitchSeconds / seconds - MEAN_OF_HEADS - MEAN_OF_MOUNTS);
        return Math.max(0, Math.min(MOST_TILT, tilt));
    }

    /** Forgets all looks. */
    public void clear() {
        pitchSeconds = 0;
        seconds = 0;
    }

    public void write(DataOutputStream out) throws IOException {
        out.writeDouble(pitchSeconds);
        out.writeDouble(seconds);
    }

    public void read(DataInputStream in) throws IOException {
        pitchSeconds = in.readDouble();
        seconds = in.readDouble();
    }
}
