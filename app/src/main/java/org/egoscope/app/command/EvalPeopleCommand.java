package org.egoscope.app.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.egoscope.app.config.PipelineConfig;
import org.egoscope.app.people.PeopleEvaluation;
import org.egoscope.perception.People;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** How many faces are covered and people found, what is covered for nothing, and at what cost. */
@Command(
        name = "people",
        mixinStandardHelpOptions = true,
        description = {
            "Labelled faces covered and their people found, as taken and in harder variants; false spots on clips that show nobody; ms a frame.",
            "Paints random frames."
        })
final class EvalPeopleCommand implements Callable<Integer> {
    @Option(names = "--data", required = true, paramLabel = "DIR", description = "*.mp4 below it that the labels name are measured.")
    private Path data;

    @Option(
            names = "--faces",
            defaultValue = "docs/labels/faces.csv",
            paramLabel = "FILE",
            description = "Labelled faces, clip,picture_width,frame,x,y,width,height (default: ${DEFAULT-VALUE}).")
    private Path faces;

    @Option(
            names = "--windows",
            defaultValue = "2",
            paramLabel = "N",
            description = "Only so many windows of each clip without people, 0 for all of it (default: ${DEFAULT-VALUE}).")
    private int windows;

    @Option(names = "--window-seconds", paramLabel = "SECONDS", defaultValue = "0.2", description = "Length of each window (default: ${DEFAULT-VALUE}).")
    private double windowSeconds;

    @Option(names = "--pictures", defaultValue = "16", paramLabel = "N", description = "Random frames to paint (default: ${DEFAULT-VALUE}).")
    private int pictures;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "1", description = "Of the random choice (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Option(names = "--out", defaultValue = "eval-people", paramLabel = "DIR", description = "Pictures (default: ${DEFAULT-VALUE}).")
    private Path out;

    @Mixin
    private ModelOptions modelOptions = new ModelOptions();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        PipelineConfig config = modelOptions.config();
        PrintWriter screen = spec.commandLine().getOut();
        PeopleEvaluation.Options options = new PeopleEvaluation.Options(windows, windowSeconds, pictures, seed);
        try (People people = People.open(modelOptions.models(), config.perception().people().withBlurredFaces())) {
            new PeopleEvaluation(people, config.ingest(), options, line -> {
                screen.println(line);
                screen.flush();
            }).run(data, faces, out);
            return 0;
        }
    }
}
