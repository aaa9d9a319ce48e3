package org.egoscope.perception.internal.sam;

import java.util.List;

/** The sizes in the reference's {@code *.reduced.config.json}. */
final class ReducedModels {
    static final VitConfig VIT = new VitConfig(256, 64, 4, 4, List.of(1, 3), 6, 64);
    static final TinyVitConfig TINY =
            new TinyVitConfig(256, List.of(16, 32, 48, 64), List.of(2, 2, 2, 2), List.of(1, 2, 3, 4), List.of(7, 7, 14, 7), 64);
    static final DecoderConfig DECODER = new DecoderConfig(DecoderConfig.Family.SAM, 256, 64, 128, 64);

    private ReducedModels() {}
}
