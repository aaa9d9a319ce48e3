package org.egoscope.perception;

import java.nio.file.Path;
import java.util.Map;
import org.egoscope.perception.internal.clip.ClipModel;
import org.egoscope.perception.internal.clip.LabelScores;
import org.egoscope.perception.internal.clip.VocabularyTracker;
import org.egoscope.torch.TorchDevice;

/**
 * Looks at instances with a network that knows pictures and texts: embeddings to search by, and names from a list of the user's. The
 * network is shared by the trackers of all sessions of one thread.
 */
public final class OpenVocabulary implements AutoCloseable {
    private final TextImageEncoder encoder;
    private final VocabularyConfig config;
    private final LabelScores labels;

    private OpenVocabulary(TextImageEncoder encoder, VocabularyConfig config) {
        this.encoder = encoder;
        this.config = config;
        this.labels = LabelScores.of(encoder, config.names());
    }

    /**
     * @param folder see {@link TextImageEncoder#open}
     * @throws org.egoscope.core.PipelineException with kind MODEL if the network cannot be read, BAD_CONFIG if a label is too long
     */
    public static OpenVocabulary open(Path folder, VocabularyConfig config, TorchDevice device) {
        TextImageEncoder encoder = TextImageEncoder.open(folder, device);
        try {
            return new OpenVocabulary(encoder, config);
        } catch (RuntimeException e) {
            encoder.close();
            throw e;
        }
    }

    /** Names and sha256 of the files in the folder that are read: what rows depend on. */
    public static Map<String, String> hashes(Path folder) {
        return ClipModel.hashes(folder);
    }

    /** A tracker whose instances are looked at, too; it owns the given one. Close it before this. */
    public InstanceTracker around(InstanceTracker tracker) {
        return new VocabularyTracker(tracker, encoder, labels, config);
    }

    @Override
    public void close() {
        encoder.close();
    }
}
