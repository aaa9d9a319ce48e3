package org.egoscope.perception.internal.people;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.egoscope.core.PipelineException;
import org.egoscope.perception.PeopleSettings;
import org.egoscope.torch.ModelDirectory;
import org.egoscope.torch.TorchModel;

/**
 * The networks, shared by all sessions.
 *
 * @param detector with {@code landmarks}, or neither
 * @param faces there if faces are to be blurred, and with the other two if the folder has it
 */
public record PeopleNetworks(Optional<TorchModel> detector, Optional<TorchModel> landmarks, Optional<TorchModel> faces)
        implements AutoCloseable {
    private static final String DETECTOR = "pose_detection";
    private static final String LANDMARKS = "pose_landmark_lite";
    private static final String FACES = "face_detection_full_range";

    /** @throws PipelineException BAD_CONFIG if faces are to be blurred and the network for it is not there */
    public static PeopleNetworks load(Optional<ModelDirectory> models, PeopleSettings settings) {
        requireFaces(models, settings);
        boolean people = settings.find()
                && models.filter(directory -> directory.names().containsAll(List.of(DETECTOR, LANDMARKS))).isPresent();
        return new PeopleNetworks(
                people ? models.flatMap(directory -> directory.load(DETECTOR)) : Optional.empty(),
                people ? models.flatMap(directory -> directory.load(LANDMARKS)) : Optional.empty(),
                people || settings.blurFaces() ? models.filter(directory -> directory.names().contains(FACES)).flatMap(directory -> directory.load(FACES)) : Optional.empty());
    }

    /** Opens nothing. A recording whose faces were to be blurred must not go through without. */
    public static void requireFaces(Optional<ModelDirectory> models, PeopleSettings settings) {
        if (settings.blurFaces() && models.filter(directory -> directory.names().contains(FACES)).isEmpty()) {
            throw PipelineException.badConfig("blurring of faces: expected " + FACES + ".torchscript.pt with its card in the models folder, got "
                    + models.map(directory -> "none in " + directory.folder()).orElse("no models folder (see --models)"));
        }
    }

    /** Name to sha256 of those that are loaded. */
    public Map<String, String> hashes(ModelDirectory models) {
        Map<String, String> all = models.hashes();
        Map<String, String> used = new TreeMap<>();
        loaded().forEach(model -> used.put(model.name(), all.get(model.name())));
        return used;
    }

    private List<TorchModel> loaded() {
        List<TorchModel> loaded = new ArrayList<>();
        detector.ifPresent(loaded::add);
        landmarks.ifPresent(loaded::add);
        faces.ifPresent(loaded::add);
        return loaded;
    }

    @Override
    public void close() {
        loaded().forEach(TorchModel::close);
    }
}
