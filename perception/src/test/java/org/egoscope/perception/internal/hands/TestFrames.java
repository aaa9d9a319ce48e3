package org.egoscope.perception.internal.hands;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.egoscope.core.geometry.Camera;
import org.egoscope.core.geometry.ImageSize;
import org.egoscope.core.geometry.PinholeCamera;
import org.egoscope.core.geometry.RigidTransform;
import org.egoscope.core.time.TimeRange;
import org.egoscope.core.video.SessionId;
import org.egoscope.core.video.VideoFrame;
import org.junit.jupiter.api.Assumptions;

/** Frames painted pixel by pixel, and the reference files. */
final class TestFrames {
    static final long FRAME_NANOS = 33_333_333L;

    private TestFrames() {}

    /** Colour of a pixel as 0xRRGGBB. */
    interface Painter {
        int at(int x, int y);
    }

    static VideoFrame paint(ImageSize size, long index, Painter painter) {
        ByteBuffer rgb = ByteBuffer.allocateDirect(size.pixels() * 3);
        for (int y = 0; y < size.height(); y++) {
            for (int x = 0; x < size.width(); x++) {
                int colour = painter.at(x, y);
                rgb.put((byte) (colour >> 16)).put((byte) (colour >> 8)).put((byte) colour);
            }
        }
        return frame(size, index, rgb);
    }

    static VideoFrame frame(ImageSize size, long index, ByteBuffer rgb) {
        Camera camera = new Camera(
                PinholeCamera.fromHorizontalFieldOfView(size, Math.toRadians(90)), RigidTransform.IDENTITY, false);
        TimeRange span = TimeRange.ofNanos(index * FRAME_NANOS, (index + 1) * FRAME_NANOS);
        return new VideoFrame(new SessionId("test"), index, span, camera, Optional.empty(), rgb);
    }

    static Path requireShared(String relative) {
        String named = Optional.ofNullable(System.getProperty("egoscope.shared")).orElse(System.getenv("EGOSCOPE_SHARED"));
        Path root = named != null ? Path.of(named) : besideTheRepository();
        Path path = root.resolve(relative);
        Assumptions.assumeTrue(Files.exists(path), "reference files are absent: " + path);
        return path;
    }

    private static Path besideTheRepository() {
        Path folder = Path.of("").toAbsolutePath();
        while (folder.getParent() != null && !Files.exists(folder.resolve(".mvn"))) {
            folder = folder.getParent();
        }
        return folder.resolveSibling("shared");
    }
}
