package org.egoscope.app.motion;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.egoscope.core.geometry.ImageSize;
import org.egoscope.core.geometry.Vec3;
import org.egoscope.ingest.VideoEncoder;
import org.egoscope.motion.BodyMesh;
import org.egoscope.motion.BodySequence;

/** The body moving over a floor with lines every half metre, followed by a calm eye; frames without a body say so. */
final class MotionMovie {
    private static final int WIDTH = 480;
    private static final int HEIGHT = 480;
    private static final double VIEW_METERS = 2.6;
    private static final double TILT_RADIANS = Math.toRadians(15);
    private static final double MIDDLE_METERS = 0.8;

    /** The eye takes about a second to catch up with the body. */
    private static final double FOLLOW = 1 / HeadFrames.FRAMES_PER_SECOND;

    private static final int SKIN = 0x8fb3d9;

    private final FigurePainter painter = new FigurePainter(WIDTH, HEIGHT);
    private final BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
    private final ByteBuffer rgb = ByteBuffer.allocateDirect(WIDTH * HEIGHT * 3);
    private final HeadFrames frames;
    private double eyeX = Double.NaN;
    private double eyeY;

    private MotionMovie(HeadFrames frames) {
        this.frames = frames;
    }

    static void write(List<BodyTake> takes, HeadFrames frames, Path file) {
        VideoEncoder.Settings settings =
                VideoEncoder.Settings.h264(new ImageSize(WIDTH, HEIGHT), (int) HeadFrames.FRAMES_PER_SECOND);
        try (VideoEncoder encoder = VideoEncoder.create(file, settings)) {
            MotionMovie movie = new MotionMovie(frames);
            int next = 0;
            for (BodyTake take : takes) {
                for (; next < take.firstFrame(); next++) {
                    movie.empty(next);
                    movie.encode(encoder, next);
                }
                movie.take(take, encoder);
                next = take.firstFrame() + take.motion().frames();
            }
            for (; next < frames.frames().size(); next++) {
                movie.empty(next);
                movie.encode(encoder, next);
            }
            encoder.finish();
        }
    }

    private void take(BodyTake take, VideoEncoder encoder) {
        BodySequence motion = take.motion();
        BodyMesh mesh = BodyMesh.of(motion.skeleton());
        int[] triangles = mesh.triangles();
        float[] vertices = new float[mesh.vertexCount() * 3];
        // One direction for the whole take, or turns would not show.
        double yaw = MotionFigures.heading(motion, 0) + Math.toRadians(40);
        eyeX = Double.NaN;
        for (int t = 0; t < motion.frames(); t++) {
            Vec3 pelvis = motion.jointInWorld(t, 0);
            eyeX = Double.isNaN(eyeX) ? pelvis.x() : eyeX + FOLLOW * (pelvis.x() - eyeX) * 3;
            eyeY = t == 0 ? pelvis.y() : eyeY + FOLLOW * (pelvis.y() - eyeY) * 3;
            mesh.vertices(motion, t, vertices);
            painter.begin(new FigurePainter.View(new Vec3(eyeX, eyeY, MIDDLE_METERS), yaw, TILT_RADIANS, VIEW_METERS))
                    .mesh(vertices, triangles, SKIN);
            painter.copyTo(image, 0, 0);
            caption(take.firstFrame() + t, "");
            encode(encoder, take.firstFrame() + t);
        }
    }

    private void empty(int frame) {
        painter.begin(new FigurePainter.View(new Vec3(0, 0, MIDDLE_METERS), 0, TILT_RADIANS, VIEW_METERS));
        painter.copyTo(image, 0, 0);
        caption(frame, "  no body: head lost");
    }

    private void caption(int frame, String more) {
        Graphics2D graphics = image.createGraphics();
        graphics.setColor(Color.DARK_GRAY);
        graphics.drawString(String.format(Locale.ROOT, "%.2f s%s", frames.frames().get(frame).seconds(), more), 10, 20);
        graphics.dispose();
    }

    private void encode(VideoEncoder encoder, int frame) {
        rgb.clear();
        for (int y = 0; y < HEIGHT; y++) {
            for (int x = 0; x < WIDTH; x++) {
                int pixel = image.getRGB(x, y);
                rgb.put((byte) (pixel >> 16)).put((byte) (pixel >> 8)).put((byte) pixel);
            }
        }
        rgb.flip();
        encoder.write(rgb, Math.round(frame * 1e9 / HeadFrames.FRAMES_PER_SECOND));
    }
}
