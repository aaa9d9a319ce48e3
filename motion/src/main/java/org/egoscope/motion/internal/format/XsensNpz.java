package org.egoscope.motion.internal.format;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.egoscope.core.PipelineException;
import org.egoscope.core.geometry.Quaternion;
import org.egoscope.core.motion.SmplJoint;
import org.egoscope.motion.BodySkeleton;
import org.egoscope.motion.MotionClip;
import org.jspecify.annotations.Nullable;

/**
 * Body motion of an Xsens suit as Nymeria publishes it ({@code body/xdata.npz}): {@code segment_tXYZ} {@code [T, 23 * 3]} metres and
 * {@code segment_qWXYZ} {@code [T, 23 * 4]} of 23 segments in a world with z up, {@code timestamps_us} or {@code frameRate}.
 *
 * <p>Segment axes are ours (x forward, y left, z up) in the suit's T-pose; {@code tpose_segment_qWXYZ}, where present, says how they are
 * turned in it. Segments L5, T12, T8 play the three spine joints; L3 is left out. A quaternion of no length, as the suit writes when it
 * loses a segment, repeats the last one (as the data set's own reader does).
 */
final class XsensNpz {
    private static final int SEGMENTS = 23;
    private static final List<String> NAMES = List.of(
            "Pelvis", "L5", "L3", "T12", "T8", "Neck", "Head",
            "R_Shoulder", "R_UpperArm", "R_Forearm", "R_Hand", "L_Shoulder", "L_UpperArm", "L_Forearm", "L_Hand",
            "R_UpperLeg", "R_LowerLeg", "R_Foot", "R_Toe", "L_UpperLeg", "L_LowerLeg", "L_Foot", "L_Toe");

    /** In the order of {@link SmplJoint}. */
    private static final List<String> PLAYED_BY = List.of(
            "Pelvis", "L_UpperLeg", "R_UpperLeg", "L5", "L_LowerLeg", "R_LowerLeg", "T12", "L_Foot", "R_Foot", "T8", "L_Toe", "R_Toe",
            "Neck", "L_Shoulder", "R_Shoulder", "Head", "L_UpperArm", "R_UpperArm", "L_Forearm", "R_Forearm", "L_Hand", "R_Hand");

    private static final double LOST = 0.5;

    private XsensNpz() {}

    static boolean fits(NpzFile npz) {
        return npz.has("segment_tXYZ") && npz.has("segment_qWXYZ");
    }

    static MotionClip read(NpzFile npz, Path file) {
        double[] positions = numbers(npz.read("segment_tXYZ"), 3);
        double[] rotations = numbers(npz.read("segment_qWXYZ"), 4);
        int frames = positions.length / (SEGMENTS * 3);
        if (rotations.length != frames * SEGMENTS * 4) {
            throw PipelineException.badInput("array segment_qWXYZ: expected " + frames + " frames, got " + rotations.length / (SEGMENTS * 4));
        }
        Quaternion[] tPose = tPose(npz);
        Quaternion[] last = new Quaternion[SEGMENTS];
        Arrays.fill(last, Quaternion.IDENTITY);
        RecordedBody body = new RecordedBody(frames);
        for (int t = 0; t < frames; t++) {
            for (int j = 0; j < BodySkeleton.JOINTS; j++) {
                int segment = NAMES.indexOf(PLAYED_BY.get(j));
                last[segment] = present(rotations, t * SEGMENTS + segment, last[segment]);
                Quaternion inWorld = last[segment].times(tPose[segment].conjugate());
                body.put(t, j, inWorld.normalized(), Floats.point(positions, t * SEGMENTS + segment));
            }
        }
        String name = sequence(file);
        return new MotionClip(name, "nymeria", performer(name), "", body.toSequence(rate(npz)));
    }

    private static double[] numbers(NpyArray array, int each) {
        if (array.dimensions() < 1 || array.length(0) == 0 || array.count() != array.length(0) * SEGMENTS * each) {
            throw PipelineException.badInput(
                    "array " + array.name() + ": expected [T, " + SEGMENTS + " x " + each + "], got " + Arrays.toString(array.shape()));
        }
        return array.toFiniteDoubles();
    }

    private static Quaternion[] tPose(NpzFile npz) {
        Quaternion[] turns = new Quaternion[SEGMENTS];
        Arrays.fill(turns, Quaternion.IDENTITY);
        NpyArray array = npz.readIfPresent("tpose_segment_qWXYZ");
        if (array != null) {
            double[] values = array.toFiniteDoubles();
            if (values.length < SEGMENTS * 4) {
                throw PipelineException.badInput("array tpose_segment_qWXYZ: expected " + SEGMENTS * 4 + " numbers, got " + values.length);
            }
            for (int s = 0; s < SEGMENTS; s++) {
                turns[s] = present(values, s, Quaternion.IDENTITY);
            }
        }
        return turns;
    }

    private static Quaternion present(double[] values, int index, Quaternion otherwise) {
        int at = index * 4;
        double norm = Math.sqrt(values[at] * values[at] + values[at + 1] * values[at + 1] + values[at + 2] * values[at + 2]
                + values[at + 3] * values[at + 3]);
        return norm < LOST ? otherwise : new Quaternion(values[at], values[at + 1], values[at + 2], values[at + 3]).normalized();
    }

    private static double rate(NpzFile npz) {
        NpyArray rate = npz.readIfPresent("frameRate");
        return rate != null
                ? rate.toScalar()
                : Timestamps.framesPerSecond("timestamps_us", npz.read("timestamps_us").toFiniteDoubles());
    }

    /** The sequence's folder holds {@code body/xdata.npz}. */
    private static String sequence(Path file) {
        @Nullable Path body = file.toAbsolutePath().getParent();
        @Nullable Path folder = body == null ? null : body.getParent();
        boolean published = body != null && FileNames.name(body).equals("body") && folder != null && folder.getFileName() != null;
        return published && folder != null ? FileNames.name(folder) : FileNames.stem(file);
    }

    /** Of {@code 20230607_s0_james_johnson_act0_e72nhq}: what stands between session and act. */
    private static String performer(String sequence) {
        return sequence.matches("\\d{8}_s\\d+_.+_act\\d+_.+") ? sequence.replaceAll("^\\d{8}_s\\d+_(.+)_act\\d+_.+$", "$1") : "";
    }
}
