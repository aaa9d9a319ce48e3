package org.egoscope.app.report;

import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.egoscope.core.PipelineException;
import org.egoscope.core.geometry.ImageSize;
import org.egoscope.core.motion.BodyPose;
import org.egoscope.core.observation.BoundingBox;
import org.egoscope.core.observation.Observation;
import org.egoscope.core.video.FrameEvent;
import org.egoscope.core.video.SessionInfo;
import org.egoscope.core.video.VideoFrame;
import org.egoscope.ingest.ChunkDecoder;
import org.egoscope.ingest.IngestConfig;
import org.egoscope.ingest.VideoEncoder;
import org.egoscope.ingest.VideoSource;
import org.egoscope.perception.FaceCover;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decodes a recording once more for people: a small H.264 video that any browser plays, whatever the recording's own codec is, and a
 * sheet of pictures with the results painted over them, and one of what the hands hold and touch.
 */
final class Preview {
    private static final Logger LOG = LoggerFactory.getLogger(Preview.class);
    private static final int COLUMNS = 4;

    private final SessionInfo info;
    private final Wanted wanted;
    private final Map<Long, BodyPose> bodies;
    private final List<BufferedImage> pictures = new ArrayList<>();

    private final Optional<Map<Long, List<BoundingBox>>> covered;
    private final FaceCover cover = new FaceCover();

    /** What to draw beside the video: frames of the overview, by index, and the pictures of edges. */
    record Wanted(Map<Long, Observation> overview, EdgeSheet edges) {}

    private Preview(SessionInfo info, Wanted wanted, Map<Long, BodyPose> bodies, Optional<Map<Long, List<BoundingBox>>> covered) {
        this.info = info;
        this.wanted = wanted;
        this.bodies = bodies;
        this.covered = covered;
    }

    /**
     * @param covered where the run covered faces, by frame: the recording itself still has them. Frames without an entry are covered whole.
     *     Empty if the run covered nothing
     * @return name of the video file, or an empty string if the recording cannot be read any more (live, moved)
     */
    static String write(
            SessionInfo info, Path folder, Wanted wanted, Map<Long, BodyPose> bodies, long lastFrameIndex,
            Optional<Map<Long, List<BoundingBox>>> covered)
            throws IOException {
        Preview preview = new Preview(info, wanted, bodies, covered);
        try {
            preview.transcode(folder.resolve("preview.mp4"), lastFrameIndex);
        } catch (PipelineException e) {
            LOG.warn("no preview of {}: {}", info.id(), e.getMessage());
            return "";
        }
        if (!preview.pictures.isEmpty()) {
            ImageIO.write(preview.sheet(), "png", folder.resolve("overview.png").toFile());
        }
        wanted.edges().write(folder.resolve("edges.png"));
        return folder.getFileName() + "/preview.mp4";
    }

    private void transcode(Path file, long lastFrameIndex) {
        ImageSize size = info.workingSize();
        int rate = (int) Math.max(1, Math.min(120, Math.round(info.framesPerSecond())));
        IngestConfig config = IngestConfig.defaults().withLongSidePixels(Math.max(size.width(), size.height()));
        try (VideoSource source = VideoSource.open(URI.create(info.sourceUri()), info.id(), config);
                ChunkDecoder decoder = new ChunkDecoder(config);
                VideoEncoder encoder = VideoEncoder.create(file, VideoEncoder.Settings.h264(size, rate))) {
            boolean more = true;
            while (more && source.hasNext()) {
                for (var chunk : source.next().items()) {
                    more &= chunk.firstFrameIndex() <= lastFrameIndex;
                    decoder.accept(chunk, event -> take(event, encoder, lastFrameIndex));
                }
            }
            encoder.finish();
        }
    }

    private void take(FrameEvent event, VideoEncoder encoder, long lastFrameIndex) {
        if (event instanceof VideoFrame taken && taken.frameIndex() <= lastFrameIndex) {
            VideoFrame frame = covered.isEmpty() ? taken : cover.cover(taken, places(covered.get(), taken));
            encoder.write(frame.rgb(), frame.time().nanos());
            wanted.edges().draw(frame);
            Observation observation = wanted.overview().get(frame.frameIndex());
            if (observation != null) {
                BufferedImage picture = OverlayPainter.picture(frame.size(), frame.rgb());
                OverlayPainter.paint(picture, observation.instances(), observation.hands());
                pictures.add(withBody(picture, observation));
            }
        }
    }

    /** A frame that the run could not look at may show a face. */
    private static List<BoundingBox> places(Map<Long, List<BoundingBox>> covered, VideoFrame frame) {
        ImageSize size = frame.size();
        return covered.getOrDefault(frame.frameIndex(), List.of(new BoundingBox(0, 0, size.width(), size.height())));
    }

    private BufferedImage withBody(BufferedImage picture, Observation observation) {
        int height = picture.getHeight();
        BufferedImage body = SkeletonPainter.paint(bodies.get(observation.frameIndex()), height * 3 / 4, height);
        BufferedImage both = new BufferedImage(picture.getWidth() + body.getWidth(), height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = both.createGraphics();
        graphics.drawImage(picture, 0, 0, null);
        graphics.drawImage(body, picture.getWidth(), 0, null);
        graphics.drawString(String.format(java.util.Locale.ROOT, "frame %d  %.2f s", observation.frameIndex(), observation.time().seconds()), 6, height - 6);
        graphics.dispose();
        return both;
    }

    private BufferedImage sheet() {
        int width = pictures.get(0).getWidth();
        int height = pictures.get(0).getHeight();
        int columns = Math.min(COLUMNS, pictures.size());
        int rows = (pictures.size() + columns - 1) / columns;
        BufferedImage sheet = new BufferedImage(columns * width, rows * height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = sheet.createGraphics();
        for (int i = 0; i < pictures.size(); i++) {
            graphics.drawImage(pictures.get(i), i % columns * width, i / columns * height, null);
        }
        graphics.dispose();
        return sheet;
    }
}
