package org.egoscope.app.command;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import org.egoscope.stream.DeadLetter;
import org.egoscope.stream.DeadLetters;
import org.egoscope.stream.Topics;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Inputs that ended as gaps: list, show, try again, drop. */
@Command(
        name = "dead-letters",
        mixinStandardHelpOptions = true,
        description = "Inputs that a stage could not process: list them, show one, put one back, drop one.")
final class DeadLettersCommand implements Runnable {
    enum Action {
        LIST,
        SHOW,
        REPLAY,
        DROP
    }

    @Parameters(index = "0", paramLabel = "ACTION", description = "list, show, replay or drop.")
    private Action action = Action.LIST;

    @Parameters(index = "1", paramLabel = "STAGE", description = "perception, motion, scenegraph or storage.")
    private String stage = "";

    @Parameters(index = "2", arity = "0..1", paramLabel = "ID", description = "Letter, as listed; for show, replay and drop.")
    private @Nullable String id;

    @Option(names = "--bootstrap-servers", required = true, paramLabel = "HOST:PORT", description = "Kafka brokers.")
    private String bootstrapServers = "";

    @Option(names = "--kafka-properties", paramLabel = "FILE", description = "More Kafka client properties, such as TLS and SASL.")
    private @Nullable Path properties;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        PrintWriter out = spec.commandLine().getOut();
        try (DeadLetters letters =
                new DeadLetters(TransportOptions.connection(bootstrapServers, properties), Topics.standard())) {
            if (action == Action.LIST) {
                letters.list(stage).forEach(letter -> out.println(line(letter)));
                return;
            }
            DeadLetter letter = letters.get(stage, String.valueOf(id));
            switch (action) {
                case SHOW -> {
                    out.println(line(letter));
                    letter.headers().forEach((name, value) -> out.println("  " + name + ": " + value));
                }
                case REPLAY -> letters.replay(letter);
                case DROP -> letters.drop(letter);
                case LIST -> throw new IllegalStateException("handled above");
            }
        }
    }

    private static String line(DeadLetter letter) {
        return letter.id() + "  " + Instant.ofEpochMilli(letter.timestampMillis()) + "  " + letter.session() + "  " + letter.origin()
                + "  " + letter.errorClass() + ": " + letter.errorMessage();
    }
}
