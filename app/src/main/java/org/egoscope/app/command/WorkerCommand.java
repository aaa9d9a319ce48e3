package org.egoscope.app.command;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.egoscope.app.PipelinePlan;
import org.egoscope.app.run.Ending;
import org.egoscope.app.run.FolderWatch;
import org.egoscope.app.run.KafkaStages;
import org.egoscope.app.run.StageTimes;
import org.egoscope.app.run.TimesListener;
import org.egoscope.core.PipelineException;
import org.egoscope.stream.KafkaConnection;
import org.egoscope.stream.TopicWorker;
import org.egoscope.stream.Topics;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** One stage as a process of its own. */
@Command(
        name = "worker",
        mixinStandardHelpOptions = true,
        description = "Run one stage between its topics until interrupted. Start as many of a stage as there are sessions at a time.",
        footer = "%nAll workers of a deployment, and run --transport cluster, take the same --models and --config: they make the plan.")
final class WorkerCommand implements Callable<Integer> {
    enum Stage {
        INGEST,
        PERCEPTION,
        MOTION,
        SCENEGRAPH,
        STORAGE
    }

    @Parameters(index = "0", paramLabel = "STAGE", description = "ingest, perception, motion, scenegraph or storage.")
    private Stage stage = Stage.PERCEPTION;

    @Option(names = "--bootstrap-servers", required = true, paramLabel = "HOST:PORT", description = "Kafka brokers.")
    private String bootstrapServers = "";

    @Option(names = "--kafka-properties", paramLabel = "FILE", description = "More Kafka client properties, such as TLS and SASL.")
    private @Nullable Path properties;

    @Option(
            names = "--id",
            paramLabel = "NAME",
            description = "Name that this worker keeps over restarts, unique within its stage; it then resumes at once (default: a new one).")
    private @Nullable String workerId;

    @Option(names = "--watch", paramLabel = "DIR", description = "ingest: every video that is in this folder or comes into it is fed.")
    private @Nullable Path watch;

    @Option(names = "--out", paramLabel = "DIR", defaultValue = "egoscope-out", description = "storage: folder of the tables (default: ${DEFAULT-VALUE}).")
    private Path out = Path.of("egoscope-out");

    @Mixin
    private TopicOptions topicOptions = new TopicOptions();

    @Mixin
    private PlanOptions planOptions = new PlanOptions();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        KafkaConnection connection = TransportOptions.connection(bootstrapServers, properties);
        PipelinePlan plan = planOptions.plan();
        KafkaStages stages = new KafkaStages(
                connection,
                Topics.standard(),
                plan,
                new TimesListener(new StageTimes()),
                Optional.ofNullable(workerId));
        stages.createTopics(topicOptions.settings());
        switch (stage) {
            case INGEST -> watch(stages, plan);
            case PERCEPTION -> await(stages.perception());
            case MOTION -> await(stages.motion());
            case SCENEGRAPH -> await(stages.sceneGraph());
            case STORAGE -> await(stages.storage(out));
        }
        return 0;
    }

    private void watch(KafkaStages stages, PipelinePlan plan) throws InterruptedException {
        if (watch == null) {
            throw PipelineException.badConfig("worker ingest: expected --watch DIR, got nothing");
        }
        announce();
        new FolderWatch(watch, plan, stages).run();
    }

    private void await(TopicWorker worker) throws InterruptedException {
        Ending.closes(worker::close);
        announce();
        worker.await();
    }

    private void announce() {
        spec.commandLine().getOut().println("worker " + stage.name().toLowerCase(java.util.Locale.ROOT) + ": running on " + bootstrapServers);
        spec.commandLine().getOut().flush();
    }
}
