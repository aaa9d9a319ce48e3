package org.egoscope.storage.internal.schema;

import static org.egoscope.storage.internal.column.ColumnSpec.bool;
import static org.egoscope.storage.internal.column.ColumnSpec.bytes;
import static org.egoscope.storage.internal.column.ColumnSpec.doubles;
import static org.egoscope.storage.internal.column.ColumnSpec.float64;
import static org.egoscope.storage.internal.column.ColumnSpec.int32;
import static org.egoscope.storage.internal.column.ColumnSpec.int64;
import static org.egoscope.storage.internal.column.ColumnSpec.int64List;
import static org.egoscope.storage.internal.column.ColumnSpec.struct;
import static org.egoscope.storage.internal.column.ColumnSpec.structs;
import static org.egoscope.storage.internal.column.ColumnSpec.text;
import static org.egoscope.storage.internal.column.ColumnSpec.variant;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;
import java.util.function.IntFunction;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.IntVector;
import org.egoscope.core.geometry.RigidTransform;
import org.egoscope.core.geometry.Vec3;
import org.egoscope.core.time.MediaTime;
import org.egoscope.core.time.TimeRange;
import org.egoscope.core.video.ChunkPayload;
import org.egoscope.core.video.EncodedPacket;
import org.egoscope.core.video.Gap;
import org.egoscope.core.video.SensorSamples;
import org.egoscope.core.video.SensorSamples.GazeSample;
import org.egoscope.core.video.SensorSamples.ImuSample;
import org.egoscope.core.video.SensorSamples.PoseSample;
import org.egoscope.core.video.SessionInfo;
import org.egoscope.core.video.VideoChunk;
import org.egoscope.storage.internal.column.RowSchema;
import org.egoscope.storage.internal.column.Vectors;
import org.jspecify.annotations.Nullable;

/** Columns of a chunk of coded video. */
public final class ChunkColumns {
    private static final RowSchema<EncodedPacket> PACKET = RowSchema.of(
            int64("pts_ns", EncodedPacket::ptsNanos),
            int64("dts_ns", EncodedPacket::dtsNanos),
            bool("key_frame", EncodedPacket::keyFrame),
            bytes("data", EncodedPacket::bytes));

    private static final RowSchema<ChunkPayload> PAYLOAD = RowSchema.of(
            variant(
                    "inline",
                    ChunkPayload.Inline.class,
                    RowSchema.of(structs("packets", PACKET, ChunkPayload.Inline::packets))),
            variant(
                    "file",
                    ChunkPayload.FileReference.class,
                    RowSchema.of(
                            text("uri", ChunkPayload.FileReference::uri),
                            int32("stream_index", ChunkPayload.FileReference::streamIndex),
                            int64("seek_pts", ChunkPayload.FileReference::seekPts),
                            int64("seek_byte_position", ChunkPayload.FileReference::seekBytePosition))),
            variant(
                    "segment",
                    ChunkPayload.SegmentReference.class,
                    RowSchema.of(
                            text("uri", ChunkPayload.SegmentReference::uri),
                            text("sha256", ChunkPayload.SegmentReference::sha256))));

    private static final RowSchema<PoseSample> POSE = RowSchema.of(
            int64("time_ns", sample -> sample.time().nanos()),
            doubles("world_from_device_rotation", sample -> GeometryColumns.wxyz(sample.worldFromDevice().rotation()), 4),
            doubles("world_from_device_translation", sample -> GeometryColumns.xyz(sample.worldFromDevice().translation()), 3),
            float64("quality", PoseSample::quality));

    private static final RowSchema<ImuSample> IMU = RowSchema.of(
            int64("time_ns", sample -> sample.time().nanos()),
            doubles("acceleration_in_device", sample -> GeometryColumns.xyz(sample.accelerationInDevice()), 3),
            doubles("angular_rate_in_device", sample -> GeometryColumns.xyz(sample.angularRateInDevice()), 3));

    private static final RowSchema<GazeSample> GAZE = RowSchema.of(
            int64("time_ns", sample -> sample.time().nanos()),
            doubles("direction_in_device", sample -> GeometryColumns.xyz(sample.directionInDevice()), 3),
            float64("depth_m", GazeSample::depthMeters));

    public static final RowSchema<VideoChunk> CHUNK = RowSchema.<VideoChunk>of(
                    struct("session", SessionColumns.SESSION, VideoChunk::session),
                    int64("first_frame_index", VideoChunk::firstFrameIndex),
                    int64List("pts_ns", VideoChunk::ptsNanos))
            .followedBy(GeometryColumns.SPAN.within(VideoChunk::span))
            .followedBy(RowSchema.of(int32("lead_in_frames", VideoChunk::leadInFrames)))
            .followedBy(PAYLOAD.within(VideoChunk::payload))
            .followedBy(RowSchema.of(
                    bytes("extradata", chunk -> ByteBuffer.wrap(chunk.extradata().toBytes())),
                    structs("poses", POSE, chunk -> chunk.sensors().poses()),
                    structs("imu", IMU, chunk -> chunk.sensors().imu()),
                    structs("gaze", GAZE, chunk -> chunk.sensors().gaze()),
                    structs("gaps", GraphColumns.GAP, VideoChunk::gaps)));

