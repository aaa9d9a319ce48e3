package org.egoscope.synthetic;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.egoscope.core.geometry.Camera;
import org.egoscope.core.geometry.ImagePoint;
import org.egoscope.core.geometry.PinholeCamera;
import org.egoscope.core.geometry.Quaternion;
import org.egoscope.core.geometry.RigidTransform;
import org.egoscope.core.geometry.Vec3;
import org.egoscope.core.motion.BodyPose;
import org.egoscope.core.motion.Skeleton;
import org.egoscope.core.motion.SmplJoint;
import org.egoscope.core.observation.BoundingBox;
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
import org.egoscope.core.video.VideoFrame;
import org.egoscope.synthetic.internal.render.Renderer;
import org.egoscope.synthetic.internal.script.SceneState;
import org.egoscope.synthetic.internal.script.SceneThing;

/**
 * A kitchen seen from a headset, with everything known: the same configuration gives the same bytes
 * on the same Java runtime. Not thread-safe; one scene per thread.
 */
public final class SyntheticScene {
    /** Name of the method in truth given as observations and poses. */
    public static final String METHOD = "synthetic-truth";

    private static final double FIELD_OF_VIEW_RADIANS = Math.toRadians(96);

    /** Instances with fewer pixels are not part of a truth observation. */
    private static final int LEAST_PIXELS = 24;

    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private final SceneConfig config;
    private final Camera camera;
    private final SceneState state;
    private final Renderer renderer;
    private final List<SceneInstance> instances;
    private final SessionTruth truth;

    private SyntheticScene(SceneConfig config) {
        this.config = config;
        PinholeCamera model = PinholeCamera.fromHorizontalFieldOfView(config.size(), FIELD_OF_VIEW_RADIANS);
        camera = new Camera(model, RigidTransform.IDENTITY, true);
        state = new SceneState(config);
        renderer = new Renderer(state.shapes(), state.layout().light(), model, Long.hashCode(config.seed()));
        instances = listInstances(state);
        truth = SessionTruth.of(this, state);
    }

    /** The standard scene; the seed drives sensor noise and sway. */
    public static SyntheticScene kitchen(long seed) {
        return new SyntheticScene(SceneConfig.standard(seed));
    }

    public static SyntheticScene of(SceneConfig config) {
        return new SyntheticScene(config);
    }

    private static List<SceneInstance> listInstances(SceneState state) {
        TreeMap<Integer, SceneInstance> byId = new TreeMap<>();
        state.layout().things().forEach(thing -> byId.put(thing.instance().id(), thing.instance()));
        byId.put(SceneInstance.ROOM, new SceneInstance(SceneInstance.ROOM, "room", SceneInstance.Kind.STRUCTURE));
        byId.put(SceneInstance.LEFT_SLEEVE, new SceneInstance(SceneInstance.LEFT_SLEEVE, Instance.OWN_ARM, SceneInstance.Kind.ARM));
        byId.put(SceneInstance.LEFT_HAND, new SceneInstance(SceneInstance.LEFT_HAND, Instance.OWN_ARM, SceneInstance.Kind.HAND));
        byId.put(SceneInstance.RIGHT_SLEEVE, new SceneInstance(SceneInstance.RIGHT_SLEEVE, Instance.OWN_ARM, SceneInstance.Kind.ARM));
        byId.put(SceneInstance.RIGHT_HAND, new SceneInstance(SceneInstance.RIGHT_HAND, Instance.OWN_ARM, SceneInstance.Kind.HAND));
        byId.put(SceneInstance.BODY, new SceneInstance(SceneInstance.BODY, "own_body", SceneInstance.Kind.BODY));
        return List.copyOf(byId.values());
    }

    public SceneConfig config() {
        return config;
    }

    public int frameCount() {
        return (int) Math.round(config.durationSeconds() * config.framesPerSecond());
    }

    public Camera camera() {
        return camera;
    }

    /** All ids of the id map, rising. */
    public List<SceneInstance> instances() {
        return instances;
    }

