package org.egoscope.perception;

import java.util.Map;
import java.util.Optional;
import org.egoscope.perception.internal.people.NetworkFaceBlur;
import org.egoscope.perception.internal.people.NetworkPersonTracker;
import org.egoscope.perception.internal.people.PeopleNetworks;
import org.egoscope.torch.ModelDirectory;

/**
 * Makes trackers of other people and blurs of their faces. Loads the networks once; every session gets its own tracker and blur. Close
 * it after the last of them.
 */
public final class People implements AutoCloseable {
    private final PeopleNetworks networks;
    private final PeopleSettings settings;
    private final Map<String, String> hashes;

    private People(PeopleNetworks networks, PeopleSettings settings, Map<String, String> hashes) {
        this.networks = networks;
        this.settings = settings;
        this.hashes = hashes;
    }

    /**
     * Networks {@code pose_detection} and {@code pose_landmark_lite} find people; without one of the two nobody is found. With
     * {@code face_detection_full_range} also those are found of whom little but the face is seen; blurring needs it.
     *
     * @throws org.egoscope.core.PipelineException BAD_CONFIG if faces are to be blurred and that network is not there
     */
    public static People open(Optional<ModelDirectory> models, PeopleSettings settings) {
        PeopleNetworks networks = PeopleNetworks.load(models, settings);
        return new People(networks, settings, models.map(networks::hashes).orElse(Map.of()));
    }

    /** The check of {@link #open} alone: to refuse at once what would fail later. */
    public static void check(Optional<ModelDirectory> models, PeopleSettings settings) {
        PeopleNetworks.requireFaces(models, settings);
    }

    /** Name to sha256 of the networks used, for the lineage of a run. */
    public Map<String, String> hashes() {
        return Map.copyOf(hashes);
    }

    /** For one session; finds nobody without networks. Where faces are blurred it relies on those found for that, and looks for none itself. */
    public PersonTracker newTracker() {
        return networks.detector().isPresent() && networks.landmarks().isPresent()
                ? new NetworkPersonTracker(networks.detector().get(), networks.landmarks().get(), settings.blurFaces() ? Optional.empty() : networks.faces(), settings)
                : PersonTracker.NONE;
    }

    /** For one session; leaves pictures alone if the settings do not ask for it. */
    public FaceBlur newBlur() {
        return settings.blurFaces() && networks.faces().isPresent() ? new NetworkFaceBlur(networks.faces().get(), settings) : FaceBlur.NONE;
    }

    @Override
    public void close() {
        networks.close();
    }
}
