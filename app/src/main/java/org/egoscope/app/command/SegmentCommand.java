package org.egoscope.app.command;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.egoscope.app.segment.SegmentJob;
import org.egoscope.app.segment.SegmentRequest;
import org.egoscope.perception.MaskGeneratorOptions;
import org.egoscope.perception.PromptSegmenter;
import org.egoscope.perception.SamModels;
import org.egoscope.torch.TorchDevice;
import org.egoscope.torch.TorchRuntime;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Masks by prompts. */
@Command(
        name = "segment",
        mixinStandardHelpOptions = true,
        description = "Masks of a picture or of frames of a video by clicks, boxes, or of everything, with a checkpoint of SAM or MobileSAM.",
        footer = "%nWrites masks/*.png, overlay_*.png and annotations.json (COCO, compressed run lengths).")
final class SegmentCommand implements Runnable {
    @Parameters(paramLabel = "PICTURE_OR_VIDEO", description = "PNG, JPEG, BMP or GIF, else a video.")
    private Path source = Path.of("picture.png");

    @Option(names = "--model", required = true, paramLabel = "FILE", description = "Checkpoint, .safetensors or .pt; the model is recognised.")
    private Path model = Path.of("model.safetensors");

    @Option(names = "--points", paramLabel = "X,Y[,0]", description = "Click on the thing, or beside it with 0; repeat for more clicks on the same.")
    private List<String> points = List.of();

    @Option(names = "--box", paramLabel = "X0,Y0,X1,Y1", description = "Around the thing; without --points each box is a thing.")
    private List<String> boxes = List.of();

    @Option(names = "--multimask", description = "Three nested masks for each prompt.")
    private boolean multimask;

    @Option(names = "--everything", description = "Masks of everything.")
    private boolean everything;

    @ArgGroup(validate = false, heading = "%nOf --everything, named and preset as in SAM:%n")
    private GeneratorOptions generator = new GeneratorOptions();

    @Option(names = "--every", defaultValue = "1", paramLabel = "N", description = "Each N-th frame of a video (default: ${DEFAULT-VALUE}).")
    private int every = 1;

    @Option(names = "--frames", defaultValue = "1", paramLabel = "N", description = "Most frames of a video (default: ${DEFAULT-VALUE}).")
    private int frames = 1;

    @Option(names = "--device", defaultValue = "BEST", description = "cpu, cuda or best (default: ${DEFAULT-VALUE}).")
    private TorchDevice device = TorchDevice.BEST;

    @Option(names = "--threads", defaultValue = "1", paramLabel = "N", description = "Within an operation (default: ${DEFAULT-VALUE}).")
    private int threads = 1;

    @Option(names = "--out", defaultValue = "segments", paramLabel = "DIR", description = "Results (default: ${DEFAULT-VALUE}).")
    private Path out = Path.of("segments");

    @Spec
    private CommandSpec spec;

    /** Those of the options that people change. */
    private static final class GeneratorOptions {
        @Option(names = "--points-per-side", defaultValue = "32", description = "Default: ${DEFAULT-VALUE}.")
        private int pointsPerSide = 32;

        @Option(names = "--points-per-batch", defaultValue = "64", description = "Default: ${DEFAULT-VALUE}.")
        private int pointsPerBatch = 64;

        @Option(names = "--pred-iou-thresh", defaultValue = "0.88", description = "Default: ${DEFAULT-VALUE}.")
        private float predIouThresh = 0.88f;

        @Option(names = "--stability-score-thresh", defaultValue = "0.95", description = "Default: ${DEFAULT-VALUE}.")
        private float stabilityScoreThresh = 0.95f;

        @Option(names = "--stability-score-offset", defaultValue = "1", description = "Default: ${DEFAULT-VALUE}.")
        private float stabilityScoreOffset = 1;

        @Option(names = "--box-nms-thresh", defaultValue = "0.7", description = "Default: ${DEFAULT-VALUE}.")
        private float boxNmsThresh = 0.7f;

        @Option(names = "--crop-n-layers", defaultValue = "0", description = "Default: ${DEFAULT-VALUE}.")
        private int cropNLayers;

        @Option(names = "--crop-nms-thresh", defaultValue = "0.7", description = "Default: ${DEFAULT-VALUE}.")
        private float cropNmsThresh = 0.7f;

        @Option(names = "--crop-overlap-ratio", defaultValue = "0.3413333", description = "Default: ${DEFAULT-VALUE}.")
        private float cropOverlapRatio = 512f / 1500;

        @Option(names = "--crop-n-points-downscale-factor", defaultValue = "1", description = "Default: ${DEFAULT-VALUE}.")
        private int cropNPointsDownscaleFactor = 1;

        @Option(names = "--min-mask-region-area", defaultValue = "0", description = "Pixels (default: ${DEFAULT-VALUE}).")
        private int minMaskRegionArea;

        MaskGeneratorOptions options() {
            return new MaskGeneratorOptions(
                    pointsPerSide, pointsPerBatch, predIouThresh, stabilityScoreThresh, stabilityScoreOffset, boxNmsThresh, cropNLayers,
                    cropNmsThresh, cropOverlapRatio, cropNPointsDownscaleFactor, minMaskRegionArea);
        }
    }

    @Override
    public void run() {
        SegmentRequest request = new SegmentRequest(
                source, every, frames, SegmentRequest.prompts(points, boxes), multimask,
                everything ? Optional.of(generator.options()) : Optional.empty(), out);
        TorchRuntime.setThreads(threads);
        try (PromptSegmenter segmenter = SamModels.open(model, device)) {
            new SegmentJob(segmenter, request, spec.commandLine().getOut()).run();
        }
    }
}
