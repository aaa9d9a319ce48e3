package org.egoscope.motion.internal.flow;

import java.util.Map;
import org.egoscope.core.ErrorKind;
import org.egoscope.core.PipelineException;

/**
 * Size of the network and what it sees.
 *
 * @param layers transformer blocks
 * @param width channels per token
 * @param heads of attention
 * @param feedForward channels within a block's two-layer network
 * @param band a frame attends to frames at most so far away, before and after
 * @param conditioning how the head's motion is told
 */
public record FlowShape(int layers, int width, int heads, int feedForward, int band, Conditioning conditioning) {
    private static final int LARGEST = 4096;

    public FlowShape {
        if (layers < 1 || heads < 1 || band < 1 || feedForward < 1 || width % (heads * 2) != 0) {
            throw new IllegalArgumentException("flow network: expected layers, band >= 1 and an even width per head, got " + layers + ", "
                    + band + ", " + width + "/" + heads);
        }
    }

    /** 6.1 M parameters. */
    public static FlowShape defaults() {
        return new FlowShape(5, 256, 4, 1024, 64, Conditioning.INVARIANT);
    }

    /** 0.9 M parameters, for comparisons of methods: several times faster. */
    public static FlowShape small() {
        return new FlowShape(3, 128, 4, 512, 64, Conditioning.INVARIANT);
    }

    public FlowShape with(Conditioning other) {
        return new FlowShape(layers, width, heads, feedForward, band, other);
    }

    /** For the header of a weights file. */
    public Map<String, String> toMetadata() {
        return Map.of(
                "layers", "" + layers, "width", "" + width, "heads", "" + heads, "feedForward", "" + feedForward, "band", "" + band,
                "conditioning", conditioning.name());
    }

    /** Undoes {@link #toMetadata()}. */
    public static FlowShape of(Map<String, String> metadata) {
        try {
            return new FlowShape(
                    number(metadata, "layers"), number(metadata, "width"), number(metadata, "heads"), number(metadata, "feedForward"),
                    number(metadata, "band"), Conditioning.valueOf(metadata.getOrDefault("conditioning", "?")));
        } catch (IllegalArgumentException e) {
            throw new PipelineException(
                    ErrorKind.MODEL, "motion weights: expected a header with the network's shape, got " + e.getMessage(), e);
        }
    }

    private static int number(Map<String, String> metadata, String key) {
        int value = Integer.parseInt(metadata.getOrDefault(key, key + " is missing"));
        if (value > LARGEST) {
            throw new IllegalArgumentException(key + " of " + value);
        }
        return value;
    }
}
