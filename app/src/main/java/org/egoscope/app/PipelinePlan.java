package org.egoscope.app;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.egoscope.app.config.ConfigTree;
import org.egoscope.app.config.PipelineConfig;
import org.egoscope.app.run.GroupedPerception;
import org.egoscope.core.FusedStage;
import org.egoscope.core.PipelineException;
import org.egoscope.core.StageFactory;
import org.egoscope.core.StatefulStage;
import org.egoscope.core.graph.GraphEvent;
import org.egoscope.core.lineage.RunInfo;
import org.egoscope.core.motion.MotionEvent;
import org.egoscope.core.observation.ObservationEvent;
import org.egoscope.core.video.SessionId;
import org.egoscope.core.video.VideoChunk;
import org.egoscope.ingest.ChunkDecoder;
import org.egoscope.motion.Bodies;
import org.egoscope.perception.Hands;
import org.egoscope.perception.HeadPoses;
import org.egoscope.perception.InstanceTracker;
import org.egoscope.perception.Instances;
import org.egoscope.perception.OpenVocabulary;
import org.egoscope.perception.People;
import org.egoscope.perception.Perceiver;
import org.egoscope.perception.PerceptionProbe;
import org.egoscope.scenegraph.SceneGraphBuilder;
import org.egoscope.torch.ModelDirectory;
import org.egoscope.torch.TorchDevice;

/** What will be run: configuration and networks, and from these the stages. The same plan on CPU gives the same rows. */
public final class PipelinePlan {
    public static final String VERSION = "0.1.0";

    /** What the lineage calls the numbers in which networks multiply; an option of commands, no setting. */
    private static final String PRODUCTS = "networks.products";

    private final PipelineConfig config;
    private final Optional<ModelDirectory> models;
    private final Optional<Path> clip;
    private final RunInfo lineage;

    public PipelinePlan(PipelineConfig config, Optional<ModelDirectory> models) {
        this(config, models, Optional.empty());
    }

    /** @param clip folder of a network that knows pictures and texts, see {@link org.egoscope.perception.TextImageEncoder#open} */
    public PipelinePlan(PipelineConfig config, Optional<ModelDirectory> models, Optional<Path> clip) {
        if (clip.isEmpty() && !config.perception().vocabulary().names().isEmpty()) {
            throw PipelineException.badConfig("labels '" + config.perception().vocabulary().labels()
                    + "': expected a folder with CLIP (--clip or EGOSCOPE_CLIP), got none");
        }
        this.config = config;
        this.models = models;
        this.clip = clip;
        People.check(models, config.perception().people());
        Map<String, String> hashes = new TreeMap<>(models.map(ModelDirectory::hashes).orElse(Map.of()));
        String generator = config.motion().generator();
        Bodies.sha256(generator).ifPresent(hash -> hashes.put("motion/" + generator, hash));
        config.perception().follow().sha256().ifPresent(hash -> hashes.put("perception/follow", hash));
        clip.ifPresent(folder -> OpenVocabulary.hashes(folder).forEach((file, hash) -> hashes.put("clip/" + file, hash)));
        Map<String, String> flat = new TreeMap<>(ConfigTree.flatten(config));
        models.ifPresent(directory -> flat.put(PRODUCTS, directory.products().name()));
        this.lineage = new RunInfo(hashOf(flat, hashes), VERSION, Instant.now().toString(), flat, hashes);
    }

    private static String hashOf(Map<String, String> configuration, Map<String, String> models) {
        String text = VERSION + "\n" + new TreeMap<>(configuration) + "\n" + new TreeMap<>(models);
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    public PipelineConfig config() {
        return config;
    }

    public Optional<ModelDirectory> models() {
        return models;
    }

    public RunInfo lineage() {
        return lineage;
    }

    public String planHash() {
        return lineage.planHash();
    }

    /** Decoding and perception as one stage: pixels never leave it. Networks are loaded once and shared by the sessions. */
    public StageFactory<VideoChunk, ObservationEvent> perception() {
        return perception(PerceptionProbe.NONE);
    }

    /** As {@link #perception()}, with somebody looking on. */
    public StageFactory<VideoChunk, ObservationEvent> perception(PerceptionProbe probe) {
        Hands hands = models.map(directory -> Hands.open(directory, config.perception().hands())).orElseGet(Hands::withoutNetworks);
        Instances instances = Instances.open(models, config.perception().segment(), config.perception().follow());
        Optional<OpenVocabulary> vocabulary =
                clip.map(folder -> OpenVocabulary.open(folder, config.perception().vocabulary(), TorchDevice.BEST));
        People people = People.open(models, config.perception().people());
        return new StageFactory<>() {
            @Override
            public StatefulStage<VideoChunk, ObservationEvent> open(SessionId session) {
                InstanceTracker tracker = instances.newTracker();
                Perceiver perceiver = new Perceiver(
                        HeadPoses.estimator(config.perception().headPose()), hands.newTracker(),
                        vocabulary.map(words -> words.around(tracker)).orElse(tracker), people.newTracker(), people.newBlur(), probe);
                ChunkDecoder decoder = new ChunkDecoder(config.ingest());
                return instances.framesAtOnce() == 1
                        ? new FusedStage<>(decoder, perceiver)
                        : new GroupedPerception(decoder, perceiver, instances.framesAtOnce());
            }

            @Override
            public void close() {
                vocabulary.ifPresent(OpenVocabulary::close);
                people.close();
                instances.close();
                hands.close();
            }
        };
    }

    public StageFactory<ObservationEvent, MotionEvent> motion() {
        Bodies bodies = Bodies.open(config.motion());
        return new StageFactory<>() {
            @Override
            public StatefulStage<ObservationEvent, MotionEvent> open(SessionId session) {
                return bodies.newEstimator();
            }

            @Override
            public void close() {
                bodies.close();
            }
        };
    }

    public StageFactory<MotionEvent, GraphEvent> sceneGraph() {
        return session -> new SceneGraphBuilder(config.sceneGraph());
    }
}
