package org.egoscope.ingest.internal.sidecar;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.egoscope.core.PipelineException;
import org.egoscope.core.geometry.Camera;
import org.egoscope.core.geometry.ImageSize;
import org.egoscope.core.geometry.PinholeCamera;
import org.egoscope.core.geometry.RigidTransform;
import org.egoscope.core.time.TimeRange;
import org.egoscope.core.video.SensorSamples;
import org.egoscope.ingest.internal.chunk.SessionTags;
import org.jspecify.annotations.Nullable;

/** What lies beside one video, opened: the camera at working size, and sensor samples to cut to the chunks. */
public final class Sidecars implements AutoCloseable {
    /**
     * Settings for what no file says.
     *
     * @param fieldOfViewDegrees horizontal
     * @param cameraTiltDegrees how far the camera looks below where a level head looks; NaN if nobody says
     */
    public record Unsaid(double fieldOfViewDegrees, double cameraTiltDegrees) {}

    /** Widths and heights in different ratios mean a crop, which no scaling of intrinsics can follow. */
    private static final double MAX_ASPECT_ERROR = 0.01;

    private final Camera camera;
    private final @Nullable PoseTrack poses;
    private final Map<String, String> tags = new TreeMap<>();

    /**
     * @param poseFile where there is one
     * @param cameraFile where there is one
     * @param uprightSize size of the picture as stored, after rotation
     * @param workingSize size of the frames to come, after rotation
     * @param unsaid used where no file says it
     */
    public Sidecars(
            Optional<Path> poseFile,
            Optional<Path> cameraFile,
            ImageSize uprightSize,
            ImageSize workingSize,
            Unsaid unsaid) {
        Optional<CameraFile> calibration = cameraFile.map(CameraFile::read);
        calibration.ifPresent(found -> requireSameShape(found.camera().model().imageSize(), uprightSize, cameraFile.get()));
        Camera found = calibration
                .map(file -> file.camera().resizedTo(workingSize))
                .orElseGet(() -> assumed(workingSize, unsaid.fieldOfViewDegrees()));
        tags.put(
                SessionTags.CAMERA,
                cameraFile.map(Path::toString).orElse("assumed: " + unsaid.fieldOfViewDegrees() + " degrees horizontal"));
        OptionalLong firstFrame =
                calibration.map(CameraFile::deviceTimeOfFirstFrameNanos).orElse(OptionalLong.empty());
        this.poses = poseFile.map(file -> PoseTrack.open(file, firstFrame)).orElse(null);
        tags.put(SessionTags.POSES, poseFile.map(Path::toString).orElse("none"));
        if (poses != null) {
            tags.put(SessionTags.POSE_CLOCK, poses.clock(firstFrame));
        }
        this.camera = worn(found, unsaid.cameraTiltDegrees());
    }

    /** What is nearest to the recording counts: its camera file, its device, then the setting for all recordings. */
    private Camera worn(Camera found, double tiltDegrees) {
        if (found.cameraFromEyes().isPresent()) {
            tags.put(SessionTags.EYES, "camera file");
            return found;
        }
        if (poses != null && poses.isOfAriaGlasses()) {
            tags.put(SessionTags.EYES, "nominal Aria glasses, first generation");
            return found.worn(found.deviceFromCamera().inverse().times(AriaGlasses.DEVICE_FROM_EYES));
        }
        if (!Double.isNaN(tiltDegrees)) {
            tags.put(SessionTags.EYES, "setting: camera tilted by " + tiltDegrees + " degrees");
            return found.worn(Camera.eyesBehindTilted(Math.toRadians(tiltDegrees)));
        }
        tags.put(SessionTags.EYES, "unknown");
        return found;
    }

    private static Camera assumed(ImageSize workingSize, double fieldOfViewDegrees) {
        double radians = Math.toRadians(fieldOfViewDegrees);
        return new Camera(PinholeCamera.fromHorizontalFieldOfView(workingSize, radians), RigidTransform.IDENTITY, false);
    }

    private static void requireSameShape(ImageSize calibrated, ImageSize upright, Path file) {
        double expected = (double) upright.width() / upright.height();
        double got = (double) calibrated.width() / calibrated.height();
        if (Math.abs(got / expected - 1) > MAX_ASPECT_ERROR) {
            throw PipelineException.badInput("camera file: expected the shape of the upright picture, " + upright + ", got "
                    + calibrated + " in " + file);
        }
    }

    public Camera camera() {
        return camera;
    }

    public Map<String, String> tags() {
        return tags;
    }

    public OptionalLong wallClockStartNanos() {
        return poses == null ? OptionalLong.empty() : poses.wallClockStartNanos();
    }

    /** Samples within the span, plus one before and after. */
    public SensorSamples cut(TimeRange span) {
        return poses == null ? SensorSamples.EMPTY : new SensorSamples(poses.cut(span), List.of(), List.of());
    }

    @Override
    public void close() {
        if (poses != null) {
            poses.close();
        }
    }
}
