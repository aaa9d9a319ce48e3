package org.egoscope.ingest;

import java.util.List;
import org.egoscope.core.geometry.Quaternion;
import org.egoscope.core.geometry.RigidTransform;

/**
 * Where a head was, by a file without pictures. World: metres, +Z up.
 *
 * @param format what the file was read as
 * @param tracks runs without a hole, a jump or a change of world, oldest first; never empty
 * @param deviceFromEyes the eyes on the device: midpoint between the pupils, axes of a forward-looking camera (x right, y down, z forward)
 * @param uprightFromFile the turn from the file's world to +Z up
 * @param floorAtZero true if the format says that the floor is at z = 0; otherwise its height is anybody's guess
 * @param upSource how up was told, for people
 * @param eyesSource how the place of the eyes on the device was told, for people
 */
public record HeadRecording(
        HeadTrajectories.Format format,
        List<Track> tracks,
        RigidTransform deviceFromEyes,
        Quaternion uprightFromFile,
        boolean floorAtZero,
        String upSource,
        String eyesSource) {
    public HeadRecording {
        tracks = List.copyOf(tracks);
        if (tracks.isEmpty()) {
            throw new IllegalArgumentException("head recording: expected at least 1 track, got none");
        }
    }

    /**
     * A run in which the head can be followed from sample to sample.
     *
     * @param world name of the world: poses of different worlds cannot be compared
     * @param samples rising in time, at least one
     */
    public record Track(String world, List<Sample> samples) {
        public Track {
            samples = List.copyOf(samples);
        }

        public long firstNanos() {
            return samples.get(0).timeNanos();
        }

        public long lastNanos() {
            return samples.get(samples.size() - 1).timeNanos();
        }
    }

    /**
     * One pose.
     *
     * @param timeNanos on the file's clock
     * @param worldFromEyes axes of a forward-looking camera to world
     * @param quality 0..1, above 0
     */
    public record Sample(long timeNanos, RigidTransform worldFromEyes, double quality) {
        /** Linear in position, shortest arc in rotation, the lower quality. */
        public Sample between(Sample after, long nanos) {
            long whole = after.timeNanos - timeNanos;
            double fraction = whole == 0 ? 0 : (double) (nanos - timeNanos) / whole;
            return new Sample(
                    nanos, worldFromEyes.interpolate(after.worldFromEyes, fraction), Math.min(quality, after.quality));
        }
    }

    public long firstNanos() {
        return tracks.get(0).firstNanos();
    }

    public long lastNanos() {
        return tracks.get(tracks.size() - 1).lastNanos();
    }
}
