package org.egoscope.app.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.egoscope.core.geometry.Camera;
import org.egoscope.core.geometry.ImageSize;
import org.egoscope.core.geometry.PinholeCamera;
import org.egoscope.core.geometry.RigidTransform;
import org.egoscope.core.graph.GraphEdge;
import org.egoscope.core.graph.GraphNode;
import org.egoscope.core.observation.Embedding;
import org.egoscope.core.observation.HeadPose;
import org.egoscope.core.observation.Instance;
import org.egoscope.core.observation.Mask;
import org.egoscope.core.observation.Observation;
import org.egoscope.core.time.TimeRange;
import org.egoscope.core.video.SessionId;
import org.egoscope.core.video.VideoFrame;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EdgeSheetTest {
    private static final ImageSize SIZE = new ImageSize(300, 150);
    private static final Camera CAMERA =
            new Camera(PinholeCamera.fromHorizontalFieldOfView(SIZE, Math.toRadians(80)), RigidTransform.IDENTITY, true);
    private static final SessionId SESSION = new SessionId("sheet");
    private static final int RED = 0xff3030;

    @TempDir
    private Path folder;

    private static GraphEdge edge(long id, String predicate, long subject, long firstFrame, long frames) {
        return new GraphEdge(
                id, predicate, hand(subject), new GraphEdge.Endpoint(29, 20, "cup"),
                TimeRange.ofNanos(firstFrame * 10, (firstFrame + frames) * 10), firstFrame, frames, 0.9f, 0.8f);
    }

    private static GraphEdge.Endpoint hand(long id) {
        return new GraphEdge.Endpoint(id, 0, id == GraphNode.WEARER ? "wearer" : "right_hand");
    }

    /** The cup is a square of 40 pixels at (100, 50). */
    private static Observation observation(long frame) {
        byte[] bitmap = new byte[SIZE.pixels()];
        for (int y = 50; y < 90; y++) {
            for (int x = 100; x < 140; x++) {
                bitmap[y * SIZE.width() + x] = 1;
            }
        }
        Mask mask = Mask.ofBitmap(SIZE, bitmap);
        Instance cup = new Instance(20, "cup", 0.9f, mask, mask.boundingBox(), 1, 1, "test", "", Embedding.NONE);
        HeadPose pose = new HeadPose(RigidTransform.IDENTITY, 1, HeadPose.Source.SIDECAR, true);
        return new Observation(SESSION, frame, span(frame), CAMERA, pose, List.of(cup), List.of(), List.of(), List.of());
    }

    private static TimeRange span(long frame) {
        return TimeRange.ofNanos(frame * 10, frame * 10 + 10);
    }

    private static VideoFrame black(long frame) {
        return new VideoFrame(SESSION, frame, span(frame), CAMERA, Optional.empty(), ByteBuffer.allocateDirect(SIZE.pixels() * 3));
    }

    @Test
    void thePicturesAreOfTheFirstTheMiddleAndTheLastFrame() {
        GraphEdge edge = edge(1, "holds", GraphNode.RIGHT_HAND, 10, 21);
        assertThat(EdgeSheet.frameOf(edge, 0)).isEqualTo(10);
        assertThat(EdgeSheet.frameOf(edge, 1)).isEqualTo(20);
        assertThat(EdgeSheet.frameOf(edge, 2)).isEqualTo(30);
        GraphEdge brief = edge(1, "holds", GraphNode.RIGHT_HAND, 10, 1);
        assertThat(EdgeSheet.frameOf(brief, 2)).isEqualTo(10);
    }

    @Test
    void theThingIsOutlinedInEachOfThem() throws IOException {
        EdgeSheet sheet = EdgeSheet.of(List.of(edge(1, "holds", GraphNode.RIGHT_HAND, 10, 21)));
        for (long frame = 0; frame < 40; frame++) {
            sheet.remember(observation(frame));
            sheet.draw(black(frame));
        }
        Path file = folder.resolve("edges.png");
        sheet.write(file);
        BufferedImage image = ImageIO.read(file.toFile());
        assertThat(image.getWidth()).isEqualTo(3 * 300);
        assertThat(image.getHeight()).isEqualTo(150 + 15);
        for (int picture = 0; picture < 3; picture++) {
            assertThat(image.getRGB(picture * 300 + 100, 15 + 70) & 0xffffff).as("left border of the cup").isEqualTo(RED);
            assertThat(image.getRGB(picture * 300 + 120, 15 + 70) & 0xffffff).as("inside of the cup").isZero();
        }
    }

    @Test
    void theWearersEdgesAndThoseBetweenThingsAreNotShown() throws IOException {
        EdgeSheet sheet = EdgeSheet.of(List.of(
                edge(1, "holds", GraphNode.WEARER, 0, 5), edge(2, "looks_at", GraphNode.RIGHT_HAND, 0, 5)));
        sheet.remember(observation(0));
        sheet.draw(black(0));
        Path file = folder.resolve("none.png");
        sheet.write(file);
        assertThat(file).doesNotExist();
    }
}
