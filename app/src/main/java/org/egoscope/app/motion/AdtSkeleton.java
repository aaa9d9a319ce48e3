package org.egoscope.app.motion;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.egoscope.core.ErrorKind;
import org.egoscope.core.PipelineException;
import org.egoscope.core.geometry.Quaternion;
import org.egoscope.core.geometry.Vec3;
import org.egoscope.core.motion.SmplJoint;

/**
 * The wearer's true body as Aria Digital Twin has it ({@code Skeleton_*.json}): 51 joints of an optical motion capture suit per frame, in
 * the world and on the clock of {@code aria_trajectory.csv}. Names and order of the joints: projectaria_tools,
 * {@code AriaDigitalTwinSkeletonProvider}.
 *
 * @param frames joints in the file's world by time, nanoseconds
 */
record AdtSkeleton(TreeMap<Long, List<Vec3>> frames) {
    private static final int JOINTS = 51;

    /** Frames further apart than this are not the same moment: two thirds of a frame at 30 per second. */
    private static final long NEAREST_NANOS = 20_000_000L;

    /** Ours that the suit has as well; the joints of the spine are at other places. */
    private static final Map<SmplJoint, Integer> INDEX = new EnumMap<>(Map.ofEntries(
            Map.entry(SmplJoint.PELVIS, 0), Map.entry(SmplJoint.NECK, 3), Map.entry(SmplJoint.HEAD, 4),
            Map.entry(SmplJoint.LEFT_SHOULDER, 6), Map.entry(SmplJoint.LEFT_ELBOW, 7), Map.entry(SmplJoint.LEFT_WRIST, 8),
            Map.entry(SmplJoint.RIGHT_SHOULDER, 25), Map.entry(SmplJoint.RIGHT_ELBOW, 26), Map.entry(SmplJoint.RIGHT_WRIST, 27),
            Map.entry(SmplJoint.LEFT_HIP, 43), Map.entry(SmplJoint.LEFT_KNEE, 44), Map.entry(SmplJoint.LEFT_ANKLE, 45),
            Map.entry(SmplJoint.LEFT_FOOT, 46), Map.entry(SmplJoint.RIGHT_HIP, 47), Map.entry(SmplJoint.RIGHT_KNEE, 48),
            Map.entry(SmplJoint.RIGHT_ANKLE, 49), Map.entry(SmplJoint.RIGHT_FOOT, 50)));

    static AdtSkeleton read(Path file) {
        try {
            JsonNode frames = new ObjectMapper().readTree(Files.readAllBytes(file)).path("frames");
            if (!frames.isArray()) {
                throw PipelineException.badInput("skeleton: expected an array frames, got '" + frames + "' in " + file);
            }
            TreeMap<Long, List<Vec3>> found = new TreeMap<>();
            for (JsonNode frame : frames) {
                found.put(frame.path("timestamp_ns").longValue(), joints(frame.path("joints"), file));
            }
            return new AdtSkeleton(found);
        } catch (JsonProcessingException e) {
            throw new PipelineException(ErrorKind.BAD_INPUT, "skeleton: expected JSON, got a syntax error in " + file, e);
        } catch (IOException e) {
            throw new PipelineException(ErrorKind.BAD_INPUT, "skeleton: cannot read " + file, e);
        }
    }

    private static List<Vec3> joints(JsonNode nodes, Path file) {
        if (nodes.size() != JOINTS) {
            throw PipelineException.badInput("skeleton: expected " + JOINTS + " joints, got " + nodes.size() + " in " + file);
        }
        List<Vec3> joints = new ArrayList<>(JOINTS);
        for (JsonNode node : nodes) {
            joints.add(new Vec3(
                    node.path(0).asDouble(Double.NaN), node.path(1).asDouble(Double.NaN), node.path(2).asDouble(Double.NaN)));
        }
        return joints;
    }

    /** What the comparison with the true body says, for people. */
    String compare(List<BodyTake> takes, HeadFrames given, Quaternion uprightFromFile) {
        if (frames.isEmpty()) {
            return "the skeleton file has no frames, so nothing was compared";
        }
        double world = 0;
        double fromHead = 0;
        int joints = 0;
        int compared = 0;
        for (BodyTake take : takes) {
            for (int t = 0; t < take.motion().frames(); t++) {
                List<Vec3> truth = nearest(given.frames().get(take.firstFrame() + t).fileNanos());
                if (truth.isEmpty()) {
                    continue;
                }
                compared++;
                Vec3 down = new Vec3(0, 0, take.floorInFile());
                Vec3 headOffset = take.motion().jointInWorld(t, SmplJoint.HEAD.ordinal())
                        .minus(uprightFromFile.rotate(truth.get(INDEX.get(SmplJoint.HEAD))).minus(down));
                for (Map.Entry<SmplJoint, Integer> joint : INDEX.entrySet()) {
                    Vec3 expected = uprightFromFile.rotate(truth.get(joint.getValue())).minus(down);
                    Vec3 got = take.motion().jointInWorld(t, joint.getKey().ordinal());
                    if (expected.isFinite()) {
                        world += got.distanceTo(expected);
                        fromHead += got.minus(headOffset).distanceTo(expected);
                        joints++;
                    }
                }
            }
        }
        return joints == 0
                ? "no frame of the skeleton file is at the time of a body, so nothing was compared"
                : String.format(
                        Locale.ROOT, "MPJPE %.1f mm in the world, %.1f mm with the heads together (%d frames, %d joints)",
                        1000 * world / joints, 1000 * fromHead / joints, compared, INDEX.size());
    }

    private List<Vec3> nearest(long nanos) {
        Map.Entry<Long, List<Vec3>> before = frames.floorEntry(nanos);
        Map.Entry<Long, List<Vec3>> after = frames.ceilingEntry(nanos);
        boolean first = after == null || (before != null && nanos - before.getKey() <= after.getKey() - nanos);
        Map.Entry<Long, List<Vec3>> entry = first ? before : after;
        return entry == null || Math.abs(entry.getKey() - nanos) > NEAREST_NANOS ? List.of() : entry.getValue();
    }
}
