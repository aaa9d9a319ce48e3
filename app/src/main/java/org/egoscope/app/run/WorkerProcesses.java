package org.egoscope.app.run;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.egoscope.app.Main;
import org.egoscope.core.ErrorKind;
import org.egoscope.core.PipelineException;

/** A cluster on this machine: a broker and one worker per stage, each a process started from this program's own class path. */
public final class WorkerProcesses implements AutoCloseable {
    private static final String BROKER_READY = "broker: ";
    private static final long STOP_SECONDS = 10;

    private final Path output;
    private final List<String> planArguments;
    private final Map<String, Process> processes = new LinkedHashMap<>();
    private String bootstrapServers = "";

    private WorkerProcesses(Path output, List<String> planArguments) {
        this.output = output;
        this.planArguments = planArguments;
    }

    /**
     * Starts all; returns when every one runs.
     *
     * @param folder for the broker's log
     * @param output folder of the dataset
     * @param planArguments options that make the plan, the same for every worker
     */
    public static WorkerProcesses start(Path folder, Path output, List<String> planArguments) {
        WorkerProcesses started = new WorkerProcesses(output, planArguments);
        Ending.closes(started::close);
        try {
            started.bootstrapServers = started
                    .launch("broker", List.of("broker", "--port", "0", "--dir", folder.toString()))
                    .substring(BROKER_READY.length());
            KafkaStages.WORKERS.forEach(started::startWorker);
            return started;
        } catch (RuntimeException e) {
            started.close();
            throw e;
        }
    }

    public String bootstrapServers() {
        return bootstrapServers;
    }

    /** Starts a worker of the stage, also one that was killed. */
    public void startWorker(String stage) {
        List<String> arguments = new ArrayList<>(List.of("worker", stage, "--bootstrap-servers", bootstrapServers));
        if (stage.equals("storage")) {
            arguments.addAll(List.of("--out", output.toString()));
        }
        arguments.addAll(planArguments);
        launch(stage, arguments);
    }

    /** SIGKILL, without warning. */
    public void kill(String stage) throws InterruptedException {
        processes.get(stage).destroyForcibly().waitFor();
    }

    /** @return first line that the process printed: it prints one when it runs */
    private String launch(String name, List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-opens=java.base/java.nio=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
        command.addAll(arguments);
        try {
            Process process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
            processes.put(name, process);
            String line = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8)).readLine();
            if (line == null) {
                throw new PipelineException(ErrorKind.RESOURCES, name + " process: expected to run, ended with " + process.waitFor());
            }
            return line;
        } catch (IOException e) {
            throw new PipelineException(ErrorKind.RESOURCES, name + " process: expected to start, got " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PipelineException(ErrorKind.RESOURCES, name + " process: interrupted while starting", e);
        }
    }

    /** Stops the workers, then the broker. */
    @Override
    public void close() {
        List<String> names = new ArrayList<>(processes.keySet());
        java.util.Collections.reverse(names);
        for (String name : names) {
            Process process = processes.get(name);
            process.destroy();
            try {
                if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                }
            } catch (InterruptedException e) {
                process.destroyForcibly();
                Thread.currentThread().interrupt();
            }
        }
    }
}
