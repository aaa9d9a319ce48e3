package org.egoscope.motion.internal.mesh;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Reads a GLB file and skins its mesh at a key frame by the text of the glTF 2.0 specification, with 4x4 matrices in double precision;
 * shares nothing with the writer.
 */
final class GlbScene {
    private final JsonNode root;
    private final ByteBuffer binary;

    GlbScene(Path file) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        require(bytes.getInt() == 0x46546C67 && bytes.getInt() == 2 && bytes.getInt() == bytes.capacity(), "header");
        byte[] json = new byte[bytes.getInt()];
        require(bytes.getInt() == 0x4E4F534A && json.length % 4 == 0, "JSON chunk");
        bytes.get(json);
        root = new ObjectMapper().readTree(json);
        int length = bytes.getInt();
        require(bytes.getInt() == 0x004E4942 && length == bytes.remaining() && length % 4 == 0, "binary chunk");
        require(root.at("/buffers/0/byteLength").asInt() == length, "buffer length");
        binary = bytes.slice().order(ByteOrder.LITTLE_ENDIAN);
    }

    private static void require(boolean condition, String what) {
        if (!condition) {
            throw new IllegalStateException("GLB: bad " + what);
        }
    }

    JsonNode root() {
        return root;
    }

    double[] accessor(int index) {
        JsonNode accessor = root.get("accessors").get(index);
        JsonNode view = root.get("bufferViews").get(accessor.get("bufferView").asInt());
        String type = accessor.get("type").asText();
        int width = type.equals("SCALAR") ? 1 : type.equals("MAT4") ? 16 : type.charAt(3) - '0';
        double[] values = new double[accessor.get("count").asInt() * width];
        int size = switch (accessor.get("componentType").asInt()) {
            case 5121 -> 1;
            case 5123 -> 2;
            default -> 4;
        };
        require(values.length * size == view.get("byteLength").asInt() && view.get("byteOffset").asInt() % 4 == 0, "view");
        for (int i = 0; i < values.length; i++) {
            int at = view.get("byteOffset").asInt() + i * size;
            values[i] = switch (accessor.get("componentType").asInt()) {
                case 5121 -> binary.get(at) & 0xFF;
                case 5123 -> binary.getShort(at) & 0xFFFF;
                case 5125 -> binary.getInt(at) & 0xFFFFFFFFL;
                default -> binary.getFloat(at);
            };
        }
        return values;
    }

    /** {@code [V, 3]} in the scene's axes. */
    double[] vertices(int keyFrame) {
        JsonNode nodes = root.get("nodes");
        double[][] translation = new double[nodes.size()][];
        double[][] rotation = new double[nodes.size()][];
        for (int n = 0; n < nodes.size(); n++) {
            JsonNode given = nodes.get(n).get("translation");
            translation[n] = new double[3];
            for (int axis = 0; given != null && axis < 3; axis++) {
                translation[n][axis] = given.get(axis).asDouble();
            }
            rotation[n] = new double[] {0, 0, 0, 1};
        }
        JsonNode animation = root.at("/animations/0");
        for (JsonNode channel : animation.get("channels")) {
            double[] output = accessor(animation.get("samplers").get(channel.get("sampler").asInt()).get("output").asInt());
            boolean turns = channel.at("/target/path").asText().equals("rotation");
            int width = turns ? 4 : 3;
            (turns ? rotation : translation)[channel.at("/target/node").asInt()] =
                    Arrays.copyOfRange(output, keyFrame * width, (keyFrame + 1) * width);
        }
        double[][] global = new double[nodes.size()][];
        for (JsonNode top : root.at("/scenes/0/nodes")) {
            place(top.asInt(), identity(), translation, rotation, global);
        }
        return skinned(global);
    }

    private static double[] identity() {
        return new double[] {1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1};
    }

    private void place(int node, double[] parent, double[][] translation, double[][] rotation, double[][] global) {
        global[node] = times(parent, matrix(translation[node], rotation[node]));
        JsonNode children = root.get("nodes").get(node).get("children");
        for (int i = 0; children != null && i < children.size(); i++) {
            place(children.get(i).asInt(), global[node], translation, rotation, global);
        }
    }

    /** Column-major, T R. */
    private static double[] matrix(double[] t, double[] q) {
        double x = q[0];
        double y = q[1];
        double z = q[2];
        double w = q[3];
        require(Math.abs(x * x + y * y + z * z + w * w - 1) < 1e-5, "quaternion length");
        return new double[] {
            1 - 2 * (y * y + z * z), 2 * (x * y + w * z), 2 * (x * z - w * y), 0,
            2 * (x * y - w * z), 1 - 2 * (x * x + z * z), 2 * (y * z + w * x), 0,
            2 * (x * z + w * y), 2 * (y * z - w * x), 1 - 2 * (x * x + y * y), 0,
            t[0], t[1], t[2], 1
        };
    }

    private static double[] times(double[] a, double[] b) {
        double[] c = new double[16];
        for (int column = 0; column < 4; column++) {
            for (int row = 0; row < 4; row++) {
                for (int k = 0; k < 4; k++) {
                    c[column * 4 + row] += a[k * 4 + row] * b[column * 4 + k];
                }
            }
        }
        return c;
    }

    private double[] skinned(double[][] global) {
        JsonNode attributes = root.at("/meshes/0/primitives/0/attributes");
        double[] position = accessor(attributes.get("POSITION").asInt());
        double[] joints = accessor(attributes.get("JOINTS_0").asInt());
        double[] weights = accessor(attributes.get("WEIGHTS_0").asInt());
        double[] inverse = accessor(root.at("/skins/0/inverseBindMatrices").asInt());
        JsonNode names = root.at("/skins/0/joints");
        double[][] matrices = new double[names.size()][];
        for (int j = 0; j < matrices.length; j++) {
            matrices[j] = times(global[names.get(j).asInt()], Arrays.copyOfRange(inverse, j * 16, j * 16 + 16));
        }
        double[] out = new double[position.length];
        for (int v = 0; v < position.length / 3; v++) {
            for (int k = v * 4; k < v * 4 + 4; k++) {
                double[] m = matrices[(int) joints[k]];
                for (int row = 0; row < 3; row++) {
                    double turned = m[row] * position[v * 3] + m[4 + row] * position[v * 3 + 1] + m[8 + row] * position[v * 3 + 2];
                    out[v * 3 + row] += weights[k] * (turned + m[12 + row]);
                }
            }
        }
        return out;
    }
}
