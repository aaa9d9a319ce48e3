package org.egoscope.storage;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.function.IntFunction;
import org.egoscope.core.Batch;
import org.egoscope.core.geometry.Camera;
import org.egoscope.core.geometry.CameraModel;
import org.egoscope.core.geometry.FisheyeCamera;
import org.egoscope.core.geometry.ImageSize;
import org.egoscope.core.geometry.PinholeCamera;
import org.egoscope.core.geometry.Quaternion;
import org.egoscope.core.geometry.RigidTransform;
import org.egoscope.core.geometry.Vec3;
import org.egoscope.core.graph.ActionSpan;
import org.egoscope.core.graph.ContactSpan;
import org.egoscope.core.graph.Correction;
import org.egoscope.core.graph.EdgeEvidence;
import org.egoscope.core.graph.GraphEdge;
import org.egoscope.core.graph.GraphEvent;
import org.egoscope.core.graph.GraphNode;
import org.egoscope.core.lineage.RunInfo;
import org.egoscope.core.motion.BodyPose;
import org.egoscope.core.motion.MotionEvent;
import org.egoscope.core.motion.MotionWindow;
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
import org.egoscope.core.observation.ObservationEvent;
import org.egoscope.core.observation.Person;
import org.egoscope.core.time.MediaTime;
import org.egoscope.core.time.TimeRange;
import org.egoscope.core.video.ChunkPayload;
import org.egoscope.core.video.EncodedPacket;
import org.egoscope.core.video.Gap;
import org.egoscope.core.video.SensorSamples;
import org.egoscope.core.video.SessionId;
import org.egoscope.core.video.SessionInfo;
import org.egoscope.core.video.VideoChunk;

/** Seeded values of every type that travels, with the awkward ones in: NaN, infinities, negative zero, empty and non-ASCII text. */
final class RandomData {
    static final long FRAME_NANOS = 33_333_333;
    private static final String[] WORDS = {"", "knife", "unknown", "own_arm", "Gemüse", "刀", "a\nb\u0000c", "🥒 cucumber"};
    private final Random random;
    private final boolean first;

    RandomData(long seed) {
        this(seed, false);
    }

    private RandomData(long seed, boolean first) {
        this.random = new Random(seed);
        this.first = first;
    }

    /** Values of the first columns alone: what was added later is as readers find it absent. */
    static RandomData ofTheFirstColumns(long seed) {
        return new RandomData(seed, true);
    }

    SessionId session() {
        return new SessionId("kitchen-" + random.nextInt(1000) + ".v2");
    }

    String word() {
        return WORDS[random.nextInt(WORDS.length)];
    }

    float number() {
        return switch (random.nextInt(12)) {
            case 0 -> Float.NaN;
            case 1 -> Float.POSITIVE_INFINITY;
            case 2 -> -0.0f;
            case 3 -> Float.MIN_VALUE;
            default -> (float) random.nextGaussian() * 100;
        };
    }

    double wideNumber() {
        return switch (random.nextInt(12)) {
            case 0 -> Double.NaN;
            case 1 -> Double.NEGATIVE_INFINITY;
            case 2 -> -0.0;
            case 3 -> Double.MIN_VALUE;
            default -> random.nextGaussian() * 1e6;
        };
    }

