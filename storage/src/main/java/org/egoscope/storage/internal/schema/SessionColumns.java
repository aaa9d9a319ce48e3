package org.egoscope.storage.internal.schema;

import static org.egoscope.storage.internal.column.ColumnSpec.bool;
import static org.egoscope.storage.internal.column.ColumnSpec.float64;
import static org.egoscope.storage.internal.column.ColumnSpec.int32;
import static org.egoscope.storage.internal.column.ColumnSpec.int64;
import static org.egoscope.storage.internal.column.ColumnSpec.optionalInt64;
import static org.egoscope.storage.internal.column.ColumnSpec.structs;
import static org.egoscope.storage.internal.column.ColumnSpec.text;

import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.IntVector;
import org.egoscope.core.geometry.Camera;
import org.egoscope.core.geometry.ImageSize;
import org.egoscope.core.lineage.RunInfo;
import org.egoscope.core.video.SessionId;
import org.egoscope.core.video.SessionInfo;
import org.egoscope.storage.ManifestEntry;
import org.egoscope.storage.internal.column.ColumnSpec;
import org.egoscope.storage.internal.column.RowSchema;
import org.egoscope.storage.internal.column.Vectors;

/** Columns of sessions, runs and manifest entries. */
public final class SessionColumns {
    private static final RowSchema<Map.Entry<String, String>> PAIR =
            RowSchema.of(text("key", Map.Entry::getKey), text("value", Map.Entry::getValue));

    /** All but the session's name, which the tables have in their first column. */
    public static final RowSchema<SessionInfo> SESSION_DETAILS = RowSchema.<SessionInfo>of(
                    text("source_uri", SessionInfo::sourceUri),
                    text("container", SessionInfo::container),
                    text("codec", SessionInfo::codec),
                    int32("coded_width", info -> info.codedSize().width()),
                    int32("coded_height", info -> info.codedSize().height()),
                    int32("rotation_degrees", SessionInfo::rotationDegrees))
            .followedBy(GeometryColumns.CAMERA.within(SessionInfo::camera))
            .followedBy(RowSchema.of(
                    float64("frames_per_second", SessionInfo::framesPerSecond),
                    int64("duration_ns", SessionInfo::durationNanos),
                    optional("expected_frames", SessionInfo::expectedFrames),
                    optional("wall_clock_start_ns", SessionInfo::wallClockStartNanos),
                    structs("tags", PAIR, info -> List.copyOf(info.tags().entrySet()))));

    public static final RowSchema<SessionInfo> SESSION = RowSchema.<SessionInfo>of(
                    text("session", info -> info.id().value()))
            .followedBy(SESSION_DETAILS);

    public static final RowSchema<RunInfo> RUN = RowSchema.of(
            text("plan_hash", RunInfo::planHash),
            text("version", RunInfo::version),
            text("started_at", RunInfo::startedAt),
            structs("configuration", PAIR, run -> List.copyOf(run.configuration().entrySet())),
            structs("models", PAIR, run -> List.copyOf(run.models().entrySet())));

    private static final RowSchema<ManifestEntry.DataFile> FILE = RowSchema.of(
            text("table", ManifestEntry.DataFile::table),
            text("path", ManifestEntry.DataFile::path),
            int64("rows", ManifestEntry.DataFile::rows),
            int64("bytes", ManifestEntry.DataFile::bytes),
            text("sha256", ManifestEntry.DataFile::sha256));

    public static final RowSchema<ManifestEntry> MANIFEST_ENTRY = RowSchema.of(
            text("topic", entry -> entry.origin().topic()),
            int32("partition", entry -> entry.origin().partition()),
            int64("first_offset", entry -> entry.origin().firstOffset()),
            int64("last_offset", entry -> entry.origin().lastOffset()),
            text("session", entry -> entry.session().value()),
            text("plan_hash", ManifestEntry::planHash),
            int64("first_sequence", ManifestEntry::firstSequence),
            int64("last_sequence", ManifestEntry::lastSequence),
            bool("last", ManifestEntry::last),
            structs("files", FILE, ManifestEntry::files));

    private SessionColumns() {}

    private static ColumnSpec<SessionInfo> optional(
            String name, Function<SessionInfo, OptionalLong> get) {
        return optionalInt64(name, info -> get.apply(info).isPresent(), info -> get.apply(info).orElseThrow());
    }

    private static IntFunction<OptionalLong> optional(BigIntVector vector) {
        return row -> vector.isNull(row) ? OptionalLong.empty() : OptionalLong.of(vector.get(row));
    }

