package org.egoscope.ingest.internal.sidecar;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.egoscope.core.ErrorKind;
import org.egoscope.core.PipelineException;
import org.egoscope.core.geometry.Quaternion;
import org.egoscope.core.geometry.RigidTransform;
import org.egoscope.core.geometry.Vec3;
import org.egoscope.ingest.HeadRecording;
import org.egoscope.ingest.HeadTrajectories.Format;
import org.egoscope.ingest.HeadTrajectories.Options;
import org.jspecify.annotations.Nullable;

/** A head trajectory on disk: what format it has, where up is in it and where the eyes are on its device. */
public final class TrajectoryFile {
    private static final String HOT3D_METADATA = "metadata.json";

    private final Path file;
    private final Options options;
    private long lineNumber;

    private TrajectoryFile(Path file, Options options) {
        this.file = file;
        this.options = options;
    }

    /** How the file's world is turned upright. */
    private record Up(Quaternion uprightFromFile, String source) {}

    private record Eyes(RigidTransform deviceFromEyes, String source) {}

    public static HeadRecording read(Path file, Options options) {
        try (BufferedReader reader = Files.newBufferedReader(file)) {
            return new TrajectoryFile(file, options).read(reader);
        } catch (MalformedInputException e) {
            throw new PipelineException(ErrorKind.BAD_INPUT, "head trajectory: expected UTF-8 text, got other bytes in " + file, e);
        } catch (IOException e) {
            throw new PipelineException(ErrorKind.BAD_INPUT, "head trajectory: cannot read " + file, e);
        }
    }

    private HeadRecording read(BufferedReader reader) throws IOException {
        String first = nextLine(reader);
        if (first == null) {
            throw PipelineException.badInput("head trajectory: expected poses, got none in " + file);
        }
        PoseColumns columns = TumLine.looksLike(first) ? null : PoseColumns.of(first, file);
        Format format = columns == null ? Format.TUM : formatOf(columns);
        if (options.format() != Format.AUTO && options.format() != format) {
            throw PipelineException.badInput(
                    "head trajectory: expected " + nameOf(options.format()) + ", got " + nameOf(format) + " in " + file);
        }
        Up up = up(columns, format);
        Eyes eyes = eyes(format);
        TrackBuilder tracks = new TrackBuilder(new RigidTransform(up.uprightFromFile(), Vec3.ZERO), eyes.deviceFromEyes());
        String line = columns == null ? first : nextLine(reader);
        // Lines whose file tells where up is come upright.
        Quaternion told = columns == null || line == null ? Quaternion.IDENTITY : columns.uprightFromFile(line, where()).rotation();
        long lastNanos = Long.MIN_VALUE;
        while (line != null) {
            PoseRow row = columns == null ? TumLine.parse(line, where()) : columns.parse(line, where());
            if (row.timeNanos() <= lastNanos) {
                throw PipelineException.badInput("head trajectory: expected rising times, got " + row.timeNanos() + " ns after "
                        + lastNanos + " ns in " + where());
            }
            lastNanos = row.timeNanos();
            tracks.add(row);
            line = nextLine(reader);
        }
        List<HeadRecording.Track> found = tracks.finish();
        if (found.isEmpty()) {
            throw PipelineException.badInput("head trajectory: expected poses, got none in " + file);
        }
        boolean floorAtZero = format == Format.ADT || format == Format.POSE_CSV;
        return new HeadRecording(
                format, found, eyes.deviceFromEyes(), up.uprightFromFile().times(told), floorAtZero, up.source(), eyes.source());
    }

    private @Nullable String nextLine(BufferedReader reader) throws IOException {
        String line = reader.readLine();
        lineNumber++;
        while (line != null && TumLine.isComment(line)) {
            line = reader.readLine();
            lineNumber++;
        }
        return line;
    }

    private String where() {
        return file + " line " + lineNumber;
    }

    private static String nameOf(Format format) {
        return format.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static Format formatOf(PoseColumns columns) {
        return switch (columns.dialect()) {
            case PLAIN -> Format.POSE_CSV;
            case HOT3D -> Format.HOT3D;
            case MPS_CLOSED_LOOP, MPS_OPEN_LOOP -> columns.isDigitalTwin() ? Format.ADT : Format.MPS;
        };
    }

    private Up up(@Nullable PoseColumns columns, Format format) throws IOException {
        Optional<Vec3> given = options.upInFile();
        String told = told(columns, format);
        if (told != null) {
            if (given.isPresent()) {
                throw PipelineException.badConfig("up: expected none, since the file tells (" + told + "), got one for " + file);
            }
            return new Up(Quaternion.IDENTITY, told);
        }
        Vec3 up = given.orElseThrow(() -> PipelineException.badInput(
                "head trajectory: expected to know where up is, got a " + nameOf(format) + " file that does not say; give --up for "
                        + file));
        return new Up(Quaternion.between(up, new Vec3(0, 0, 1)), "as given");
    }

    private @Nullable String told(@Nullable PoseColumns columns, Format format) throws IOException {
        if (columns != null && columns.knowsUp()) {
            return format == Format.POSE_CSV ? "+z by the format" : "gravity columns";
        }
        // MPS makes the world of an Aria recording, in which gravity points to -z; of other headsets nothing is documented.
        return format == Format.HOT3D && headset().equals("Aria") ? "+z, an Aria recording of HOT3D" : null;
    }

    private Eyes eyes(Format format) throws IOException {
        if (options.deviceFromEyes().isPresent()) {
            return new Eyes(options.deviceFromEyes().get(), "as given");
        }
        if (format == Format.TUM || format == Format.POSE_CSV) {
            return new Eyes(RigidTransform.IDENTITY, "the device is a forward-looking camera at the eyes");
        }
        if (format == Format.HOT3D && !headset().equals("Aria")) {
            throw PipelineException.badInput("head trajectory: expected an Aria headset by " + HOT3D_METADATA + ", got '" + headset()
                    + "', on which the eyes are not known; give --eyes for " + file);
        }
        return new Eyes(AriaGlasses.DEVICE_FROM_EYES, "nominal Aria glasses, first generation");
    }

    /** Name of the headset by the metadata beside the file; empty if it is not told. */
    private String headset() throws IOException {
        Path metadata = file.resolveSibling(HOT3D_METADATA);
        return Files.isRegularFile(metadata)
                ? new ObjectMapper().readTree(Files.readAllBytes(metadata)).path("headset").asText("")
                : "";
    }
}
