package org.egoscope.core.video;

import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.egoscope.core.geometry.Camera;
import org.egoscope.core.geometry.ImageSize;

/**
 * What is known of a recording before its first frame is decoded.
 *
 * @param id name
 * @param sourceUri where it comes from
 * @param container name of the container format as FFmpeg calls it
 * @param codec name of the video codec as FFmpeg calls it
 * @param codedSize picture size as stored, before rotation
 * @param rotationDegrees clockwise turn to show it upright: 0, 90, 180 or 270
 * @param camera camera at working size, after rotation
 * @param framesPerSecond average rate as declared; 0 if unknown
 * @param durationNanos as declared; 0 if unknown
 * @param expectedFrames frames that the container announces; empty if unknown
 * @param wallClockStartNanos Unix time of media time zero; empty if unknown
 * @param tags container tags and findings (sidecars used, assumed field of view), sorted by key
 */
public record SessionInfo(
        SessionId id,
        String sourceUri,
        String container,
        String codec,
        ImageSize codedSize,
        int rotationDegrees,
        Camera camera,
        double framesPerSecond,
        long durationNanos,
        OptionalLong expectedFrames,
        OptionalLong wallClockStartNanos,
        Map<String, String> tags) {
    public SessionInfo {
        Objects.requireNonNull(id, "id is null");
        Objects.requireNonNull(camera, "camera is null");
        if (rotationDegrees < 0 || rotationDegrees >= 360 || rotationDegrees % 90 != 0) {
            throw new IllegalArgumentException("rotation: expected 0, 90, 180 or 270, got " + rotationDegrees);
        }
        tags = java.util.Collections.unmodifiableMap(new TreeMap<>(tags));
    }

    /** Size of the frames that the stages see. */
    public ImageSize workingSize() {
        return camera.model().imageSize();
    }
}
