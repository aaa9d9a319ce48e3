package org.egoscope.stream;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Exit;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;
import org.egoscope.core.ErrorKind;
import org.egoscope.core.PipelineException;
import org.egoscope.stream.internal.Clients;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Kafka broker in this JVM: KRaft, broker and controller in one, listening on loopback only. Opened on the data directory of an
 * earlier one it takes all topics, offsets and open transactions up again.
 */
public final class EmbeddedKafka implements AutoCloseable {
    private static final String LOOPBACK = "127.0.0.1";
    private static final int NODE = 1;
    private static final int BIND_ATTEMPTS = 3;

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedKafka.class);
    private static final String LOCK = "egoscope.lock";

    private final KafkaRaftServer server;
    private final String bootstrapServers;
    private final DirectoryLock lock;
    private boolean closed;

    /**
     * How the broker runs.
     *
     * @param port loopback port, 0 for any free one
     * @param sessionTimeout after how long without a heartbeat a worker counts as dead and its partitions go to others
     * @param heartbeatInterval how often workers report; also how fast a change of the group reaches them
     */
    public record Settings(int port, Duration sessionTimeout, Duration heartbeatInterval) {
        public Settings {
            if (port < 0 || port > 65535) {
                throw PipelineException.badConfig("broker port: expected 0..65535, got " + port);
            }
            if (heartbeatInterval.toMillis() < 1 || sessionTimeout.compareTo(heartbeatInterval.multipliedBy(2)) < 0) {
                throw PipelineException.badConfig("broker: expected a session timeout of at least two heartbeats, got "
                        + sessionTimeout + " and " + heartbeatInterval);
            }
        }

        /** Any port; a dead worker is replaced after 8 s. */
        public static Settings defaults() {
            return new Settings(0, Duration.ofSeconds(8), Duration.ofMillis(500));
        }

        public Settings withPort(int newPort) {
            return new Settings(newPort, sessionTimeout, heartbeatInterval);
        }
    }

    private EmbeddedKafka(KafkaRaftServer server, String bootstrapServers, DirectoryLock lock) {
        this.server = server;
        this.bootstrapServers = bootstrapServers;
        this.lock = lock;
    }

    /** Returns when the broker answers, after about two seconds. */
    public static EmbeddedKafka start(Path directory) {
        return start(directory, Settings.defaults());
    }

    /** @throws PipelineException RESOURCES if the directory cannot be written or another broker runs on it */
    public static EmbeddedKafka start(Path directory, Settings settings) {
        DirectoryLock lock = DirectoryLock.take(directory, LOCK);
        nameTheEnd();
        try {
            return start(directory, settings, lock);
        } catch (RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    private static EmbeddedKafka start(Path directory, Settings settings, DirectoryLock lock) {
        RuntimeException last = null;
        for (int attempt = 0; attempt < BIND_ATTEMPTS; attempt++) {
            int brokerPort = settings.port() == 0 ? freePort() : settings.port();
            int controllerPort = freePort();
            try {
                return new EmbeddedKafka(
                        startOn(directory, settings, brokerPort, controllerPort), LOOPBACK + ":" + brokerPort, lock);
            } catch (IOException e) {
                throw new PipelineException(ErrorKind.RESOURCES, "broker: expected a writable directory, got " + directory, e);
            } catch (RuntimeException e) {
                // A free port may be taken by somebody else between the look and the bind; all else fails again in the same way.
                last = e;
            }
        }
        throw new PipelineException(
                ErrorKind.RESOURCES, "broker: expected it to start in " + directory + ", got " + rootOf(last), last);
    }

    /**
     * Kafka ends the process when its log cannot be written. That is want of disk far more often than a defect, and the exit code has to
     * say so; threads must not go on without a broker.
     */
    private static void nameTheEnd() {
        Exit.Procedure end = (status, message) -> {
            LOG.error("broker: expected to be able to write its log, got a fatal fault, see above; is the disk full?");
            Runtime.getRuntime().halt(ErrorKind.RESOURCES.exitCode());
        };
        Exit.setExitProcedure(end);
        Exit.setHaltProcedure(end);
    }

    private static KafkaRaftServer startOn(Path directory, Settings settings, int brokerPort, int controllerPort) throws IOException {
        Path logs = Files.createDirectories(directory.toAbsolutePath());
        Properties properties = new Properties();
        listeners(properties, brokerPort, controllerPort);
        properties.put("log.dirs", logs.toString());
        sizes(properties);
        groups(properties, settings);
        if (!Files.exists(logs.resolve("meta.properties"))) {
            format(logs);
        }
        KafkaRaftServer server = new KafkaRaftServer(KafkaConfig.fromProps(properties, false), Time.SYSTEM);
        try {
            server.startup();
        } catch (RuntimeException e) {
            server.shutdown();
            throw e;
        }
        return server;
    }

    private static void listeners(Properties properties, int brokerPort, int controllerPort) {
        properties.put("process.roles", "broker,controller");
        properties.put("node.id", String.valueOf(NODE));
        properties.put("controller.quorum.voters", NODE + "@" + LOOPBACK + ":" + controllerPort);
        properties.put("listeners", "BROKER://" + LOOPBACK + ":" + brokerPort + ",CONTROLLER://" + LOOPBACK + ":" + controllerPort);
        properties.put("advertised.listeners", "BROKER://" + LOOPBACK + ":" + brokerPort);
        properties.put("listener.security.protocol.map", "BROKER:PLAINTEXT,CONTROLLER:PLAINTEXT");
        properties.put("inter.broker.listener.name", "BROKER");
        properties.put("controller.listener.names", "CONTROLLER");
    }

    /** One machine, few clients: the defaults are made for servers and would take 128 MB for the log cleaner alone. */
    private static void sizes(Properties properties) {
        properties.put("num.network.threads", "2");
        properties.put("num.io.threads", "4");
        properties.put("background.threads", "2");
        properties.put("num.replica.fetchers", "1");
        properties.put("num.recovery.threads.per.data.dir", "2");
        properties.put("log.cleaner.threads", "1");
        properties.put("log.cleaner.dedupe.buffer.size", String.valueOf(4 << 20));
        properties.put("log.cleaner.io.buffer.size", String.valueOf(1 << 20));
        properties.put("log.cleaner.backoff.ms", "5000");
        properties.put("log.segment.bytes", String.valueOf(64 << 20));
        properties.put("log.index.size.max.bytes", String.valueOf(1 << 20));
        properties.put("log.retention.check.interval.ms", "60000");
        properties.put("log.segment.delete.delay.ms", "10000");
        properties.put("message.max.bytes", String.valueOf(Clients.MAX_REQUEST_BYTES));
        properties.put("replica.fetch.max.bytes", String.valueOf(Clients.MAX_REQUEST_BYTES));
        properties.put("auto.create.topics.enable", "false");
        properties.put("metadata.log.segment.bytes", String.valueOf(8 << 20));
    }

    private static void groups(Properties properties, Settings settings) {
        properties.put("offsets.topic.num.partitions", "4");
        properties.put("offsets.topic.replication.factor", "1");
        properties.put("offsets.topic.segment.bytes", String.valueOf(16 << 20));
        properties.put("transaction.state.log.num.partitions", "4");
        properties.put("transaction.state.log.replication.factor", "1");
        properties.put("transaction.state.log.min.isr", "1");
        properties.put("transaction.state.log.segment.bytes", String.valueOf(16 << 20));
        properties.put("transaction.abort.timed.out.transaction.cleanup.interval.ms", "1000");
        String session = String.valueOf(settings.sessionTimeout().toMillis());
        String heartbeat = String.valueOf(settings.heartbeatInterval().toMillis());
        properties.put("group.consumer.min.session.timeout.ms", session);
        properties.put("group.consumer.session.timeout.ms", session);
        properties.put("group.consumer.min.heartbeat.interval.ms", heartbeat);
        properties.put("group.consumer.heartbeat.interval.ms", heartbeat);
        properties.put("group.initial.rebalance.delay.ms", "0");
    }

    private static void format(Path logs) {
        try (PrintStream silent = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8)) {
            new Formatter()
                    .setNodeId(NODE)
                    .setClusterId(Uuid.randomUuid().toString())
                    .addDirectory(logs.toString())
                    .setMetadataLogDirectory(logs.toString())
                    .setControllerListenerName("CONTROLLER")
                    .setReleaseVersion(MetadataVersion.latestProduction())
                    .setPrintStream(silent)
                    .run();
        } catch (Exception e) {
            throw new PipelineException(ErrorKind.RESOURCES, "broker: expected to format " + logs + ", got " + e, e);
        }
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName(LOOPBACK))) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new PipelineException(ErrorKind.RESOURCES, "broker: expected a free loopback port, got " + e, e);
        }
    }

    private static String rootOf(Throwable failure) {
        Throwable root = failure;
        while (root != null && root.getCause() != null) {
            root = root.getCause();
        }
        return String.valueOf(root);
    }

    /** {@code 127.0.0.1:port}. */
    public String bootstrapServers() {
        return bootstrapServers;
    }

    public KafkaConnection connection() {
        return KafkaConnection.to(bootstrapServers);
    }

    /** Stops within a second; what was acknowledged is on disk. */
    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            server.shutdown();
            server.awaitShutdown();
            lock.close();
        }
    }
}
