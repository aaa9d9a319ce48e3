package org.egoscope.perception.internal.headpose;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.egoscope.core.geometry.CameraModel;
import org.jspecify.annotations.Nullable;

/** Tracks, keyframes and points of the neighbourhood: grows at keyframes, forgets what is far behind, finds old points again. */
final class LocalMap {
    /** Rays that meet at less than 1.2 degrees give no depth worth keeping. */
    static final double LEAST_PARALLAX_RADIANS = Math.toRadians(1.2);

    private static final int WANTED_TRACKS = 160;
    private static final int CELL_PIXELS = 36;
    private static final int MOST_PER_CELL = 2;
    private static final double LEAST_DISTANCE_PIXELS = 8;
    private static final int MOST_STRIKES = 4;
    private static final int POOL_CAPACITY = 1200;

    /** Same point: nearer than this in the picture and in Hamming distance. */
    private static final double REFIND_PIXELS = 10;

    private static final int REFIND_BITS = 45;

    final List<Track> tracks = new ArrayList<>();
    final KeyframeRing keyframes = new KeyframeRing();
    final LandmarkPool pool = new LandmarkPool(POOL_CAPACITY);
    private final FeatureTracker pictures;
    private final Triangulator triangulator = new Triangulator(keyframes);
    private final BundleAdjuster adjuster = new BundleAdjuster(keyframes);
    private final PoseRefiner refiner = new PoseRefiner();
    private final double[] scratch = new double[3];

    LocalMap(FeatureTracker pictures) {
        this.pictures = pictures;
    }

    void clear() {
        tracks.clear();
        keyframes.clear();
        pool.clear();
    }

    /** Counts agreement with the pose; tracks that keep disagreeing (hands, people) are dropped. */
    void judge(long frame) {
        for (int i = tracks.size() - 1; i >= 0; i--) {
            Track track = tracks.get(i);
            if (track.landmark == null) {
                continue;
            }
            if (track.inlier) {
                track.strikes = Math.max(0, track.strikes - 1);
                track.landmark.lastSeenFrame = frame;
            } else if (++track.strikes >= MOST_STRIKES) {
                pool.remove(track.landmark);
                tracks.remove(i);
            }
        }
    }

    /** Makes the present frame a keyframe: new points, refinement (of {@code pose} too), new corners, old points found again. */
    void addKeyframe(CameraPose pose, long frame, CameraModel camera) {
        double focal = camera.focalX();
        Keyframe added = keyframes.add(pose);
        for (Track track : tracks) {
            track.forgetBefore(keyframes.oldestId());
            track.observe(added.id);
        }
        triangulateNew(focal, frame);
        adjuster.refine(tracks, focal);
        pose.set(added.pose);
        describeTracked();
        addCorners(pose, frame, camera, added);
        pool.trim(frame);
    }

    /** Points for tracks that have none and enough parallax. */
    int triangulateNew(double focal, long frame) {
        int made = 0;
        for (int i = tracks.size() - 1; i >= 0; i--) {
            Track track = tracks.get(i);
            if (track.landmark != null || track.observations < 2) {
                continue;
            }
            double parallax = triangulator.parallax(track);
            if (parallax < LEAST_PARALLAX_RADIANS) {
                continue;
            }
            double[] point = triangulator.triangulate(track, focal);
            if (point != null) {
                Landmark landmark = pool.create();
                System.arraycopy(point, 0, landmark.position, 0, 3);
                landmark.parallaxRadians = parallax;
                landmark.lastSeenFrame = frame;
                track.landmark = landmark;
                track.inlier = true;
                track.strikes = 0;
                made++;
            } else if (++track.strikes >= MOST_STRIKES) {
                tracks.remove(i);
            }
        }
        return made;
    }

    void refine(double focal) {
        adjuster.refine(tracks, focal);
    }

    private void describeTracked() {
        for (Track track : tracks) {
            Landmark landmark = track.landmark;
            if (landmark != null && track.inlier) {
                landmark.parallaxRadians = Math.max(landmark.parallaxRadians, triangulator.parallax(track));
                landmark.described |= pictures.describe(track.x, track.y, landmark.descriptor);
            }
        }
    }

