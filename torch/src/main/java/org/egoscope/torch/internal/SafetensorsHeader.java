package org.egoscope.torch.internal;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.egoscope.core.ErrorKind;
import org.egoscope.core.PipelineException;
import org.egoscope.torch.SafetensorsFile.DataType;
import org.egoscope.torch.SafetensorsFile.Entry;

/** The JSON header of a safetensors file, each entry checked by itself. */
public record SafetensorsHeader(Map<String, Entry> entries, Map<String, String> metadata) {
    private static final ObjectMapper JSON = new ObjectMapper()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    public SafetensorsHeader {
        entries = Collections.unmodifiableMap(new TreeMap<>(entries));
        metadata = Collections.unmodifiableMap(new TreeMap<>(metadata));
    }

    /** Parses and checks. */
    public static SafetensorsHeader parse(byte[] json) {
        JsonNode root;
        try {
            root = JSON.readTree(json);
        } catch (IOException e) {
            throw new PipelineException(ErrorKind.MODEL, "safetensors header: expected JSON, got " + e.getMessage(), e);
        }
        if (root == null || !root.isObject()) {
            throw broken("header", "a JSON object", "something else");
        }
        Map<String, Entry> entries = new TreeMap<>();
        Map<String, String> metadata = new TreeMap<>();
        root.properties().forEach(field -> {
            if (field.getKey().equals("__metadata__")) {
                field.getValue().properties().forEach(pair -> metadata.put(pair.getKey(), pair.getValue().asText()));
            } else {
                entries.put(field.getKey(), entry(field.getKey(), field.getValue()));
            }
        });
        return new SafetensorsHeader(entries, metadata);
    }

    private static Entry entry(String name, JsonNode node) {
        DataType type = type(name, node.path("dtype").asText(""));
        List<Long> shape = numbers(name, "shape", node.path("shape"));
        List<Long> offsets = numbers(name, "data_offsets", node.path("data_offsets"));
        if (offsets.size() != 2 || offsets.get(0) > offsets.get(1)) {
            throw broken(name, "data_offsets [begin, end] with begin <= end", offsets.toString());
        }
        long expected = bytes(name, type, shape);
        long got = offsets.get(1) - offsets.get(0);
        if (expected != got) {
            throw broken(name, expected + " bytes for " + type + shape, got + " bytes");
        }
        return new Entry(type, shape, offsets.get(0), offsets.get(1));
    }

    private static DataType type(String name, String word) {
        for (DataType type : DataType.values()) {
            if (type.name().equals(word)) {
                return type;
            }
        }
        throw broken(name, "dtype of F64, F32, F16, BF16, I64, I32, I16, I8, U8, BOOL", "'" + word + "'");
    }

    private static List<Long> numbers(String name, String field, JsonNode list) {
        if (!list.isArray()) {
            throw broken(name, field + " as a list", list.isMissingNode() ? "none" : list.toString());
        }
        List<Long> numbers = new ArrayList<>();
        for (JsonNode number : list) {
            if (!number.isIntegralNumber() || !number.canConvertToLong() || number.asLong() < 0) {
                throw broken(name, field + " of whole numbers >= 0", number.toString());
            }
            numbers.add(number.asLong());
        }
        return numbers;
    }

    private static long bytes(String name, DataType type, List<Long> shape) {
        try {
            long bytes = type.bytes();
            for (long side : shape) {
                bytes = Math.multiplyExact(bytes, side);
            }
            return bytes;
        } catch (ArithmeticException e) {
            throw broken(name, "a size below 2^63 bytes", type + shape.toString());
        }
    }

    private static PipelineException broken(String what, String expected, String got) {
        return new PipelineException(ErrorKind.MODEL, "safetensors " + what + ": expected " + expected + ", got " + got);
    }
}
