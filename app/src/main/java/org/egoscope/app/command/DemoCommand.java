package org.egoscope.app.command;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.Callable;
import org.egoscope.app.Main;
import org.egoscope.app.run.Recording;
import org.egoscope.app.run.RunRequest;
import org.egoscope.core.ErrorKind;
import org.egoscope.core.PipelineException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The main job on the bundled clip. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description = "Run the bundled clip through all stages on an embedded Kafka broker and write a report page.")
final class DemoCommand implements Callable<Integer> {
    private static final List<String> FILES = List.of("kitchen.mp4", "kitchen.camera.json");

    @Option(names = "--out", paramLabel = "DIR", defaultValue = "egoscope-out/demo", description = "Folder of the results (default: ${DEFAULT-VALUE}).")
    private Path out = Path.of("egoscope-out/demo");

    @Mixin
    private PlanOptions planOptions = new PlanOptions();

    @Mixin
    private TransportOptions transportOptions = new TransportOptions();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        Path clip = unpack(out.resolve("clip"));
        RunRequest request = new RunRequest(Recording.find(List.of(clip.toString())), out, planOptions.plan());
        return new MainJob(request, transportOptions.transport(), spec.commandLine().getOut()).run(true);
    }

    private static Path unpack(Path folder) {
        try {
            Files.createDirectories(folder);
            for (String name : FILES) {
                try (InputStream in = Main.class.getResourceAsStream("demo/" + name)) {
                    if (in == null) {
                        throw new IllegalStateException("the bundled clip is missing from the jar: " + name);
                    }
                    Files.copy(in, folder.resolve(name), StandardCopyOption.REPLACE_EXISTING);
                }
            }
            return folder.resolve(FILES.get(0));
        } catch (IOException e) {
            throw new PipelineException(ErrorKind.RESOURCES, "demo: expected to write " + folder + ", got " + e.getMessage(), e);
        }
    }
}
