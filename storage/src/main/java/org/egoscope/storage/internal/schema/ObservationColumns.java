package org.egoscope.storage.internal.schema;

import static org.egoscope.storage.internal.column.ColumnSpec.bool;
import static org.egoscope.storage.internal.column.ColumnSpec.doubles;
import static org.egoscope.storage.internal.column.ColumnSpec.float32;
import static org.egoscope.storage.internal.column.ColumnSpec.float32List;
import static org.egoscope.storage.internal.column.ColumnSpec.floats;
import static org.egoscope.storage.internal.column.ColumnSpec.int32;
import static org.egoscope.storage.internal.column.ColumnSpec.int32List;
import static org.egoscope.storage.internal.column.ColumnSpec.int64;
import static org.egoscope.storage.internal.column.ColumnSpec.struct;
import static org.egoscope.storage.internal.column.ColumnSpec.structs;
import static org.egoscope.storage.internal.column.ColumnSpec.text;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.IntFunction;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.IntVector;
import org.egoscope.core.geometry.Camera;
import org.egoscope.core.geometry.ImageSize;
import org.egoscope.core.geometry.RigidTransform;
import org.egoscope.core.observation.BoundingBox;
import org.egoscope.core.observation.Embedding;
import org.egoscope.core.observation.Hand;
import org.egoscope.core.observation.HandKeypoints;
import org.egoscope.core.observation.HandSide;
import org.egoscope.core.observation.HeadPose;
import org.egoscope.core.observation.Instance;
import org.egoscope.core.observation.Mask;
import org.egoscope.core.observation.Observation;
import org.egoscope.core.observation.Person;
import org.egoscope.core.time.TimeRange;
import org.egoscope.core.video.SessionId;
import org.egoscope.storage.internal.column.RowSchema;
import org.egoscope.storage.internal.column.Vectors;
import org.jspecify.annotations.Nullable;

/** Columns of an observation and its parts. */
public final class ObservationColumns {
    public static final RowSchema<Instance> INSTANCE = RowSchema.<Instance>of(
                    int64("track_id", Instance::trackId),
                    text("label", Instance::label),
                    float32("label_score", Instance::labelScore),
                    int32("mask_width", instance -> instance.mask().size().width()),
                    int32("mask_height", instance -> instance.mask().size().height()),
                    int32("mask_area", instance -> instance.mask().area()),
                    int32List("mask_runs", instance -> instance.mask().toRuns()))
            .followedBy(GeometryColumns.BOX.within(Instance::box))
            .followedBy(RowSchema.of(
                    float32("predicted_iou", Instance::predictedIou),
                    float32("stability_score", Instance::stabilityScore),
                    text("method", Instance::method),
                    text("label_method", Instance::labelMethod),
                    float32List("embedding", instance -> instance.embedding().toArray())));

    private static final int[] NO_RUNS = {};
    private static final float[] NO_VALUES = {};

    public static final RowSchema<Hand> HAND = RowSchema.of(
            int64("hand_id", Hand::handId),
            text("side", hand -> nameOf(hand.side())),
            float32("side_confidence", Hand::sideConfidence),
            bool("wearer", Hand::wearer),
            floats("keypoints_2d", hand -> hand.keypoints().toImageArray(), HandKeypoints.COUNT, 2),
            floats("keypoints_3d", hand -> hand.keypoints().toCameraArray(), HandKeypoints.COUNT, 3),
            floats("keypoints_2d_raw", hand -> hand.keypoints().toRawImageArray(), HandKeypoints.COUNT, 2),
            float32("depth_sigma_m", hand -> hand.keypoints().depthSigmaMeters()),
            float32("confidence", Hand::confidence),
            text("method", Hand::method),
            bool("tracked", Hand::tracked),
            int32("mask_width", hand -> hand.mask().map(mask -> mask.size().width()).orElse(0)),
            int32("mask_height", hand -> hand.mask().map(mask -> mask.size().height()).orElse(0)),
            int32List("mask_runs", hand -> hand.mask().map(Mask::toRuns).orElse(NO_RUNS)));

