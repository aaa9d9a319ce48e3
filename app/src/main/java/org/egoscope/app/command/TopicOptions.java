package org.egoscope.app.command;

import org.egoscope.stream.Topics;
import picocli.CommandLine.Option;

/** How topics are made that are not there yet. */
final class TopicOptions {
    @Option(names = "--partitions", paramLabel = "N", defaultValue = "4", description = "Partitions of topics that are made (default: ${DEFAULT-VALUE}).")
    private int partitions;

    @Option(names = "--replication", paramLabel = "N", defaultValue = "1", description = "Copies of topics that are made (default: ${DEFAULT-VALUE}).")
    private int replication;

    Topics.Settings settings() {
        return new Topics.Settings(partitions, replication, Topics.Settings.embedded().retentionHours());
    }
}
