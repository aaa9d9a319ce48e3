package org.egoscope.scenegraph.internal.frame;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.egoscope.core.geometry.ImagePoint;
import org.egoscope.core.geometry.RigidTransform;
import org.egoscope.core.geometry.Vec3;
import org.egoscope.core.motion.MotionWindow.PosedFrame;
import org.egoscope.core.observation.Hand;
import org.egoscope.core.observation.HandSide;
import org.egoscope.core.observation.HeadPose;
import org.egoscope.core.observation.Instance;
import org.egoscope.core.observation.Observation;
import org.jspecify.annotations.Nullable;

/**
 * Turns posed frames into scene frames: picks the wearer's hands, drops the wearer's arms, keeps tracks and their motion relative to the
 * background.
 */
public final class SceneReader {
    /** Depth of the hands while none has been seen: elbows bent, camera on the head. */
    private static final double USUAL_HAND_DEPTH_METERS = 0.45;

    /** Poses below this quality are worse than the median shift of the background. */
    private static final float MIN_POSE_QUALITY = 0.2f;

    /** Fewer shifts than this have no meaningful median. */
    private static final int MIN_BACKGROUND_TRACKS = 3;

    private final double handDilation;
    private final TrackBook tracks = new TrackBook();
    private Drift leftDrift = new Drift();
    private Drift rightDrift = new Drift();
    private @Nullable RigidTransform worldFromPreviousDevice;
    private double handDepthMeters = USUAL_HAND_DEPTH_METERS;

    /** @param handDilation see {@link HandView} */
    public SceneReader(double handDilation) {
        this.handDilation = handDilation;
    }

    /** Reads the next frame; motion is measured against the frame read before. */
    public SceneFrame read(PosedFrame frame) {
        Observation observation = frame.observation();
        Moment moment = new Moment(
                observation.frameIndex(), observation.span().start().nanos(), observation.span().end().nanos());
        HandView left = handOf(observation, HandSide.LEFT);
        HandView right = handOf(observation, HandSide.RIGHT);
        handDepthMeters = depthOf(left, right, observation.camera().model().focalX());
        List<Sighting> sightings = sightingsOf(observation);
        CameraMotion motion = cameraMotion(observation, sightings);
        tracks.warp(motion);
        leftDrift.warp(motion);
        rightDrift.warp(motion);
        tracks.resolve(moment, sightings);
        List<Thing> things = observe(observation, moment, left, right, sightings);
        follow(leftDrift, left, moment);
        follow(rightDrift, right, moment);
        tracks.forgetStale(moment);
        return new SceneFrame(moment, observation, frame.body(), left, right, things);
    }

    /** Motion of a hand relative to the background. */
    public Drift drift(HandSide side) {
        return side == HandSide.LEFT ? leftDrift : rightDrift;
    }

    /** Depth of the hands now, or when last seen, metres. */
    public double handDepthMeters() {
        return handDepthMeters;
    }

    /** The remembered track, null if it was never seen or is forgotten. */
    public @Nullable Track track(long trackId) {
        return tracks.find(trackId);
    }

    private @Nullable HandView handOf(Observation observation, HandSide side) {
        Hand best = null;
        for (Hand hand : observation.hands()) {
            if (hand.wearer() && hand.side() == side && (best == null || weight(hand) > weight(best))) {
                best = hand;
            }
        }
        return best == null ? null : HandView.of(best, handDilation);
    }

    private static float weight(Hand hand) {
        return hand.confidence() * hand.sideConfidence();
    }

    private double depthOf(@Nullable HandView left, @Nullable HandView right, double focalPixels) {
        if (left == null && right == null) {
            return handDepthMeters;
        }
        double ofLeft = left == null ? Double.NaN : left.depthMeters(focalPixels);
        double ofRight = right == null ? Double.NaN : right.depthMeters(focalPixels);
        double depth = left == null ? ofRight : right == null ? ofLeft : (ofLeft + ofRight) / 2;
        return Math.min(1.2, Math.max(0.15, depth));
    }

    private static List<Sighting> sightingsOf(Observation observation) {
        List<Sighting> sightings = new ArrayList<>(observation.instances().size());
        for (Instance instance : observation.instances()) {
            if (!instance.label().equals(Instance.OWN_ARM) && instance.mask().area() > 0) {
                sightings.add(new Sighting(instance, new MaskShape(instance.mask())));
            }
        }
        sightings.sort(Comparator.comparingLong(sighting -> sighting.instance().trackId()));
        return sightings;
    }

