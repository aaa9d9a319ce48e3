package org.egoscope.app.command;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.egoscope.app.run.Ending;
import org.egoscope.stream.EmbeddedKafka;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The embedded broker as a process of its own, for a cluster on one machine. */
@Command(
        name = "broker",
        mixinStandardHelpOptions = true,
        description = "Run a Kafka broker on loopback until interrupted: a cluster on one machine, for trying things out.")
final class BrokerCommand implements Callable<Integer> {
    @Option(names = "--dir", paramLabel = "DIR", defaultValue = "egoscope-broker", description = "Its log (default: ${DEFAULT-VALUE}).")
    private Path directory = Path.of("egoscope-broker");

    @Option(names = "--port", paramLabel = "PORT", defaultValue = "9092", description = "Loopback port, 0 for any free one (default: ${DEFAULT-VALUE}).")
    private int port;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        EmbeddedKafka broker = EmbeddedKafka.start(directory, EmbeddedKafka.Settings.defaults().withPort(port));
        Ending.closes(broker::close);
        spec.commandLine().getOut().println("broker: " + broker.bootstrapServers());
        spec.commandLine().getOut().flush();
        new CountDownLatch(1).await();
        return 0;
    }
}
