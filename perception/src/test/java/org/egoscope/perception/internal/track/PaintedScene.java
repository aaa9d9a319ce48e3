package org.egoscope.perception.internal.track;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.egoscope.core.geometry.Camera;
import org.egoscope.core.geometry.ImageSize;
import org.egoscope.core.geometry.PinholeCamera;
import org.egoscope.core.geometry.RigidTransform;
import org.egoscope.core.observation.HeadPose;
import org.egoscope.core.observation.Mask;
import org.egoscope.core.time.TimeRange;
import org.egoscope.core.video.SessionId;
import org.egoscope.core.video.VideoFrame;

/** Flat coloured shapes on a shaded ground, later ones in front; the truth is known to the pixel. */
final class PaintedScene {
    static final ImageSize SIZE = new ImageSize(256, 144);
    static final long FRAME_NANOS = 33_333_333L;
    static final HeadPose NO_POSE = new HeadPose(RigidTransform.IDENTITY, 0, HeadPose.Source.LOST, false);

    private final List<Thing> things = new ArrayList<>();

    /** True if the pixel centre (x, y) of a frame is inside. */
    interface Outline {
        boolean contains(double x, double y, int frame);
    }

    private record Thing(int red, int green, int blue, Outline outline) {}

    PaintedScene with(int red, int green, int blue, Outline outline) {
        things.add(new Thing(red, green, blue, outline));
        return this;
    }

    /** A disc whose centre moves with the given speed in pixels per frame. */
    static Outline disc(double x, double y, double radius, double speedX, double speedY) {
        return (px, py, f) -> Math.hypot(px - x - speedX * f, py - y - speedY * f) <= radius;
    }

    static Outline box(double x, double y, double width, double height, double speedX, double speedY) {
        return (px, py, f) -> {
            double u = px - x - speedX * f;
            double v = py - y - speedY * f;
            return u >= 0 && v >= 0 && u < width && v < height;
        };
    }

    private int thingAt(int x, int y, int frame) {
        for (int t = things.size() - 1; t >= 0; t--) {
            if (things.get(t).outline().contains(x + 0.5, y + 0.5, frame)) {
                return t;
            }
        }
        return -1;
    }

    /** Visible pixels of a thing. */
    Mask truth(int thing, int frame) {
        byte[] bitmap = new byte[SIZE.pixels()];
        for (int p = 0; p < bitmap.length; p++) {
            bitmap[p] = (byte) (thingAt(p % SIZE.width(), p / SIZE.width(), frame) == thing ? 1 : 0);
        }
        return Mask.ofBitmap(SIZE, bitmap);
    }

    VideoFrame frame(int index) {
        ByteBuffer rgb = ByteBuffer.allocateDirect(SIZE.pixels() * 3);
        for (int y = 0; y < SIZE.height(); y++) {
            for (int x = 0; x < SIZE.width(); x++) {
                int thing = thingAt(x, y, index);
                int grain = (x * 7919 + y * 104729 + index * 31 ^ x * y) % 5;
                int red = thing < 0 ? 150 + x / 10 : things.get(thing).red();
                int green = thing < 0 ? 145 + y / 8 : things.get(thing).green();
                int blue = thing < 0 ? 130 : things.get(thing).blue();
                rgb.put((byte) (red + grain)).put((byte) (green + grain)).put((byte) (blue + grain));
            }
        }
        TimeRange span = TimeRange.ofNanos(index * FRAME_NANOS, (index + 1) * FRAME_NANOS);
        Camera camera = new Camera(PinholeCamera.fromHorizontalFieldOfView(SIZE, 1.4), RigidTransform.IDENTITY, false);
        return new VideoFrame(new SessionId("painted"), index, span, camera, Optional.empty(), rgb);
    }
}
