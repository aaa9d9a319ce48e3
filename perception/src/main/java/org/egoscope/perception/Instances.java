package org.egoscope.perception;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.egoscope.perception.internal.sam.ImageEncoder;
import org.egoscope.perception.internal.sam2.Sam2Network;
import org.egoscope.perception.internal.sam2.Sam2VideoSegmenter;
import org.egoscope.perception.internal.track.HierarchyTracker;
import org.egoscope.perception.internal.track.Networks;
import org.egoscope.torch.ModelDirectory;
import org.egoscope.torch.Products;
import org.egoscope.torch.TorchDevice;
import org.egoscope.torch.TorchModel;
import org.jspecify.annotations.Nullable;

/**
 * Makes instance trackers. Holds the networks that they share: {@code ldc_mdbd} for edges, {@code yolox_nano} for labels,
 * {@code nanotrack_v2_backbone} and {@code _head} and {@code mobilenet_v1_embedding} to find things again, and where one is named a SAM or
 * MobileSAM that is asked for the things of key frames, or a SAM 2.1 that carries masks between them. What the directory lacks is done
 * without: edges by gradients, labels
 * {@code unknown}.
 */
public final class Instances implements AutoCloseable {
    private final SegmentConfig config;
    private final Networks networks;
    private final List<TorchModel> loaded;
    private final @Nullable Sam2Network memory;
    private final int framesAtOnce;

    private Instances(SegmentConfig config, FollowConfig follow, Networks networks, List<TorchModel> loaded, @Nullable Sam2Network memory) {
        this.config = config;
        this.networks = networks;
        this.loaded = loaded;
        this.memory = memory;
        int suited = memory == null ? 1 : ImageEncoder.picturesAtOnce(memory.device());
        this.framesAtOnce = memory == null || follow.framesAtOnce() == 0 ? suited : follow.framesAtOnce();
    }

    /** So many frames are worth being given to a tracker's {@link InstanceTracker#expect} at once; 1 if it gains nothing by that. */
    public int framesAtOnce() {
        return framesAtOnce;
    }

    /**
     * Loads what is there.
     *
     * @throws org.egoscope.core.PipelineException with kind MODEL if a file is there that is damaged or not listed
     */
    public static Instances open(Optional<ModelDirectory> models, SegmentConfig config) {
        return open(models, config, FollowConfig.defaults());
    }

    /**
     * Loads what is there, and the network of the SAM family if one is named.
     *
     * @throws org.egoscope.core.PipelineException with kind MODEL if a file is there that is damaged or not listed, or the named one is
     *     not of the SAM family
     */
    public static Instances open(Optional<ModelDirectory> models, SegmentConfig config, FollowConfig follow) {
        List<TorchModel> loaded = new ArrayList<>();
        try {
            TorchModel edges = load(models, "ldc_mdbd", loaded);
            TorchModel detector = load(models, "yolox_nano", loaded);
            TorchModel backbone = load(models, "nanotrack_v2_backbone", loaded);
            TorchModel head = load(models, "nanotrack_v2_head", loaded);
            TorchModel appearance = load(models, "mobilenet_v1_embedding", loaded);
            Optional<Path> named = follow.modelFile();
            Sam2Network network = named.filter(SamModels::follows).map(file -> SamModels.network(file, TorchDevice.BEST, Products.AUTO)).orElse(null);
            Networks.Prompts prompts = network != null ? null : named.map(file -> prompts(file, follow)).orElse(null);
            Networks.Memory memory = network == null
                    ? null
                    : new Networks.Memory(
                            () -> new Sam2VideoSegmenter(network, VideoSegmenterOptions.defaults()), follow.maxObjects());
            return new Instances(config, follow, new Networks(edges, detector, backbone, head, appearance, prompts, memory), loaded, network);
        } catch (RuntimeException e) {
            loaded.forEach(TorchModel::close);
            throw e;
        }
    }

    private static Networks.Prompts prompts(Path file, FollowConfig follow) {
        return new Networks.Prompts(SamModels.open(file, TorchDevice.BEST, Products.AUTO), follow.promptsPerKeyFrame());
    }

    private static @Nullable TorchModel load(Optional<ModelDirectory> models, String name, List<TorchModel> loaded) {
        Optional<TorchModel> model = models.flatMap(directory -> directory.load(name));
        model.ifPresent(loaded::add);
        return model.orElse(null);
    }

    /** Names of the networks in use, in order of loading; empty for the classical backend. */
    public List<String> networkNames() {
        List<String> names = new ArrayList<>(loaded.stream().map(TorchModel::name).toList());
        if (memory != null) {
            names.add(memory.shape().name());
        }
        if (networks.prompts() != null) {
            names.add(networks.prompts().segmenter().method());
        }
        return List.copyOf(names);
    }

    /** A tracker for one session. Close it before this. */
    public InstanceTracker newTracker() {
        return new HierarchyTracker(config, networks);
    }

    @Override
    public void close() {
        loaded.forEach(TorchModel::close);
        if (memory != null) {
            memory.close();
        }
        if (networks.prompts() != null) {
            networks.prompts().segmenter().close();
        }
    }
}
