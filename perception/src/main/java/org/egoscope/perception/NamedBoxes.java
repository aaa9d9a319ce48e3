package org.egoscope.perception;

import java.util.List;
import java.util.Optional;
import org.egoscope.core.geometry.ImageSize;
import org.egoscope.core.video.VideoFrame;
import org.egoscope.perception.internal.segment.YoloxDetector;
import org.egoscope.torch.ModelDirectory;
import org.egoscope.torch.TorchModel;
import org.jspecify.annotations.Nullable;

/**
 * What {@code yolox_nano} finds in one picture, before tracks take their names from it: to measure the network by itself. For one thread;
 * pictures of one size follow each other at best, since the work arrays are made for a size.
 */
public final class NamedBoxes implements AutoCloseable {
    private final TorchModel network;
    private final float threshold;
    private @Nullable YoloxDetector detector;
    private ImageSize size = new ImageSize(1, 1);

    private NamedBoxes(TorchModel network, float threshold) {
        this.network = network;
        this.threshold = threshold;
    }

    /**
     * Empty if the directory has no {@code yolox_nano}.
     *
     * @param config its {@code detectionThresh} is the least score
     */
    public static Optional<NamedBoxes> open(ModelDirectory models, SegmentConfig config) {
        return models.load("yolox_nano").map(network -> new NamedBoxes(network, config.detectionThresh()));
    }

    /** Best first. */
    public List<NamedBox> find(VideoFrame frame) {
        YoloxDetector current = detector;
        if (current == null || !size.equals(frame.size())) {
            size = frame.size();
            current = new YoloxDetector(network, size.width(), size.height());
            detector = current;
        }
        return current.detect(frame.rgb(), threshold).stream().map(one -> new NamedBox(one.label(), one.score(), one.box())).toList();
    }

    @Override
    public void close() {
        network.close();
    }
}
