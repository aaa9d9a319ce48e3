package org.egoscope.app.command;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.egoscope.app.segmentation.LabelledSource;
import org.egoscope.app.segmentation.SegmentationEvaluation;
import org.egoscope.torch.TorchDevice;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Scores of prompted and automatic masks against the pixel truth of an Aria Digital Twin sequence. */
@Command(
        name = "segmentation",
        mixinStandardHelpOptions = true,
        description = {
            "Score masks for boxes, for centre points and of everything against the pixel truth of an Aria Digital Twin sequence.",
            "Writes report.md, objects.csv, masks.png and, with --video, clips.png to the output folder."
        })
final class EvalSegmentationCommand implements Callable<Integer> {
    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Folder with video.vrs and segmentations_with_skeleton.vrs or segmentations.vrs.")
    private @Nullable Path data;

    @Option(
            names = "--pictures",
            defaultValue = "COLOUR",
            paramLabel = "COLOUR|SIDES|KITCHEN",
            description = "The recording's colour camera, its grey side cameras, or rendered kitchens, which need no --data"
                    + " (default: ${DEFAULT-VALUE}).")
    private LabelledSource source;

    @Option(
            names = "--backend",
            split = ",",
            defaultValue = "edges",
            paramLabel = "NAME|PATH",
            description = "edges (with the learned edges of --models where they are there), gradient (without), or a checkpoint of the SAM "
                    + "family (default: ${DEFAULT-VALUE}).")
    private List<String> backends;

    @Option(names = "--long-side", defaultValue = "704", paramLabel = "PIXELS", description = "Size of the pictures (default: ${DEFAULT-VALUE}).")
    private int longSide;

    @Option(names = "--least-area", defaultValue = "2000", paramLabel = "PIXELS", description = "Smaller objects do not count (default: ${DEFAULT-VALUE}).")
    private int leastArea;

    @Option(names = "--most-share", paramLabel = "P", defaultValue = "0.3", description = "Objects of a larger share of the picture, as the room, do not count (default: ${DEFAULT-VALUE}).")
    private double mostShare;

    @Option(names = "--video", split = ",", paramLabel = "FILE", description = "Also show masks of everything in the middle frame of these videos.")
    private List<Path> clips = List.of();

    @Option(names = "--out", defaultValue = "eval-segmentation", paramLabel = "DIR", description = "Output (default: ${DEFAULT-VALUE}).")
    private Path out;

    @Option(names = "--device", paramLabel = "NAME", defaultValue = "cpu", description = "cpu, cuda or best (default: ${DEFAULT-VALUE}).")
    private TorchDevice device;

    @Mixin
    private ModelOptions modelOptions = new ModelOptions();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter err = spec.commandLine().getErr();
        SegmentationEvaluation.Request request =
                new SegmentationEvaluation.Request(ModelOptions.given(data), source, backends, longSide, leastArea, mostShare, clips);
        String table = new SegmentationEvaluation(request, modelOptions.models(), device, line -> {
            err.println(line);
            err.flush();
        }).run(modelOptions.config().ingest(), out);
        spec.commandLine().getOut().println(table);
        return 0;
    }
}
