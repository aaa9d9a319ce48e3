package org.egoscope.perception.internal.headpose;

import java.util.List;
import java.util.Optional;
import org.egoscope.core.StateBytes;
import org.egoscope.core.geometry.Camera;
import org.egoscope.core.geometry.RigidTransform;
import org.egoscope.core.geometry.Vec3;
import org.egoscope.core.observation.Hand;
import org.egoscope.core.observation.HeadPose;
import org.egoscope.core.video.VideoFrame;
import org.egoscope.perception.HeadPoseEstimator;
import org.egoscope.perception.VisualOdometryConfig;

/** Head pose of one session: measured, or the odometry's camera put into the world. */
public final class VisualOdometry implements HeadPoseEstimator {
    private static final int FORMAT = 4;
    private static final double LEAST_FLOOR_PARALLAX_RADIANS = Math.toRadians(2);
    private static final double MOST_SECONDS_BETWEEN_FRAMES = 0.5;

    /** Edges change slowly; finding them takes some 10 ms. */
    private static final double SECONDS_BETWEEN_LINES = 0.4;

    private final VisualOdometryConfig config;
    private final FeatureTracker pictures = new FeatureTracker();
    private Odometry odometry;
    private WorldAlignment alignment;
    private long lastNanos = Long.MIN_VALUE;
    private int width;
    private int height;
    private boolean measured;
    private double secondsSinceNote;
    private double secondsSinceLines;
    private boolean lookedForLines;

    public VisualOdometry(VisualOdometryConfig config) {
        this.config = config;
        this.odometry = new Odometry(config, pictures);
        this.alignment = new WorldAlignment(config);
    }

    @Override
    public HeadPose estimate(VideoFrame frame, List<Hand> hands) {
        double seconds = secondsSinceLast(frame.time().nanos());
        alignment.wear(frame.camera().cameraFromEyes());
        Optional<HeadPose> sidecar = frame.measuredHeadPose();
        if (sidecar.isPresent() && !sidecar.get().isLost()) {
            takeMeasured(sidecar.get(), frame.camera());
            return sidecar.get();
        }
        measured = false;
        if (frame.size().width() != width || frame.size().height() != height) {
            width = frame.size().width();
            height = frame.size().height();
            odometry.reset();
        }
        pictures.load(frame.rgb(), frame.size(), hands);
        return poseOf(odometry.step(frame.camera().model(), alignment.upInMap(odometry.pose())), frame.camera(), hands, seconds);
    }

    private double secondsSinceLast(long nanos) {
        double seconds = lastNanos == Long.MIN_VALUE ? 0 : (nanos - lastNanos) / 1e9;
        lastNanos = nanos;
        return Math.max(0, Math.min(seconds, MOST_SECONDS_BETWEEN_FRAMES));
    }

    /** The odometry starts from there should the sensor fall silent. */
    private void takeMeasured(HeadPose pose, Camera camera) {
        if (!measured) {
            odometry.reset();
            measured = true;
        }
        alignment.placeAt(pose.worldFromDevice().times(camera.deviceFromCamera()), odometry.pose());
    }

    private HeadPose poseOf(Odometry.Status status, Camera camera, List<Hand> hands, double seconds) {
        RigidTransform cameraFromDevice = camera.deviceFromCamera().inverse();
        if (status == Odometry.Status.LOST) {
            RigidTransform last = alignment.current(odometry.pose().rotationMapFromCamera());
            return new HeadPose(last.times(cameraFromDevice), 0, HeadPose.Source.LOST, false);
        }
        noteFloor(seconds);
        lookForLines(camera, seconds);
        alignment.trust(odometry.quality());
        alignment.see(WearerHands.directions(hands, camera.model(), odometry.pose().rotationMapFromCamera()));
        RigidTransform worldFromCamera = alignment.advance(odometry.pose(), seconds, odometry.mapJustStarted());
        return new HeadPose(
                worldFromCamera.times(cameraFromDevice),
                (float) odometry.quality(),
                HeadPose.Source.VISUAL_ODOMETRY,
                false);
    }

    private void lookForLines(Camera camera, double seconds) {
        secondsSinceLines += seconds;
        if (secondsSinceLines >= SECONDS_BETWEEN_LINES || !lookedForLines) {
            alignment.seeLines(pictures.linePlanes(camera.model()), odometry.pose());
            secondsSinceLines = 0;
            lookedForLines = true;
        }
    }

    /** Each point once, when its depth is good: a long look at a table must not outweigh the floor seen on the way to it. */
    private void noteFloor(double seconds) {
        secondsSinceNote += seconds;
        if (secondsSinceNote < 0.5) {
            return;
        }
        alignment.fadePoints(secondsSinceNote);
        secondsSinceNote = 0;
        Vec3 center = odometry.pose().centerInMap();
        for (Track track : odometry.map().tracks) {
            if (track.landmark != null && track.inlier && isNew(track.landmark)) {
                track.landmark.noted = true;
                alignment.notePoint(track.landmark.position, center);
            }
        }
    }

    private static boolean isNew(Landmark landmark) {
        return !landmark.noted && landmark.parallaxRadians > LEAST_FLOOR_PARALLAX_RADIANS;
    }

    @Override
    public byte[] snapshot() {
        return StateBytes.of(out -> {
            out.writeInt(FORMAT);
            out.writeLong(lastNanos);
            out.writeInt(width);
            out.writeInt(height);
            out.writeBoolean(measured);
            out.writeDouble(secondsSinceNote);
            out.writeDouble(secondsSinceLines);
            out.writeBoolean(lookedForLines);
            pictures.write(out);
            odometry.write(out);
            alignment.write(out);
        });
    }

    @Override
    public void restore(byte[] state) {
        odometry = new Odometry(config, pictures);
        alignment = new WorldAlignment(config);
        if (state.length == 0) {
            lastNanos = Long.MIN_VALUE;
            width = 0;
            height = 0;
            measured = false;
            secondsSinceNote = 0;
            secondsSinceLines = 0;
            lookedForLines = false;
            return;
        }
        StateBytes.read("head pose state", state, in -> {
            StateBytes.requireVersion("head pose state", FORMAT, in.readInt());
            lastNanos = in.readLong();
            width = in.readInt();
            height = in.readInt();
            measured = in.readBoolean();
            secondsSinceNote = in.readDouble();
            secondsSinceLines = in.readDouble();
            lookedForLines = in.readBoolean();
            pictures.read(in);
            odometry.read(in);
            alignment.read(in);
        });
    }

    @Override
    public void close() {
        pictures.close();
    }
}
