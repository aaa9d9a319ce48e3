package org.egoscope.torch.internal;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.egoscope.core.PipelineException;
import org.egoscope.torch.SafetensorsFile.DataType;

/** What a pickle of tensors is made of, and checked casts to it. */
public final class PickleValues {
    private PickleValues() {}

    /** Makes the error from what was expected and what was met. */
    interface Broken extends BiFunction<String, String, PipelineException> {}

    /** Python's {@code None}. */
    public enum None {
        NONE
    }

    /** Python's tuple. */
    public record Tuple(List<Object> items) {
        @Override
        public String toString() {
            return "a tuple of " + items.size();
        }
    }

    /** The attributes of a module of a TorchScript archive; its code is not read. */
    public static final class Module {
        private Map<Object, Object> attributes = Map.of();

        void take(Map<Object, Object> state) {
            attributes = state;
        }

        public Map<Object, Object> attributes() {
            return attributes;
        }
    }

    /** The element type that a storage's class stands for. */
    record StorageType(DataType type) {}

    /**
     * Values that tensors of a checkpoint lie in.
     *
     * @param key names the storage within the file
     * @param count number of elements
     */
    public record Storage(DataType type, String key, long count) {}

    static Map<Object, Object> dictionary() {
        return new LinkedHashMap<>();
    }

    static String text(Object value, Broken broken) {
        if (value instanceof String text) {
            return text;
        }
        throw broken.apply("text", kind(value));
    }

    static long number(Object value, Broken broken) {
        if (value instanceof Long number) {
            return number;
        }
        throw broken.apply("a whole number", kind(value));
    }

    static Tuple tuple(Object value, Broken broken) {
        if (value instanceof Tuple tuple) {
            return tuple;
        }
        throw broken.apply("a tuple", kind(value));
    }

    @SuppressWarnings("unchecked")
    static List<Object> list(Object value, Broken broken) {
        if (value instanceof List<?> list) {
            return (List<Object>) list;
        }
        throw broken.apply("a list", kind(value));
    }

    @SuppressWarnings("unchecked")
    static Map<Object, Object> map(Object value, Broken broken) {
        if (value instanceof Map<?, ?> map) {
            return (Map<Object, Object>) map;
        }
        throw broken.apply("a dictionary", kind(value));
    }

    static long[] sides(Object value, Broken broken) {
        List<Object> items = value instanceof List<?> ? list(value, broken) : tuple(value, broken).items();
        if (items.size() > StoredTensor.MAX_RANK) {
            throw broken.apply("at most " + StoredTensor.MAX_RANK + " sides", String.valueOf(items.size()));
        }
        return items.stream().mapToLong(item -> number(item, broken)).toArray();
    }

    /** A word for messages; never the value, which may be large or hold itself. */
    public static String kind(Object value) {
        if (value instanceof List<?> list) {
            return "a list of " + list.size();
        }
        if (value instanceof Map<?, ?> map) {
            return "a dictionary of " + map.size();
        }
        if (value instanceof String text) {
            return "'" + PickleMachine.printable(text) + "'";
        }
        if (value instanceof Module || value instanceof StoredTensor || value instanceof Storage || value instanceof StorageType) {
            return "a " + value.getClass().getSimpleName();
        }
        return value.toString();
    }
}
