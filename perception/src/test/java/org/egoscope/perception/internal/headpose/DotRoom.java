package org.egoscope.perception.internal.headpose;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.egoscope.core.geometry.Camera;
import org.egoscope.core.geometry.CameraModel;
import org.egoscope.core.geometry.ImagePoint;
import org.egoscope.core.geometry.ImageSize;
import org.egoscope.core.geometry.PinholeCamera;
import org.egoscope.core.geometry.Quaternion;
import org.egoscope.core.geometry.RigidTransform;
import org.egoscope.core.geometry.Vec3;
import org.egoscope.core.observation.HeadPose;
import org.egoscope.core.time.TimeRange;
import org.egoscope.core.video.SessionId;
import org.egoscope.core.video.VideoFrame;

/**
 * A room of random dots, drawn by projecting their centres: the oracle is the projection itself. Walls at 3 m, floor at 0, dots of
 * 2 to 5 cm, each two-toned so that it looks like no other.
 */
final class DotRoom {
    static final ImageSize SIZE = new ImageSize(512, 288);
    static final Camera PINHOLE =
            new Camera(PinholeCamera.fromHorizontalFieldOfView(SIZE, Math.toRadians(75)), RigidTransform.IDENTITY, true);
    static final double FRAMES_PER_SECOND = 30;

    private final List<Dot> dots = new ArrayList<>();
    private final Camera camera;
    private final ByteBuffer rgb;
    private final float[] grey;

    private record Dot(Vec3 center, double radius, double tone, double otherTone) {}

    DotRoom(long seed, Camera camera) {
        this.camera = camera;
        this.rgb = ByteBuffer.allocateDirect(camera.model().imageSize().pixels() * 3);
        this.grey = new float[camera.model().imageSize().pixels()];
        Random random = new Random(seed);
        for (int i = 0; i < 3600; i++) {
            double a = random.nextDouble() * 6 - 3;
            double b = random.nextDouble() * 6 - 3;
            double height = random.nextDouble() * 2.6;
            // Walls bulge by up to 0.8 m: a flat room would be a special case.
            double wall = 3 - 0.8 * random.nextDouble();
            Vec3 center =
                    switch (i % 6) {
                        case 0 -> new Vec3(wall, a, height);
                        case 1 -> new Vec3(-wall, a, height);
                        case 2 -> new Vec3(a, wall, height);
                        case 3 -> new Vec3(a, -wall, height);
                        case 4 -> new Vec3(a, b, 0);
                        default -> new Vec3(a, b, 2.6);
                    };
            dots.add(new Dot(center, 0.02 + 0.03 * random.nextDouble(), tone(random), tone(random)));
        }
    }

    private static double tone(Random random) {
        return random.nextBoolean() ? 10 + random.nextInt(80) : 170 + random.nextInt(80);
    }

    /** Camera at a place, its forward axis turned left by yaw and down by pitch. */
    static RigidTransform pose(double x, double y, double z, double yaw, double pitchDown) {
        Quaternion level = Quaternion.fromColumns(new Vec3(0, -1, 0), new Vec3(0, 0, -1), new Vec3(1, 0, 0));
        Quaternion head = Quaternion.fromAxisAngle(new Vec3(0, 0, 1), yaw)
                .times(Quaternion.fromAxisAngle(new Vec3(0, 1, 0), pitchDown));
        return new RigidTransform(head.times(level).normalized(), new Vec3(x, y, z));
    }

    /** The frame seen from there; the buffer is used again for the next. */
    VideoFrame frame(int index, RigidTransform worldFromCamera) {
        clear();
        drawDots(worldFromCamera);
        return finish(index, Optional.empty());
    }

    /** The same with things that move with the camera in the lower half of the picture, as hands do. */
    VideoFrame frameWithHands(int index, RigidTransform worldFromCamera) {
        clear();
        drawDots(worldFromCamera);
        double t = index / FRAMES_PER_SECOND;
        Random random = new Random(99);
        for (int i = 0; i < 60; i++) {
            double x = 150 + 210 * random.nextDouble() + 40 * Math.sin(2.2 * t);
            double y = 190 + 90 * random.nextDouble() + 15 * Math.cos(3.1 * t);
            splat(x, y, 5 + 4 * random.nextDouble(), new double[] {tone(random), tone(random)});
        }
        return finish(index, Optional.empty());
    }

    VideoFrame black(int index) {
        java.util.Arrays.fill(grey, 3);
        return finish(index, Optional.empty());
    }

    VideoFrame frameWithSensor(int index, RigidTransform worldFromCamera, HeadPose measured) {
        clear();
        drawDots(worldFromCamera);
        return finish(index, Optional.of(measured));
    }

    private void clear() {
        java.util.Arrays.fill(grey, 128);
    }

    private void drawDots(RigidTransform worldFromCamera) {
        RigidTransform cameraFromWorld = worldFromCamera.inverse();
        CameraModel model = camera.model();
        record Seen(Dot dot, Vec3 inCamera) {}
        List<Seen> seen = new ArrayList<>();
        for (Dot dot : dots) {
            Vec3 inCamera = cameraFromWorld.apply(dot.center());
            if (inCamera.z() > 0.15) {
                seen.add(new Seen(dot, inCamera));
            }
        }
        seen.sort(Comparator.comparingDouble((Seen s) -> -s.inCamera().norm()));
        for (Seen one : seen) {
            ImagePoint point = model.project(one.inCamera());
            if (point != null && point.x() > -40 && point.y() > -40 && point.x() < model.imageSize().width() + 40) {
                double radius = model.focalX() * one.dot().radius() / one.inCamera().norm();
                splat(point.x(), point.y(), radius, new double[] {one.dot().tone(), one.dot().otherTone()});
            }
        }
    }

    /** A disc with a soft edge and a smaller one of another tone inside, off its centre. */
    private void splat(double x, double y, double radius, double[] tones) {
        disc(x, y, radius, tones[0]);
        disc(x + 0.3 * radius, y - 0.2 * radius, 0.45 * radius, tones[1]);
    }

    private void disc(double x, double y, double radius, double tone) {
        ImageSize size = camera.model().imageSize();
        int top = Math.max(0, (int) Math.floor(y - radius - 2));
        int bottom = Math.min(size.height() - 1, (int) Math.ceil(y + radius + 2));
        int left = Math.max(0, (int) Math.floor(x - radius - 2));
        int right = Math.min(size.width() - 1, (int) Math.ceil(x + radius + 2));
        for (int row = top; row <= bottom; row++) {
            for (int column = left; column <= right; column++) {
                double distance = Math.hypot(column + 0.5 - x, row + 0.5 - y);
                double cover = Math.max(0, Math.min(1, (radius - distance) / 1.2 + 0.5));
                int at = row * size.width() + column;
                grey[at] += (float) (cover * (tone - grey[at]));
            }
        }
    }

    private VideoFrame finish(int index, Optional<HeadPose> measured) {
        rgb.clear();
        for (float value : grey) {
            byte tone = (byte) Math.round(value);
            rgb.put(tone).put(tone).put(tone);
        }
        rgb.clear();
        TimeRange span = TimeRange.ofNanos(
                Math.round(index * 1e9 / FRAMES_PER_SECOND), Math.round((index + 1) * 1e9 / FRAMES_PER_SECOND));
        return new VideoFrame(new SessionId("dots"), index, span, camera, measured, rgb);
    }
}
