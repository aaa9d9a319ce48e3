package org.egoscope.app.run;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.egoscope.core.ErrorKind;
import org.egoscope.core.PipelineException;
import org.egoscope.core.geometry.CameraModel;
import org.egoscope.ingest.VideoEncoder;
import org.egoscope.synthetic.SyntheticFrame;
import org.egoscope.synthetic.SyntheticScene;

/** Writes the synthetic scene as a recording: an H.264 clip with its camera file beside it. */
public final class SyntheticClip {
    /** Enough for clean edges at 512x288; 20 s come to under 3 MB. */
    private static final long BITS_PER_SECOND = 1_000_000;

    private SyntheticClip() {}

    /** Whether the camera file says that the scene's camera looks where the head looks. */
    public enum Tilt {
        /** As the maker of a headset would. */
        TOLD,
        /** As with most recordings. */
        UNTOLD
    }

    /** With a camera file that tells how the camera is worn. */
    public static void write(SyntheticScene scene, Path file) {
        write(scene, file, Tilt.TOLD);
    }

    /** @param file ends in .mp4; {@code <stem>.camera.json} is written beside it */
    public static void write(SyntheticScene scene, Path file, Tilt tilt) {
        int rate = (int) Math.round(scene.config().framesPerSecond());
        VideoEncoder.Settings settings = VideoEncoder.Settings.h264(scene.config().size(), rate).withBitsPerSecond(BITS_PER_SECOND);
        try (VideoEncoder encoder = VideoEncoder.create(file, settings)) {
            SyntheticFrame frame = scene.frame(0);
            for (int i = 0; i < scene.frameCount(); i++) {
                scene.render(i, frame);
                encoder.write(frame.rgb(), scene.span(i).start().nanos());
            }
            encoder.finish();
        }
        writeCamera(scene.camera().model(), file, tilt);
    }

    private static void writeCamera(CameraModel model, Path video, Tilt tilt) {
        ObjectMapper mapper = new ObjectMapper();
        ObjectNode json = mapper.createObjectNode();
        json.put("model", "pinhole");
        json.put("width", model.imageSize().width());
        json.put("height", model.imageSize().height());
        json.put("fx", model.focalX());
        json.put("fy", model.focalY());
        json.put("cx", model.principalX());
        json.put("cy", model.principalY());
        if (tilt == Tilt.TOLD) {
            json.put("cameraTiltDegrees", 0);
        }
        String name = video.getFileName().toString();
        Path file = video.resolveSibling(name.substring(0, name.lastIndexOf('.')) + ".camera.json");
        try {
            Files.write(file, mapper.writerWithDefaultPrettyPrinter().writeValueAsBytes(json));
        } catch (IOException e) {
            throw new PipelineException(ErrorKind.RESOURCES, "camera file: expected to write " + file, e);
        }
    }
}
