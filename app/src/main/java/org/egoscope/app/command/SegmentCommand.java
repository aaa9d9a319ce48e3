package org.egoscope.app.command;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.egoscope.app.segment.FollowJob;
import org.egoscope.app.segment.PictureSelection;
import org.egoscope.app.segment.SegmentJob;
import org.egoscope.app.segment.SegmentRequest;
import org.egoscope.core.PipelineException;
import org.egoscope.perception.EdgeSegmenter;
import org.egoscope.perception.MaskGeneratorOptions;
import org.egoscope.perception.PromptSegmenter;
import org.egoscope.perception.SamModels;
import org.egoscope.perception.VideoSegmenter;
import org.egoscope.perception.VideoSegmenterOptions;
import org.egoscope.torch.ModelDirectory;
import org.egoscope.torch.Products;
import org.egoscope.torch.TorchDevice;
import org.egoscope.torch.TorchRuntime;
import org.jspecify.annotations.Nullable;
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
        description = "Masks of pictures or of frames of a video by clicks, boxes, or of everything, with a checkpoint of the SAM family or none.",
        footer = "%nWrites masks/*.png, overlay_*.png and annotations.json (COCO, compressed run lengths).")
final class SegmentCommand implements Runnable {
    private static final String EDGES = "edges";

    @Parameters(paramLabel = "PICTURE_OR_VIDEO", description = "PNG, JPEG, BMP or GIF, a folder of such, or else a video.")
    private Path source = Path.of("picture.png");

    @Option(
            names = "--model",
            defaultValue = EDGES,
            paramLabel = "FILE",
            description = "Checkpoint of SAM, MobileSAM or SAM 2.1, .safetensors or .pt, or edges for the built-in region hierarchy "
                    + "(default: ${DEFAULT-VALUE}).")
    private String model = EDGES;

    @Option(names = "--models", paramLabel = "DIR", defaultValue = "${env:EGOSCOPE_MODELS}", description = "Folder of networks; ldc_mdbd gives edges learned ones (default: environment EGOSCOPE_MODELS).")
    private @Nullable Path models;

    @Option(names = "--points", paramLabel = "X,Y[,0]", description = "Click on the thing, or beside it with 0; repeat for more clicks on the same.")
    private List<String> points = List.of();

    @Option(names = "--box", paramLabel = "X0,Y0,X1,Y1", description = "Around the thing; without --points each box is a thing.")
    private List<String> boxes = List.of();

    @Option(names = "--multimask", description = "Three nested masks for each prompt.")
    private boolean multimask;

    @Option(
            names = "--refine",
            description = "Answer each prompt twice, the second time with the best mask of the first as prior.")
    private boolean refine;

    @Option(names = "--everything", description = "Masks of everything.")
    private boolean everything;

    @ArgGroup(validate = false, heading = "%nOf --everything, named as in SAM, preset to suit the model:%n")
    private GeneratorOptions generator = new GeneratorOptions();

    @Option(
            names = "--every",
            defaultValue = "1",
            paramLabel = "N",
            description = "Each N-th frame of a video or picture of a folder (default: ${DEFAULT-VALUE}).")
    private int every = 1;

    @Option(names = "--frames", paramLabel = "N", description = "Most pictures (default: 1 of a video, all of a folder).")
    private @Nullable Integer frames;

    @Option(
            names = "--batch",
            paramLabel = "N",
            description = "Pictures that the network looks at together (default: 1 on the CPU, 8 on a GPU).")
    private @Nullable Integer batch;

    @Option(names = "--follow", description = "Prompts count for the first frame; the things are followed through the others (SAM 2.1).")
    private boolean follow;

    @Option(names = "--device", paramLabel = "NAME", defaultValue = "best", description = "cpu, cuda or best (default: ${DEFAULT-VALUE}).")
    private TorchDevice device = TorchDevice.BEST;

    @Option(
            names = "--products",
            paramLabel = "NAME",
            defaultValue = "auto",
            description = "How a network's image encoder multiplies: float32, bfloat16 (faster on newer CPUs, a little less exact) or auto, "
                    + "which is bfloat16 on a GPU (default: ${DEFAULT-VALUE}).")
    private Products products = Products.AUTO;

    @Option(names = "--threads", defaultValue = "1", paramLabel = "N", description = "Threads within an operation (default: ${DEFAULT-VALUE}).")
    private int threads = 1;

    @Option(names = "--out", defaultValue = "segments", paramLabel = "DIR", description = "Results (default: ${DEFAULT-VALUE}).")
    private Path out = Path.of("segments");

    @Spec
    private CommandSpec spec;

