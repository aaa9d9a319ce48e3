package org.egoscope.app.segmentation;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.egoscope.core.ErrorKind;
import org.egoscope.core.PipelineException;
import org.egoscope.core.geometry.ImageSize;
import org.egoscope.core.observation.Mask;
import org.egoscope.ingest.IngestConfig;
import org.egoscope.perception.AutomaticMask;
import org.egoscope.perception.EdgeSegmenter;
import org.egoscope.perception.PromptSegmenter;
import org.egoscope.perception.SamModels;
import org.egoscope.torch.ModelDirectory;
import org.egoscope.torch.Products;
import org.egoscope.torch.TorchDevice;

/** The whole evaluation: pictures, backends, figures, report and sheets. */
public final class SegmentationEvaluation {
    private static final String EDGES = "edges";
    private static final String GRADIENT = "gradient";

    private final Request request;
    private final Optional<ModelDirectory> models;
    private final TorchDevice device;
    private final Consumer<String> progress;

    /**
     * What is asked for.
     *
     * @param data folder of the labelled recording; not needed for kitchens
     * @param source which pictures
     * @param backends {@code edges}, {@code gradient} or files of weights
     * @param longSide pictures are brought to this longer side
     * @param leastArea smaller objects do not count, pixels of such a picture
     * @param mostShare objects of a larger share of the picture do not count
     * @param clips videos whose middle frames are shown with all masks
     */
    public record Request(
            Optional<Path> data, LabelledSource source, List<String> backends, int longSide, int leastArea, double mostShare, List<Path> clips) {
        public Request {
            if (longSide < 64 || longSide > ImageSize.MAX_SIDE || leastArea < 0 || !(mostShare > 0) || backends.isEmpty()) {
                throw PipelineException.badConfig("evaluation: expected a long side of 64.." + ImageSize.MAX_SIDE
                        + ", a least area of 0 or more, a share above 0 and a backend, got " + longSide + ", " + leastArea + ", " + mostShare
                        + ", " + backends);
            }
            backends = List.copyOf(backends);
            clips = List.copyOf(clips);
        }
    }

    public SegmentationEvaluation(Request request, Optional<ModelDirectory> models, TorchDevice device, Consumer<String> progress) {
        this.request = request;
        this.models = models;
        this.device = device;
        this.progress = progress;
    }

    /** Writes report and sheets to the folder and returns the table. */
    public String run(IngestConfig ingest, Path out) {
        LabelledPicture.Rules rules = new LabelledPicture.Rules(request.longSide(), request.leastArea(), request.mostShare());
        List<LabelledPicture> pictures = pictures(rules);
        if (pictures.stream().allMatch(picture -> picture.objects().isEmpty())) {
            throw PipelineException.badInput("data: expected objects above " + rules.leastArea() + " pixels, got none in " + request);
        }
        List<ClipPicture> clips = request.clips().stream().map(clip -> ClipPicture.ofMiddle(clip, ingest)).toList();
        MaskSheet sheet = new MaskSheet();
        sheet.newRow();
        pictures.forEach(p -> sheet.add(p.name() + ": truth", p.size(), p.rgb(), p.objects().stream().map(TrueObject::mask).toList()));
        MaskSheet clipSheet = new MaskSheet();
        List<SegmentationFigures> all = new ArrayList<>();
        for (String backend : request.backends()) {
            try (PromptSegmenter segmenter = open(backend)) {
                all.add(measure(segmenter, pictures, sheet));
                showClips(segmenter, clips, clipSheet);
            }
        }
        String table = SegmentationReport.table(all, rules, pictures.size());
        sheet.write(out.resolve("masks.png"));
        clipSheet.write(out.resolve("clips.png"));
        write(out.resolve("report.md"), table);
        write(out.resolve("objects.csv"), SegmentationReport.csv(all));
        return table;
    }

    private List<LabelledPicture> pictures(LabelledPicture.Rules rules) {
        if (request.source() == LabelledSource.KITCHEN) {
            return KitchenPictures.read(rules);
        }
        Path folder = request.data().orElseThrow(() -> PipelineException.badConfig("data: expected a folder (--data), got none"));
        return LabelledRecording.read(folder, request.source() == LabelledSource.SIDES).stream()
                .map(raw -> LabelledPicture.of(raw, rules))
                .toList();
    }

    private PromptSegmenter open(String backend) {
        return switch (backend) {
            case EDGES -> EdgeSegmenter.open(models);
            case GRADIENT -> EdgeSegmenter.open(Optional.empty());
            default -> SamModels.open(Path.of(backend), device, Products.AUTO);
        };
    }

    private SegmentationFigures measure(PromptSegmenter segmenter, List<LabelledPicture> pictures, MaskSheet sheet) {
        SegmentationFigures figures = new SegmentationFigures(segmenter.method());
        SegmentationTrial trial = new SegmentationTrial(segmenter);
        List<SegmentationTrial.Results> results = new ArrayList<>();
        for (LabelledPicture picture : pictures) {
            progress.accept(segmenter.method() + ": " + picture.name() + ", " + picture.objects().size() + " objects");
            results.add(trial.run(picture, figures));
        }
        sheet.newRow();
        for (int i = 0; i < pictures.size(); i++) {
            LabelledPicture picture = pictures.get(i);
            sheet.add(segmenter.method() + ": masks of boxes", picture.size(), picture.rgb(), results.get(i).boxes());
        }
        sheet.newRow();
        for (int i = 0; i < pictures.size(); i++) {
            LabelledPicture picture = pictures.get(i);
            sheet.add(segmenter.method() + ": everything", picture.size(), picture.rgb(), masks(results.get(i).everything()));
        }
        return figures;
    }

    private static List<Mask> masks(List<AutomaticMask> automatic) {
        return automatic.stream().map(AutomaticMask::mask).toList();
    }

    private void showClips(PromptSegmenter segmenter, List<ClipPicture> clips, MaskSheet sheet) {
        SegmentationTrial trial = new SegmentationTrial(segmenter);
        sheet.newRow();
        for (ClipPicture clip : clips) {
            progress.accept(segmenter.method() + ": " + clip.name());
            List<AutomaticMask> found = trial.everything(clip.rgb(), clip.size());
            sheet.add(clip.name() + ", " + segmenter.method() + ": " + found.size(), clip.size(), clip.rgb(), masks(found));
        }
    }

    private static void write(Path file, String text) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new PipelineException(ErrorKind.RESOURCES, "report: expected to write " + file, e);
        }
    }

    /** The middle frame of a video, copied. */
    private record ClipPicture(String name, ImageSize size, ByteBuffer rgb) {
        static ClipPicture ofMiddle(Path clip, IngestConfig ingest) {
            return MiddleFrame.of(clip, ingest, (size, rgb) -> new ClipPicture(clip.getFileName().toString(), size, rgb));
        }
    }
}
