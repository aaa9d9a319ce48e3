package org.egoscope.ingest.internal.sidecar;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.egoscope.core.PipelineException;
import org.egoscope.core.geometry.Quaternion;
import org.egoscope.core.geometry.RigidTransform;
import org.egoscope.core.geometry.Vec3;
import org.jspecify.annotations.Nullable;

/**
 * Meaning of the columns of a pose file, found by name: our plain format (docs/formats/pose-csv.md), the closed-loop and open-loop
 * trajectories of Aria Machine Perception Services and of Aria Digital Twin (the same, but for the names of gravity), and the headset
 * trajectory of HOT3D.
 */
final class PoseColumns {
    private static final Vec3 UP = new Vec3(0, 0, 1);

    /** Names of the time, of the seven pose columns in the order x, y, z, qw, qx, qy, qz, and of gravity. */
    enum Dialect {
        PLAIN("time_ns", 1, "quality"),
        MPS_CLOSED_LOOP("tracking_timestamp_us", 1000, "quality_score"),
        MPS_OPEN_LOOP("tracking_timestamp_us", 1000, "quality_score"),
        HOT3D("timestamp[ns]", 1, "");

        private final String time;
        private final long timeUnitNanos;
        private final String quality;

        Dialect(String time, long timeUnitNanos, String quality) {
            this.time = time;
            this.timeUnitNanos = timeUnitNanos;
            this.quality = quality;
        }

        String translation(String axis) {
            return switch (this) {
                case PLAIN -> axis;
                case MPS_CLOSED_LOOP -> "t" + axis + "_world_device";
                case MPS_OPEN_LOOP -> "t" + axis + "_odometry_device";
                case HOT3D -> "t_wo_" + axis + "[m]";
            };
        }

        String rotation(String part) {
            return switch (this) {
                case PLAIN -> "q" + part;
                case MPS_CLOSED_LOOP -> "q" + part + "_world_device";
                case MPS_OPEN_LOOP -> "q" + part + "_odometry_device";
                case HOT3D -> "q_wo_" + part;
            };
        }

        /** Column of gravity along an axis: MPS names the world, Aria Digital Twin does not. */
        List<String> gravity(String axis) {
            return switch (this) {
                case MPS_CLOSED_LOOP -> List.of("gravity_" + axis + "_world", "gravity_" + axis);
                case MPS_OPEN_LOOP -> List.of("gravity_" + axis + "_odometry", "gravity_" + axis);
                case PLAIN, HOT3D -> List.of();
            };
        }
    }

    private final Map<String, Integer> indexOfName;
    private final Dialect dialect;
    private final Path file;

    private PoseColumns(Map<String, Integer> indexOfName, Dialect dialect, Path file) {
        this.indexOfName = indexOfName;
        this.dialect = dialect;
        this.file = file;
    }

    static PoseColumns of(String header, Path file) {
        Map<String, Integer> indexOfName = new HashMap<>();
        String[] names = header.replace("\uFEFF", "").split(",");
        for (int i = 0; i < names.length; i++) {
            indexOfName.putIfAbsent(names[i].trim().toLowerCase(Locale.ROOT), i);
        }
        for (Dialect dialect : Dialect.values()) {
            PoseColumns columns = new PoseColumns(indexOfName, dialect, file);
            if (indexOfName.containsKey(dialect.time) && indexOfName.containsKey(dialect.translation("x"))) {
                columns.requireAll();
                return columns;
            }
        }
        throw PipelineException.badInput(
                "pose file: expected columns time_ns,x,y,z,qw,qx,qy,qz or an Aria MPS, ADT or HOT3D headset trajectory, got '"
                + header.substring(0, Math.min(120, header.length())) + "' in " + file);
    }

    private void requireAll() {
        for (String name : new String[] {
            dialect.translation("y"), dialect.translation("z"), dialect.rotation("w"), dialect.rotation("x"), dialect.rotation("y"),
            dialect.rotation("z")
        }) {
            if (!indexOfName.containsKey(name)) {
                throw PipelineException.badInput("pose file: expected a column " + name + ", got none in " + file);
            }
        }
    }

