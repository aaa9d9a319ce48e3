package org.egoscope.perception;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.egoscope.perception.internal.track.HierarchyTracker;
import org.egoscope.perception.internal.track.Networks;
import org.egoscope.torch.ModelDirectory;
import org.egoscope.torch.TorchModel;
import org.jspecify.annotations.Nullable;

/**
 * Makes instance trackers. Holds the networks that they share: {@code ldc_mdbd} for edges, {@code yolox_nano} for labels,
 * {@code nanotrack_v2_backbone} and {@code _head} to find things again. What the directory lacks is done without: edges by gradients,
 * labels {@code unknown}.
 */
public final class Instances implements AutoCloseable {
    private final SegmentConfig config;
    private final Networks networks;
    private final List<TorchModel> loaded;

    private Instances(SegmentConfig config, Networks networks, List<TorchModel> loaded) {
        this.config = config;
        this.networks = networks;
        this.loaded = loaded;
    }

    /**
     * Loads what is there.
     *
     * @throws org.egoscope.core.PipelineException with kind MODEL if a file is there that is damaged or not listed
     */
    public static Instances open(Optional<ModelDirectory> models, SegmentConfig config) {
        List<TorchModel> loaded = new ArrayList<>();
        try {
            Networks networks = new Networks(
                    load(models, "ldc_mdbd", loaded), load(models, "yolox_nano", loaded),
                    load(models, "nanotrack_v2_backbone", loaded), load(models, "nanotrack_v2_head", loaded));
            return new Instances(config, networks, loaded);
        } catch (RuntimeException e) {
            loaded.forEach(TorchModel::close);
            throw e;
        }
    }

    private static @Nullable TorchModel load(Optional<ModelDirectory> models, String name, List<TorchModel> loaded) {
        Optional<TorchModel> model = models.flatMap(directory -> directory.load(name));
        model.ifPresent(loaded::add);
        return model.orElse(null);
    }

    /** Names of the networks in use, in order of loading; empty for the classical backend. */
    public List<String> networkNames() {
        return loaded.stream().map(TorchModel::name).toList();
    }

    /** A tracker for one session. Close it before this. */
    public InstanceTracker newTracker() {
        return new HierarchyTracker(config, networks);
    }

    @Override
    public void close() {
        loaded.forEach(TorchModel::close);
    }
}
