package org.egoscope.app.command;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.egoscope.app.config.PipelineConfig;
import org.egoscope.torch.ModelDirectory;
import org.egoscope.torch.Products;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options of every command that runs networks of a model folder or reads settings. */
final class ModelOptions {
    @Option(
            names = "--models",
            paramLabel = "DIR",
            defaultValue = "${env:EGOSCOPE_MODELS}",
            description = "Folder of networks with their cards (default: environment EGOSCOPE_MODELS; none: classical backend).")
    private @Nullable Path models;

    @Option(
            names = "--network-products",
            paramLabel = "AUTO|FLOAT32|BFLOAT16",
            defaultValue = "AUTO",
            description = "Numbers in which the networks of the model folder multiply (default: AUTO, BFLOAT16 where the CPU has instructions"
                    + " for it, as doctor says, else FLOAT32). BFLOAT16 takes two thirds of the time, results differ a little.")
    private Products products = Products.AUTO;

    @Option(names = "--config", paramLabel = "FILE", description = "Properties file with flat keys, see --print-config of run.")
    private @Nullable Path config;

    @Option(names = "--set", paramLabel = "KEY=VALUE", description = "One setting; may be repeated.")
    private Map<String, String> settings = new TreeMap<>();

    /** What a variable of the environment that is not set leaves is no path. */
    static Optional<Path> given(@Nullable Path path) {
        return Optional.ofNullable(path).filter(some -> !some.toString().isEmpty());
    }

    Optional<ModelDirectory> models() {
        return given(models).map(ModelDirectory::open).map(directory -> directory.with(products.fastestOnCpu()));
    }

    PipelineConfig config() {
        return config(Map.of());
    }

    /** @param more settings that win over those of the command line */
    PipelineConfig config(Map<String, String> more) {
        Map<String, String> all = new TreeMap<>(settings);
        all.putAll(more);
        return PipelineConfig.load(Optional.ofNullable(config), all);
    }

    /** The same options again, for a worker process. */
    List<String> arguments() {
        List<String> arguments = new ArrayList<>();
        // Workers multiply as this process would, or refuse to: the rows of a run are made in one way.
        given(models).ifPresent(folder -> arguments.addAll(
                List.of("--models", folder.toAbsolutePath().toString(), "--network-products", products.fastestOnCpu().name())));
        given(config).ifPresent(file -> arguments.addAll(List.of("--config", file.toAbsolutePath().toString())));
        settings.forEach((key, value) -> arguments.addAll(List.of("--set", key + "=" + value)));
        return arguments;
    }
}