    /** What is not given is as the segmenter wants it. */
    private static final class GeneratorOptions {
        @Option(names = "--points-per-side", paramLabel = "N", description = "Clicks along each side of the grid.")
        private @Nullable Integer pointsPerSide;

        @Option(names = "--points-per-batch", paramLabel = "N", description = "Clicks answered at once.")
        private @Nullable Integer pointsPerBatch;

        @Option(names = "--pred-iou-thresh", paramLabel = "N", description = "Masks of no higher predicted IoU are dropped.")
        private @Nullable Float predIouThresh;

        @Option(names = "--stability-score-thresh", paramLabel = "N", description = "Masks of lower stability are dropped.")
        private @Nullable Float stabilityScoreThresh;

        @Option(names = "--stability-score-offset", paramLabel = "N", description = "Of the stability, in logits.")
        private @Nullable Float stabilityScoreOffset;

        @Option(names = "--box-nms-thresh", paramLabel = "N", description = "Most IoU of two boxes of a crop.")
        private @Nullable Float boxNmsThresh;

        @Option(names = "--crop-n-layers", paramLabel = "N", description = "Layers of crops that are looked at again.")
        private @Nullable Integer cropNLayers;

        @Option(names = "--crop-nms-thresh", paramLabel = "N", description = "Most IoU of two boxes of different crops.")
        private @Nullable Float cropNmsThresh;

        @Option(names = "--crop-overlap-ratio", paramLabel = "N", description = "Of the crops of the first layer.")
        private @Nullable Float cropOverlapRatio;

        @Option(names = "--crop-n-points-downscale-factor", paramLabel = "N", description = "How much coarser the grid of each layer is.")
        private @Nullable Integer cropNPointsDownscaleFactor;

        @Option(names = "--min-mask-region-area", paramLabel = "N", description = "Smaller holes and islands are removed, pixels.")
        private @Nullable Integer minMaskRegionArea;

        MaskGeneratorOptions over(MaskGeneratorOptions preset) {
            return new MaskGeneratorOptions(
                    given(pointsPerSide, preset.pointsPerSide()),
                    given(pointsPerBatch, preset.pointsPerBatch()),
                    given(predIouThresh, preset.predIouThresh()),
                    given(stabilityScoreThresh, preset.stabilityScoreThresh()),
                    given(stabilityScoreOffset, preset.stabilityScoreOffset()),
                    given(boxNmsThresh, preset.boxNmsThresh()),
                    given(cropNLayers, preset.cropNLayers()),
                    given(cropNmsThresh, preset.cropNmsThresh()),
                    given(cropOverlapRatio, preset.cropOverlapRatio()),
                    given(cropNPointsDownscaleFactor, preset.cropNPointsDownscaleFactor()),
                    given(minMaskRegionArea, preset.minMaskRegionArea()));
        }

        private static <T> T given(@Nullable T value, T preset) {
            return value == null ? preset : value;
        }
    }

    @Override
    public void run() {
        if (batch != null && batch < 1) {
            throw PipelineException.badConfig("--batch: expected >= 1, got " + batch);
        }
        TorchRuntime.setThreads(threads);
        if (follow) {
            followThings();
            return;
        }
        try (PromptSegmenter segmenter = open()) {
            Optional<MaskGeneratorOptions> options =
                    everything ? Optional.of(generator.over(segmenter.everythingDefaults())) : Optional.empty();
            SegmentRequest request = new SegmentRequest(
                    pictures(), SegmentRequest.prompts(points, boxes), new SegmentRequest.Answering(multimask, refine), options, out);
            new SegmentJob(segmenter, request, batch == null ? segmenter.picturesAtOnce() : batch, spec.commandLine().getOut()).run();
        }
    }

    private void followThings() {
        if (model.equals(EDGES) || everything || multimask || refine) {
            throw PipelineException.badConfig(
                    "--follow: expected --model of SAM 2.1 and neither --everything nor --multimask nor --refine, got others");
        }
        SegmentRequest request = new SegmentRequest(
                pictures(), SegmentRequest.prompts(points, boxes), new SegmentRequest.Answering(false, false), Optional.empty(), out);
        try (VideoSegmenter segmenter = SamModels.openVideo(Path.of(model), device, products, VideoSegmenterOptions.defaults())) {
            new FollowJob(segmenter, request, spec.commandLine().getOut()).run();
        }
    }

    private PictureSelection pictures() {
        return new PictureSelection(source, every, frames == null ? OptionalInt.empty() : OptionalInt.of(frames));
    }

    private PromptSegmenter open() {
        return model.equals(EDGES)
                ? EdgeSegmenter.open(ModelOptions.given(models).map(ModelDirectory::open))
                : SamModels.open(Path.of(model), device, products);
    }
}
