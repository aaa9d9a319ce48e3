package org.egoscope.app.motion;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.egoscope.core.PipelineException;
import org.egoscope.core.geometry.Quaternion;
import org.egoscope.core.geometry.Vec3;
import org.egoscope.core.motion.SmplJoint;
import org.egoscope.motion.BodySequence;
import org.egoscope.motion.MotionConstraints;
import org.egoscope.motion.MotionFiles;

/** What {@code --constraints} names: paths, orientations and poses at seconds of the recording (docs/formats/constraints.md). */
final class ConstraintsFile {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path file;
    private final double firstSeconds;
    private final int frames;
    private final MotionConstraints.Builder builder = MotionConstraints.builder();

    private ConstraintsFile(Path file, double firstSeconds, int frames) {
        this.file = file;
        this.firstSeconds = firstSeconds;
        this.frames = frames;
    }

    /** @param firstSeconds of the first of so many frames */
    static MotionConstraints read(Path file, double firstSeconds, int frames) {
        ConstraintsFile reader = new ConstraintsFile(file, firstSeconds, frames);
        try {
            JsonNode list = JSON.readTree(file.toFile()).path("constraints");
            if (!list.isArray() || list.isEmpty()) {
                throw PipelineException.badInput("expected a list named constraints, got none");
            }
            for (JsonNode one : list) {
                reader.take(one);
            }
        } catch (IOException e) {
            throw PipelineException.badInput("expected JSON, got " + e.getMessage()).at(file.toString());
        } catch (PipelineException e) {
            throw e.at(file.toString());
        }
        return reader.builder.build();
    }

    private void take(JsonNode one) {
        double weight = one.path("weight").asDouble(1);
        if (one.has("poseFile")) {
            pose(one, weight);
        } else if (one.has("path")) {
            path(one, weight);
        } else if (one.has("position")) {
            int from = frame(number(one, "fromSeconds"));
            int count = frame(number(one, "toSeconds")) - from + 1;
            builder.place(joint(one.path("joint")), from, count, vector(one.path("position")), space(one), weight);
        } else if (one.has("rotation")) {
            int from = frame(number(one, "fromSeconds"));
            int count = frame(number(one, "toSeconds")) - from + 1;
            double[] q = numbers(one.path("rotation"), 4);
            Quaternion rotation = new Quaternion(q[0], q[1], q[2], q[3]).normalized();
            builder.turns(joint(one.path("joint")), from, Collections.nCopies(Math.max(0, count), rotation), weight);
        } else {
            throw PipelineException.badInput("constraint: expected one of path, position, rotation and poseFile, got " + one);
        }
    }

    private void pose(JsonNode one, double weight) {
        BodySequence body = MotionFiles.read(file.toAbsolutePath().resolveSibling(one.path("poseFile").asText())).motion();
        BodySequence motion = body.framesPerSecond() == HeadFrames.FRAMES_PER_SECOND
                ? body : MotionFiles.resample(body, HeadFrames.FRAMES_PER_SECOND);
        double from = one.path("poseFromSeconds").asDouble(0);
        int start = (int) Math.round(from * HeadFrames.FRAMES_PER_SECOND);
        int end = (int) Math.round(one.path("poseToSeconds").asDouble(from) * HeadFrames.FRAMES_PER_SECOND) + 1;
        if (start < 0 || end <= start || end > motion.frames()) {
            throw PipelineException.badInput("poseFile: expected frames of its " + motion.frames() + ", got " + start + ".." + (end - 1));
        }
        List<SmplJoint> joints = new ArrayList<>();
        one.path("joints").forEach(name -> joints.add(joint(name)));
        builder.poses(motion.slice(start, end), frame(number(one, "atSeconds")), weight, joints.toArray(SmplJoint[]::new));
    }

