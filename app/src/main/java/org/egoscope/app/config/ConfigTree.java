package org.egoscope.app.config;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.egoscope.core.ErrorKind;
import org.egoscope.core.PipelineException;

/**
 * Nested configuration records seen as flat keys: {@code perception.segment.maxInstances=40}. The records' own constructors check
 * the values; here all problems of one configuration are gathered and reported at once.
 */
public final class ConfigTree {
    private final List<String> problems = new ArrayList<>();
    private final Map<String, String> overrides;
    private final TreeSet<String> used = new TreeSet<>();

    private ConfigTree(Map<String, String> overrides) {
        this.overrides = overrides;
    }

    /** Every leaf of the record tree as text, sorted by key. */
    public static Map<String, String> flatten(Record config) {
        Map<String, String> flat = new TreeMap<>();
        flatten("", config, flat);
        return flat;
    }

    private static void flatten(String prefix, Record config, Map<String, String> flat) {
        for (RecordComponent component : config.getClass().getRecordComponents()) {
            Object value = valueOf(config, component);
            String key = prefix + component.getName();
            if (value instanceof Record nested) {
                flatten(key + ".", nested, flat);
            } else {
                flat.put(key, text(value));
            }
        }
    }

    private static String text(Object value) {
        return value instanceof Optional<?> optional ? optional.map(String::valueOf).orElse("") : String.valueOf(value);
    }

    /**
     * The configuration with some leaves replaced.
     *
     * @throws PipelineException BAD_CONFIG that lists every unknown key and every refused value
     */
    public static <R extends Record> R overlay(R defaults, Map<String, String> overrides) {
        ConfigTree tree = new ConfigTree(overrides);
        R result = tree.rebuild("", defaults);
        for (String key : overrides.keySet()) {
            if (!tree.used.contains(key)) {
                tree.problems.add(key + ": expected a known key (see 'egoscope run --print-config'), got an unknown one");
            }
        }
        if (!tree.problems.isEmpty()) {
            throw new PipelineException(ErrorKind.BAD_CONFIG, "configuration: " + String.join("; ", tree.problems));
        }
        return result;
    }

    @SuppressWarnings("unchecked")
    private <R extends Record> R rebuild(String prefix, R defaults) {
        RecordComponent[] components = defaults.getClass().getRecordComponents();
        Object[] values = new Object[components.length];
        boolean changed = false;
        for (int i = 0; i < components.length; i++) {
            Object before = valueOf(defaults, components[i]);
            String key = prefix + components[i].getName();
            values[i] = before instanceof Record nested ? rebuild(key + ".", nested) : leaf(key, components[i], before);
            changed |= values[i] != before;
        }
        return changed ? (R) construct(prefix, defaults, components, values) : defaults;
    }

    private Object leaf(String key, RecordComponent component, Object before) {
        String override = overrides.get(key);
        if (override == null) {
            return before;
        }
        used.add(key);
        try {
            return parse(component.getType(), override.strip());
        } catch (IllegalArgumentException | java.time.format.DateTimeParseException e) {
            problems.add(key + ": expected " + describe(component.getType()) + ", got '" + override + "'");
            return before;
        }
    }

    private Record construct(String prefix, Record defaults, RecordComponent[] components, Object[] values) {
        try {
            Class<?>[] types = Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
            Constructor<? extends Record> constructor = defaults.getClass().getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return constructor.newInstance(values);
        } catch (InvocationTargetException e) {
            problems.add(prefix + " " + e.getCause().getMessage());
            return defaults;
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("record " + defaults.getClass() + " has no canonical constructor", e);
        }
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static Object parse(Class<?> type, String value) {
        if (type == int.class) {
            return Integer.parseInt(value);
        } else if (type == long.class) {
            return Long.parseLong(value);
        } else if (type == double.class) {
            return Double.parseDouble(value);
        } else if (type == float.class) {
            return Float.parseFloat(value);
        } else if (type == boolean.class) {
            if (!value.equals("true") && !value.equals("false")) {
                throw new IllegalArgumentException(value);
            }
            return value.equals("true");
        } else if (type == Duration.class) {
            return Duration.parse(value);
        } else if (type == Path.class) {
            return Path.of(value);
        } else if (type == Optional.class) {
            return value.isEmpty() ? Optional.empty() : Optional.of(Path.of(value));
        } else if (type.isEnum()) {
            return Enum.valueOf((Class<? extends Enum>) type, value.toUpperCase(java.util.Locale.ROOT));
        }
        return value;
    }

    private static String describe(Class<?> type) {
        if (type.isEnum()) {
            return "one of " + Arrays.toString(type.getEnumConstants());
        }
        return type == Duration.class ? "an ISO-8601 duration such as PT0.2S" : type.getSimpleName();
    }

    private static Object valueOf(Record config, RecordComponent component) {
        try {
            component.getAccessor().setAccessible(true);
            return component.getAccessor().invoke(config);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot read " + component, e);
        }
    }
}
