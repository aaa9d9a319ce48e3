package org.egoscope.motion.internal;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/** One foot: planted at a place, or on its way to the next. Positions are of the ball of the foot, over the floor. */
final class Foot {
    final Side side;
    double x;
    double y;
    double yaw;

    /** Height of the ball above where it is when the foot stands flat. */
    double lift;

    /** Heel up, radians. */
    double pitch;

    boolean swinging;
    private double startX;
    private double startY;
    private double startYaw;
    private double startPitch;
    private double elapsed;
    private double duration;
    private double height;

    Foot(Side side) {
        this.side = side;
    }

    void plant(double atX, double atY, double atYaw) {
        x = atX;
        y = atY;
        yaw = atYaw;
        lift = 0;
        pitch = 0;
        swinging = false;
    }

    void beginSwing(double seconds, double swingHeight) {
        swinging = true;
        startX = x;
        startY = y;
        startYaw = yaw;
        startPitch = pitch;
        elapsed = 0;
        duration = seconds;
        height = swingHeight;
    }

    double remainingSeconds() {
        return swinging ? Math.max(0, duration - elapsed) : 0;
    }

    /** Moves on towards the landing place, which may still change; true when it has landed. */
    boolean swing(double seconds, double landX, double landY, double landYaw) {
        elapsed += seconds;
        double t = Math.min(1, elapsed / duration);
        if (t >= 1) {
            plant(landX, landY, landYaw);
            return true;
        }
        // Minimum-jerk blend (Flash and Hogan 1985): rest to rest.
        double s = t * t * t * (10 + t * (-15 + 6 * t));
        x = startX + (landX - startX) * s;
        y = startY + (landY - startY) * s;
        yaw = Angles.wrap(startYaw + Angles.wrap(landYaw - startYaw) * s);
        lift = height * Math.sin(Math.PI * s);
        pitch = startPitch * (1 - s);
        return false;
    }

    void write(DataOutputStream out) throws IOException {
        for (double value : new double[] {x, y, yaw, lift, pitch, startX, startY, startYaw, startPitch, elapsed, duration, height}) {
            out.writeDouble(value);
        }
        out.writeBoolean(swinging);
    }

    void read(DataInputStream in) throws IOException {
        x = in.readDouble();
        y = in.readDouble();
        yaw = in.readDouble();
        lift = in.readDouble();
        pitch = in.readDouble();
        startX = in.readDouble();
        startY = in.readDouble();
        startYaw = in.readDouble();
        startPitch = in.readDouble();
        elapsed = in.readDouble();
        duration = in.readDouble();
        height = in.readDouble();
        swinging = in.readBoolean();
    }
}
