package org.egoscope.ingest.internal.sidecar;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.egoscope.core.PipelineException;
import org.egoscope.core.geometry.Quaternion;
import org.egoscope.core.geometry.RigidTransform;
import org.egoscope.core.geometry.Vec3;

/**
 * Meaning of the columns of a pose file, found by name: our plain format (docs/formats/pose-csv.md) or the closed-loop and
 * open-loop trajectories of Aria Machine Perception Services.
 */
final class PoseColumns {
    private static final Vec3 UP = new Vec3(0, 0, 1);

    /** Names of the time, of the seven pose columns in the order x, y, z, qw, qx, qy, qz, and of gravity. */
    private enum Dialect {
        PLAIN("time_ns", "", "", "quality"),
        MPS_CLOSED_LOOP("tracking_timestamp_us", "_world_device", "_world", "quality_score"),
        MPS_OPEN_LOOP("tracking_timestamp_us", "_odometry_device", "_odometry", "quality_score");

        private final String time;
        private final String poseSuffix;
        private final String gravitySuffix;
        private final String quality;

        Dialect(String time, String poseSuffix, String gravitySuffix, String quality) {
            this.time = time;
            this.poseSuffix = poseSuffix;
            this.gravitySuffix = gravitySuffix;
            this.quality = quality;
        }

        String translation(String axis) {
            return this == PLAIN ? axis : "t" + axis + poseSuffix;
        }

        String rotation(String part) {
            return "q" + part + poseSuffix;
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
        throw PipelineException.badInput("pose file: expected columns time_ns,x,y,z,qw,qx,qy,qz or an Aria MPS trajectory, got '"
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

    PoseRow parse(String line, String where) {
        String[] cells = line.split(",", -1);
        Vec3 translation = new Vec3(
                number(cells, dialect.translation("x"), where), number(cells, dialect.translation("y"), where),
                number(cells, dialect.translation("z"), where));
        Quaternion rotation = rotation(cells, where);
        RigidTransform upright = uprightFromFile(cells, where).times(new RigidTransform(rotation, translation));
        long time = integer(cells, dialect.time, where);
        return new PoseRow(
                isMediaTime() ? time : Math.multiplyExact(time, 1000L),
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

    /** The turn that brings the file's down to -Z; none where the file does not say, which means +Z is up. */
    private RigidTransform uprightFromFile(String[] cells, String where) {
        if (isMediaTime() || !indexOfName.containsKey("gravity_x" + dialect.gravitySuffix)) {
            return RigidTransform.IDENTITY;
        }
        Vec3 gravity = new Vec3(
                number(cells, "gravity_x" + dialect.gravitySuffix, where), number(cells, "gravity_y" + dialect.gravitySuffix, where),
                number(cells, "gravity_z" + dialect.gravitySuffix, where));
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
