package org.egoscope.app.command;

import java.nio.file.Path;
import org.egoscope.app.run.ClusterTransport;
import org.egoscope.app.run.DirectTransport;
import org.egoscope.app.run.LocalTransport;
import org.egoscope.app.run.Transport;
import org.egoscope.core.PipelineException;
import org.egoscope.stream.KafkaConnection;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How the stages are joined. */
final class TransportOptions {
    enum Kind {
        LOCAL,
        CLUSTER,
        DIRECT
    }

    @Option(
            names = "--transport",
            paramLabel = "NAME",
            defaultValue = "local",
            description = "local: embedded Kafka broker and all workers in this process (default); cluster: workers run elsewhere; "
                    + "direct: one thread, no Kafka.")
    private Kind kind = Kind.LOCAL;

    @Option(names = "--bootstrap-servers", paramLabel = "HOST:PORT", description = "Kafka brokers; for --transport cluster.")
    private @Nullable String bootstrapServers;

    @Option(names = "--kafka-properties", paramLabel = "FILE", description = "More Kafka client properties, such as TLS and SASL.")
    private @Nullable Path properties;

    @Mixin
    private TopicOptions topicOptions = new TopicOptions();

    Transport transport() {
        return switch (kind) {
            case DIRECT -> new DirectTransport();
            case LOCAL -> new LocalTransport();
            case CLUSTER -> new ClusterTransport(connection(bootstrapServers, properties), topicOptions.settings());
        };
    }

    static KafkaConnection connection(@Nullable String bootstrapServers, @Nullable Path properties) {
        if (bootstrapServers == null) {
            throw PipelineException.badConfig("--bootstrap-servers: expected HOST:PORT, got nothing");
        }
        return properties == null
                ? KafkaConnection.to(bootstrapServers)
                : KafkaConnection.withPropertiesFile(bootstrapServers, properties);
    }
}
