package org.egoscope.app.motion;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.egoscope.core.PipelineException;
import org.egoscope.core.geometry.Camera;
import org.egoscope.core.geometry.ImageSize;
import org.egoscope.core.geometry.PinholeCamera;
import org.egoscope.core.geometry.Quaternion;
import org.egoscope.core.geometry.RigidTransform;
import org.egoscope.core.geometry.Vec3;
import org.egoscope.core.observation.Hand;
import org.egoscope.core.observation.HandKeypoints;
import org.egoscope.core.observation.HandSide;
import org.egoscope.core.observation.HeadPose;
import org.egoscope.core.observation.Observation;
import org.egoscope.core.time.TimeRange;
import org.egoscope.core.video.SessionId;
import org.egoscope.ingest.HeadRecording;
import org.egoscope.ingest.HeadRecording.Sample;
import org.egoscope.ingest.HeadRecording.Track;
import org.egoscope.ingest.WristSample;
import org.jspecify.annotations.Nullable;

/**
 * A recording at a constant rate, as the motion stage takes it: one observation without pixels per frame.
 *
 * <p>Heights: where the floor is known, by the file or by the user, it comes to z = 0. Otherwise the eyes start at z = 0, so that the
 * estimator does not take a chance height for one above a floor.
 */
final class HeadFrames {
    static final double FRAMES_PER_SECOND = 30;
    private static final double FRAME_NANOS = 1e9 / FRAMES_PER_SECOND;
    private static final Camera EYES =
            new Camera(PinholeCamera.fromHorizontalFieldOfView(new ImageSize(640, 480), Math.PI / 2), RigidTransform.IDENTITY, true);

    private final List<Frame> frames;
    private final boolean floorGiven;
    private final SessionId session;

    /**
     * One moment.
     *
     * @param seconds since the first pose of the recording
     * @param fileNanos on the file's clock
     * @param world name of the world that the head is in
     * @param worldFromEyes axes of a forward-looking camera; absent while the head is lost
     * @param raisedMeters by how much heights are above those of the file
     * @param left wrist, where seen
     * @param right wrist, where seen
     */
    record Frame(
            double seconds,
            long fileNanos,
            String world,
            Optional<Sample> worldFromEyes,
            double raisedMeters,
            Optional<WristSample> left,
            Optional<WristSample> right) {
        boolean isLost() {
            return worldFromEyes.isEmpty();
        }

        Vec3 eyes() {
            return worldFromEyes.orElseThrow().worldFromEyes().translation();
        }

        Optional<WristSample> wrist(int hand) {
            return hand == 0 ? left : right;
        }
    }

    private HeadFrames(List<Frame> frames, boolean floorGiven, SessionId session) {
        this.frames = frames;
        this.floorGiven = floorGiven;
        this.session = session;
    }

    static HeadFrames of(HeadRecording head, List<WristSample> wrists, MotionRequest.Span span, OptionalDouble floorInFile) {
        WristTrack left = new WristTrack(wrists, HandSide.LEFT);
        WristTrack right = new WristTrack(wrists, HandSide.RIGHT);
        Poses poses = new Poses(head.tracks());
        Map<String, Double> raisedOfWorld = new HashMap<>();
        List<Frame> frames = new ArrayList<>();
        long first = head.firstNanos();
        for (long i = Math.round(span.startSeconds() * FRAMES_PER_SECOND); i < span.endSeconds() * FRAMES_PER_SECOND; i++) {
            long nanos = first + Math.round(i * FRAME_NANOS);
            if (nanos > head.lastNanos()) {
                break;
            }
            Optional<Sample> sample = poses.at(nanos);
            String world = poses.world();
            double raised = sample.isEmpty() ? 0 : raisedOfWorld.computeIfAbsent(
                    world, name -> raised(head, floorInFile, sample.get().worldFromEyes().translation().z()));
            frames.add(new Frame(
                    i / FRAMES_PER_SECOND, nanos, world, sample.map(pose -> raise(pose, raised)), raised,
                    left.at(nanos).map(wrist -> raise(wrist, raised)), right.at(nanos).map(wrist -> raise(wrist, raised))));
        }
        if (frames.stream().allMatch(Frame::isLost)) {
            throw PipelineException.badInput("head trajectory: expected poses in seconds " + span.startSeconds() + ":" + span.endSeconds()
                    + ", got none; it is " + (head.lastNanos() - first) / 1e9 + " s long");
        }
        return new HeadFrames(frames, floorInFile.isPresent(), SessionId.fromName("motion"));
    }

    /**
     * The same recording on floors that have been found: z = 0, for sure.
     *
     * @param floors height of each world's floor in these frames, metres; worlds that are not named stay as they are
     */
    HeadFrames onFloors(Map<String, Double> floors) {
        List<Frame> moved = frames.stream().map(frame -> {
            double up = -floors.getOrDefault(frame.world(), 0.0);
            return new Frame(
                    frame.seconds(), frame.fileNanos(), frame.world(), frame.worldFromEyes().map(pose -> raise(pose, up)),
                    frame.isLost() ? 0 : frame.raisedMeters() + up, frame.left().map(wrist -> raise(wrist, up)),
                    frame.right().map(wrist -> raise(wrist, up)));
        }).toList();
        return new HeadFrames(moved, true, session);
    }