    public SceneInstance instance(int id) {
        return instances.stream()
                .filter(i -> i.id() == id)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("instance id: expected one of the scene's, got " + id));
    }

    /** Actions, relations and places over the whole session. */
    public SessionTruth truth() {
        return truth;
    }

    /** Time of the script at a frame. */
    double seconds(int index) {
        return index / config.framesPerSecond();
    }

    /** From this frame's time to the next one's. */
    public TimeRange span(int index) {
        return TimeRange.ofNanos(nanos(index), nanos(index + 1));
    }

    private long nanos(long index) {
        return Math.round(index * (NANOS_PER_SECOND / config.framesPerSecond()));
    }

    /** A new frame, with its own buffers. */
    public SyntheticFrame frame(int index) {
        SyntheticFrame frame = new SyntheticFrame(config.size(), bodyTruth(index));
        render(index, frame);
        return frame;
    }

    /** Renders into a frame made by {@link #frame}; allocates only the truth objects. */
    public void render(int index, SyntheticFrame frame) {
        trace(index, frame);
        renderer.paint(index, frame.rgb());
        if (config.frameStrip()) {
            FrameStrip.draw(frame.rgb(), config.size(), index);
        }
    }

    /** A frame with ids and truth and a black picture: several times faster. */
    public SyntheticFrame trace(int index) {
        SyntheticFrame frame = new SyntheticFrame(config.size(), bodyTruth(index));
        trace(index, frame);
        return frame;
    }

    /** As {@link #trace(int)}, into a frame made before; its picture is left as it was. */
    public void trace(int index, SyntheticFrame frame) {
        SyntheticFrame.Truth body = bodyTruth(index);
        renderer.trace(body.worldFromDevice());
        renderer.copyIds(frame.instanceIds());
        if (config.frameStrip()) {
            int covered = FrameStrip.height(config.size()) * config.size().width();
            java.util.Arrays.fill(frame.instanceIds(), 0, covered, (short) SceneInstance.NOTHING);
        }
        List<HandTruth> hands = List.of(handTruth(HandSide.LEFT, index, frame), handTruth(HandSide.RIGHT, index, frame));
        frame.become(new SyntheticFrame.Truth(index, body.worldFromDevice(), body.body(), hands));
    }

    /** Head pose and body only, without any picture: hands are empty. */
    public SyntheticFrame.Truth bodyTruth(int index) {
        if (index < 0 || index >= frameCount()) {
            throw new IllegalArgumentException("frame: expected 0.." + (frameCount() - 1) + ", got " + index);
        }
        state.moveTo(seconds(index));
        return new SyntheticFrame.Truth(index, state.worldFromCamera(), bodyPose(index), List.of());
    }

    private BodyPose bodyPose(int index) {
        float[] rotations = new float[SmplJoint.COUNT * 4];
        float[] joints = new float[SmplJoint.COUNT * 3];
        for (SmplJoint joint : SmplJoint.all()) {
            Quaternion q = state.body().localRotation(joint);
            Vec3 p = state.body().inWorld(joint);
            int r = joint.ordinal() * 4;
            rotations[r] = (float) q.w();
            rotations[r + 1] = (float) q.x();
            rotations[r + 2] = (float) q.y();
            rotations[r + 3] = (float) q.z();
            joints[joint.ordinal() * 3] = (float) p.x();
            joints[joint.ordinal() * 3 + 1] = (float) p.y();
            joints[joint.ordinal() * 3 + 2] = (float) p.z();
        }
        BodyPose.Body body = new BodyPose.Body(Skeleton.MODEL, METHOD, (float) SceneState.STATURE_METERS);
        return new BodyPose(body, rotations, joints, contacts(index), 1);
    }

    private float[] contacts(int index) {
        double time = seconds(index);
        return new float[] {
            state.script().gait().planted(0, time) ? 1 : 0,
            state.script().gait().planted(1, time) ? 1 : 0,
            touched(HandSide.LEFT).isEmpty() ? 0 : 1,
            touched(HandSide.RIGHT).isEmpty() ? 0 : 1
        };
    }

    private List<Integer> touched(HandSide side) {
        List<Integer> ids = new ArrayList<>();
        for (SceneThing thing : state.layout().objects()) {
            if (state.handDistance(side, thing) <= SceneState.TOUCH_METERS) {
                ids.add(thing.instance().id());
            }
        }
        return ids;
    }

    private HandTruth handTruth(HandSide side, int index, SyntheticFrame frame) {
        RigidTransform cameraFromWorld = state.worldFromCamera().inverse();
        float[] xy = new float[HandKeypoints.COUNT * 2];
        float[] xyz = new float[HandKeypoints.COUNT * 3];
        int id = side == HandSide.LEFT ? SceneInstance.LEFT_HAND : SceneInstance.RIGHT_HAND;
        int seen = 0;
        for (int k = 0; k < HandKeypoints.COUNT; k++) {
            Vec3 point = cameraFromWorld.apply(state.keypointInWorld(side, k));
            ImagePoint image = camera.model().project(point);
            xy[k * 2] = image == null ? Float.NaN : (float) image.x();
            xy[k * 2 + 1] = image == null ? Float.NaN : (float) image.y();
            xyz[k * 3] = (float) point.x();
            xyz[k * 3 + 1] = (float) point.y();
            xyz[k * 3 + 2] = (float) point.z();
            seen += image != null && isSeen(image, id, frame) ? 1 : 0;
        }
        int held = state.script().heldBy(side, seconds(index)).map(t -> t.instance().id()).orElse(0);
        double fraction = (double) seen / HandKeypoints.COUNT;
        int pixels = frame.pixelsOf(id);
        boolean visible =
                fraction >= HandTruth.VISIBLE_FRACTION && pixels >= HandTruth.VISIBLE_PIXEL_SHARE * config.size().pixels();
        return new HandTruth(side, new HandKeypoints(xy, xyz), fraction, pixels, visible, touched(side), held);
    }

    private boolean isSeen(ImagePoint image, int id, SyntheticFrame frame) {
        int x = (int) Math.floor(image.x());
        int y = (int) Math.floor(image.y());
        if (x < 0 || y < 0 || x >= config.size().width() || y >= config.size().height()) {
            return false;
        }
        return frame.instanceIds()[y * config.size().width() + x] == id;
    }

    /** Renders a frame and wraps it as a decoder would; the pixels stay valid until the frame is rendered into again. */
    public VideoFrame toVideoFrame(SessionId session, SyntheticFrame frame, boolean withHeadPose) {
        Optional<HeadPose> pose = withHeadPose ? Optional.of(headPose(frame.worldFromDevice())) : Optional.empty();
        return new VideoFrame(session, frame.index(), span(frame.index()), camera, pose, frame.rgb());
    }

    /** As above with a frame of its own. */
    public VideoFrame toVideoFrame(SessionId session, int index, boolean withHeadPose) {
        return toVideoFrame(session, frame(index), withHeadPose);
    }

    private static HeadPose headPose(RigidTransform worldFromDevice) {
        return new HeadPose(worldFromDevice, 1, HeadPose.Source.SIDECAR, true);
    }

    /**
     * What a perfect perception would give: a mask per object, piece of furniture and arm (hand and sleeve together), track id = instance
     * id (arms: id of the hand), the visible hands with depth, the true head pose.
     */
    public Observation observation(SessionId session, SyntheticFrame frame) {
        List<Instance> found = new ArrayList<>();
        for (int id : frame.visibleInstances(LEAST_PIXELS)) {
            SceneInstance instance = instance(id);
            if (instance.kind() == SceneInstance.Kind.OBJECT || instance.kind() == SceneInstance.Kind.FURNITURE) {
                found.add(instance(id, instance.label(), frame.maskOf(id)));
            }
        }
        addArm(found, SceneInstance.LEFT_HAND, SceneInstance.LEFT_SLEEVE, frame);
        addArm(found, SceneInstance.RIGHT_HAND, SceneInstance.RIGHT_SLEEVE, frame);
        List<Hand> hands = new ArrayList<>();
        for (HandTruth hand : frame.hands()) {
            if (hand.visible()) {
                hands.add(new Hand(hand.side().ordinal() + 1, hand.side(), 1, true, hand.keypoints(), 1, METHOD, false, Optional.empty()));
            }
        }
        HeadPose pose = headPose(frame.worldFromDevice());
        return new Observation(session, frame.index(), span(frame.index()), camera, pose, found, hands, List.of(), List.of());
    }

    /** As above, traced anew. */
    public Observation observation(SessionId session, int index) {
        return observation(session, trace(index));
    }

    private static void addArm(List<Instance> found, int hand, int sleeve, SyntheticFrame frame) {
        if (frame.pixelsOf(hand) + frame.pixelsOf(sleeve) >= LEAST_PIXELS) {
            found.add(instance(hand, Instance.OWN_ARM, frame.maskOf(hand, sleeve)));
        }
    }

    private static Instance instance(int trackId, String label, Mask mask) {
        BoundingBox box = mask.boundingBox();
        return new Instance(trackId, label, 1, mask, box, 1, 1, METHOD, "", Embedding.NONE);
    }
}
