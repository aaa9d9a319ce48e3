package org.egoscope.perception.internal.track;

import static org.assertj.core.api.Assertions.assertThat;

import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.opencv_core.Mat;
import org.egoscope.core.observation.Mask;
import org.egoscope.perception.SegmentConfig;
import org.egoscope.perception.internal.segment.GradientEdges;
import org.egoscope.perception.internal.segment.Hierarchy;
import org.egoscope.perception.internal.segment.NodeMatcher;
import org.egoscope.perception.internal.segment.Proposals;
import org.egoscope.perception.internal.segment.Segment;
import org.egoscope.perception.internal.segment.Segmenter;
import org.egoscope.perception.internal.segment.SharedWeights;
import org.egoscope.torch.ModelDirectory;
import org.egoscope.torch.TorchModel;
import org.junit.jupiter.api.Test;

class AppearanceNetworkTest {
    /** A blue box and a red disc, which are elsewhere in another scene. */
    private static PaintedScene scene(int boxX, int discX) {
        return new PaintedScene()
                .with(40, 60, 190, PaintedScene.box(boxX, 60, 46, 44, 0, 0))
                .with(200, 40, 40, PaintedScene.disc(discX, 80, 24, 0, 0));
    }

    @Test
    void aThingIsMoreLikeItselfElsewhereThanLikeWhatIsNowInItsPlace() {
        ModelDirectory models = ModelDirectory.open(SharedWeights.folder("models"));
        try (TorchModel model = models.load("mobilenet_v1_embedding").orElseThrow()) {
            AppearanceNetwork network = new AppearanceNetwork(model);
            byte[] box = sight(network, scene(40, 180), 0);
            byte[] disc = sight(network, scene(40, 180), 1);
            Views known = new Views();
            known.learn(box, 0);
            float itself = known.likeness(sight(network, scene(160, 60), 0));
            assertThat(itself).as("the box elsewhere").isGreaterThan(0.95f);
            assertThat(known.likeness(disc)).as("a disc").isLessThan(itself - 0.1f);
            assertThat(sight(network, scene(40, 180), 0)).as("twice the same").isEqualTo(box);
        }
    }

    private static byte[] sight(AppearanceNetwork network, PaintedScene scene, int thing) {
        int width = PaintedScene.SIZE.width();
        int height = PaintedScene.SIZE.height();
        try (PointerScope scope = new PointerScope()) {
            Mat rgb = new Mat(height, width, opencv_core.CV_8UC3, new BytePointer(scene.frame(0).rgb()));
            Segmenter segmenter = new Segmenter(width, height, new GradientEdges(width, height));
            Hierarchy hierarchy = segmenter.segment(rgb);
            Mask truth = scene.truth(thing, 0);
            Segment segment = new NodeMatcher(new Proposals(SegmentConfig.defaults()))
                    .matchBox(hierarchy, truth.boundingBox())
                    .segment();
            return network.sight(rgb, hierarchy, segment);
        }
    }
}