    private ChunkColumns() {}

    public static IntFunction<VideoChunk> chunk(Vectors vectors) {
        IntFunction<@Nullable SessionInfo> session = vectors.struct("session", SessionColumns::session);
        BigIntVector first = vectors.int64("first_frame_index");
        IntFunction<List<Long>> pts = vectors.int64List("pts_ns");
        IntFunction<TimeRange> span = GeometryColumns.span(vectors);
        IntVector leadIn = vectors.int32("lead_in_frames");
        IntFunction<ChunkPayload> payload = payload(vectors);
        IntFunction<byte[]> extradata = vectors.bytes("extradata");
        IntFunction<SensorSamples> sensors = sensors(vectors);
        IntFunction<List<Gap>> gaps = vectors.structs("gaps", GraphColumns::gap);
        return row -> new VideoChunk(
                Objects.requireNonNull(session.apply(row), "session is null"),
                first.get(row),
                pts.apply(row),
                span.apply(row),
                leadIn.get(row),
                payload.apply(row),
                new VideoChunk.Extradata(extradata.apply(row)),
                sensors.apply(row),
                gaps.apply(row));
    }

    private static IntFunction<ChunkPayload> payload(Vectors vectors) {
        IntFunction<ChunkPayload.@Nullable Inline> inline = vectors.struct("inline", ChunkColumns::inline);
        IntFunction<ChunkPayload.@Nullable FileReference> file = vectors.struct("file", ChunkColumns::file);
        IntFunction<ChunkPayload.@Nullable SegmentReference> segment = vectors.struct("segment", ChunkColumns::segment);
        return row -> {
            ChunkPayload found = inline.apply(row);
            found = found != null ? found : file.apply(row);
            found = found != null ? found : segment.apply(row);
            return found != null ? found : new ChunkPayload.None();
        };
    }

    private static IntFunction<ChunkPayload.Inline> inline(Vectors vectors) {
        IntFunction<List<EncodedPacket>> packets = vectors.structs("packets", inner -> {
            BigIntVector pts = inner.int64("pts_ns");
            BigIntVector dts = inner.int64("dts_ns");
            Vectors.BoolAt keyFrame = inner.bool("key_frame");
            IntFunction<byte[]> data = inner.bytes("data");
            return row -> new EncodedPacket(pts.get(row), dts.get(row), keyFrame.get(row), data.apply(row));
        });
        return row -> new ChunkPayload.Inline(packets.apply(row));
    }

    private static IntFunction<ChunkPayload.FileReference> file(Vectors vectors) {
        IntFunction<String> uri = vectors.text("uri");
        IntVector streamIndex = vectors.int32("stream_index");
        BigIntVector seekPts = vectors.int64("seek_pts");
        BigIntVector position = vectors.int64("seek_byte_position");
        return row -> new ChunkPayload.FileReference(
                uri.apply(row), streamIndex.get(row), seekPts.get(row), position.get(row));
    }

    private static IntFunction<ChunkPayload.SegmentReference> segment(Vectors vectors) {
        IntFunction<String> uri = vectors.text("uri");
        IntFunction<String> sha256 = vectors.text("sha256");
        return row -> new ChunkPayload.SegmentReference(uri.apply(row), sha256.apply(row));
    }

    private static IntFunction<SensorSamples> sensors(Vectors vectors) {
        IntFunction<List<PoseSample>> poses = vectors.structs("poses", ChunkColumns::pose);
        IntFunction<List<ImuSample>> imu = vectors.structs("imu", ChunkColumns::imu);
        IntFunction<List<GazeSample>> gaze = vectors.structs("gaze", ChunkColumns::gaze);
        return row -> new SensorSamples(poses.apply(row), imu.apply(row), gaze.apply(row));
    }

    private static IntFunction<PoseSample> pose(Vectors vectors) {
        BigIntVector time = vectors.int64("time_ns");
        IntFunction<RigidTransform> transform =
                GeometryColumns.transform(vectors, "world_from_device_rotation", "world_from_device_translation");
        Float8Vector quality = vectors.float64("quality");
        return row -> new PoseSample(new MediaTime(time.get(row)), transform.apply(row), quality.get(row));
    }

    private static IntFunction<ImuSample> imu(Vectors vectors) {
        BigIntVector time = vectors.int64("time_ns");
        IntFunction<Vec3> acceleration = GeometryColumns.vec3(vectors, "acceleration_in_device");
        IntFunction<Vec3> angularRate = GeometryColumns.vec3(vectors, "angular_rate_in_device");
        return row -> new ImuSample(new MediaTime(time.get(row)), acceleration.apply(row), angularRate.apply(row));
    }

    private static IntFunction<GazeSample> gaze(Vectors vectors) {
        BigIntVector time = vectors.int64("time_ns");
        IntFunction<Vec3> direction = GeometryColumns.vec3(vectors, "direction_in_device");
        Float8Vector depth = vectors.float64("depth_m");
        return row -> new GazeSample(new MediaTime(time.get(row)), direction.apply(row), depth.get(row));
    }
}
