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
    /** Widths and heights in different ratios mean a crop, which no scaling of intrinsics can follow. */
    private static final double MAX_ASPECT_ERROR = 0.01;

    private final Camera camera;
    private final @Nullable PoseTrack poses;
    private final Map<String, String> tags = new TreeMap<>();

    /**
     * @param uprightSize size of the picture as stored, after rotation
     * @param workingSize size of the frames to come, after rotation
     * @param assumedFieldOfViewDegrees horizontal, used where no camera file is given
     */
    public Sidecars(
            Optional<Path> poseFile,
            Optional<Path> cameraFile,
            ImageSize uprightSize,
            ImageSize workingSize,
            double assumedFieldOfViewDegrees) {
        Optional<CameraFile> calibration = cameraFile.map(CameraFile::read);
        calibration.ifPresent(found -> requireSameShape(found.camera().model().imageSize(), uprightSize, cameraFile.get()));
        this.camera = calibration
                .map(found -> found.camera().resizedTo(workingSize))
                .orElseGet(() -> assumed(workingSize, assumedFieldOfViewDegrees));
        tags.put(
                SessionTags.CAMERA,
                cameraFile.map(Path::toString).orElse("assumed: " + assumedFieldOfViewDegrees + " degrees horizontal"));
        OptionalLong firstFrame =
                calibration.map(CameraFile::deviceTimeOfFirstFrameNanos).orElse(OptionalLong.empty());
        this.poses = poseFile.map(file -> PoseTrack.open(file, firstFrame)).orElse(null);
        tags.put(SessionTags.POSES, poseFile.map(Path::toString).orElse("none"));
        if (poses != null) {
            tags.put(SessionTags.POSE_CLOCK, poses.clock(firstFrame));
        }
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
