package org.egoscope.ingest.internal.chunk;

import org.egoscope.core.PipelineException;
import org.egoscope.core.video.SessionInfo;

/** Findings of ingest that travel as session tags because a decoder in another process needs them. */
public final class SessionTags {
    /** Stamp of the frame at media time zero, in the stream's time base. */
    public static final String ORIGIN_PTS = "egoscope.originPts";

    /** Time base of the video stream as {@code numerator/denominator} seconds. */
    public static final String TIME_BASE = "egoscope.timeBase";

    /** Pose file in use, or {@code none}. */
    public static final String POSES = "egoscope.poses";

    /** How the clock of the pose file was tied to the video. */
    public static final String POSE_CLOCK = "egoscope.poseClock";

    /** Where the camera's intrinsics come from. */
    public static final String CAMERA = "egoscope.camera";

    /** Where it comes from how the camera is worn. */
    public static final String EYES = "egoscope.eyes";

    private SessionTags() {}

    public static TimeScale timeScale(SessionInfo session) {
        String base = session.tags().getOrDefault(TIME_BASE, "");
        if (!base.matches("\\d{1,10}/\\d{1,10}")) {
            throw PipelineException.badInput("session tag " + TIME_BASE + ": expected n/d, got '" + base + "'");
        }
        String[] parts = base.split("/");
        return new TimeScale(originPts(session), Integer.parseInt(parts[0]), Integer.parseInt(parts[1]));
    }

    public static long originPts(SessionInfo session) {
        String origin = session.tags().getOrDefault(ORIGIN_PTS, "");
        try {
            return Long.parseLong(origin);
        } catch (NumberFormatException e) {
            throw PipelineException.badInput("session tag " + ORIGIN_PTS + ": expected an integer, got '" + origin + "'");
        }
    }
}
