package org.egoscope.app.command;

import java.io.PrintWriter;
import java.io.UncheckedIOException;
import org.egoscope.core.ErrorKind;
import org.egoscope.core.PipelineException;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The root command: only help. Subcommands stand in the order in which people need them. */
@Command(
        name = "egoscope",
        mixinStandardHelpOptions = true,
        version = "egoscope 0.1.0",
        description = "Headset video to masks, hands, body motion, actions and a scene graph that can be queried.",
        subcommands = {
            DemoCommand.class,
            RunCommand.class,
            MotionCommand.class,
            ConvertCommand.class,
            SegmentCommand.class,
            QueryCommand.class,
            ReportCommand.class,
            ProbeCommand.class,
            DoctorCommand.class,
            ModelsCommand.class,
            EvalCommand.class,
            TrainCommand.class,
            BenchCommand.class,
            ServeCommand.class,
            CompareCommand.class,
            BrokerCommand.class,
            WorkerCommand.class,
            DeadLettersCommand.class,
            SynthesizeCommand.class,
            CommandLine.HelpCommand.class
        })
public final class EgoscopeCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }

    /** The configured parser: errors of ours become one line and an exit code. */
    public static CommandLine commandLine() {
        CommandLine commandLine = new CommandLine(new EgoscopeCommand());
        commandLine.setExecutionExceptionHandler((error, failed, parsed) -> report(error, failed.getErr()));
        commandLine.setCaseInsensitiveEnumValuesAllowed(true);
        return commandLine;
    }

    private static int report(Exception error, PrintWriter err) {
        if (error instanceof PipelineException known && known.kind() != ErrorKind.INTERNAL) {
            err.println("egoscope: " + known.getMessage());
            LoggerFactory.getLogger(EgoscopeCommand.class).debug("cause", known);
            return known.kind().exitCode();
        }
        if (error instanceof UncheckedIOException failed) {
            err.println("egoscope: files: expected to be readable and writable, got " + failed.getCause());
            LoggerFactory.getLogger(EgoscopeCommand.class).debug("cause", failed);
            return ErrorKind.RESOURCES.exitCode();
        }
        err.println("egoscope: internal error: " + error);
        error.printStackTrace(err);
        return ErrorKind.INTERNAL.exitCode();
    }
}
