package org.egoscope.perception.internal.track;

import org.egoscope.torch.TorchModel;
import org.jspecify.annotations.Nullable;

/** The networks that were found; each may be absent by itself, the two of NanoTrack count only together. */
public record Networks(
        @Nullable TorchModel edges,
        @Nullable TorchModel detector,
        @Nullable TorchModel trackBackbone,
        @Nullable TorchModel trackHead) {
    public static final Networks NONE = new Networks(null, null, null, null);
}
