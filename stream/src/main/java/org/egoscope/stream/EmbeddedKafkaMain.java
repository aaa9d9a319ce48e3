package org.egoscope.stream;

import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.egoscope.core.PipelineException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The embedded broker as a process of its own: {@code EmbeddedKafkaMain <directory> <port>}; ends on SIGTERM. */
public final class EmbeddedKafkaMain {
    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedKafkaMain.class);

    private EmbeddedKafkaMain() {}

    public static void main(String[] arguments) throws InterruptedException {
        if (arguments.length != 2 || !arguments[1].matches("\\d{1,5}")) {
            throw PipelineException.badConfig("arguments: expected <directory> <port>, got " + String.join(" ", arguments));
        }
        EmbeddedKafka.Settings settings = EmbeddedKafka.Settings.defaults().withPort(Integer.parseInt(arguments[1]));
        EmbeddedKafka broker = EmbeddedKafka.start(Path.of(arguments[0]), settings);
        LOG.info("broker listens on {}", broker.bootstrapServers());
        Runtime.getRuntime().addShutdownHook(new Thread(broker::close, "broker-shutdown"));
        new CountDownLatch(1).await();
    }
}
