package org.egoscope.perception.internal.headpose;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import org.egoscope.core.geometry.CameraModel;
import org.egoscope.core.geometry.Vec3;
import org.egoscope.perception.VisualOdometryConfig;
import org.jspecify.annotations.Nullable;

/**
 * The camera in a map of its own, frame by frame: against points where there are some, by rotation alone until there is parallax, by
 * descriptors after it was lost. The map's unit is arbitrary and its axes are those of the first camera.
 */
final class Odometry {
    /** What a frame's pose rests on. */
    enum Status {
        /** Points of the map. */
        TRACKED,
        /** Directions only: the position is that of the frame before. */
        ROTATION_ONLY,
        /** Nothing. */
        LOST
    }

    private static final int LEAST_TRACKS = 15;
    private static final int LEAST_INLIERS = 10;
    private static final double LEAST_INLIER_RATIO = 0.4;
    private static final int LEAST_CORNERS_TO_RESTART = 60;

    /** A head does not move further in one frame than this fraction of the distance to what it sees. */
    private static final double MOST_STEP_OF_DEPTH = 0.35;

    private final VisualOdometryConfig config;
    private final FeatureTracker pictures;
    private final LocalMap map;
    private final Relocalizer relocalizer;
    private final MapStarter starter;
    private final PoseRefiner refiner = new PoseRefiner();
    private final RotationAligner aligner = new RotationAligner();
    private final CameraPose pose = new CameraPose();
    private final CameraPose candidate = new CameraPose();
    private final CameraPose turn = new CameraPose();
    private double[] from = new double[512];
    private double[] to = new double[512];

    private long frame = -1;
    private boolean started;
    private boolean lost;
    private int lostFrames;
    private int inliersAtKeyframe;
    private double medianDepth;
    private double quality;
    private boolean mapJustStarted;

    /** True once there was a map: from then on its depths are the measure of the next. */
    private boolean mapped;

    private Vec3 up = new Vec3(0, -1, 0);

    Odometry(VisualOdometryConfig config, FeatureTracker pictures) {
        this.config = config;
        this.pictures = pictures;
        this.map = new LocalMap(pictures);
        this.relocalizer = new Relocalizer(pictures);
        this.starter = new MapStarter(map);
        this.medianDepth = config.assumedSceneDepthMeters();
    }

    CameraPose pose() {
        return pose;
    }

    LocalMap map() {
        return map;
    }

    /** True if the last frame gave depth to motion of the frames before it. */
    boolean mapJustStarted() {
        return mapJustStarted;
    }

    /** 0..1 for the last frame. */
    double quality() {
        return quality;
    }

    /** Forgets the map and starts anew at the present pose with the next frame. */
    void reset() {
        map.clear();
        started = false;
        lost = false;
        lostFrames = 0;
    }

    /**
     * Takes the picture that {@code pictures} has just loaded.
     *
     * @param upInMap the best guess of what is up, for the depth of what is first seen
     */
    Status step(CameraModel camera, Vec3 upInMap) {
        frame++;
        up = upInMap;
        mapJustStarted = false;
        Status status = advance(camera);
        lost = status == Status.LOST;
        quality = qualityOf(status);
        return status;
    }

    private Status advance(CameraModel camera) {
        if (!started) {
            return start(camera);
        }
        if (lost) {
            return recover(camera);
        }
        pictures.follow(map.tracks, camera);
        if (map.tracks.size() < LEAST_TRACKS) {
            return recover(camera);
        }
        measureTurn(camera);
        if (trackPoints(camera)) {
            keepMap(camera);
            return Status.TRACKED;
        }
        return rotate(camera);
    }

    private Status start(CameraModel camera) {
        map.clear();
        Keyframe first = map.keyframes.add(pose);
        map.addCorners(pose, frame, camera, first);
        started = map.tracks.size() >= LEAST_CORNERS_TO_RESTART / 2;
        lostFrames = started ? 0 : lostFrames + 1;
        return started ? Status.ROTATION_ONLY : Status.LOST;
    }

    /** Rotation from the frame before to this one, into {@code turn}. */
    private void measureTurn(CameraModel camera) {
        int count = map.tracks.size();
        reserve(count);
        for (int i = 0; i < count; i++) {
            Track track = map.tracks.get(i);
            from[i * 2] = track.previousNx;
            from[i * 2 + 1] = track.previousNy;
            to[i * 2] = track.nx;
            to[i * 2 + 1] = track.ny;
        }
        turn.setIdentity();
        aligner.align(from, to, count, camera.focalX(), turn);
    }

    private void reserve(int count) {
        if (from.length < count * 2) {
            from = new double[count * 4];
            to = new double[count * 4];
        }
    }

    private boolean trackPoints(CameraModel camera) {
        double focal = camera.focalX();
        candidate.set(pose);
        candidate.multiplyLeft(turn.r);
        boolean solved = refiner.refine(map.tracks, focal, candidate) && isPlausible(candidate);
        if (!solved && refiner.seen() >= LEAST_INLIERS) {
            CameraPose robust = TwoViewGeometry.perspective(map.tracks, PoseRefiner.INLIER_PIXELS / focal);
            if (robust != null) {
                candidate.set(robust);
                solved = refiner.refine(map.tracks, focal, candidate) && isPlausible(candidate);
            }
        }
        if (solved) {
            pose.set(candidate);
            map.judge(frame);
        }
        return solved;
    }

