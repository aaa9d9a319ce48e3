package org.egoscope.motion.internal.format;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.egoscope.core.PipelineException;
import org.egoscope.motion.MotionClip;

/**
 * Body annotations of Ego-Exo4D ({@code ego_pose/<split>/body/annotation/<take>.json}): per annotated frame of the 30 fps video a list whose
 * first element has {@code annotation3D}, up to 17 COCO keypoints by name with x, y, z in metres, z up.
 *
 * <p>Annotations come at a regular step with holes. Each run without a hole becomes a clip of its own, named by its first frame; frames that
 * lack a hip, a shoulder or both ears are holes. See {@link CocoBody} for what becomes of the keypoints.
 */
final class BodyJson {
    private static final double VIDEO_FRAMES_PER_SECOND = 30;
    private static final long MOST_BYTES = 512L << 20;
    private static final int SHORTEST_RUN = 2;
    private static final ObjectMapper JSON = new ObjectMapper();

    private BodyJson() {}

    /** Runs in order of time. */
    static List<MotionClip> read(Path file) {
        TreeMap<Integer, CocoBody> bodies = bodies(file);
        int step = step(bodies);
        List<MotionClip> clips = new ArrayList<>();
        List<CocoBody> run = new ArrayList<>();
        int last = Integer.MIN_VALUE / 2;
        for (Map.Entry<Integer, CocoBody> entry : bodies.entrySet()) {
            if (entry.getKey() - last != step) {
                addRun(clips, run, file, last - (run.size() - 1) * step, step);
                run.clear();
            }
            run.add(entry.getValue());
            last = entry.getKey();
        }
        addRun(clips, run, file, last - (run.size() - 1) * step, step);
        if (clips.isEmpty()) {
            throw PipelineException.badInput("body annotations: expected two neighbouring frames with hips, shoulders and ears, got none");
        }
        return clips;
    }

    private static void addRun(List<MotionClip> clips, List<CocoBody> run, Path file, int firstFrame, int step) {
        if (run.size() >= SHORTEST_RUN) {
            String name = FileNames.stem(file) + "_" + firstFrame;
            clips.add(new MotionClip(name, "egoexo4d", "", "", CocoBody.sequence(run, VIDEO_FRAMES_PER_SECOND / step)));
        }
    }

    private static TreeMap<Integer, CocoBody> bodies(Path file) {
        JsonNode root = parse(file);
        TreeMap<Integer, CocoBody> bodies = new TreeMap<>();
        for (Iterator<Map.Entry<String, JsonNode>> fields = root.fields(); fields.hasNext();) {
            Map.Entry<String, JsonNode> field = fields.next();
            if (!field.getKey().matches("\\d{1,9}")) {
                throw PipelineException.badInput("body annotations: expected frame numbers, got " + Text.shortened(field.getKey()));
            }
            JsonNode points = field.getValue().path(0).path("annotation3D");
            CocoBody body = new CocoBody(points);
            if (body.hasTrunk()) {
                bodies.put(Integer.valueOf(field.getKey()), body);
            }
        }
        return bodies;
    }

    private static JsonNode parse(Path file) {
        try {
            if (Files.size(file) > MOST_BYTES) {
                throw PipelineException.badInput("body annotations: expected at most " + MOST_BYTES + " bytes, got " + Files.size(file));
            }
            JsonNode root = JSON.readTree(file.toFile());
            if (root == null || !root.isObject()) {
                throw PipelineException.badInput("body annotations: expected a JSON object of frames, got something else");
            }
            return root;
        } catch (JsonProcessingException e) {
            throw PipelineException.badInput("body annotations: expected JSON, got: " + e.getOriginalMessage());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The smallest distance of two annotated frames. */
    private static int step(TreeMap<Integer, CocoBody> bodies) {
        int step = Integer.MAX_VALUE;
        Integer last = null;
        for (Integer frame : bodies.keySet()) {
            step = last == null ? step : Math.min(step, frame - last);
            last = frame;
        }
        return step;
    }
}
