package org.egoscope.ingest.internal.sidecar;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.egoscope.core.ErrorKind;
import org.egoscope.core.PipelineException;
import org.egoscope.core.geometry.RigidTransform;
import org.egoscope.core.geometry.Vec3;
import org.egoscope.core.observation.HandSide;
import org.egoscope.ingest.HeadRecording;
import org.egoscope.ingest.WristSample;

/** Wrists beside a head trajectory: on the device in files of MPS, in the world in those of HOT3D. */
public final class WristFile {
    private static final String TIME = "tracking_timestamp_us";

    private final Path file;
    private final HeadRecording head;
    private final RigidTransform eyesFromDevice;
    private final List<WristSample> wrists = new ArrayList<>();
    private List<String> names = List.of();
    private long lineNumber;
    private long lastNanos = Long.MIN_VALUE;
    private int track;
    private int sample;

    private WristFile(Path file, HeadRecording head) {
        this.file = file;
        this.head = head;
        this.eyesFromDevice = head.deviceFromEyes().inverse();
    }

    public static List<WristSample> read(Path file, HeadRecording head) {
        try (BufferedReader reader = Files.newBufferedReader(file)) {
            WristFile wrists = new WristFile(file, head);
            wrists.read(reader);
            return wrists.wrists;
        } catch (IOException e) {
            throw new PipelineException(ErrorKind.BAD_INPUT, "wrist file: cannot read " + file, e);
        }
    }

    private void read(BufferedReader reader) throws IOException {
        boolean json = String.valueOf(file.getFileName()).endsWith(".jsonl");
        ObjectMapper mapper = new ObjectMapper();
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
            lineNumber++;
            if (line.isBlank()) {
                continue;
            }
            if (json) {
                addJson(mapper, line);
            } else if (names.isEmpty()) {
                names = Arrays.stream(line.split(",")).map(name -> name.trim().toLowerCase(Locale.ROOT)).toList();
            } else {
                addRow(line.split(",", -1));
            }
        }
    }

    private void addJson(ObjectMapper mapper, String line) throws IOException {
        JsonNode root = parsed(mapper, line);
        JsonNode time = root.path("timestamp_ns");
        if (!time.isIntegralNumber()) {
            throw bad("timestamp_ns", time.toString());
        }
        rise(time.longValue());
        for (HandSide side : HandSide.values()) {
            JsonNode hand = root.path("hand_poses").path(side == HandSide.LEFT ? "0" : "1");
            if (hand.isMissingNode()) {
                continue;
            }
            if (!hand.has("joint_angles")) {
                // A MANO translation is not its wrist: it stands up to 11 cm beside it, by a regressor that is under licence.
                throw PipelineException.badInput("wrist file: expected UmeTrack hands (joint_angles), got others in " + where());
            }
            JsonNode place = hand.path("wrist_xform").path("t_xyz");
            Vec3 inFile = new Vec3(
                    place.path(0).asDouble(Double.NaN), place.path(1).asDouble(Double.NaN), place.path(2).asDouble(Double.NaN));
            if (!inFile.isFinite()) {
                throw bad("wrist_xform.t_xyz", place.toString());
            }
            add(time.longValue(), side, head.uprightFromFile().rotate(inFile), hand.path("hand_confidence").asDouble(1));
        }
    }

    private JsonNode parsed(ObjectMapper mapper, String line) throws IOException {
        try {
            return mapper.readTree(line);
        } catch (JsonProcessingException e) {
            throw new PipelineException(ErrorKind.BAD_INPUT, "wrist file: expected JSON, got a syntax error in " + where(), e);
        }
    }

    private void addRow(String[] cells) {
        double micros = number(cells, TIME);
        long nanos = Math.round(micros) * 1000;
        rise(nanos);
        Optional<RigidTransform> worldFromDevice = worldFromDevice(nanos);
        for (HandSide side : HandSide.values()) {
            String name = side.name().toLowerCase(Locale.ROOT);
            double confidence = number(cells, name + "_tracking_confidence");
            Vec3 onDevice = new Vec3(
                    number(cells, "tx_" + name + "_wrist_device"), number(cells, "ty_" + name + "_wrist_device"),
                    number(cells, "tz_" + name + "_wrist_device"));
            // -1 and zeros stand for a hand that was not seen; while the head is lost, nothing can be placed in the world.
            if (confidence > 0 && worldFromDevice.isPresent()) {
                add(nanos, side, worldFromDevice.get().apply(onDevice), confidence);
            }
        }
    }

    private void add(long nanos, HandSide side, Vec3 wristInWorld, double confidence) {
        if (confidence > 0) {
            wrists.add(new WristSample(nanos, side, wristInWorld, Math.min(1, confidence)));
        }
    }

    private void rise(long nanos) {
        if (nanos <= lastNanos) {
            throw PipelineException.badInput("wrist file: expected rising times, got " + nanos + " ns in " + where());
        }
        lastNanos = nanos;
    }

    private Optional<RigidTransform> worldFromDevice(long nanos) {
        List<HeadRecording.Track> tracks = head.tracks();
        while (track + 1 < tracks.size() && tracks.get(track).lastNanos() < nanos) {
            track++;
            sample = 0;
        }
        List<HeadRecording.Sample> samples = tracks.get(track).samples();
        while (sample + 1 < samples.size() && samples.get(sample + 1).timeNanos() <= nanos) {
            sample++;
        }
        HeadRecording.Sample before = samples.get(sample);
        HeadRecording.Sample after = sample + 1 < samples.size() ? samples.get(sample + 1) : null;
        if (before.timeNanos() > nanos || (after == null && before.timeNanos() < nanos)) {
            return Optional.empty();
        }
        HeadRecording.Sample now = after == null ? before : before.between(after, nanos);
        return Optional.of(now.worldFromEyes().times(eyesFromDevice));
    }

    private double number(String[] cells, String name) {
        int column = names.indexOf(name);
        if (column < 0) {
            throw PipelineException.badInput("wrist file: expected a column " + name + ", got none in " + file);
        }
        String text = column < cells.length ? cells[column].trim() : "";
        try {
            double value = Double.parseDouble(text);
            if (Double.isFinite(value)) {
                return value;
            }
        } catch (NumberFormatException e) {
            throw bad(name, text);
        }
        throw bad(name, text);
    }

    private PipelineException bad(String name, String got) {
        return PipelineException.badInput("wrist file: expected a number for " + name + ", got '" + got + "' in " + where());
    }

    private String where() {
        return file + " line " + lineNumber;
    }
}
