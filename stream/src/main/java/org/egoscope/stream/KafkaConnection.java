package org.egoscope.stream;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.egoscope.core.ErrorKind;
import org.egoscope.core.PipelineException;

/**
 * Where the brokers are and how to log in.
 *
 * @param bootstrapServers {@code host:port[,host:port...]}
 * @param properties more Kafka client properties, such as {@code security.protocol} and {@code sasl.jaas.config}; never those that
 *     exactly-once rests on
 */
public record KafkaConnection(String bootstrapServers, Map<String, String> properties) {
    /** Set by the workers themselves: with other values a killed worker would lose or repeat frames. */
    private static final List<String> RESERVED = List.of(
            "bootstrap.servers",
            "acks",
            "auto.offset.reset",
            "enable.auto.commit",
            "enable.idempotence",
            "group.id",
            "group.instance.id",
            "group.protocol",
            "isolation.level",
            "key.deserializer",
            "key.serializer",
            "transactional.id",
            "value.deserializer",
            "value.serializer");

    /** A host may be an IPv6 address in brackets. */
    private static final Pattern ADDRESSES = Pattern.compile("\\s*[^\\s,]+:\\d{1,5}(\\s*,\\s*[^\\s,]+:\\d{1,5})*\\s*");

    public KafkaConnection {
        Objects.requireNonNull(bootstrapServers, "bootstrapServers is null");
        if (!ADDRESSES.matcher(bootstrapServers).matches()) {
            throw PipelineException.badConfig("bootstrap servers: expected host:port[,host:port...], got '" + bootstrapServers + "'");
        }
        properties = java.util.Collections.unmodifiableMap(new TreeMap<>(properties));
        List<String> refused = RESERVED.stream().filter(properties::containsKey).toList();
        if (!refused.isEmpty()) {
            throw PipelineException.badConfig(
                    "client properties: expected none that the workers set themselves, got " + String.join(", ", refused));
        }
    }

    /** A broker without login. */
    public static KafkaConnection to(String bootstrapServers) {
        return new KafkaConnection(bootstrapServers, Map.of());
    }

    /** Client properties from a file in the format of {@link Properties}, so that secrets stay off the command line. */
    public static KafkaConnection withPropertiesFile(String bootstrapServers, Path file) {
        Properties read = new Properties();
        try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            read.load(reader);
        } catch (IOException | IllegalArgumentException e) {
            throw new PipelineException(
                    ErrorKind.BAD_CONFIG, "client properties: expected a readable properties file, got " + file + " (" + e + ")", e);
        }
        Map<String, String> properties = new TreeMap<>();
        read.stringPropertyNames().forEach(name -> properties.put(name, read.getProperty(name)));
        return new KafkaConnection(bootstrapServers, properties);
    }

    /** Names of the properties only: values may be secrets. */
    @Override
    public String toString() {
        return "KafkaConnection[" + bootstrapServers + ", " + properties.keySet() + "]";
    }
}
