package org.egoscope.motion.internal.format;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import org.egoscope.core.PipelineException;
import org.egoscope.core.geometry.Quaternion;
import org.egoscope.core.geometry.Vec3;
import org.egoscope.motion.BodySequence;
import org.egoscope.motion.BodySkeleton;
import org.egoscope.motion.MotionClip;

/**
 * Our compact clips: one tree of any joints at 30 fps with local rotations in half precision, z up, rest pose and joint axes ours.
 *
 * <p>The tree is collapsed to the 22 joints named by {@code smpl22_index}: their global rotations and positions, by forward kinematics
 * of the whole tree. A tree bone between two of the 22 joints (a lower back, a forearm twist) may bend, so that the distance of two
 * of the 22 joints varies: the body's offsets are the median over the frames. Contacts stay unknown.
 */
public final class CompactNpz {
    /** What the file promises and an importer must reach, metres. */
    private static final double CHECK_TOLERANCE_METERS = 1e-4;

    private static final int MOST_JOINTS = 256;
    private static final ObjectMapper JSON = new ObjectMapper();

    private CompactNpz() {}

    /** Whether the archive holds a clip of this format. */
    public static boolean fits(NpzFile npz) {
        return npz.has("local_quat_wxyz") && npz.has("smpl22_index");
    }

    public static MotionClip read(Path file) {
        try (NpzFile npz = NpzFile.open(file)) {
            return read(npz);
        }
    }

    static MotionClip read(NpzFile npz) {
        JointTree tree = tree(npz);
        int[] smplIndex = indices(npz, tree.joints());
        double[] root = npz.read("root_translation_m").requireShape(-1, 3).toFiniteDoubles();
        int frames = root.length / 3;
        double[] local = npz.read("local_quat_wxyz").requireShape(frames, tree.joints(), 4).toFiniteDoubles();
        float[] rotations = new float[frames * BodySkeleton.JOINTS * 4];
        float[] joints = new float[frames * BodySkeleton.JOINTS * 3];
        for (int t = 0; t < frames; t++) {
            tree.pose(root, local, t);
            for (int j = 0; j < BodySkeleton.JOINTS; j++) {
                Floats.put(rotations, t * BodySkeleton.JOINTS + j, tree.rotation(smplIndex[j]));
                Floats.put(joints, t * BodySkeleton.JOINTS + j, tree.position(smplIndex[j]));
            }
        }
        check(npz, joints, frames);
        BodySkeleton skeleton = skeleton(npz, RestOffsets.medians(rotations, joints));
        float[] contacts = new float[frames * BodySequence.CONTACTS];
        Arrays.fill(contacts, Float.NaN);
        double framesPerSecond = npz.read("fps").toScalar();
        return clip(npz, new BodySequence(skeleton, framesPerSecond, rotations, joints, contacts));
    }

    private static JointTree tree(NpzFile npz) {
        int[] parents = npz.read("parents").requireShape(-1).toInts();
        if (parents.length < BodySkeleton.JOINTS || parents.length > MOST_JOINTS) {
            throw PipelineException.badInput(
                    "array parents: expected " + BodySkeleton.JOINTS + ".." + MOST_JOINTS + " joints, got " + parents.length);
        }
        return new JointTree(parents, npz.read("offsets_m").requireShape(parents.length, 3).toFiniteDoubles());
    }

    private static int[] indices(NpzFile npz, int joints) {
        int[] indices = npz.read("smpl22_index").requireShape(BodySkeleton.JOINTS).toInts();
        for (int index : indices) {
            if (index < 0 || index >= joints) {
                throw PipelineException.badInput("array smpl22_index: expected 0.." + (joints - 1) + ", got " + index);
            }
        }
        return indices;
    }

    private static BodySkeleton skeleton(NpzFile npz, float[] offsets) {
        double[] eyes = npz.read("cpf_offset_m").requireShape(3).toFiniteDoubles();
        return new BodySkeleton(
                offsets, npz.read("stature_m").toScalar(), new Vec3(eyes[0], eyes[1], eyes[2]), npz.read("ball_height_m").toScalar());
    }

    private static void check(NpzFile npz, float[] joints, int frames) {
        double frame = npz.read("check_frame").toScalar();
        if (!(frame >= 0 && frame < frames)) {
            throw PipelineException.badInput("array check_frame: expected 0.." + (frames - 1) + ", got " + frame);
        }
        double[] expected = npz.read("check_joints_smpl22_m").requireShape(BodySkeleton.JOINTS, 3).toFiniteDoubles();
        for (int i = 0; i < expected.length; i++) {
            float got = joints[(int) frame * expected.length + i];
            if (!(Math.abs(got - expected[i]) <= CHECK_TOLERANCE_METERS)) {
                throw PipelineException.badInput("joint " + i / 3 + " at frame " + (int) frame + ": expected coordinate " + i % 3 + " to be "
                        + expected[i] + " m as the file says, got " + got);
            }
        }
    }

    private static MotionClip clip(NpzFile npz, BodySequence motion) {
        try {
            JsonNode meta = JSON.readTree(npz.read("meta").toBytes());
            return new MotionClip(
                    meta.path("clip").asText(), meta.path("source").asText(), meta.path("performer").asText(),
                    meta.path("activity").asText(), motion);
        } catch (IOException e) {
            throw PipelineException.badInput("array meta: expected JSON, got: " + e.getMessage());
        }
    }

    /** Forward kinematics of any tree in double precision. */
    private static final class JointTree {
        private final int[] parents;
        private final Vec3[] offsets;
        private final Quaternion[] rotations;
        private final Vec3[] positions;

        JointTree(int[] parents, double[] offsets) {
            this.parents = parents;
            this.offsets = new Vec3[parents.length];
            this.rotations = new Quaternion[parents.length];
            this.positions = new Vec3[parents.length];
            for (int j = 0; j < parents.length; j++) {
                if (parents[j] < (j == 0 ? -1 : 0) || parents[j] >= j) {
                    throw PipelineException.badInput(
                            "array parents: expected joint " + j + " after its parent and one root, got parent " + parents[j]);
                }
                this.offsets[j] = new Vec3(offsets[j * 3], offsets[j * 3 + 1], offsets[j * 3 + 2]);
            }
        }

        int joints() {
            return parents.length;
        }

        void pose(double[] root, double[] local, int frame) {
            for (int j = 0; j < parents.length; j++) {
                int at = (frame * parents.length + j) * 4;
                Quaternion rotation = unit(new Quaternion(local[at], local[at + 1], local[at + 2], local[at + 3]), frame, j);
                int parent = parents[j];
                if (parent < 0) {
                    rotations[j] = rotation;
                    positions[j] = new Vec3(root[frame * 3], root[frame * 3 + 1], root[frame * 3 + 2]);
                } else {
                    rotations[j] = rotations[parent].times(rotation);
                    positions[j] = positions[parent].plus(rotations[parent].rotate(offsets[j]));
                }
            }
        }

        /** Stored in steps of 1/4096: anything further from unit length is not a rotation. */
        private static Quaternion unit(Quaternion stored, int frame, int joint) {
            double norm = Math.sqrt(stored.w() * stored.w() + stored.x() * stored.x() + stored.y() * stored.y() + stored.z() * stored.z());
            if (!(Math.abs(norm - 1) < 0.01)) {
                throw PipelineException.badInput(
                        "array local_quat_wxyz: expected unit quaternions, got length " + norm + " at frame " + frame + " joint " + joint);
            }
            return stored.normalized();
        }

        Quaternion rotation(int joint) {
            return rotations[joint];
        }

        Vec3 position(int joint) {
            return positions[joint];
        }
    }
}
