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
import picocli.CommandLine.Option;

/** Options of every command that runs stages. */
final class PlanOptions {
    @Option(
            names = "--models",
            paramLabel = "DIR",
            defaultValue = "${env:EGOSCOPE_MODELS}",
            description = "Folder of networks with their cards (default: environment EGOSCOPE_MODELS; none: classical backend).")
    private @Nullable Path models;

    @Option(names = "--config", paramLabel = "FILE", description = "Properties file with flat keys, see --print-config of run.")
    private @Nullable Path config;

    @Option(
            names = "--motion",
            paramLabel = "NAME",
            description = "What makes the body's motion: free (default), research (non-commercial), kinematic (rules), or a weights file.")
    private @Nullable String motion;

    @Option(
            names = "--segment-model",
            paramLabel = "FILE",
            description = "Checkpoint of SAM or MobileSAM that outlines the things of key frames, or of SAM 2.1 that follows masks between them (default: neither).")
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

    @Option(names = "--set", paramLabel = "KEY=VALUE", description = "One setting; may be repeated.")
    private Map<String, String> settings = new TreeMap<>();

    Optional<ModelDirectory> models() {
        return Optional.ofNullable(models).filter(path -> !path.toString().isEmpty()).map(ModelDirectory::open);
    }

    PipelineConfig config() {
        Map<String, String> all = new TreeMap<>(settings);
        if (motion != null) {
            all.put("motion.generator", motion);
        }
        if (segmentModel != null) {
            all.put("perception.follow.model", segmentModel.toAbsolutePath().toString());
        }
        if (labels != null) {
            all.put("perception.vocabulary.labels", labels);
        }
        if (blurFaces) {
            all.put("perception.people.blurFaces", "true");
        }
        return PipelineConfig.load(Optional.ofNullable(config), all);
    }

    /** The same options again, for a worker process. */
    List<String> arguments() {
        List<String> arguments = new ArrayList<>();
        if (models != null && !models.toString().isEmpty()) {
            arguments.addAll(List.of("--models", models.toAbsolutePath().toString()));
        }
        if (config != null) {
            arguments.addAll(List.of("--config", config.toAbsolutePath().toString()));
        }
        if (motion != null) {
            arguments.addAll(List.of("--motion", motion));
        }
        if (segmentModel != null) {
            arguments.addAll(List.of("--segment-model", segmentModel.toAbsolutePath().toString()));
        }
        if (clip != null && !clip.toString().isEmpty()) {
            arguments.addAll(List.of("--clip", clip.toAbsolutePath().toString()));
        }
        if (labels != null) {
            arguments.addAll(List.of("--labels", labels));
        }
        if (blurFaces) {
            arguments.add("--blur-faces");
        }
        settings.forEach((key, value) -> arguments.addAll(List.of("--set", key + "=" + value)));
        return arguments;
    }

    PipelinePlan plan() {
        return new PipelinePlan(config(), models(), Optional.ofNullable(clip).filter(path -> !path.toString().isEmpty()));
    }
}
