package org.egoscope.app.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.egoscope.app.products.ProductsEvaluation;
import org.egoscope.core.PipelineException;
import org.egoscope.torch.ModelDirectory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What products in bfloat16 change in what is found, against float32 on the same frames. */
@Command(
        name = "products",
        mixinStandardHelpOptions = true,
        description = {
            "Hands, covered faces, people and named boxes with products in float32 and in bfloat16 on the same frames, and hands of labelled",
            "pictures: both figures and the 95 %% interval of their difference over seconds of video. Needs --models."
        })
final class EvalProductsCommand implements Callable<Integer> {
    @Mixin
    private ClipOptions clips = new ClipOptions();

    @Option(names = "--hands-only", description = "No faces, people and boxes.")
    private boolean handsOnly;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "1", description = "Of the intervals (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Mixin
    private ModelOptions modelOptions = new ModelOptions();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        ModelDirectory models = modelOptions.models().orElseThrow(() -> PipelineException.badConfig("models: expected --models, got none"));
        PrintWriter screen = spec.commandLine().getOut();
        ProductsEvaluation.Options options = new ProductsEvaluation.Options(clips.frames(), clips.confidence(), !handsOnly, seed);
        new ProductsEvaluation(modelOptions.config(), options, line -> {
            screen.println(line);
            screen.flush();
        }).run(clips.data(), models);
        return 0;
    }
}