    private static IntFunction<Map<String, String>> pairs(Vectors vectors, String name) {
        IntFunction<List<Map.Entry<String, String>>> entries = vectors.structs(name, inner -> {
            IntFunction<String> key = inner.text("key");
            IntFunction<String> value = inner.text("value");
            return row -> Map.entry(key.apply(row), value.apply(row));
        });
        return row -> {
            Map<String, String> map = new TreeMap<>();
            entries.apply(row).forEach(entry -> map.put(entry.getKey(), entry.getValue()));
            return map;
        };
    }

    public static IntFunction<SessionInfo> session(Vectors vectors) {
        IntFunction<String> id = vectors.text("session");
        IntFunction<String> sourceUri = vectors.text("source_uri");
        IntFunction<String> container = vectors.text("container");
        IntFunction<String> codec = vectors.text("codec");
        IntVector codedWidth = vectors.int32("coded_width");
        IntVector codedHeight = vectors.int32("coded_height");
        IntVector rotation = vectors.int32("rotation_degrees");
        IntFunction<Camera> camera = GeometryColumns.camera(vectors);
        Float8Vector framesPerSecond = vectors.float64("frames_per_second");
        BigIntVector duration = vectors.int64("duration_ns");
        IntFunction<OptionalLong> expectedFrames = optional(vectors.int64("expected_frames"));
        IntFunction<OptionalLong> wallClockStart = optional(vectors.int64("wall_clock_start_ns"));
        IntFunction<Map<String, String>> tags = pairs(vectors, "tags");
        return row -> new SessionInfo(
                new SessionId(id.apply(row)),
                sourceUri.apply(row),
                container.apply(row),
                codec.apply(row),
                new ImageSize(codedWidth.get(row), codedHeight.get(row)),
                rotation.get(row),
                camera.apply(row),
                framesPerSecond.get(row),
                duration.get(row),
                expectedFrames.apply(row),
                wallClockStart.apply(row),
                tags.apply(row));
    }

    public static IntFunction<RunInfo> run(Vectors vectors) {
        IntFunction<String> planHash = vectors.text("plan_hash");
        IntFunction<String> version = vectors.text("version");
        IntFunction<String> startedAt = vectors.text("started_at");
        IntFunction<Map<String, String>> configuration = pairs(vectors, "configuration");
        IntFunction<Map<String, String>> models = pairs(vectors, "models");
        return row -> new RunInfo(
                planHash.apply(row),
                version.apply(row),
                startedAt.apply(row),
                configuration.apply(row),
                models.apply(row));
    }

    public static IntFunction<ManifestEntry> manifestEntry(Vectors vectors) {
        IntFunction<ManifestEntry.Origin> origin = origin(vectors);
        IntFunction<String> session = vectors.text("session");
        IntFunction<String> planHash = vectors.text("plan_hash");
        BigIntVector firstSequence = vectors.int64("first_sequence");
        BigIntVector lastSequence = vectors.int64("last_sequence");
        Vectors.BoolAt last = vectors.bool("last");
        IntFunction<List<ManifestEntry.DataFile>> files = vectors.structs("files", SessionColumns::file);
        return row -> new ManifestEntry(
                origin.apply(row),
                new SessionId(session.apply(row)),
                planHash.apply(row),
                firstSequence.get(row),
                lastSequence.get(row),
                last.get(row),
                files.apply(row));
    }

    private static IntFunction<ManifestEntry.Origin> origin(Vectors vectors) {
        IntFunction<String> topic = vectors.text("topic");
        IntVector partition = vectors.int32("partition");
        BigIntVector firstOffset = vectors.int64("first_offset");
        BigIntVector lastOffset = vectors.int64("last_offset");
        return row -> new ManifestEntry.Origin(
                topic.apply(row), partition.get(row), firstOffset.get(row), lastOffset.get(row));
    }

    private static IntFunction<ManifestEntry.DataFile> file(Vectors vectors) {
        IntFunction<String> table = vectors.text("table");
        IntFunction<String> path = vectors.text("path");
        BigIntVector rows = vectors.int64("rows");
        BigIntVector bytes = vectors.int64("bytes");
        IntFunction<String> sha256 = vectors.text("sha256");
        return row -> new ManifestEntry.DataFile(
                table.apply(row), path.apply(row), rows.get(row), bytes.get(row), sha256.apply(row));
    }
}