    /** A Catmull-Rom spline through the places, each at its time. */
    private void path(JsonNode one, double weight) {
        List<Vec3> places = new ArrayList<>();
        List<Double> seconds = new ArrayList<>();
        for (JsonNode point : one.path("path")) {
            seconds.add(number(point, "seconds"));
            places.add(vector(point.path("position")));
        }
        for (int i = 1; i < seconds.size(); i++) {
            if (seconds.get(i) <= seconds.get(i - 1)) {
                throw PipelineException.badInput("path: expected rising seconds, got " + seconds);
            }
        }
        if (places.size() < 2) {
            throw PipelineException.badInput("path: expected two places or more, got " + places.size());
        }
        int from = frame(seconds.get(0));
        int to = frame(seconds.get(seconds.size() - 1));
        List<Vec3> perFrame = new ArrayList<>();
        for (int t = from; t <= to; t++) {
            perFrame.add(at(firstSeconds + t / HeadFrames.FRAMES_PER_SECOND, seconds, places));
        }
        builder.places(joint(one.path("joint")), from, perFrame, space(one), weight);
    }

    private static Vec3 at(double time, List<Double> seconds, List<Vec3> places) {
        int i = 0;
        while (i + 2 < seconds.size() && seconds.get(i + 1) <= time) {
            i++;
        }
        double length = seconds.get(i + 1) - seconds.get(i);
        double x = Math.max(0, Math.min(1, (time - seconds.get(i)) / length));
        Vec3 start = slope(i, seconds, places).times(length);
        Vec3 end = slope(i + 1, seconds, places).times(length);
        return places.get(i).times((1 + 2 * x) * (1 - x) * (1 - x))
                .plus(places.get(i + 1).times(x * x * (3 - 2 * x)))
                .plus(start.times(x * (1 - x) * (1 - x)))
                .plus(end.times(x * x * (x - 1)));
    }

    /** Metres per second. */
    private static Vec3 slope(int i, List<Double> seconds, List<Vec3> places) {
        int before = Math.max(0, i - 1);
        int after = Math.min(places.size() - 1, i + 1);
        return places.get(after).minus(places.get(before)).times(1 / (seconds.get(after) - seconds.get(before)));
    }

    private int frame(double seconds) {
        long frame = Math.round((seconds - firstSeconds) * HeadFrames.FRAMES_PER_SECOND);
        if (frame < 0 || frame >= frames) {
            throw PipelineException.badInput(String.format(
                    Locale.ROOT, "constraint: expected a time within %.2f to %.2f s, where the head is known without a hole, got %.2f s",
                    firstSeconds, firstSeconds + (frames - 1) / HeadFrames.FRAMES_PER_SECOND, seconds));
        }
        return (int) frame;
    }

    private static MotionConstraints.Space space(JsonNode one) {
        String name = one.path("space").asText("world");
        return switch (name) {
            case "world" -> MotionConstraints.Space.WORLD;
            case "head" -> MotionConstraints.Space.HEAD;
            default -> throw PipelineException.badInput("space: expected world or head, got " + name);
        };
    }

    private static SmplJoint joint(JsonNode name) {
        try {
            return SmplJoint.valueOf(name.asText().toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw PipelineException.badInput(
                    "joint: expected one of " + Arrays.toString(SmplJoint.values()).toLowerCase(Locale.ROOT) + ", got " + name);
        }
    }

    private static double number(JsonNode one, String name) {
        if (!one.path(name).isNumber()) {
            throw PipelineException.badInput("constraint: expected a number named " + name + ", got " + one);
        }
        return one.path(name).asDouble();
    }

    private static Vec3 vector(JsonNode node) {
        double[] v = numbers(node, 3);
        return new Vec3(v[0], v[1], v[2]);
    }

    private static double[] numbers(JsonNode node, int count) {
        if (!node.isArray() || node.size() != count) {
            throw PipelineException.badInput("constraint: expected " + count + " numbers, got " + node);
        }
        double[] values = new double[count];
        for (int i = 0; i < count; i++) {
            values[i] = node.get(i).asDouble(Double.NaN);
        }
        return values;
    }
}
