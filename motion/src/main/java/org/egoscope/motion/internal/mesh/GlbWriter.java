package org.egoscope.motion.internal.mesh;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.IntFunction;
import org.egoscope.core.PipelineException;
import org.egoscope.core.Shape;
import org.egoscope.core.geometry.Quaternion;
import org.egoscope.core.geometry.Vec3;

/**
 * A skinned, animated body as one binary glTF file (Khronos glTF 2.0, GLB container): one node per joint, inverse bind matrices, a
 * rotation channel per joint and a translation channel for the root and for every joint whose distance to its parent changes.
 *
 * <p>glTF is y up and faces +z: our (x forward, y left, z up) become its (z, x, y), a rotation by cyclic exchange, so that +x stays left.
 */
final class GlbWriter {
    /** Offsets that stay within this are written once; the longest chain of joints sums up to less than 0.1 mm. */
    private static final double CONSTANT_OFFSET_METERS = 1e-5;

    private static final int GLB_MAGIC = 0x46546C67;
    private static final int JSON_CHUNK = 0x4E4F534A;
    private static final int BINARY_CHUNK = 0x004E4942;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Rig rig;
    private final Animation animation;
    private final ObjectNode root = JSON.createObjectNode();
    private final GlbBuffer buffer;

    /**
     * Poses over time.
     *
     * @param frames number of frames
     * @param framesPerSecond rate
     * @param poses pose of each frame
     */
    record Animation(int frames, double framesPerSecond, IntFunction<JointPose> poses) {}

    private GlbWriter(Rig rig, Animation animation) {
        this.rig = rig;
        this.animation = animation;
        this.buffer = new GlbBuffer(root);
    }

    /** Writes the file anew. */
    static void write(Path file, Rig rig, String[] jointNames, Animation animation) {
        if (animation.frames() < 1) {
            throw PipelineException.badInput("GLB: expected at least 1 frame, got none");
        }
        GlbWriter writer = new GlbWriter(rig, animation);
        writer.describe(jointNames);
        try {
            Files.write(file, writer.container());
        } catch (IOException e) {
            throw new UncheckedIOException("GLB " + file + ": " + e.getMessage(), e);
        }
    }

    private void describe(String[] jointNames) {
        root.putObject("asset").put("version", "2.0").put("generator", "Egoscope");
        root.put("scene", 0);
        root.putArray("scenes").addObject().putArray("nodes").add(0).add(rig.jointCount());
        addMesh();
        ArrayNode nodes = root.putArray("nodes");
        for (int j = 0; j < rig.jointCount(); j++) {
            addJoint(nodes.addObject().put("name", jointNames[j]), j);
        }
        nodes.addObject().put("name", "body").put("mesh", 0).put("skin", 0);
        addSkin();
        addAnimation((ArrayNode) root.get("nodes"));
        buffer.finish();
    }

    private void addMesh() {
        TriangleSurface surface = rig.surface();
        float[] normals = new float[surface.points().length];
        TriangleSurface.normals(surface.points(), surface.triangles(), normals);
        ObjectNode primitive = root.putArray("meshes").addObject().put("name", "body").putArray("primitives").addObject();
        primitive.putObject("attributes")
                .put("POSITION", buffer.addBounded(toGltf(surface.points()), "VEC3", GlbBuffer.VERTICES))
                .put("NORMAL", buffer.add(toGltf(normals), "VEC3", GlbBuffer.VERTICES))
                .put("JOINTS_0", buffer.addBytes(rig.skin().joints(), "VEC4"))
                .put("WEIGHTS_0", buffer.add(rig.skin().weights(), "VEC4", GlbBuffer.VERTICES));
        primitive.put("indices", buffer.addIndices(surface.triangles()));
        primitive.put("material", 0);
        ObjectNode material = root.putArray("materials").addObject().put("name", "skin");
        ObjectNode appearance = material.putObject("pbrMetallicRoughness").put("metallicFactor", 0).put("roughnessFactor", 0.8);
        appearance.putArray("baseColorFactor").add(0.58).add(0.46).add(0.37).add(1);
    }

    private void addJoint(ObjectNode node, int joint) {
        ArrayNode children = JSON.createArrayNode();
        for (int child = joint + 1; child < rig.jointCount(); child++) {
            if (rig.parents()[child] == joint) {
                children.add(child);
            }
        }
        if (!children.isEmpty()) {
            node.set("children", children);
        }
        putTranslation(node, rig.restOffset(joint));
    }

    private static void putTranslation(ObjectNode node, Vec3 offset) {
        node.putArray("translation").add((float) offset.y()).add((float) offset.z()).add((float) offset.x());
    }

    /** Joint axes lie along the world's in the rest pose: an inverse bind matrix is a translation. Column-major. */
    private void addSkin() {
        float[] matrices = new float[rig.jointCount() * 16];
        float[] joints = toGltf(rig.restJoints());
        ObjectNode skin = root.putArray("skins").addObject();
        ArrayNode names = skin.putArray("joints");
        for (int j = 0; j < rig.jointCount(); j++) {
            for (int axis = 0; axis < 3; axis++) {
                matrices[j * 16 + axis * 5] = 1;
                matrices[j * 16 + 12 + axis] = -joints[j * 3 + axis];
            }
            matrices[j * 16 + 15] = 1;
            names.add(j);
        }
        skin.put("inverseBindMatrices", buffer.add(matrices, "MAT4", GlbBuffer.NO_TARGET));
        skin.put("skeleton", 0);
    }

