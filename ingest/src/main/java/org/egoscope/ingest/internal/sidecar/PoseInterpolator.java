package org.egoscope.ingest.internal.sidecar;

import java.util.List;
import java.util.Optional;
import org.egoscope.core.geometry.RigidTransform;
import org.egoscope.core.observation.HeadPose;
import org.egoscope.core.time.MediaTime;
import org.egoscope.core.video.SensorSamples.PoseSample;

/**
 * Head pose at the time of a frame, between the two samples around it: linear in position, shortest arc in rotation. Nothing is
 * extrapolated, and nothing is drawn across a hole in the trajectory.
 */
public final class PoseInterpolator {
    /** A head turns up to 300 degrees per second; over more than a quarter of a second a straight line says nothing. */
    private static final long MAX_HOLE_NANOS = 250_000_000L;

    private final List<PoseSample> samples;
    private int at;

    /** @param samples rising in time */
    public PoseInterpolator(List<PoseSample> samples) {
        this.samples = samples;
    }

    /** Times must be asked for in rising order. Empty where no sample pair surrounds the time closely enough. */
    public Optional<HeadPose> at(MediaTime time) {
        while (at + 1 < samples.size() && samples.get(at + 1).time().compareTo(time) <= 0) {
            at++;
        }
        if (at >= samples.size() || samples.get(at).time().compareTo(time) > 0) {
            return Optional.empty();
        }
        PoseSample before = samples.get(at);
        if (before.time().equals(time)) {
            return Optional.of(pose(before.worldFromDevice(), before.quality()));
        }
        if (at + 1 >= samples.size()) {
            return Optional.empty();
        }
        PoseSample after = samples.get(at + 1);
        long hole = after.time().nanosSince(before.time());
        if (hole > MAX_HOLE_NANOS) {
            return Optional.empty();
        }
        double fraction = (double) time.nanosSince(before.time()) / hole;
        RigidTransform between = before.worldFromDevice().interpolate(after.worldFromDevice(), fraction);
        return Optional.of(pose(between, Math.min(before.quality(), after.quality())));
    }

    private static HeadPose pose(RigidTransform worldFromDevice, double quality) {
        HeadPose.Source source = quality > 0 ? HeadPose.Source.SIDECAR : HeadPose.Source.LOST;
        return new HeadPose(worldFromDevice, (float) Math.max(0, Math.min(1, quality)), source, true);
    }
}
