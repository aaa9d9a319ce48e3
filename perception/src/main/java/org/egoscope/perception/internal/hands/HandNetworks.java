package org.egoscope.perception.internal.hands;

import java.util.Optional;
import org.egoscope.torch.ModelDirectory;
import org.egoscope.torch.TorchModel;

/**
 * The two networks, shared by the trackers of all sessions.
 *
 * @param withWorld true if the landmark network also gives metres
 */
public record HandNetworks(TorchModel palm, TorchModel landmarks, boolean withWorld) implements AutoCloseable {
    /** The better ones first. */
    private static final String[] PALM_NAMES = {"palm_detection_full", "palm_detection_lite"};
    private static final String WORLD_LANDMARKS = "hand_landmark_lite";
    private static final String PLAIN_LANDMARKS = "hand_landmark_sparse_2021";

    /** Empty if the directory lacks one of the two. */
    public static Optional<HandNetworks> load(ModelDirectory models) {
        Optional<TorchModel> palm = firstOf(models, PALM_NAMES);
        if (palm.isEmpty()) {
            return Optional.empty();
        }
        Optional<TorchModel> landmarks = firstOf(models, WORLD_LANDMARKS, PLAIN_LANDMARKS);
        if (landmarks.isEmpty()) {
            palm.get().close();
            return Optional.empty();
        }
        boolean withWorld = landmarks.get().name().equals(WORLD_LANDMARKS);
        return Optional.of(new HandNetworks(palm.get(), landmarks.get(), withWorld));
    }

    private static Optional<TorchModel> firstOf(ModelDirectory models, String... names) {
        for (String name : names) {
            Optional<TorchModel> model = models.load(name);
            if (model.isPresent()) {
                return model;
            }
        }
        return Optional.empty();
    }

    @Override
    public void close() {
        palm.close();
        landmarks.close();
    }
}
