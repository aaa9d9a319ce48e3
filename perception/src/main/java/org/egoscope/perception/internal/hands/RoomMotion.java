package org.egoscope.perception.internal.hands;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import org.egoscope.core.geometry.ImageSize;
import org.egoscope.core.video.VideoFrame;
import org.jspecify.annotations.Nullable;

/** Where the room has gone in the picture from one frame to the next, by {@link BackgroundMotion}. Between {@link #forget}s it sees every frame. */
final class RoomMotion {
    /** Steps of the inversion of the map from now to before; each makes the error smaller by the map's turn and scale, a few percent. */
    private static final int INVERSIONS = 3;

    private final BackgroundMotion background = new BackgroundMotion();
    private @Nullable SmallPicture picture;
    /** Brightness of the last frame, 0..255; empty if it was not seen. */
    private byte[] before = new byte[0];

    /** Takes in the next frame; without one before it the room stands still. */
    void see(VideoFrame frame) {
        SmallPicture now = pictureOf(frame.size());
        now.fill(frame.rgb());
        background.measure(before, now);
        if (before.length != now.pixels()) {
            before = new byte[now.pixels()];
        }
        for (int i = 0; i < before.length; i++) {
            before[i] = (byte) now.luma[i];
        }
    }

    private SmallPicture pictureOf(ImageSize size) {
        SmallPicture current = picture;
        if (current == null || !current.frameSize.equals(size)) {
            current = new SmallPicture(size);
            picture = current;
        }
        return current;
    }

    /** Where what of the room was at a place of the last frame is in this one, pixels of the frame. */
    double[] carried(double x, double y) {
        SmallPicture current = picture;
        if (current == null) {
            return new double[] {x, y};
        }
        double fromX = x / current.scaleX;
        double fromY = y / current.scaleY;
        double toX = fromX;
        double toY = fromY;
        for (int i = 0; i < INVERSIONS; i++) {
            double backX = background.beforeX(toX, toY);
            double backY = background.beforeY(toX, toY);
            toX += fromX - backX;
            toY += fromY - backY;
        }
        return new double[] {toX * current.scaleX, toY * current.scaleY};
    }

    /** The next frame will be as the first. */
    void forget() {
        before = new byte[0];
    }

    void write(DataOutputStream out) throws IOException {
        out.writeInt(before.length);
        out.write(before);
    }

    void read(DataInputStream in) throws IOException {
        before = in.readNBytes(in.readInt());
    }
}
