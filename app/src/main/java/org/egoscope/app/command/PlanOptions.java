package org.egoscope.app.command;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.egoscope.app.PipelinePlan;
import org.egoscope.app.config.PipelineConfig;
import org.egoscope.torch.ModelDirectory;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Options of every command that runs stages. */
final class PlanOptions {
    @Mixin
    private ModelOptions modelOptions = new ModelOptions();

    @Option(
            names = "--motion",
            paramLabel = "NAME",
            description = "What makes the body's motion: free (default), research (non-commercial), kinematic (rules), or a weights file.")
    private @Nullable String motion;

    @Option(
            names = "--segment-model",
            paramLabel = "FILE",
            description = "Checkpoint of SAM or MobileSAM that is asked for the masks of key frames, or of SAM 2.1 that follows masks between them (default: neither).")
    private @Nullable Path segmentModel;

    @Option(
            names = "--clip",
            paramLabel = "DIR",
            defaultValue = "${env:EGOSCOPE_CLIP}",
            description = "Folder with CLIP's weights and vocabulary: instances can be searched by text (default: environment EGOSCOPE_CLIP).")
    private @Nullable Path clip;

    @Option(
            names = "--labels",
            paramLabel = "NAMES",
            description = "What instances are called, with CLIP, such as \"cutting board, peeler\".")
    private @Nullable String labels;

    @Option(
            names = "--blur-faces",
            description = "Blur faces before anything but the search for people sees the pixels, and in the report's pictures.")
    private boolean blurFaces;

    Optional<ModelDirectory> models() {
        return modelOptions.models();
    }

    PipelineConfig config() {
        Map<String, String> named = new TreeMap<>();
        if (motion != null) {
            named.put("motion.generator", motion);
        }
        if (segmentModel != null) {
            named.put("perception.follow.model", segmentModel.toAbsolutePath().toString());
        }
        if (labels != null) {
            named.put("perception.vocabulary.labels", labels);
        }
        if (blurFaces) {
            named.put("perception.people.blurFaces", "true");
        }
        return modelOptions.config(named);
    }

    /** The same options again, for a worker process. */
    List<String> arguments() {
        List<String> arguments = new ArrayList<>(modelOptions.arguments());
        if (motion != null) {
            arguments.addAll(List.of("--motion", motion));
        }
        if (segmentModel != null) {
            arguments.addAll(List.of("--segment-model", segmentModel.toAbsolutePath().toString()));
        }
        ModelOptions.given(clip).ifPresent(folder -> arguments.addAll(List.of("--clip", folder.toAbsolutePath().toString())));
        if (labels != null) {
            arguments.addAll(List.of("--labels", labels));
        }
        if (blurFaces) {
            arguments.add("--blur-faces");
        }
        return arguments;
    }

    PipelinePlan plan() {
        return new PipelinePlan(config(), models(), ModelOptions.given(clip));
    }
}
