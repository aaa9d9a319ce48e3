package org.egoscope.ingest.internal.sidecar;

import java.util.ArrayList;
import java.util.List;
import org.egoscope.core.geometry.RigidTransform;
import org.egoscope.ingest.HeadRecording.Sample;
import org.egoscope.ingest.HeadRecording.Track;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a trajectory into runs in which a head can have gone from sample to sample, and thins it out: what a head does between samples 5 ms
 * apart is a straight line (a turn of 10 rad/s bends away from it by 0.3 mm at arm's length).
 */
final class TrackBuilder {
    /** A head can be anywhere after this. */
    private static final long LONGEST_HOLE_NANOS = 250_000_000L;

    private static final long LEAST_STEP_NANOS = 5_000_000L;

    /** Sprinters reach 12 m/s, wearers of headsets hardly more than 5; more is a relocalisation. The rest is the tracker's noise. */
    private static final double MOST_METERS_PER_SECOND = 8;

    private static final double NOISE_METERS = 0.05;

    /** Quick turns of the head reach 10 rad/s. */
    private static final double MOST_RADIANS_PER_SECOND = 20;

    private static final double NOISE_RADIANS = 0.1;

    private final RigidTransform uprightFromFile;
    private final RigidTransform deviceFromEyes;
    private final List<Track> tracks = new ArrayList<>();
    private List<Sample> samples = new ArrayList<>();
    private String world = "";
    private @Nullable PoseRow before;

    TrackBuilder(RigidTransform uprightFromFile, RigidTransform deviceFromEyes) {
        this.uprightFromFile = uprightFromFile;
        this.deviceFromEyes = deviceFromEyes;
    }

    /** Rows must rise in time. A row of quality 0 says that the head is lost. */
    void add(PoseRow row) {
        if (!(row.quality() > 0)) {
            endTrack();
            return;
        }
        PoseRow last = before;
        if (last != null && !continues(last, row)) {
            endTrack();
        }
        Sample latest = samples.isEmpty() ? null : samples.get(samples.size() - 1);
        if (latest == null || row.timeNanos() - latest.timeNanos() >= LEAST_STEP_NANOS) {
            samples.add(sample(row));
        }
        world = row.graph();
        before = row;
    }

    private static boolean continues(PoseRow last, PoseRow row) {
        long step = row.timeNanos() - last.timeNanos();
        double seconds = step / 1e9;
        double moved = row.worldFromDevice().translation().distanceTo(last.worldFromDevice().translation());
        double turned = row.worldFromDevice().rotation().angleTo(last.worldFromDevice().rotation());
        return step <= LONGEST_HOLE_NANOS
                && row.graph().equals(last.graph())
                && moved <= NOISE_METERS + MOST_METERS_PER_SECOND * seconds
                && turned <= NOISE_RADIANS + MOST_RADIANS_PER_SECOND * seconds;
    }

    private Sample sample(PoseRow row) {
        RigidTransform worldFromEyes = uprightFromFile.times(row.worldFromDevice()).times(deviceFromEyes);
        return new Sample(row.timeNanos(), worldFromEyes, Math.min(1, row.quality()));
    }

    private void endTrack() {
        PoseRow last = before;
        if (last != null) {
            if (samples.get(samples.size() - 1).timeNanos() < last.timeNanos()) {
                samples.add(sample(last));
            }
            tracks.add(new Track(world, samples));
        }
        samples = new ArrayList<>();
        before = null;
    }

    List<Track> finish() {
        endTrack();
        return tracks;
    }
}