    private CameraMotion cameraMotion(Observation observation, List<Sighting> sightings) {
        HeadPose pose = observation.headPose();
        RigidTransform previous = worldFromPreviousDevice;
        boolean tracked = !pose.isLost() && pose.quality() >= MIN_POSE_QUALITY;
        worldFromPreviousDevice = tracked ? pose.worldFromDevice() : null;
        if (tracked && previous != null) {
            return CameraMotion.ofPoses(observation.camera(), previous, pose.worldFromDevice(), handDepthMeters);
        }
        return medianShift(sightings);
    }

    private CameraMotion medianShift(List<Sighting> sightings) {
        List<Double> shiftsX = new ArrayList<>();
        List<Double> shiftsY = new ArrayList<>();
        for (Sighting sighting : sightings) {
            Track track = tracks.find(tracks.identityOf(sighting.instance().trackId()));
            if (track != null && !track.isOwnHand() && !Double.isNaN(track.drift().x())) {
                shiftsX.add(sighting.shape().centroidX() - track.drift().x());
                shiftsY.add(sighting.shape().centroidY() - track.drift().y());
            }
        }
        if (shiftsX.size() < MIN_BACKGROUND_TRACKS) {
            return CameraMotion.ofShift(0, 0);
        }
        shiftsX.sort(Comparator.naturalOrder());
        shiftsY.sort(Comparator.naturalOrder());
        return CameraMotion.ofShift(shiftsX.get(shiftsX.size() / 2), shiftsY.get(shiftsY.size() / 2));
    }

    private List<Thing> observe(
            Observation observation, Moment moment, @Nullable HandView left, @Nullable HandView right, List<Sighting> sightings) {
        float pixels = observation.camera().model().imageSize().pixels();
        List<Thing> things = new ArrayList<>(sightings.size());
        for (Sighting sighting : sightings) {
            MaskShape shape = sighting.shape();
            boolean asHand = left != null && left.isCoveredBy(shape) || right != null && right.isCoveredBy(shape);
            Track track = tracks.sight(moment, sighting, shape.area() / pixels, asHand);
            if (!track.isOwnHand()) {
                forgetMovedPlace(track, observation);
                things.add(new Thing(track, shape));
            }
        }
        things.sort(Comparator.comparingLong(Thing::id));
        return things;
    }

    /** A place in the world holds only while the thing is seen where that place should appear. */
    private static void forgetMovedPlace(Track track, Observation observation) {
        Vec3 place = track.placeInWorld();
        if (place == null || observation.headPose().isLost()) {
            return;
        }
        RigidTransform worldFromCamera = observation.headPose().worldFromDevice().times(observation.camera().deviceFromCamera());
        ImagePoint expected = observation.camera().model().project(worldFromCamera.inverse().apply(place));
        double tolerance = Math.max(24, Math.max(track.box().width(), track.box().height()));
        if (expected == null
                || Math.hypot(expected.x() - track.box().centerX(), expected.y() - track.box().centerY()) > tolerance) {
            track.placeAt(null);
        }
    }

    private static void follow(Drift drift, @Nullable HandView hand, Moment moment) {
        if (hand != null) {
            drift.observe(hand.palmX(), hand.palmY(), moment.startNanos());
        }
    }

    /** Forgets the pose of the last frame: after a hole in time the step to the next one means nothing. */
    public void breakMotion() {
        worldFromPreviousDevice = null;
        leftDrift = new Drift();
        rightDrift = new Drift();
    }

    public void write(DataOutput out) throws IOException {
        tracks.write(out);
        leftDrift.write(out);
        rightDrift.write(out);
        out.writeDouble(handDepthMeters);
        out.writeBoolean(worldFromPreviousDevice != null);
        if (worldFromPreviousDevice != null) {
            Transforms.write(worldFromPreviousDevice, out);
        }
    }

    public void read(DataInput in) throws IOException {
        tracks.read(in);
        leftDrift = Drift.read(in);
        rightDrift = Drift.read(in);
        handDepthMeters = in.readDouble();
        worldFromPreviousDevice = in.readBoolean() ? Transforms.read(in) : null;
    }
}
