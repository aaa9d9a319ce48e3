package org.egoscope.torch;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.egoscope.core.ErrorKind;
import org.egoscope.core.PipelineException;

/**
 * What is known of a network's weights: the JSON file beside them.
 *
 * @param name name by which stages ask for it
 * @param file weight file in the same folder, a bare file name
 * @param sha256 lower-case hex of the weight file
 * @param bytes length of the weight file, -1 if the card does not say
 * @param licence licence of the weights
 * @param task what it is for
 * @param source where it comes from
 * @param inputs its inputs in order
 * @param outputs its outputs in order
 * @param classes class names in the order of the network, empty if it has none
 * @param threshold score above which a result counts, where the card says
 */
public record ModelCard(
        String name,
        String file,
        String sha256,
        long bytes,
        String licence,
        String task,
        String source,
        List<TensorSpec> inputs,
        List<TensorSpec> outputs,
        List<String> classes,
        OptionalDouble threshold) {
    private static final ObjectMapper JSON = new ObjectMapper().enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);

    public ModelCard {
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
        classes = List.copyOf(classes);
    }

    /** @throws PipelineException with {@link ErrorKind#MODEL} if the card cannot be read or lacks a field */
    public static ModelCard read(Path card) {
        JsonNode root;
        try {
            root = JSON.readTree(Files.readAllBytes(card));
        } catch (IOException e) {
            throw new PipelineException(ErrorKind.MODEL, "model card " + card + ": expected JSON, got " + e.getMessage(), e);
        }
        if (root == null || !root.isObject()) {
            throw damaged(card, "a JSON object", "something else");
        }
        String sha256 = required(root, "sha256", card);
        if (!sha256.matches("[0-9a-f]{64}")) {
            throw damaged(card, "sha256 of 64 hexadecimal digits in lower case", "'" + sha256 + "'");
        }
        String file = required(root, "file", card);
        if (!file.matches("[A-Za-z0-9._-]+") || file.startsWith(".")) {
            throw damaged(card, "file to be a bare file name", "'" + file + "'");
        }
        return new ModelCard(
                required(root, "name", card), file, sha256, root.path("bytes").asLong(-1), licence(root),
                root.path("task").asText(""), root.path("source").asText(""), inputs(root), outputs(root),
                texts(root.path("classes")), threshold(root));
    }

    private static String licence(JsonNode root) {
        return root.path(root.has("licence") ? "licence" : "license").asText("none stated");
    }

    private static OptionalDouble threshold(JsonNode root) {
        JsonNode value = root.path("threshold");
        return value.isNumber() ? OptionalDouble.of(value.asDouble()) : OptionalDouble.empty();
    }

    private static List<TensorSpec> inputs(JsonNode root) {
        JsonNode input = root.path("input");
        if (input.has("tensors")) {
            return specs(input.path("tensors"), input);
        }
        return input.has("shape") ? List.of(spec(input, input)) : List.of();
    }

    private static List<TensorSpec> outputs(JsonNode root) {
        return specs(root.path("outputs"), root.path("outputs"));
    }

    private static List<TensorSpec> specs(JsonNode list, JsonNode common) {
        List<TensorSpec> specs = new ArrayList<>();
        for (JsonNode one : list) {
            specs.add(spec(one, common));
        }
        return specs;
    }

    private static TensorSpec spec(JsonNode one, JsonNode common) {
        return new TensorSpec(
                texts(one.path("shape")), one.path("layout").asText(""),
                one.path("dtype").asText(common.path("dtype").asText("float32")), one.path("colour").asText(""),
                one.path("range").asText(""), one.path("meaning").asText(""));
    }

    private static List<String> texts(JsonNode list) {
        List<String> texts = new ArrayList<>();
        list.forEach(one -> texts.add(one.asText()));
        return texts;
    }

    private static String required(JsonNode root, String field, Path card) {
        String value = root.path(field).asText("");
        if (value.isEmpty()) {
            throw damaged(card, "field '" + field + "'", "none");
        }
        return value;
    }

    private static PipelineException damaged(Path card, String expected, String got) {
        return new PipelineException(ErrorKind.MODEL, "model card " + card + ": expected " + expected + ", got " + got);
    }
}
