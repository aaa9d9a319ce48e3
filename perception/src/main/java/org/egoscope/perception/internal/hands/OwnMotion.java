package org.egoscope.perception.internal.hands;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/**
 * Whether what is followed as a hand has shown to be one: it has moved of its own, against the room around it. A shelf's edge, a plate or a
 * shadow that the networks take for a hand, surely and for long, stays where it is in the room. What has shown it once is believed from
 * then on; a hand that rests since it came into view has to wait.
 *
 * <p>Measured against where it was in the room during the last half second, so that the error of the room's motion does not add up.
 */
final class OwnMotion {
    /** Time in which the place to measure from follows. */
    private static final double MEMORY_SECONDS = 0.55;
    /** So far from that place, in palms, ... */
    private static final double FAR_PALMS = 0.7;
    /** ... for so long: three looks at 25 frames a second, more than a jump of keypoints. */
    private static final long LEAST_NANOS = 75_000_000L;

    private double placeX;
    private double placeY;
    private boolean placed;
    private boolean away;
    private long awaySinceNanos;
    private long lastNanos;
    private boolean shown;

    /** The room has moved, and the place with it. */
    void carry(RoomMotion room) {
        if (placed) {
            double[] to = room.carried(placeX, placeY);
            placeX = to[0];
            placeY = to[1];
        }
    }

    /** The hand was seen. @param palm pixels */
    void see(double x, double y, double palm, long nanos) {
        if (shown) {
            return;
        }
        if (!placed) {
            placeX = x;
            placeY = y;
            placed = true;
        }
        double keep = Math.exp(-(nanos - lastNanos) / 1e9 / MEMORY_SECONDS);
        placeX = x - keep * (x - placeX);
        placeY = y - keep * (y - placeY);
        lastNanos = nanos;
        boolean far = Math.hypot(x - placeX, y - placeY) > FAR_PALMS * palm;
        if (far && !away) {
            awaySinceNanos = nanos;
        }
        away = far;
        shown = away && nanos - awaySinceNanos >= LEAST_NANOS;
    }

    /** It was out of sight: where it was says nothing any more. */
    void interrupt() {
        placed = false;
        away = false;
    }

    boolean isShown() {
        return shown;
    }

    void write(DataOutputStream out) throws IOException {
        out.writeDouble(placeX);
        out.writeDouble(placeY);
        out.writeBoolean(placed);
        out.writeBoolean(away);
        out.writeLong(awaySinceNanos);
        out.writeLong(lastNanos);
        out.writeBoolean(shown);
    }

    void read(DataInputStream in) throws IOException {
        placeX = in.readDouble();
        placeY = in.readDouble();
        placed = in.readBoolean();
        away = in.readBoolean();
        awaySinceNanos = in.readLong();
        lastNanos = in.readLong();
        shown = in.readBoolean();
    }
}