    private void addAnimation(ArrayNode nodes) {
        int frames = animation.frames();
        float[] times = new float[frames];
        float[] rotations = new float[frames * rig.jointCount() * 4];
        float[] offsets = new float[frames * rig.jointCount() * 3];
        for (int t = 0; t < frames; t++) {
            times[t] = (float) (t / animation.framesPerSecond());
            putLocal(t, rotations, offsets);
        }
        int input = buffer.addBounded(times, "SCALAR", GlbBuffer.NO_TARGET);
        ObjectNode clip = root.putArray("animations").addObject().put("name", "motion");
        Channels channels = new Channels(clip.putArray("samplers"), clip.putArray("channels"), input);
        for (int j = 0; j < rig.jointCount(); j++) {
            float[] turns = Arrays.copyOfRange(rotations, j * frames * 4, (j + 1) * frames * 4);
            channels.add(j, "rotation", buffer.add(turns, "VEC4", GlbBuffer.NO_TARGET));
            float[] track = Arrays.copyOfRange(offsets, j * frames * 3, (j + 1) * frames * 3);
            if (rig.parents()[j] < 0 || !isConstant(track)) {
                channels.add(j, "translation", buffer.add(track, "VEC3", GlbBuffer.NO_TARGET));
            } else {
                ObjectNode node = (ObjectNode) nodes.get(j);
                node.putArray("translation").add(track[0]).add(track[1]).add(track[2]);
            }
        }
    }

    private record Channels(ArrayNode samplers, ArrayNode channels, int input) {
        void add(int node, String path, int output) {
            samplers.addObject().put("input", input).put("output", output).put("interpolation", "LINEAR");
            ObjectNode channel = channels.addObject().put("sampler", samplers.size() - 1);
            channel.putObject("target").put("node", node).put("path", path);
        }
    }

    /** Rotations relative to the parent as x, y, z, w of glTF and offsets from it, each joint's frames in a row. */
    private void putLocal(int frame, float[] rotations, float[] offsets) {
        JointPose pose = animation.poses().apply(frame);
        for (int j = 0; j < rig.jointCount(); j++) {
            int parent = rig.parents()[j];
            Quaternion intoParent = parent < 0 ? Quaternion.IDENTITY : pose.rotations()[parent].conjugate();
            Vec3 from = parent < 0 ? Vec3.ZERO : pose.positions()[parent];
            Quaternion local = intoParent.times(pose.rotations()[j]).normalized();
            Vec3 offset = intoParent.rotate(pose.positions()[j].minus(from));
            int row = j * animation.frames() + frame;
            putContinuous(rotations, row * 4, frame > 0, local);
            offsets[row * 3] = (float) offset.y();
            offsets[row * 3 + 1] = (float) offset.z();
            offsets[row * 3 + 2] = (float) offset.x();
        }
    }

    /** Of q and -q the one nearer to the frame before, so that players that blend linearly take the short way. */
    private static void putContinuous(float[] rotations, int at, boolean hasEarlier, Quaternion q) {
        double[] xyzw = {q.y(), q.z(), q.x(), q.w()};
        double dot = 0;
        for (int i = 0; hasEarlier && i < 4; i++) {
            dot += xyzw[i] * rotations[at - 4 + i];
        }
        for (int i = 0; i < 4; i++) {
            rotations[at + i] = (float) (dot < 0 ? -xyzw[i] : xyzw[i]);
        }
    }

    private static boolean isConstant(float[] track) {
        for (int i = 3; i < track.length; i++) {
            if (Math.abs(track[i] - track[i % 3]) > CONSTANT_OFFSET_METERS) {
                return false;
            }
        }
        return true;
    }

    private static float[] toGltf(@Shape("N 3") float[] ours) {
        float[] turned = new float[ours.length];
        for (int at = 0; at < ours.length; at += 3) {
            turned[at] = ours[at + 1];
            turned[at + 1] = ours[at + 2];
            turned[at + 2] = ours[at];
        }
        return turned;
    }

    /** Header and the two chunks, each padded to four bytes: the text with spaces, the binary with zeros. */
    private byte[] container() {
        byte[] json = root.toString().getBytes(StandardCharsets.UTF_8);
        int jsonLength = (json.length + 3) / 4 * 4;
        int binaryLength = buffer.length();
        ByteBuffer out = ByteBuffer.allocate(Math.addExact(12 + 8 + jsonLength + 8, binaryLength)).order(ByteOrder.LITTLE_ENDIAN);
        out.putInt(GLB_MAGIC).putInt(2).putInt(out.capacity());
        out.putInt(jsonLength).putInt(JSON_CHUNK).put(json);
        while (out.position() % 4 != 0) {
            out.put((byte) ' ');
        }
        out.putInt(binaryLength).putInt(BINARY_CHUNK);
        buffer.copyTo(out);
        return out.array();
    }
}
