package org.egoscope.core.observation;

import java.util.Objects;
import org.egoscope.core.geometry.RigidTransform;

/**
 * Where the headset is. World: +Z up, floor at z = 0 where it is known.
 *
 * @param worldFromDevice device space to world; the last known one while lost
 * @param quality 0..1; 0 while lost
 * @param source where it comes from
 * @param metric true if lengths are measured metres, false if the scale is assumed (eye height)
 */
public record HeadPose(RigidTransform worldFromDevice, float quality, Source source, boolean metric) {
    /** Origin of a head pose. */
    public enum Source {
        /** A sensor file beside the video. */
        SIDECAR,
        /** Monocular visual odometry. */
        VISUAL_ODOMETRY,
        /** Not tracked at this frame. */
        LOST
    }

    public HeadPose {
        Objects.requireNonNull(worldFromDevice, "worldFromDevice is null");
        Objects.requireNonNull(source, "source is null");
    }

    public boolean isLost() {
        return source == Source.LOST;
    }
}