    float[] numbers(int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = number();
        }
        return values;
    }

    <T> List<T> list(int most, IntFunction<T> element) {
        List<T> list = new ArrayList<>();
        int count = random.nextInt(most + 1);
        for (int i = 0; i < count; i++) {
            list.add(element.apply(i));
        }
        return list;
    }

    Vec3 vec3() {
        return new Vec3(wideNumber(), wideNumber(), wideNumber());
    }

    RigidTransform transform() {
        return new RigidTransform(new Quaternion(wideNumber(), wideNumber(), wideNumber(), wideNumber()), vec3());
    }

    TimeRange spanFrom(long startNanos) {
        return TimeRange.ofNanos(startNanos, startNanos + random.nextInt(1 << 30));
    }

    TimeRange span() {
        return spanFrom(random.nextLong() >> 2);
    }

    Camera camera() {
        ImageSize size = new ImageSize(1 + random.nextInt(2000), 1 + random.nextInt(2000));
        CameraModel model = random.nextBoolean()
                ? new PinholeCamera(size, 1 + random.nextDouble(), 1 + random.nextDouble(), wideNumber(), wideNumber())
                : new FisheyeCamera(
                        new FisheyeCamera.Intrinsics(size, wideNumber(), wideNumber(), wideNumber(), wideNumber()),
                        wideNumber(), wideNumber(), wideNumber(), wideNumber(), wideNumber());
        Camera camera = new Camera(model, transform(), random.nextBoolean());
        return first || random.nextBoolean() ? camera : camera.worn(transform());
    }

    BoundingBox box() {
        return new BoundingBox(number(), number(), random.nextFloat(), random.nextFloat() * 1000);
    }

    Mask mask() {
        ImageSize size = new ImageSize(1 + random.nextInt(60), 1 + random.nextInt(60));
        byte[] bitmap = new byte[size.pixels()];
        int kind = random.nextInt(4);
        for (int i = 0; i < bitmap.length && kind > 0; i++) {
            bitmap[i] = (byte) (kind == 1 ? 1 : kind == 2 ? random.nextInt(2) : i / 37 & 1);
        }
        return Mask.ofBitmap(size, bitmap);
    }

    Instance instance() {
        Instance instance =
                new Instance(1 + random.nextLong(Long.MAX_VALUE), word(), number(), mask(), box(), number(), number(), word(), "", Embedding.NONE);
        if (first || random.nextBoolean()) {
            return instance;
        }
        return instance.named(word(), number(), word()).withEmbedding(Embedding.of(numbers(random.nextInt(6))));
    }

    HandSide side() {
        return random.nextBoolean() ? HandSide.LEFT : HandSide.RIGHT;
    }

    Hand hand() {
        if (first) {
            HandKeypoints keypoints = new HandKeypoints(numbers(42), random.nextBoolean() ? numbers(63) : new float[0]);
            return new Hand(
                    1 + random.nextInt(9), side(), number(), random.nextBoolean(), keypoints, number(), word(), random.nextBoolean(), Optional.empty());
        }
        HandKeypoints keypoints = new HandKeypoints(
                numbers(42), random.nextBoolean() ? numbers(63) : new float[0], random.nextBoolean() ? numbers(42) : new float[0], number());
        Hand hand = new Hand(1 + random.nextInt(9), side(), number(), random.nextBoolean(), keypoints, number(), word(), random.nextBoolean(), Optional.empty());
        return random.nextBoolean() ? hand.withMask(Optional.of(mask())) : hand;
    }

    Person person() {
        // Person.equals compares its confidence with ==, which NaN fails against itself.
        return new Person(random.nextLong(), box(), random.nextFloat(), word(), numbers(99));
    }

    HeadPose headPose() {
        HeadPose.Source[] sources = HeadPose.Source.values();
        return new HeadPose(transform(), number(), sources[random.nextInt(sources.length)], random.nextBoolean());
    }

    Observation observation(SessionId session, long frameIndex) {
        TimeRange span = TimeRange.ofNanos(frameIndex * FRAME_NANOS, (frameIndex + 1) * FRAME_NANOS);
        return new Observation(
                session, frameIndex, span, camera(), headPose(), list(5, i -> instance()), list(2, i -> hand()), list(2, i -> person()),
                first ? List.of() : list(3, i -> box()));
    }

    Gap gap(String stage, long frameIndex, long frames) {
        Gap.Reason[] reasons = Gap.Reason.values();
        TimeRange span = TimeRange.ofNanos(frameIndex * FRAME_NANOS, (frameIndex + frames) * FRAME_NANOS);
        return new Gap(stage, frameIndex, frames, span, reasons[random.nextInt(reasons.length)], word());
    }

    /** Frames {@code [first, first + count)}, some of them as gaps of ingest or perception. */
    List<ObservationEvent> observationEvents(SessionId session, long first, int count) {
        List<ObservationEvent> events = new ArrayList<>();
        for (long frame = first; frame < first + count; frame++) {
            boolean lost = random.nextInt(8) == 0;
            events.add(lost ? gap(random.nextBoolean() ? "ingest" : "perception", frame, 1) : observation(session, frame));
        }
        return events;
    }

    BodyPose bodyPose() {
        BodyPose.Body body = new BodyPose.Body("egoscope-24", word(), random.nextFloat());
        BodyPose pose = new BodyPose(body, numbers(SmplJoint.COUNT * 4), numbers(SmplJoint.COUNT * 3), numbers(4), number());
        return first ? pose : pose.withLogLikelihood(number());
    }

    List<MotionEvent> motionEvents(SessionId session, long first, int count) {
        List<MotionEvent> events = new ArrayList<>();
        List<MotionWindow.PosedFrame> frames = new ArrayList<>();
        for (ObservationEvent event : observationEvents(session, first, count)) {
            boolean full = event instanceof Gap || random.nextInt(4) == 0;
            if (full && !frames.isEmpty()) {
                events.add(new MotionWindow(frames));
                frames.clear();
            }
            if (event instanceof Gap gap) {
                events.add(gap);
            } else if (random.nextInt(6) == 0) {
                frames.add(new MotionWindow.PosedFrame((Observation) event, null));
            } else {
                frames.add(new MotionWindow.PosedFrame((Observation) event, bodyPose()));
            }
        }
        if (!frames.isEmpty()) {
            events.add(new MotionWindow(frames));
        }
        return events;
    }

    GraphEvent graphEvent() {
        return switch (random.nextInt(7)) {
            case 0 -> node();
            case 1 -> edge();
            case 2 -> new EdgeEvidence(random.nextLong(), random.nextLong(), new MediaTime(random.nextLong()), number(), word());
            case 3 -> new ContactSpan(
                    random.nextLong(), side(), random.nextLong(), word(), span(), random.nextLong(), random.nextLong(), number(),
                    random.nextBoolean());
            case 4 -> new ActionSpan(
                    random.nextLong(), word(), random.nextBoolean() ? Optional.of(side()) : Optional.empty(), random.nextLong(), word(),
                    span(), random.nextLong(), random.nextLong(), number(), word());
            case 5 -> new Correction(random.nextInt(50), word(), number(), new MediaTime(random.nextLong()));
            default -> gap("scenegraph", random.nextInt(1000), 1 + random.nextInt(5));
        };
    }

    private GraphNode node() {
        GraphNode.Kind[] kinds = GraphNode.Kind.values();
        return new GraphNode(random.nextInt(50), kinds[random.nextInt(kinds.length)], word(), number(), random.nextLong(), span());
    }

    private GraphEdge edge() {
        return new GraphEdge(random.nextLong(), word(), endpoint(), endpoint(), span(), random.nextLong(), random.nextLong(), number(), number());
    }

    private GraphEdge.Endpoint endpoint() {
        return new GraphEdge.Endpoint(random.nextLong(), random.nextLong(), word());
    }

    SessionInfo sessionInfo(SessionId id) {
        return new SessionInfo(
                id, "file:///" + word(), "mov,mp4", "h264", new ImageSize(1920, 1080), 90 * random.nextInt(4), camera(), wideNumber(),
                random.nextLong(), random.nextBoolean() ? OptionalLong.of(random.nextLong()) : OptionalLong.empty(),
                random.nextBoolean() ? OptionalLong.of(random.nextLong()) : OptionalLong.empty(),
                random.nextBoolean() ? Map.of() : Map.of("b", word(), "a", word(), "ü", ""));
    }

    RunInfo runInfo(String planHash) {
        return new RunInfo(planHash, "0.1.0", "2026-11-01T00:00:00Z", Map.of("perception.labels", word(), "z", ""), Map.of("sam", "00ff"));
    }

    VideoChunk chunk(SessionId session) {
        byte[] extradata = new byte[random.nextInt(40)];
        random.nextBytes(extradata);
        SensorSamples sensors = new SensorSamples(
                list(5, i -> new SensorSamples.PoseSample(new MediaTime(random.nextLong()), transform(), wideNumber())),
                list(5, i -> new SensorSamples.ImuSample(new MediaTime(random.nextLong()), vec3(), vec3())),
                list(5, i -> new SensorSamples.GazeSample(new MediaTime(random.nextLong()), vec3(), wideNumber())));
        return new VideoChunk(
                sessionInfo(session), random.nextLong(), list(VideoChunk.MAX_FRAMES, i -> random.nextLong()), span(), random.nextInt(9),
                payload(), new VideoChunk.Extradata(extradata), sensors, list(2, i -> gap("ingest", i, 1)));
    }

    private ChunkPayload payload() {
        return switch (random.nextInt(4)) {
            case 0 -> new ChunkPayload.None();
            case 1 -> new ChunkPayload.FileReference("file:///" + word(), random.nextInt(3), random.nextLong(), -1);
            case 2 -> new ChunkPayload.SegmentReference("s3://" + word(), "00aa");
            default -> new ChunkPayload.Inline(list(6, i -> {
                byte[] bytes = new byte[random.nextInt(5000)];
                random.nextBytes(bytes);
                return new EncodedPacket(random.nextLong(), random.nextLong(), random.nextBoolean(), bytes);
            }));
        };
    }

    <T> Batch<T> batch(SessionId session, long sequence, List<T> items) {
        return new Batch<>(session, sequence, span(), random.nextBoolean(), items);
    }
}