    private static double raised(HeadRecording head, OptionalDouble floorInFile, double eyeHeight) {
        if (floorInFile.isPresent()) {
            return -floorInFile.getAsDouble();
        }
        return head.floorAtZero() ? 0 : -eyeHeight;
    }

    private static Sample raise(Sample sample, double meters) {
        RigidTransform pose = sample.worldFromEyes();
        Vec3 raised = pose.translation().plus(new Vec3(0, 0, meters));
        return new Sample(sample.timeNanos(), new RigidTransform(pose.rotation(), raised), sample.quality());
    }

    private static WristSample raise(WristSample wrist, double meters) {
        return new WristSample(
                wrist.timeNanos(), wrist.side(), wrist.wristInWorld().plus(new Vec3(0, 0, meters)), wrist.confidence());
    }

    List<Frame> frames() {
        return frames;
    }

    /** The given frame as the motion stage takes it. */
    Observation observation(int index) {
        Frame frame = frames.get(index);
        // metric = false says that the floor is at z = 0 for sure, which is what the user says.
        HeadPose pose = frame.worldFromEyes()
                .map(head -> new HeadPose(head.worldFromEyes(), (float) head.quality(), HeadPose.Source.SIDECAR, !floorGiven))
                .orElseGet(() -> new HeadPose(RigidTransform.IDENTITY, 0, HeadPose.Source.LOST, true));
        List<Hand> hands = new ArrayList<>();
        frame.worldFromEyes().ifPresent(head -> {
            frame.left().ifPresent(wrist -> hands.add(hand(wrist, head.worldFromEyes())));
            frame.right().ifPresent(wrist -> hands.add(hand(wrist, head.worldFromEyes())));
        });
        TimeRange span = TimeRange.ofNanos(Math.round(index * FRAME_NANOS), Math.round((index + 1) * FRAME_NANOS));
        return new Observation(session, index, span, EYES, pose, List.of(), hands, List.of(), List.of());
    }

    /** Only the wrist is known of it. */
    private static Hand hand(WristSample wrist, RigidTransform worldFromEyes) {
        HandKeypoints keypoints = HandKeypoints.ofWrist(worldFromEyes.inverse().apply(wrist.wristInWorld()), EYES.model());
        return new Hand(
                wrist.side().ordinal() + 1L, wrist.side(), 1, true, keypoints, (float) wrist.confidence(), "given",
                false, Optional.empty());
    }

    /** {@code headFromCamera} of a forward-looking camera, inverted: turns the eyes' axes into those of the head joint. */
    static Quaternion headRotation(RigidTransform worldFromEyes) {
        Quaternion headFromCamera = Quaternion.fromColumns(new Vec3(0, -1, 0), new Vec3(0, 0, -1), new Vec3(1, 0, 0));
        return worldFromEyes.rotation().times(headFromCamera.conjugate()).normalized();
    }

    /** Poses at rising times; between two tracks at least one frame is lost, so that nothing joins them. */
    private static final class Poses {
        private final List<Track> tracks;
        private int track;
        private int sample;
        private int trackOfLast = -1;

        Poses(List<Track> tracks) {
            this.tracks = tracks;
        }

        String world() {
            return tracks.get(track).world();
        }

        Optional<Sample> at(long nanos) {
            while (track + 1 < tracks.size() && tracks.get(track).lastNanos() < nanos) {
                track++;
                sample = 0;
            }
            List<Sample> samples = tracks.get(track).samples();
            while (sample + 1 < samples.size() && samples.get(sample + 1).timeNanos() <= nanos) {
                sample++;
            }
            Sample before = samples.get(sample);
            @Nullable Sample after = sample + 1 < samples.size() ? samples.get(sample + 1) : null;
            boolean outside = before.timeNanos() > nanos || (after == null && before.timeNanos() < nanos);
            boolean jumped = trackOfLast >= 0 && trackOfLast != track;
            trackOfLast = outside || jumped ? -1 : track;
            if (outside || jumped) {
                return Optional.empty();
            }
            return Optional.of(after == null ? before : before.between(after, nanos));
        }
    }

    /** One hand's wrist between the moments at which it was seen. */
    private static final class WristTrack {
        private static final long LONGEST_HOLE_NANOS = 250_000_000L;

        private final List<WristSample> samples;
        private int at;

        WristTrack(List<WristSample> wrists, HandSide side) {
            this.samples = wrists.stream().filter(wrist -> wrist.side() == side).toList();
        }

        Optional<WristSample> at(long nanos) {
            while (at + 1 < samples.size() && samples.get(at + 1).timeNanos() <= nanos) {
                at++;
            }
            if (samples.isEmpty()) {
                return Optional.empty();
            }
            WristSample before = samples.get(at);
            if (at + 1 < samples.size() && before.timeNanos() <= nanos) {
                WristSample after = samples.get(at + 1);
                long whole = after.timeNanos() - before.timeNanos();
                if (whole <= LONGEST_HOLE_NANOS) {
                    double part = (double) (nanos - before.timeNanos()) / whole;
                    return Optional.of(new WristSample(
                            nanos, before.side(), before.wristInWorld().lerp(after.wristInWorld(), part),
                            Math.min(before.confidence(), after.confidence())));
                }
            }
            return Math.abs(before.timeNanos() - nanos) <= FRAME_NANOS / 2 ? Optional.of(before) : Optional.empty();
        }
    }
}
