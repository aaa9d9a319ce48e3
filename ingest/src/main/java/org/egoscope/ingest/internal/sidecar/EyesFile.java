package org.egoscope.ingest.internal.sidecar;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.egoscope.core.ErrorKind;
import org.egoscope.core.PipelineException;
import org.egoscope.core.geometry.Quaternion;
import org.egoscope.core.geometry.RigidTransform;
import org.egoscope.core.geometry.Vec3;

/** Where the eyes are on a device, as measured for that device. */
public final class EyesFile {
    private EyesFile() {}

    public static RigidTransform read(Path file) {
        try {
            JsonNode root = new ObjectMapper().readTree(Files.readAllBytes(file));
            JsonNode transform = root.has("deviceFromEyes") ? root.path("deviceFromEyes") : root.path("deviceFromCamera");
            if (!transform.isObject()) {
                throw PipelineException.badInput("eyes file: expected deviceFromEyes or deviceFromCamera, got neither in " + file);
            }
            double[] q = numbers(transform.path("rotation"), "rotation", 4, file);
            double[] t = numbers(transform.path("translation"), "translation", 3, file);
            double length = Math.sqrt(q[0] * q[0] + q[1] * q[1] + q[2] * q[2] + q[3] * q[3]);
            if (!(Math.abs(length - 1) < 0.01)) {
                throw PipelineException.badInput("eyes file: expected a unit quaternion w, x, y, z, got length " + length + " in " + file);
            }
            return new RigidTransform(new Quaternion(q[0], q[1], q[2], q[3]).normalized(), new Vec3(t[0], t[1], t[2]));
        } catch (JsonProcessingException e) {
            throw new PipelineException(ErrorKind.BAD_INPUT, "eyes file: expected JSON, got a syntax error in " + file, e);
        } catch (IOException e) {
            throw new PipelineException(ErrorKind.BAD_INPUT, "eyes file: cannot read " + file, e);
        }
    }

    private static double[] numbers(JsonNode node, String name, int count, Path file) {
        double[] values = new double[count];
        for (int i = 0; i < count; i++) {
            values[i] = node.path(i).asDouble(Double.NaN);
            if (node.size() != count || !Double.isFinite(values[i])) {
                throw PipelineException.badInput(
                        "eyes file: expected " + count + " numbers for " + name + ", got '" + node + "' in " + file);
            }
        }
        return values;
    }
}