    /** Fills empty cells of the picture with new corners, observed in the given keyframe. */
    void addCorners(CameraPose pose, long frame, CameraModel camera, Keyframe keyframe) {
        int columns = pictures.width() / CELL_PIXELS + 1;
        int[] perCell = new int[columns * (pictures.height() / CELL_PIXELS + 1)];
        for (Track track : tracks) {
            perCell[cell(track.x, track.y, columns)]++;
        }
        float[] corners = pictures.corners(LEAST_DISTANCE_PIXELS);
        int before = tracks.size();
        for (int i = 0; i < corners.length / 2 && tracks.size() < WANTED_TRACKS; i++) {
            float x = corners[i * 2];
            float y = corners[i * 2 + 1];
            int cell = cell(x, y, columns);
            if (perCell[cell] < MOST_PER_CELL && isFree(x, y, before)) {
                Track track = pictures.trackAt(x, y, camera);
                if (track != null) {
                    track.observe(keyframe.id);
                    track.landmark = refind(track, pose, camera.focalX());
                    if (track.landmark != null) {
                        track.landmark.lastSeenFrame = frame;
                    }
                    tracks.add(track);
                    perCell[cell]++;
                }
            }
        }
    }

    private static int cell(float x, float y, int columns) {
        return (int) (y / CELL_PIXELS) * columns + (int) (x / CELL_PIXELS);
    }

    private boolean isFree(float x, float y, int count) {
        for (int i = 0; i < count; i++) {
            Track track = tracks.get(i);
            if (Math.abs(track.x - x) < LEAST_DISTANCE_PIXELS && Math.abs(track.y - y) < LEAST_DISTANCE_PIXELS) {
                return false;
            }
        }
        return true;
    }

    private final long[] descriptor = new long[BinaryDescriptor.WORDS];

    /** A point of the map that is not followed now, lies where this track is and looks like it. */
    private @Nullable Landmark refind(Track track, CameraPose pose, double focal) {
        if (pool.all().isEmpty() || !pictures.describe(track.x, track.y, descriptor)) {
            return null;
        }
        Landmark best = null;
        int bestBits = REFIND_BITS;
        for (int i = 0; i < pool.all().size(); i++) {
            Landmark landmark = pool.all().get(i);
            if (!landmark.described || refiner.errorPixels(landmark, track.nx, track.ny, focal, pose) > REFIND_PIXELS) {
                continue;
            }
            int bits = BinaryDescriptor.distance(descriptor, landmark.descriptor);
            if (bits < bestBits && !isFollowed(landmark)) {
                best = landmark;
                bestBits = bits;
            }
        }
        return best;
    }

    private boolean isFollowed(Landmark landmark) {
        for (int i = 0; i < tracks.size(); i++) {
            if (tracks.get(i).landmark == landmark) {
                return true;
            }
        }
        return false;
    }

    /** Median depth of the agreeing points seen from the pose, map units; NaN without points. */
    double medianDepth(CameraPose pose) {
        double[] depths = new double[tracks.size()];
        int count = 0;
        for (Track track : tracks) {
            if (track.landmark != null && track.inlier) {
                double[] position = track.landmark.position;
                pose.apply(position[0], position[1], position[2], scratch);
                depths[count++] = scratch[2];
            }
        }
        if (count == 0) {
            return Double.NaN;
        }
        java.util.Arrays.sort(depths, 0, count);
        return depths[count / 2];
    }

    /** Median parallax of the agreeing points, radians: how well depth is known. */
    double medianParallax() {
        double[] parallax = new double[tracks.size()];
        int count = 0;
        for (Track track : tracks) {
            if (track.landmark != null && track.inlier) {
                parallax[count++] = track.landmark.parallaxRadians;
            }
        }
        java.util.Arrays.sort(parallax, 0, count);
        return count == 0 ? 0 : parallax[count / 2];
    }

    void write(DataOutputStream out) throws IOException {
        pool.write(out);
        keyframes.write(out);
        out.writeInt(tracks.size());
        for (Track track : tracks) {
            track.write(out);
        }
    }

    void read(DataInputStream in) throws IOException {
        pool.read(in);
        keyframes.read(in);
        tracks.clear();
        int count = in.readInt();
        for (int i = 0; i < count; i++) {
            tracks.add(Track.read(in, pool));
        }
    }
}
