package org.egoscope.stream;

import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.egoscope.core.PipelineException;
import org.egoscope.stream.internal.Clients;

/**
 * Names of the topics and groups of one deployment, and how the topics are made.
 *
 * <p>Every topic that carries sessions has the same number of partitions and is keyed by session, so that partition p of a stage's
 * state holds exactly the sessions of partition p of its input.
 *
 * @param prefix first part of every name, normally {@code ego}
 */
public record Topics(String prefix) {
    private static final Duration VISIBLE_PATIENCE = Duration.ofSeconds(30);
    private static final Pattern ALLOWED = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]{0,99}");

    /**
     * How topics are made.
     *
     * @param partitions most sessions that can be worked on at the same time
     * @param replication copies of each partition; 1 on an embedded broker, 3 in production
     * @param retentionHours how long chunks and results of stages are kept; compacted topics keep the newest forever
     */
    public record Settings(int partitions, int replication, long retentionHours) {
        public Settings {
            if (partitions < 1 || replication < 1 || retentionHours < 1) {
                throw PipelineException.badConfig("topics: expected partitions, replication and retention >= 1, got "
                        + partitions + ", " + replication + " and " + retentionHours + " h");
            }
        }

        /** Four partitions, no copies, three days: one machine. */
        public static Settings embedded() {
            return new Settings(4, 1, 72);
        }
    }

    public Topics {
        if (!ALLOWED.matcher(prefix).matches()) {
            throw PipelineException.badConfig("topic prefix: expected [A-Za-z0-9._-]{1,100}, got '" + prefix + "'");
        }
    }

    public static Topics standard() {
        return new Topics("ego");
    }

    /** Session descriptions and runs; compacted. */
    public String sessions() {
        return prefix + ".sessions";
    }

    public String chunks() {
        return prefix + ".chunks";
    }

    public String observations() {
        return prefix + ".observations";
    }

    public String motion() {
        return prefix + ".motion";
    }

    public String graph() {
        return prefix + ".graph";
    }

    /** What became durable; compacted. */
    public String manifest() {
        return prefix + ".manifest";
    }

    /** State of a stage's sessions; compacted. */
    public String state(String stage) {
        return prefix + ".state." + stage;
    }

    /** Inputs of a stage that ended as gaps. */
    public String deadLetters(String stage) {
        return prefix + ".dlq." + stage;
    }

    /** Consumer group of a stage's workers. */
    public String group(String stage) {
        return prefix + "." + stage;
    }

    /** Makes what is missing; existing topics must have the right number of partitions. */
    public void create(KafkaConnection connection, Settings settings, Collection<String> stages) {
        Map<String, NewTopic> wanted = wanted(settings, stages);
        try (Admin admin = Clients.admin(connection)) {
            Set<String> present = admin.listTopics().names().get();
            List<NewTopic> missing =
                    wanted.values().stream().filter(topic -> !present.contains(topic.name())).toList();
            awaitCreated(admin, missing);
            check(admin, wanted);
        } catch (ExecutionException | InterruptedException e) {
            throw Clients.failure("create topics " + prefix + ".* at " + connection.bootstrapServers(), e);
        }
    }

    private Map<String, NewTopic> wanted(Settings settings, Collection<String> stages) {
        Map<String, NewTopic> wanted = new LinkedHashMap<>();
        List.of(chunks(), observations(), motion(), graph()).forEach(name -> add(wanted, log(name, settings)));
        List.of(sessions(), manifest()).forEach(name -> add(wanted, compacted(name, settings)));
        add(wanted, compacted(state(BatchFeeder.STAGE), settings));
        for (String stage : stages) {
            add(wanted, compacted(state(stage), settings));
            add(wanted, log(deadLetters(stage), settings));
        }
        return wanted;
    }

    private static void add(Map<String, NewTopic> topics, NewTopic topic) {
        topics.put(topic.name(), topic);
    }

    private static NewTopic log(String name, Settings settings) {
        return new NewTopic(name, settings.partitions(), (short) settings.replication())
                .configs(Map.of(
                        TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_DELETE,
                        TopicConfig.RETENTION_MS_CONFIG, String.valueOf(settings.retentionHours() * 3_600_000L),
                        TopicConfig.MAX_MESSAGE_BYTES_CONFIG, String.valueOf(Clients.MAX_REQUEST_BYTES)));
    }

    /** Small segments, since only closed segments are compacted and a worker that takes a partition over reads all that is left. */
    private static NewTopic compacted(String name, Settings settings) {
        return new NewTopic(name, settings.partitions(), (short) settings.replication())
                .configs(Map.of(
                        TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT,
                        TopicConfig.SEGMENT_BYTES_CONFIG, String.valueOf(16 << 20),
                        TopicConfig.MIN_CLEANABLE_DIRTY_RATIO_CONFIG, "0.2",
                        TopicConfig.DELETE_RETENTION_MS_CONFIG, "3600000",
                        TopicConfig.MAX_MESSAGE_BYTES_CONFIG, String.valueOf(Clients.MAX_REQUEST_BYTES)));
    }

    private static void awaitCreated(Admin admin, List<NewTopic> missing) throws ExecutionException, InterruptedException {
        for (var created : admin.createTopics(missing).values().values()) {
            try {
                created.get();
            } catch (ExecutionException e) {
                // Several workers may start at once; the check of the partitions follows.
                if (!(e.getCause() instanceof TopicExistsException)) {
                    throw e;
                }
            }
        }
    }

    private static void check(Admin admin, Map<String, NewTopic> wanted) throws ExecutionException, InterruptedException {
        for (TopicDescription found : describe(admin, wanted.keySet())) {
            int expected = wanted.get(found.name()).numPartitions();
            if (found.partitions().size() != expected) {
                throw PipelineException.badConfig(
                        "topic " + found.name() + ": expected " + expected + " partitions, got " + found.partitions().size());
            }
        }
    }

    /** Brokers hear of a new topic a little later than the controller that made it. */
    private static Collection<TopicDescription> describe(Admin admin, Collection<String> names)
            throws ExecutionException, InterruptedException {
        long deadline = System.nanoTime() + VISIBLE_PATIENCE.toNanos();
        while (true) {
            try {
                return admin.describeTopics(names).allTopicNames().get().values();
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof UnknownTopicOrPartitionException) || System.nanoTime() > deadline) {
                    throw e;
                }
                Thread.sleep(20);
            }
        }
    }
}