    /** True if times count from the first frame of the video. */
    boolean isMediaTime() {
        return dialect == Dialect.PLAIN;
    }

    Dialect dialect() {
        return dialect;
    }

    /** True if the file says where up is: by documentation (plain) or by its gravity columns. */
    boolean knowsUp() {
        return dialect == Dialect.PLAIN || gravityColumn("x") != null;
    }

    /** True for the columns of Aria Digital Twin, whose gravity does not name a world. */
    boolean isDigitalTwin() {
        return "gravity_x".equals(gravityColumn("x"));
    }

    private @Nullable String gravityColumn(String axis) {
        return dialect.gravity(axis).stream().filter(indexOfName::containsKey).findFirst().orElse(null);
    }

    PoseRow parse(String line, String where) {
        String[] cells = line.split(",", -1);
        Vec3 translation = new Vec3(
                number(cells, dialect.translation("x"), where), number(cells, dialect.translation("y"), where),
                number(cells, dialect.translation("z"), where));
        Quaternion rotation = rotation(cells, where);
        RigidTransform upright = uprightFromFile(cells, where).times(new RigidTransform(rotation, translation));
        long time = integer(cells, dialect.time, where);
        return new PoseRow(
                Math.multiplyExact(time, dialect.timeUnitNanos),
                upright,
                indexOfName.containsKey(dialect.quality) ? number(cells, dialect.quality, where) : 1,
                indexOfName.containsKey("graph_uid") ? cell(cells, "graph_uid", where) : "",
                indexOfName.containsKey("utc_timestamp_ns") ? integer(cells, "utc_timestamp_ns", where) : -1);
    }

    private Quaternion rotation(String[] cells, String where) {
        Quaternion read = new Quaternion(
                number(cells, dialect.rotation("w"), where), number(cells, dialect.rotation("x"), where),
                number(cells, dialect.rotation("y"), where), number(cells, dialect.rotation("z"), where));
        double squared = read.w() * read.w() + read.x() * read.x() + read.y() * read.y() + read.z() * read.z();
        if (!(Math.abs(squared - 1) < 0.02)) {
            throw PipelineException.badInput("pose file: expected a unit quaternion, got squared length " + squared + " in " + where);
        }
        return read.normalized();
    }

    /** The turn that brings the file's down to -Z in a line that {@link #parse} takes; none where the file does not say. */
    RigidTransform uprightFromFile(String line, String where) {
        return uprightFromFile(line.split(",", -1), where);
    }

    /** Where the file does not say, +Z is taken for up. */
    private RigidTransform uprightFromFile(String[] cells, String where) {
        String x = gravityColumn("x");
        if (x == null) {
            return RigidTransform.IDENTITY;
        }
        Vec3 gravity = new Vec3(
                number(cells, x, where), number(cells, x.replace("_x", "_y"), where), number(cells, x.replace("_x", "_z"), where));
        if (!(gravity.norm() > 1)) {
            throw PipelineException.badInput("pose file: expected gravity of about 9.81 m/s^2, got " + gravity.norm() + " in " + where);
        }
        return new RigidTransform(Quaternion.between(gravity.times(-1), UP), Vec3.ZERO);
    }

    private String cell(String[] cells, String name, String where) {
        Integer index = indexOfName.get(name);
        if (index == null || index >= cells.length) {
            throw PipelineException.badInput("pose file: expected a value for " + name + ", got none in " + where);
        }
        return cells[index].trim();
    }

    private double number(String[] cells, String name, String where) {
        String text = cell(cells, name, where);
        try {
            double value = Double.parseDouble(text);
            if (Double.isFinite(value)) {
                return value;
            }
        } catch (NumberFormatException e) {
            throw notANumber(name, text, where);
        }
        throw notANumber(name, text, where);
    }

    private long integer(String[] cells, String name, String where) {
        String text = cell(cells, name, where);
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw notANumber(name, text, where);
        }
    }

    private static PipelineException notANumber(String name, String text, String where) {
        return PipelineException.badInput("pose file: expected a number for " + name + ", got '" + text + "' in " + where);
    }
}
