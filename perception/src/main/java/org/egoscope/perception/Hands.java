package org.egoscope.perception;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.egoscope.perception.internal.hands.HandNetworks;
import org.egoscope.perception.internal.hands.NetworkHandTracker;
import org.egoscope.perception.internal.hands.SingleFrameHands;
import org.egoscope.perception.internal.hands.SkinHandTracker;
import org.egoscope.torch.ModelDirectory;

/**
 * Makes hand trackers: by networks where their weights are there, else by skin colour and motion, which is much weaker and says so in
 * {@code method} and in confidences of at most 0.5. Loads the networks once; every session gets its own tracker. Close it after the
 * last tracker.
 */
public final class Hands implements AutoCloseable {
    /** {@code Hand.method} of hands found without weights. */
    public static final String SKIN_MOTION = SkinHandTracker.METHOD;

    private final Optional<HandNetworks> networks;
    private final HandSettings settings;
    private final Map<String, String> hashes;

    private Hands(Optional<HandNetworks> networks, HandSettings settings, Map<String, String> hashes) {
        this.networks = networks;
        this.settings = settings;
        this.hashes = hashes;
    }

    /** Networks {@code palm_detection_*} and {@code hand_landmark_*} of the directory; without one of the two, skin and motion. */
    public static Hands open(ModelDirectory models, HandSettings settings) {
        Optional<HandNetworks> networks = HandNetworks.load(models);
        Map<String, String> hashes = new TreeMap<>();
        networks.ifPresent(both -> {
            hashes.put(both.palm().name(), models.hashes().get(both.palm().name()));
            hashes.put(both.landmarks().name(), models.hashes().get(both.landmarks().name()));
        });
        return new Hands(networks, settings, hashes);
    }

    /** Skin colour and motion only. */
    public static Hands withoutNetworks() {
        return new Hands(Optional.empty(), HandSettings.DEFAULT, Map.of());
    }

    /** What {@code Hand.method} will say. */
    public String method() {
        return networks.map(both -> both.landmarks().name()).orElse(SKIN_MOTION);
    }

    /** Name to sha256 of the networks used, for the lineage of a run; empty without networks. */
    public Map<String, String> hashes() {
        return Map.copyOf(hashes);
    }

    /** A tracker for one session. */
    public HandTracker newTracker() {
        return networks.isPresent() ? NetworkHandTracker.on(networks.get(), settings) : new SkinHandTracker();
    }

    /** The networks on each frame by itself, as their makers chain them; to compare with. Empty without networks. */
    public Optional<HandTracker> newSingleFrameFinder() {
        return networks.map(SingleFrameHands::new);
    }

    @Override
    public void close() {
        networks.ifPresent(HandNetworks::close);
    }
}