    public static final RowSchema<Person> PERSON = RowSchema.<Person>of(int64("track_id", Person::trackId))
            .followedBy(GeometryColumns.BOX.within(Person::box))
            .followedBy(RowSchema.of(
                    float32("confidence", Person::confidence),
                    text("method", Person::method),
                    floats("keypoints", Person::toKeypointArray, Person.KEYPOINTS, 3)));

    public static final RowSchema<HeadPose> HEAD_POSE = RowSchema.of(
            doubles("world_from_device_rotation", pose -> GeometryColumns.wxyz(pose.worldFromDevice().rotation()), 4),
            doubles("world_from_device_translation", pose -> GeometryColumns.xyz(pose.worldFromDevice().translation()), 3),
            float32("quality", HeadPose::quality),
            text("source", pose -> nameOf(pose.source())),
            bool("metric", HeadPose::metric));

    /** A place that was made unrecognisable. */
    public static final RowSchema<BoundingBox> COVERED = GeometryColumns.BOX;

    /** The whole observation as one nested row. */
    public static final RowSchema<Observation> OBSERVATION = RowSchema.<Observation>of(
                    text("session", observation -> observation.session().value()),
                    int64("frame_index", Observation::frameIndex))
            .followedBy(GeometryColumns.SPAN.within(Observation::span))
            .followedBy(GeometryColumns.CAMERA.within(Observation::camera))
            .followedBy(RowSchema.of(
                    struct("head_pose", HEAD_POSE, Observation::headPose),
                    structs("instances", INSTANCE, Observation::instances),
                    structs("hands", HAND, Observation::hands),
                    structs("people", PERSON, Observation::people),
                    structs("covered", COVERED, Observation::covered)));

    private ObservationColumns() {}

