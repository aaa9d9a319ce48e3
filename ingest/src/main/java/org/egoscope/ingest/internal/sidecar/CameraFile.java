package org.egoscope.ingest.internal.sidecar;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.egoscope.core.ErrorKind;
import org.egoscope.core.PipelineException;
import org.egoscope.core.geometry.Camera;
import org.egoscope.core.geometry.CameraModel;
import org.egoscope.core.geometry.FisheyeCamera;
import org.egoscope.core.geometry.ImageSize;
import org.egoscope.core.geometry.PinholeCamera;
import org.egoscope.core.geometry.Quaternion;
import org.egoscope.core.geometry.RigidTransform;
import org.egoscope.core.geometry.Vec3;

/**
 * Calibration of the headset camera, as documented in docs/formats/pose-csv.md.
 *
 * @param camera for the upright picture at the size the file gives, and how it is worn where the file says so
 * @param deviceTimeOfFirstFrameNanos ties the clock of a device trajectory to the video; empty if not given
 */
public record CameraFile(Camera camera, OptionalLong deviceTimeOfFirstFrameNanos) {
    private static final long MAX_BYTES = 1 << 20;
    private static final Set<String> KEYS = Set.of(
            "model", "width", "height", "fx", "fy", "cx", "cy", "k", "maxThetaRadians", "deviceFromCamera",
            "deviceFromEyes", "cameraTiltDegrees", "deviceTimeOfFirstFrameNanos");

    /** Where a lens table ends if the file does not say: half of a 180 degree lens. */
    private static final double DEFAULT_MAX_THETA_RADIANS = Math.PI / 2;

    /** Steeper is not worn on a head. */
    private static final int MOST_TILT_DEGREES = 90;

    public static CameraFile read(Path file) {
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw PipelineException.badInput("camera file: expected at most 1 MiB, got " + Files.size(file) + " bytes in " + file);
            }
            JsonNode root = new ObjectMapper().readTree(Files.readAllBytes(file));
            return new Reading(file).camera(root);
        } catch (JsonProcessingException e) {
            throw new PipelineException(ErrorKind.BAD_INPUT, "camera file: expected JSON, got a syntax error in " + file, e);
        } catch (IOException e) {
            throw new PipelineException(ErrorKind.BAD_INPUT, "camera file: cannot read " + file, e);
        } catch (IllegalArgumentException e) {
            throw new PipelineException(ErrorKind.BAD_INPUT, "camera file " + file + ": " + e.getMessage(), e);
        }
    }

    private record Reading(Path file) {
        CameraFile camera(JsonNode root) {
            if (root == null || !root.isObject()) {
                throw PipelineException.badInput("camera file: expected a JSON object, got another value in " + file);
            }
            for (Iterator<String> names = root.fieldNames(); names.hasNext(); ) {
                String name = names.next();
                if (!KEYS.contains(name)) {
                    throw PipelineException.badInput("camera file: expected one of " + new java.util.TreeSet<>(KEYS) + ", got key '"
                            + name + "' in " + file);
                }
            }
            JsonNode time = root.path("deviceTimeOfFirstFrameNanos");
            OptionalLong firstFrame = time.isIntegralNumber() ? OptionalLong.of(time.longValue()) : OptionalLong.empty();
            RigidTransform deviceFromCamera = root.has("deviceFromCamera") ? transform(root, "deviceFromCamera") : RigidTransform.IDENTITY;
            return new CameraFile(new Camera(model(root), deviceFromCamera, true, cameraFromEyes(root, deviceFromCamera)), firstFrame);
        }

        private Optional<RigidTransform> cameraFromEyes(JsonNode root, RigidTransform deviceFromCamera) {
            if (root.has("deviceFromEyes") && root.has("cameraTiltDegrees")) {
                throw PipelineException.badInput("camera file: expected deviceFromEyes or cameraTiltDegrees, got both in " + file);
            }
            if (root.has("deviceFromEyes")) {
                return Optional.of(deviceFromCamera.inverse().times(transform(root, "deviceFromEyes")));
            }
            if (!root.has("cameraTiltDegrees")) {
                return Optional.empty();
            }
            double degrees = number(root, "cameraTiltDegrees");
            if (Math.abs(degrees) > MOST_TILT_DEGREES) {
                throw PipelineException.badInput("camera file: expected cameraTiltDegrees -" + MOST_TILT_DEGREES + ".." + MOST_TILT_DEGREES
                        + ", got " + degrees + " in " + file);
            }
            return Optional.of(Camera.eyesBehindTilted(Math.toRadians(degrees)));
        }

        private CameraModel model(JsonNode root) {
            ImageSize size = new ImageSize((int) number(root, "width"), (int) number(root, "height"));
            double fx = number(root, "fx");
            double fy = number(root, "fy");
            double cx = number(root, "cx");
            double cy = number(root, "cy");
            String model = root.path("model").asText("");
            if (model.equals("pinhole")) {
                return new PinholeCamera(size, fx, fy, cx, cy);
            }
            if (!model.equals("fisheye")) {
                throw PipelineException.badInput("camera file: expected model pinhole or fisheye, got '" + model + "' in " + file);
            }
            double[] k = numbers(root.path("k"), "k", 4);
            double theta = root.has("maxThetaRadians") ? number(root, "maxThetaRadians") : DEFAULT_MAX_THETA_RADIANS;
            return new FisheyeCamera(new FisheyeCamera.Intrinsics(size, fx, fy, cx, cy), k[0], k[1], k[2], k[3], theta);
        }

        private RigidTransform transform(JsonNode root, String name) {
            double[] q = numbers(root.path(name).path("rotation"), name + ".rotation", 4);
            double[] t = numbers(root.path(name).path("translation"), name + ".translation", 3);
            Quaternion rotation = new Quaternion(q[0], q[1], q[2], q[3]);
            return new RigidTransform(rotation.normalized(), new Vec3(t[0], t[1], t[2]));
        }

        private double number(JsonNode root, String name) {
            JsonNode node = root.path(name);
            if (!node.isNumber() || !Double.isFinite(node.doubleValue())) {
                throw PipelineException.badInput("camera file: expected a number for " + name + ", got '" + node + "' in " + file);
            }
            return node.doubleValue();
        }

        private double[] numbers(JsonNode node, String name, int count) {
            if (!node.isArray() || node.size() != count) {
                throw PipelineException.badInput(
                        "camera file: expected " + count + " numbers for " + name + ", got '" + node + "' in " + file);
            }
            double[] values = new double[count];
            for (int i = 0; i < count; i++) {
                values[i] = node.get(i).asDouble(Double.NaN);
                if (!Double.isFinite(values[i])) {
                    throw PipelineException.badInput("camera file: expected numbers for " + name + ", got '" + node + "' in " + file);
                }
            }
            return values;
        }
    }
}
