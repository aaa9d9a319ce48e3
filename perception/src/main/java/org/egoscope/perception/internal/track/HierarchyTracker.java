package org.egoscope.perception.internal.track;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.opencv_core.Mat;
import org.egoscope.core.PipelineException;
import org.egoscope.core.geometry.ImagePoint;
import org.egoscope.core.geometry.ImageSize;
import org.egoscope.core.observation.BoundingBox;
import org.egoscope.core.observation.Embedding;
import org.egoscope.core.observation.Hand;
import org.egoscope.core.observation.HeadPose;
import org.egoscope.core.observation.Instance;
import org.egoscope.core.observation.Mask;
import org.egoscope.core.video.VideoFrame;
import org.egoscope.perception.InstanceTracker;
import org.egoscope.perception.Picture;
import org.egoscope.perception.SegmentConfig;
import org.jspecify.annotations.Nullable;

/**
 * Masks over time. Key frames are segmented in full and associated with the tracks; in the frames between a {@link MaskFollower} carries the masks
 * of the last key frame along. Which frames are key frames depends on media time and motion only, see {@link KeyFrameSchedule}.
 */
public final class HierarchyTracker implements InstanceTracker {
    private static final int STATE_VERSION = 7;

    /** Per key frame, so that a lost thing is not expected ever farther away. */
    private static final float LOST_SLOWS = 0.8f;

    private final SegmentConfig config;
    private final Networks networks;
    private final TrackStore store = new TrackStore();
    private @Nullable Workspace workspace;
    private final KeyFrameSchedule schedule;

    /** Shares the networks; whoever made them closes them. */
    public HierarchyTracker(SegmentConfig config, Networks networks) {
        this.config = config;
        this.networks = networks;
        this.schedule = new KeyFrameSchedule(config);
        // DIS gives other flow for another number of stripes, and stripes follow threads.
        opencv_core.setNumThreads(1);
    }

    @Override
    public List<Instance> track(VideoFrame frame, List<Hand> hands, HeadPose headPose) {
        Workspace work = workspaceFor(frame.size());
        long nanos = frame.time().nanos();
        try (PointerScope scope = new PointerScope()) {
            Mat rgb = new Mat(
                    frame.size().height(), frame.size().width(), opencv_core.CV_8UC3, new BytePointer(frame.rgb()));
            work.motion.advance(rgb);
            float[] trust = new float[store.active.size()];
            work.follower.follow(rgb, work.keyPlanes, work.carriedPlanes, trust);
            if (schedule.isDue(nanos, work.motion)) {
                if (networks.prompts() != null) {
                    FollowedSizes.follow(store.active, work.carriedPlanes, work.size);
                    store.vainClicks.follow(work.motion, nanos);
                }
                return segment(work, work.keyFrame(nanos, Viewpoint.of(headPose, frame.camera()), rgb, hands, store));
            }
            return carriedInstances(work, trust, nanos);
        }
    }

    @Override
    public void expect(List<VideoFrame> coming) {
        if (!coming.isEmpty()) {
            workspaceFor(coming.get(0).size()).follower.expect(coming.stream().map(Picture::of).toList());
        }
    }

    private Workspace workspaceFor(ImageSize size) {
        if (workspace == null) {
            workspace = new Workspace(size, config, networks);
        } else if (!workspace.size.equals(size)) {
            throw PipelineException.badInput("frame size: expected " + workspace.size + " as before in this session, got " + size);
        }
        return workspace;
    }

    private List<Instance> segment(Workspace work, KeyFrame frame) {
        long nanos = frame.nanos();
        long keyNanos = schedule.lastNanos();
        boolean first = !schedule.hasStarted();
        float seconds = (nanos - keyNanos) / 1e9f;
        moveBoxes(work.motion, seconds, frame);
        List<Claim> claims = new KeyFrameUpdate(config, work, store, frame).run(first);
        work.paint(claims, frame);
        Mask[] masks = MaskPlanes.toMasks(work.size, work.keyPlanes, claims.size());
        ColourHistogram[] looks = ColourHistogram.ofPlanes(work.keyPlanes, frame.lab(), claims.size());
        long hidden = work.besideArms(claims);
        store.active.clear();
        for (int plane = 0; plane < claims.size(); plane++) {
            Claim claim = claims.get(plane);
            if (!first && claim.track().lastSeenNanos == keyNanos) {
                learnVelocity(claim.track(), masks[plane].boundingBox(), seconds);
            }
            KeyFrameUpdate.see(claim, masks[plane], looks[plane], (hidden >> plane & 1) != 0, frame);
            store.active.add(claim.track());
        }
        TemplateKeeper.refresh(store, work.nano, frame.rgb());
        work.motion.restartHere();
        work.follower.restart(frame.rgb(), work.keyPlanes, store.active.stream().mapToLong(track -> track.serial).toArray());
        schedule.take(nanos);
        return instances(work, masks, null, 0);
    }