    /** Names in files are lower case. */
    static String nameOf(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    static <E extends Enum<E>> E constantOf(Class<E> type, String name) {
        return Enum.valueOf(type, name.toUpperCase(Locale.ROOT));
    }

    public static IntFunction<Instance> instance(Vectors vectors) {
        BigIntVector trackId = vectors.int64("track_id");
        IntFunction<String> label = vectors.text("label");
        Float4Vector labelScore = vectors.float32("label_score");
        IntFunction<Mask> mask = mask(vectors);
        IntFunction<BoundingBox> box = GeometryColumns.box(vectors);
        Float4Vector predictedIou = vectors.float32("predicted_iou");
        Float4Vector stabilityScore = vectors.float32("stability_score");
        IntFunction<String> method = vectors.text("method");
        // Rows of before these columns existed were named by the tracker.
        IntFunction<String> labelMethod = vectors.has("label_method") ? vectors.text("label_method") : row -> "";
        IntFunction<float[]> embedding = vectors.has("embedding") ? vectors.float32List("embedding") : row -> NO_VALUES;
        return row -> new Instance(
                trackId.get(row),
                label.apply(row),
                labelScore.get(row),
                mask.apply(row),
                box.apply(row),
                predictedIou.get(row),
                stabilityScore.get(row),
                method.apply(row),
                labelMethod.apply(row),
                Embedding.of(embedding.apply(row)));
    }

    private static IntFunction<Mask> mask(Vectors vectors) {
        IntVector width = vectors.int32("mask_width");
        IntVector height = vectors.int32("mask_height");
        IntFunction<int[]> runs = vectors.int32List("mask_runs");
        return row -> Mask.ofRuns(new ImageSize(width.get(row), height.get(row)), runs.apply(row));
    }

    private static IntFunction<Optional<Mask>> maskIfAny(Vectors vectors) {
        IntVector width = vectors.int32("mask_width");
        IntFunction<Mask> mask = mask(vectors);
        return row -> width.get(row) == 0 ? Optional.empty() : Optional.of(mask.apply(row));
    }

    public static IntFunction<Hand> hand(Vectors vectors) {
        BigIntVector handId = vectors.int64("hand_id");
        IntFunction<String> side = vectors.text("side");
        Float4Vector sideConfidence = vectors.float32("side_confidence");
        Vectors.BoolAt wearer = vectors.bool("wearer");
        IntFunction<float @Nullable []> inImage = vectors.floats("keypoints_2d");
        IntFunction<float @Nullable []> inCamera = vectors.floats("keypoints_3d");
        // Rows of before these columns existed were not smoothed.
        IntFunction<float @Nullable []> raw = vectors.has("keypoints_2d_raw") ? vectors.floats("keypoints_2d_raw") : inImage;
        IntFunction<Float> depthSigma = vectors.has("depth_sigma_m") ? vectors.float32("depth_sigma_m")::get : row -> Float.NaN;
        Float4Vector confidence = vectors.float32("confidence");
        IntFunction<String> method = vectors.text("method");
        Vectors.BoolAt tracked = vectors.bool("tracked");
        IntFunction<Optional<Mask>> mask = vectors.has("mask_runs") ? maskIfAny(vectors) : row -> Optional.empty();
        return row -> new Hand(
                handId.get(row),
                constantOf(HandSide.class, side.apply(row)),
                sideConfidence.get(row),
                wearer.get(row),
                new HandKeypoints(
                        present(inImage.apply(row)), present(inCamera.apply(row)), present(raw.apply(row)), depthSigma.apply(row)),
                confidence.get(row),
                method.apply(row),
                tracked.get(row),
                mask.apply(row));
    }

    static float[] present(float @Nullable [] values) {
        return Objects.requireNonNull(values, "fixed-size list is null");
    }

    public static IntFunction<Person> person(Vectors vectors) {
        BigIntVector trackId = vectors.int64("track_id");
        IntFunction<BoundingBox> box = GeometryColumns.box(vectors);
        Float4Vector confidence = vectors.float32("confidence");
        IntFunction<String> method = vectors.text("method");
        IntFunction<float @Nullable []> keypoints = vectors.floats("keypoints");
        return row -> new Person(
                trackId.get(row), box.apply(row), confidence.get(row), method.apply(row), present(keypoints.apply(row)));
    }

    public static IntFunction<HeadPose> headPose(Vectors vectors) {
        IntFunction<RigidTransform> transform =
                GeometryColumns.transform(vectors, "world_from_device_rotation", "world_from_device_translation");
        Float4Vector quality = vectors.float32("quality");
        IntFunction<String> source = vectors.text("source");
        Vectors.BoolAt metric = vectors.bool("metric");
        return row -> new HeadPose(
                transform.apply(row),
                quality.get(row),
                constantOf(HeadPose.Source.class, source.apply(row)),
                metric.get(row));
    }

    public static IntFunction<Observation> observation(Vectors vectors) {
        IntFunction<String> session = vectors.text("session");
        BigIntVector frameIndex = vectors.int64("frame_index");
        IntFunction<TimeRange> span = GeometryColumns.span(vectors);
        IntFunction<Camera> camera = GeometryColumns.camera(vectors);
        IntFunction<@Nullable HeadPose> headPose = vectors.struct("head_pose", ObservationColumns::headPose);
        IntFunction<List<Instance>> instances = vectors.structs("instances", ObservationColumns::instance);
        IntFunction<List<Hand>> hands = vectors.structs("hands", ObservationColumns::hand);
        IntFunction<List<Person>> people = vectors.structs("people", ObservationColumns::person);
        IntFunction<List<BoundingBox>> covered =
                vectors.has("covered") ? vectors.structs("covered", GeometryColumns::box) : row -> List.of();
        return row -> new Observation(
                new SessionId(session.apply(row)),
                frameIndex.get(row),
                span.apply(row),
                camera.apply(row),
                Objects.requireNonNull(headPose.apply(row), "head_pose is null"),
                instances.apply(row),
                hands.apply(row),
                people.apply(row),
                covered.apply(row));
    }
}
