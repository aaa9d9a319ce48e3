package org.egoscope.scenegraph;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import org.egoscope.core.geometry.Camera;
import org.egoscope.core.geometry.ImageSize;
import org.egoscope.core.geometry.PinholeCamera;
import org.egoscope.core.geometry.Quaternion;
import org.egoscope.core.geometry.RigidTransform;
import org.egoscope.core.geometry.Vec3;
import org.egoscope.core.motion.MotionWindow.PosedFrame;
import org.egoscope.core.observation.Embedding;
import org.egoscope.core.observation.Hand;
import org.egoscope.core.observation.HandKeypoints;
import org.egoscope.core.observation.HandSide;
import org.egoscope.core.observation.HeadPose;
import org.egoscope.core.observation.Instance;
import org.egoscope.core.observation.Mask;
import org.egoscope.core.observation.Observation;
import org.egoscope.core.time.TimeRange;
import org.egoscope.core.video.SessionId;

/**
 * A table seen from a still head, 320 x 240 pixels, drawn from a few numbers per frame: round things on it and a right hand. Everything
 * that should come out follows from these numbers.
 */
final class TableScene {
    static final ImageSize SIZE = new ImageSize(320, 240);
    static final long TABLE = 90;
    static final Camera CAMERA = new Camera(
            PinholeCamera.fromHorizontalFieldOfView(SIZE, Math.toRadians(80)), RigidTransform.IDENTITY, true);

    /** Camera 1.5 m over the floor, looking 35 degrees down along +x. */
    static final RigidTransform HEAD = looking(0, new Vec3(0, 0, 1.5));

    private static final double HAND_LENGTH = 40;

    /** A disc of pixels under a track id. */
    record Disc(long trackId, String label, double x, double y, double radius) {}

    /** What is in the picture; the hand is where its fingertips are, none if null. */
    record Content(double[] fingertips, List<Disc> discs, RigidTransform worldFromDevice) {}

    private TableScene() {}

    static RigidTransform looking(double yawRadians, Vec3 place) {
        Quaternion level = Quaternion.fromColumns(new Vec3(0, -1, 0), new Vec3(0, 0, -1), new Vec3(1, 0, 0));
        Quaternion down = Quaternion.fromAxisAngle(new Vec3(1, 0, 0), -Math.toRadians(35));
        return new RigidTransform(Quaternion.fromAxisAngle(new Vec3(0, 0, 1), yawRadians).times(level).times(down), place);
    }

    static List<PosedFrame> frames(int count, double framesPerSecond, IntFunction<Content> content) {
        List<PosedFrame> frames = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            frames.add(frame(i, framesPerSecond, content.apply(i)));
        }
        return frames;
    }

    static PosedFrame frame(int index, double framesPerSecond, Content content) {
        TimeRange span = TimeRange.ofNanos(Math.round(index * 1e9 / framesPerSecond), Math.round((index + 1) * 1e9 / framesPerSecond));
        HeadPose pose = new HeadPose(content.worldFromDevice(), 1, HeadPose.Source.SIDECAR, true);
        List<Hand> hands = content.fingertips() == null ? List.of() : List.of(hand(content.fingertips()));
        return new PosedFrame(
                new Observation(new SessionId("table"), index, span, CAMERA, pose, instances(content.discs()), hands, List.of(), List.of()),
                null);
    }

    private static Hand hand(double[] tips) {
        return new Hand(1, HandSide.RIGHT, 1, true, new HandKeypoints(keypoints(tips[0], tips[1]), new float[0]), 1, "test", true, Optional.empty());
    }

    /** A hand from below whose thumb and index tips hold the point between them; five chains from the wrist. */
    private static float[] keypoints(double x, double y) {
        float[] xy = new float[HandKeypoints.COUNT * 2];
        double wristX = x + 12;
        double wristY = y + HAND_LENGTH + 24;
        put(xy, 0, wristX, wristY);
        for (int finger = 0; finger < 5; finger++) {
            double baseX = wristX + (finger - 2) * 8;
            double baseY = wristY - HAND_LENGTH;
            double tipX = x + (finger == 0 ? -9 : 9) * (finger == 0 ? 1 : 1 - finger * 0.1);
            double tipY = y + finger * 2;
            for (int joint = 0; joint < 4; joint++) {
                double t = joint / 3.0;
                put(xy, 1 + finger * 4 + joint, baseX + t * (tipX - baseX), baseY + t * (tipY - baseY));
            }
        }
        return xy;
    }

    private static void put(float[] xy, int keypoint, double x, double y) {
        xy[keypoint * 2] = (float) x;
        xy[keypoint * 2 + 1] = (float) y;
    }

    /** Discs in front of each other in order, all in front of the table, which fills the lower three quarters. */
    private static List<Instance> instances(List<Disc> discs) {
        byte[] owner = new byte[SIZE.pixels()];
        for (int i = 60 * SIZE.width(); i < owner.length; i++) {
            owner[i] = (byte) 1;
        }
        for (int d = 0; d < discs.size(); d++) {
            paint(owner, discs.get(d), (byte) (d + 2));
        }
        List<Instance> instances = new ArrayList<>();
        instances.add(instance(TABLE, "table", owner, (byte) 1));
        for (int d = 0; d < discs.size(); d++) {
            instances.add(instance(discs.get(d).trackId(), discs.get(d).label(), owner, (byte) (d + 2)));
        }
        return instances;
    }

    private static void paint(byte[] owner, Disc disc, byte id) {
        int reach = (int) Math.ceil(disc.radius()) + 1;
        for (int y = Math.max(0, (int) disc.y() - reach); y < Math.min(SIZE.height(), (int) disc.y() + reach); y++) {
            for (int x = Math.max(0, (int) disc.x() - reach); x < Math.min(SIZE.width(), (int) disc.x() + reach); x++) {
                if (Math.hypot(x + 0.5 - disc.x(), y + 0.5 - disc.y()) <= disc.radius()) {
                    owner[y * SIZE.width() + x] = id;
                }
            }
        }
    }

    private static Instance instance(long trackId, String label, byte[] owner, byte id) {
        byte[] bitmap = new byte[owner.length];
        for (int i = 0; i < owner.length; i++) {
            bitmap[i] = (byte) (owner[i] == id ? 1 : 0);
        }
        Mask mask = Mask.ofBitmap(SIZE, bitmap);
        return new Instance(trackId, label, 0.9f, mask, mask.boundingBox(), 1, 1, "test", "", Embedding.NONE);
    }

    /** The frame with one thing's predicted IoU changed. */
    static PosedFrame withPredictedIou(PosedFrame frame, long trackId, float predictedIou) {
        return withInstances(frame, frame.observation().instances().stream()
                .map(seen -> seen.trackId() != trackId ? seen : new Instance(
                        seen.trackId(), seen.label(), seen.labelScore(), seen.mask(), seen.box(), predictedIou, seen.stabilityScore(),
                        seen.method(), seen.labelMethod(), seen.embedding()))
                .toList());
    }

    /** The frame with other masks. */
    static PosedFrame withInstances(PosedFrame frame, List<Instance> instances) {
        Observation seen = frame.observation();
        return new PosedFrame(
                new Observation(seen.session(), seen.frameIndex(), seen.span(), seen.camera(), seen.headPose(), instances, seen.hands(),
                        seen.people(), seen.covered()),
                frame.body());
    }
}