    /** Boxes go where the surroundings have moved, and on as the thing went against them; lost things ever slower. */
    private void moveBoxes(MotionField motion, float seconds, KeyFrame frame) {
        store.active.forEach(track -> moveBox(track, motion, seconds));
        for (Track track : store.lost) {
            moveBox(track, motion, seconds);
            followHand(track, frame);
            track.velocityX *= LOST_SLOWS;
            track.velocityY *= LOST_SLOWS;
        }
    }

    /** What was lost at a hand is where that hand is, and where it was put down when the hand leaves. */
    private static void followHand(Track track, KeyFrame frame) {
        ImagePoint expected = track.held.expected(frame.hands());
        if (expected != null) {
            BoundingBox box = track.box;
            track.box = new BoundingBox(
                    (float) expected.x() - box.width() / 2, (float) expected.y() - box.height() / 2, box.width(), box.height());
            track.lastExpectedNanos = frame.nanos();
        }
    }

    private static void moveBox(Track track, MotionField motion, float seconds) {
        BoundingBox moved = motion.moved(track.box);
        track.box = new BoundingBox(
                moved.x() + track.velocityX * seconds, moved.y() + track.velocityY * seconds, moved.width(), moved.height());
    }

    /** Half of what the prediction missed. */
    private static void learnVelocity(Track track, BoundingBox now, float seconds) {
        track.velocityX += (now.centerX() - track.box.centerX()) / seconds / 2;
        track.velocityY += (now.centerY() - track.box.centerY()) / seconds / 2;
    }

    private List<Instance> carriedInstances(Workspace work, float[] trust, long nanos) {
        Mask[] masks = MaskPlanes.toMasks(work.size, work.carriedPlanes, store.active.size());
        return instances(work, masks, trust, schedule.elapsedShare(nanos));
    }

    /**
     * The predicted IoU of a carried mask falls with time as the masks carried to earlier key frames agreed with those found there, and
     * with what the follower says of it now.
     *
     * @param trust of each mask, null at a key frame
     * @param elapsed share of the key frame interval since the key frame
     */
    private List<Instance> instances(Workspace work, Mask[] masks, float @Nullable [] trust, float elapsed) {
        List<Instance> result = new ArrayList<>();
        for (int plane = 0; plane < masks.length; plane++) {
            Track track = store.active.get(plane);
            if (track.id == 0 || masks[plane].area() < config.minMaskRegionArea() / 2) {
                continue;
            }
            boolean carried = trust != null || track.carried;
            String method = work.method() + (carried ? work.follower.provenance(plane) : "");
            float kept = trust == null ? 1 : Math.min(trust[plane], 1 - elapsed * (1 - track.agreement));
            result.add(new Instance(
                    track.id, track.votes.label(), track.votes.score(), masks[plane], masks[plane].boundingBox(),
                    kept * track.predictedIou, track.stabilityScore, method, "", Embedding.NONE));
        }
        result.sort(Comparator.comparingLong(Instance::trackId));
        return result;
    }

    @Override
    public byte[] snapshot() {
        if (workspace == null) {
            return new byte[0];
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Deflater deflater = new Deflater(Deflater.BEST_SPEED);
        try (DataOutputStream out = new DataOutputStream(new DeflaterOutputStream(bytes, deflater))) {
            out.writeInt(STATE_VERSION);
            out.writeInt(workspace.size.width());
            out.writeInt(workspace.size.height());
            schedule.write(out);
            workspace.motion.write(out);
            workspace.follower.write(out);
            store.write(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            deflater.end();
        }
        return bytes.toByteArray();
    }

    @Override
    public void restore(byte[] state) {
        close();
        store.clear();
        schedule.clear();
        if (state.length == 0) {
            return;
        }
        try (DataInputStream in = new DataInputStream(new InflaterInputStream(new ByteArrayInputStream(state)))) {
            int version = in.readInt();
            if (version != STATE_VERSION) {
                throw PipelineException.badInput("instance state version: expected " + STATE_VERSION + ", got " + version);
            }
            ImageSize size = new ImageSize(in.readInt(), in.readInt());
            Workspace work = workspaceFor(size);
            schedule.read(in);
            work.motion.read(in);
            work.follower.read(in);
            store.read(in, size);
            for (int plane = 0; plane < store.active.size(); plane++) {
                Mask mask = store.active.get(plane).mask;
                if (mask != null) {
                    MaskPlanes.paint(mask, work.keyPlanes, plane);
                }
            }
        } catch (IOException e) {
            throw PipelineException.badInput("instance state: expected a snapshot of this stage, got " + e);
        }
    }

    @Override
    public void close() {
        if (workspace != null) {
            workspace.close();
            workspace = null;
        }
    }
}
