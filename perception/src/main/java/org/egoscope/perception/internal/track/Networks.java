package org.egoscope.perception.internal.track;

import java.util.function.Supplier;
import org.egoscope.perception.PromptSegmenter;
import org.egoscope.perception.VideoSegmenter;
import org.egoscope.torch.TorchModel;
import org.jspecify.annotations.Nullable;

/** The networks that were found; each may be absent by itself, the two of NanoTrack count only together. */
public record Networks(
        @Nullable TorchModel edges,
        @Nullable TorchModel detector,
        @Nullable TorchModel trackBackbone,
        @Nullable TorchModel trackHead,
        @Nullable TorchModel appearance,
        @Nullable Prompts prompts,
        @Nullable Memory memory) {
    public static final Networks NONE = new Networks(null, null, null, null, null, null, null);

    /**
     * A network that is asked for masks in key frames.
     *
     * @param most questions a key frame
     */
    public record Prompts(PromptSegmenter segmenter, int most) {}

    /**
     * A network that follows what it remembers.
     *
     * @param segmenters one for each session
     * @param mostObjects that it is given to follow at once
     */
    public record Memory(Supplier<VideoSegmenter> segmenters, int mostObjects) {}
}
