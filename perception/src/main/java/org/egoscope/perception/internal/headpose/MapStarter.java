package org.egoscope.perception.internal.headpose;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import org.egoscope.core.geometry.CameraModel;
import org.jspecify.annotations.Nullable;

/**
 * Starts a map from two views once something moved against something else: the essential matrix gives the motion up to scale, the
 * scale is set by the median depth. Waits while rotation alone explains what is seen, so that turning on the spot makes no translation.
 */
final class MapStarter {
    private static final int LEAST_POINTS = 30;

    /** Median distance, in pixels, that rotation alone leaves unexplained before a start is tried. */
    private static final double LEAST_UNEXPLAINED_PIXELS = 4;

    private static final double LEAST_ESSENTIAL_RATIO = 0.55;

    private final LocalMap map;
    private final RotationAligner aligner = new RotationAligner();
    private final CameraPose turn = new CameraPose();
    private double[] from = new double[512];
    private double[] to = new double[512];
    private int tracksAtAnchor;
    private long anchorId = -1;

    MapStarter(LocalMap map) {
        this.map = map;
    }

    /** Sees to it that enough tracks share a first view. */
    void anchorAt(CameraPose pose, long frame, CameraModel camera) {
        int shared = collect();
        if (shared >= LEAST_POINTS && shared >= 0.4 * tracksAtAnchor) {
            return;
        }
        map.keyframes.clear();
        Keyframe anchor = map.keyframes.add(pose);
        anchorId = anchor.id;
        for (Track track : map.tracks) {
            track.observations = 0;
            track.strikes = 0;
            track.observe(anchor.id);
        }
        map.addCorners(pose, frame, camera, anchor);
        tracksAtAnchor = map.tracks.size();
    }

    /** Gathers the pairs of rays of tracks seen in the anchor; returns how many. */
    private int collect() {
        if (map.keyframes.byId(anchorId) == null) {
            anchorId = map.keyframes.all().isEmpty() ? -1 : map.keyframes.newest().id;
        }
        if (from.length < map.tracks.size() * 2) {
            from = new double[map.tracks.size() * 4];
            to = new double[map.tracks.size() * 4];
        }
        int count = 0;
        for (Track track : map.tracks) {
            int at = track.observationIn(anchorId);
            if (at >= 0) {
                from[count * 2] = track.keyframePoints[at * 2];
                from[count * 2 + 1] = track.keyframePoints[at * 2 + 1];
                to[count * 2] = track.nx;
                to[count * 2 + 1] = track.ny;
                count++;
            }
        }
        return count;
    }

    /** Aligns the rotation with the anchor's, which does not drift, and starts the map if there is parallax. */
    boolean tryStart(CameraPose pose, double focal, double wantedDepth, long frame) {
        int count = collect();
        Keyframe anchor = map.keyframes.byId(anchorId);
        if (anchor == null || count < LEAST_POINTS) {
            return false;
        }
        alignToAnchor(anchor, pose, count, focal);
        if (aligner.medianPixels() < LEAST_UNEXPLAINED_PIXELS) {
            return false;
        }
        TwoViewGeometry.Candidates candidates = TwoViewGeometry.essential(from, to, count, 1.0 / focal);
        if (candidates == null || candidates.inlierCount() < Math.max(LEAST_POINTS, LEAST_ESSENTIAL_RATIO * count)) {
            return false;
        }
        CameraPose motion = bestOf(candidates, count);
        return motion != null && build(anchor, motion, pose, focal, new double[] {wantedDepth, frame});
    }

    private void alignToAnchor(Keyframe anchor, CameraPose pose, int count, double focal) {
        org.egoscope.core.geometry.Vec3 center = pose.centerInMap();
        turn.set(pose);
        multiplyByInverse(turn, anchor.pose);
        aligner.align(from, to, count, focal, turn);
        if (aligner.inliers() >= count / 4) {
            pose.set(anchor.pose);
            pose.multiplyLeft(turn.r);
            pose.orthonormalize();
            pose.setCenter(center.x(), center.y(), center.z());
        }
    }

