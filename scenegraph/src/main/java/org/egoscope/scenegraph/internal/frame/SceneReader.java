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
    private final ArmFollower leftArm = new ArmFollower();
    private final ArmFollower rightArm = new ArmFollower();
    private Drift leftDrift = new Drift();
    private Drift rightDrift = new Drift();
    private @Nullable RigidTransform worldFromPreviousDevice;
    private double leftDepthMeters = USUAL_HAND_DEPTH_METERS;
    private double rightDepthMeters = USUAL_HAND_DEPTH_METERS;

    /** @param handDilation see {@link HandView} */
    public SceneReader(double handDilation) {
        this.handDilation = handDilation;
    }

    /** Reads the next frame; motion is measured against the frame read before. */
    public SceneFrame read(PosedFrame frame) {
        Observation observation = frame.observation();
        Moment moment = new Moment(
                observation.frameIndex(), observation.span().start().nanos(), observation.span().end().nanos());
        List<MaskShape> arms = new ArrayList<>();
        List<Sighting> sightings = sightingsOf(observation, arms);
        HandView left = viewOf(leftArm, handOf(observation, HandSide.LEFT), arms, moment);
        HandView right = viewOf(rightArm, handOf(observation, HandSide.RIGHT), arms, moment);
        leftDepthMeters = depthOf(left, leftDepthMeters, observation);
        rightDepthMeters = depthOf(right, rightDepthMeters, observation);
        CameraMotion motion = cameraMotion(observation, sightings);
        tracks.warp(motion, (leftDepthMeters + rightDepthMeters) / 2);
        leftDrift.warp(motion, leftDepthMeters);
        rightDrift.warp(motion, rightDepthMeters);
        tracks.resolve(moment, sightings);
        List<Thing> things = observe(new Seen(observation, moment, left, right), sightings, arms);
        follow(leftDrift, left, leftArm, moment);
        follow(rightDrift, right, rightArm, moment);
        tracks.forgetStale(moment);
        return new SceneFrame(moment, observation, frame.body(), left, right, things, arms);
    }

    /** Motion of a hand relative to the background. */
    public Drift drift(HandSide side) {
        return side == HandSide.LEFT ? leftDrift : rightDrift;
    }

    /** Depth of a hand now, or when last seen, metres. */
    public double handDepthMeters(HandSide side) {
        return side == HandSide.LEFT ? leftDepthMeters : rightDepthMeters;
    }

    /** The remembered track, null if it was never seen or is forgotten. */
    public @Nullable Track track(long trackId) {
        return tracks.find(trackId);
    }

    private @Nullable HandView viewOf(ArmFollower arm, @Nullable Hand seen, List<MaskShape> arms, Moment moment) {
        Hand hand = arm.follow(seen, arms, moment.startNanos());
        return hand == null ? null : HandView.of(hand, handDilation, arm.appearedNanos());
    }

    private static @Nullable Hand handOf(Observation observation, HandSide side) {
        Hand best = null;
        for (Hand hand : observation.hands()) {
            if (hand.wearer() && hand.side() == side && (best == null || weight(hand) > weight(best))) {
                best = hand;
            }
        }
        return best;
    }

    private static float weight(Hand hand) {
        return hand.confidence() * hand.sideConfidence();
    }

    /** A wrong size of the hand must not throw depth off: arms end at 1.2 m. */
    private static double depthOf(@Nullable HandView hand, double lastMeters, Observation observation) {
        return hand == null ? lastMeters : Math.min(1.2, Math.max(0.15, hand.depthMeters(observation.camera().model().focalX())));
    }

    private static List<Sighting> sightingsOf(Observation observation, List<MaskShape> arms) {
        List<Sighting> sightings = new ArrayList<>(observation.instances().size());
        for (Instance instance : observation.instances()) {
            if (instance.mask().area() == 0) {
                continue;
            }
            MaskShape shape = new MaskShape(instance.mask());
            if (instance.label().equals(Instance.OWN_ARM)) {
                arms.add(shape);
            } else {
                sightings.add(new Sighting(instance, shape));
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
            return CameraMotion.ofPoses(observation.camera(), previous, pose.worldFromDevice());
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

    /** What is known of a frame before its tracks are. */
    private record Seen(Observation observation, Moment moment, @Nullable HandView left, @Nullable HandView right) {
        boolean isHand(MaskShape shape) {
            return isHand(left, shape) || isHand(right, shape);
        }

        private boolean isHand(@Nullable HandView hand, MaskShape shape) {
            return hand != null && (hand.isCoveredBy(shape) || hand.isForearm(shape, observation.camera().model().imageSize()));
        }
    }

    private List<Thing> observe(Seen seen, List<Sighting> sightings, List<MaskShape> arms) {
        List<Thing> things = new ArrayList<>(sightings.size());
        for (Sighting sighting : sightings) {
            MaskShape shape = sighting.shape();
            Track track = tracks.sight(seen.moment(), sighting, seen.isHand(shape));
            if (track.isOwnHand()) {
                arms.add(shape);
            } else {
                forgetMovedPlace(track, seen.observation());
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
            track.forgetPlace();
        }
    }

    private static void follow(Drift drift, @Nullable HandView hand, ArmFollower arm, Moment moment) {
        if (hand != null && !arm.isContinuous()) {
            drift.relocate(hand.middleX(), hand.middleY(), moment.startNanos());
        } else if (hand != null) {
            drift.observe(hand.middleX(), hand.middleY(), moment.startNanos());
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
        leftArm.write(out);
        rightArm.write(out);
        leftDrift.write(out);
        rightDrift.write(out);
        out.writeDouble(leftDepthMeters);
        out.writeDouble(rightDepthMeters);
        out.writeBoolean(worldFromPreviousDevice != null);
        if (worldFromPreviousDevice != null) {
            Transforms.write(worldFromPreviousDevice, out);
        }
    }

    public void read(DataInput in) throws IOException {
        tracks.read(in);
        leftArm.read(in);
        rightArm.read(in);
        leftDrift = Drift.read(in);
        rightDrift = Drift.read(in);
        leftDepthMeters = in.readDouble();
        rightDepthMeters = in.readDouble();
        worldFromPreviousDevice = in.readBoolean() ? Transforms.read(in) : null;
    }
}