    private boolean isPlausible(CameraPose found) {
        return refiner.inliers() >= LEAST_INLIERS
                && refiner.inliers() >= LEAST_INLIER_RATIO * refiner.seen()
                && found.centerInMap().distanceTo(pose.centerInMap()) < MOST_STEP_OF_DEPTH * medianDepth;
    }

    private void keepMap(CameraModel camera) {
        double depth = map.medianDepth(pose);
        if (Double.isFinite(depth)) {
            medianDepth += 0.05 * (depth - medianDepth);
        }
        double moved = pose.centerInMap().distanceTo(map.keyframes.newest().pose.centerInMap());
        boolean far = moved > config.keyframeBaseline() * medianDepth;
        boolean turned = refiner.inliers() < 0.7 * inliersAtKeyframe || map.tracks.size() < 70;
        if (far || turned) {
            map.addKeyframe(pose, frame, camera);
            refiner.classify(map.tracks, camera.focalX(), pose);
            inliersAtKeyframe = refiner.inliers();
        }
    }

    /** No points to hold on to: the position stays, the rotation follows the rays, and a new map starts once there is parallax. */
    private Status rotate(CameraModel camera) {
        double focal = camera.focalX();
        boolean explained = aligner.inliers() >= LEAST_TRACKS && aligner.inliers() >= 0.25 * map.tracks.size();
        if (!explained && relocalize(camera)) {
            return Status.TRACKED;
        }
        dropPoints();
        double x = pose.centerInMap().x();
        double y = pose.centerInMap().y();
        double z = pose.centerInMap().z();
        pose.multiplyLeft(turn.r);
        pose.setCenter(x, y, z);
        pose.orthonormalize();
        starter.anchorAt(pose, frame, camera);
        if (!mapped) {
            Vec3 upInCamera = pose.rotationMapFromCamera().conjugate().rotate(up);
            medianDepth =
                    SceneDepth.median(map.tracks, upInCamera, config.eyeHeightMeters(), config.assumedSceneDepthMeters());
        }
        if (starter.tryStart(pose, focal, medianDepth, frame)) {
            mapped = true;
            refiner.classify(map.tracks, focal, pose);
            inliersAtKeyframe = refiner.inliers();
            mapJustStarted = true;
            return Status.TRACKED;
        }
        return explained ? Status.ROTATION_ONLY : recover(camera);
    }

    private void dropPoints() {
        for (Track track : map.tracks) {
            track.landmark = null;
            track.inlier = false;
        }
    }

    private Status recover(CameraModel camera) {
        map.tracks.clear();
        if (relocalize(camera)) {
            return Status.TRACKED;
        }
        lostFrames++;
        float[] corners = pictures.corners(8);
        if (corners.length / 2 >= LEAST_CORNERS_TO_RESTART && lostFrames > config.framesBeforeRestart()) {
            return start(camera);
        }
        return Status.LOST;
    }

    private boolean relocalize(CameraModel camera) {
        Relocalizer.@Nullable Found found = relocalizer.find(map.pool, camera, pictures.corners(8));
        if (found == null) {
            return false;
        }
        pose.set(found.pose());
        map.tracks.clear();
        map.tracks.addAll(found.tracks());
        map.judge(frame);
        map.keyframes.clear();
        map.addKeyframe(pose, frame, camera);
        refiner.classify(map.tracks, camera.focalX(), pose);
        inliersAtKeyframe = refiner.inliers();
        lostFrames = 0;
        return true;
    }

    private double qualityOf(Status status) {
        return switch (status) {
            case LOST -> 0;
            case ROTATION_ONLY -> 0.4 * Math.min(1, map.tracks.size() / 80.0);
            case TRACKED -> {
                double count = Math.min(1, refiner.inliers() / 50.0);
                double ratio = Math.min(1, refiner.inliers() / (0.8 * Math.max(1, refiner.seen())));
                double depth = 0.6 + 0.4 * Math.min(1, map.medianParallax() / Math.toRadians(4));
                yield count * ratio * depth;
            }
        };
    }

    void write(DataOutputStream out) throws IOException {
        out.writeLong(frame);
        out.writeBoolean(started);
        out.writeBoolean(lost);
        out.writeInt(lostFrames);
        out.writeInt(inliersAtKeyframe);
        out.writeDouble(medianDepth);
        out.writeBoolean(mapped);
        pose.write(out);
        map.write(out);
        starter.write(out);
    }

    void read(DataInputStream in) throws IOException {
        frame = in.readLong();
        started = in.readBoolean();
        lost = in.readBoolean();
        lostFrames = in.readInt();
        inliersAtKeyframe = in.readInt();
        medianDepth = in.readDouble();
        mapped = in.readBoolean();
        pose.read(in);
        map.read(in);
        starter.read(in);
    }
}