    /** {@code left.R <- left.R right.R'}, translation zero. */
    private static void multiplyByInverse(CameraPose left, CameraPose right) {
        org.egoscope.core.geometry.Quaternion leftFromMap = left.rotationMapFromCamera().conjugate();
        left.setIdentity();
        left.setRotation(leftFromMap.times(right.rotationMapFromCamera()).normalized());
    }

    /** The candidate that puts most points before both cameras, at an angle worth having. */
    private @Nullable CameraPose bestOf(TwoViewGeometry.Candidates candidates, int count) {
        CameraPose best = null;
        int bestCount = (int) (0.7 * candidates.inlierCount());
        for (CameraPose candidate : candidates.secondFromFirst()) {
            int good = 0;
            for (int i = 0; i < count; i++) {
                if (candidates.inliers()[i] && depthInFirst(candidate, i) > 0) {
                    good++;
                }
            }
            if (good > bestCount) {
                best = candidate;
                bestCount = good;
            }
        }
        return best;
    }

    /** Depth of pair i in the first camera where the rays come nearest, or negative if behind either camera. */
    private double depthInFirst(CameraPose second, int i) {
        double[] r = second.r;
        double ax = from[i * 2];
        double ay = from[i * 2 + 1];
        // z1 R a + t = z2 b: least squares in (z1, z2).
        double px = r[0] * ax + r[1] * ay + r[2];
        double py = r[3] * ax + r[4] * ay + r[5];
        double pz = r[6] * ax + r[7] * ay + r[8];
        double bx = to[i * 2];
        double by = to[i * 2 + 1];
        double pp = px * px + py * py + pz * pz;
        double bb = bx * bx + by * by + 1;
        double pb = px * bx + py * by + pz;
        double pt = px * second.t[0] + py * second.t[1] + pz * second.t[2];
        double bt = bx * second.t[0] + by * second.t[1] + second.t[2];
        double determinant = pp * bb - pb * pb;
        if (determinant < 1e-9) {
            return -1;
        }
        double first = (pb * bt - bb * pt) / determinant;
        double other = (pp * bt - pb * pt) / determinant;
        return other > 0 ? first : -1;
    }

    private boolean build(Keyframe anchor, CameraPose motion, CameraPose pose, double focal, double[] depthAndFrame) {
        double[] depths = new double[map.tracks.size()];
        int count = collect();
        int positive = 0;
        for (int i = 0; i < count; i++) {
            double depth = depthInFirst(motion, i);
            if (depth > 0) {
                depths[positive++] = depth;
            }
        }
        if (positive < LEAST_POINTS) {
            return false;
        }
        java.util.Arrays.sort(depths, 0, positive);
        double scale = depthAndFrame[0] / depths[positive / 2];
        CameraPose second = anchor.pose.copy();
        second.multiplyLeft(motion.r);
        for (int i = 0; i < 3; i++) {
            second.t[i] += scale * motion.t[i];
        }
        second.orthonormalize();
        Keyframe added = map.keyframes.add(second);
        for (Track track : map.tracks) {
            track.observe(added.id);
        }
        int made = map.triangulateNew(focal, (long) depthAndFrame[1]);
        if (made < LEAST_POINTS) {
            undo(added);
            return false;
        }
        map.refine(focal);
        pose.set(added.pose);
        return true;
    }

    private void undo(Keyframe added) {
        map.keyframes.removeNewest();
        for (Track track : map.tracks) {
            if (track.landmark != null) {
                map.pool.remove(track.landmark);
                track.landmark = null;
            }
            int at = track.observationIn(added.id);
            if (at >= 0) {
                track.observations = at;
            }
        }
    }

    void write(DataOutputStream out) throws IOException {
        out.writeInt(tracksAtAnchor);
        out.writeLong(anchorId);
    }

    void read(DataInputStream in) throws IOException {
        tracksAtAnchor = in.readInt();
        anchorId = in.readLong();
    }
}
