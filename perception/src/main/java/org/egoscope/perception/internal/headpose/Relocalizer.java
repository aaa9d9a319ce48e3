package org.egoscope.perception.internal.headpose;

import java.util.ArrayList;
import java.util.List;
import org.egoscope.core.geometry.CameraModel;
import org.jspecify.annotations.Nullable;

/** Finds the camera anew from nothing but the picture and the points of the map, by descriptors. */
final class Relocalizer {
    private static final int LEAST_INLIERS = 15;
    private static final int MOST_BITS = 60;

    /** Lowe's ratio between best and second best. */
    private static final double RATIO = 0.8;

    private static final double TOLERANCE_PIXELS = 3;

    private final FeatureTracker pictures;
    private final PoseRefiner refiner = new PoseRefiner();
    private final long[] descriptor = new long[BinaryDescriptor.WORDS];

    Relocalizer(FeatureTracker pictures) {
        this.pictures = pictures;
    }

    /** The pose and the tracks that support it. */
    record Found(CameraPose pose, List<Track> tracks) {}

    @Nullable Found find(LandmarkPool pool, CameraModel camera, float[] corners) {
        List<Track> matches = matches(pool, camera, corners);
        if (matches.size() < LEAST_INLIERS) {
            return null;
        }
        CameraPose pose = TwoViewGeometry.perspective(matches, TOLERANCE_PIXELS / camera.focalX());
        if (pose == null || !refiner.refine(matches, camera.focalX(), pose)) {
            return null;
        }
        matches.removeIf(track -> !track.inlier);
        return matches.size() < LEAST_INLIERS ? null : new Found(pose, matches);
    }

    private List<Track> matches(LandmarkPool pool, CameraModel camera, float[] corners) {
        List<Track> matches = new ArrayList<>();
        if (pool.all().size() < LEAST_INLIERS) {
            return matches;
        }
        for (int i = 0; i < corners.length / 2; i++) {
            if (pictures.describe(corners[i * 2], corners[i * 2 + 1], descriptor)) {
                Landmark landmark = bestMatch(pool);
                Track track = landmark == null ? null : pictures.trackAt(corners[i * 2], corners[i * 2 + 1], camera);
                if (track != null && matches.stream().noneMatch(other -> other.landmark == landmark)) {
                    track.landmark = landmark;
                    matches.add(track);
                }
            }
        }
        return matches;
    }

    private @Nullable Landmark bestMatch(LandmarkPool pool) {
        Landmark best = null;
        int bestBits = MOST_BITS;
        int secondBits = Integer.MAX_VALUE;
        for (int i = 0; i < pool.all().size(); i++) {
            Landmark landmark = pool.all().get(i);
            if (!landmark.described) {
                continue;
            }
            int bits = BinaryDescriptor.distance(descriptor, landmark.descriptor);
            if (bits < bestBits) {
                secondBits = best == null ? secondBits : bestBits;
                bestBits = bits;
                best = landmark;
            } else if (bits < secondBits) {
                secondBits = bits;
            }
        }
        return best != null && bestBits < RATIO * secondBits ? best : null;
    }
}
