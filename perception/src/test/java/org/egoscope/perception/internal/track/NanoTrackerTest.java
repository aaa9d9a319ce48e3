package org.egoscope.perception.internal.track;

import static org.assertj.core.api.Assertions.assertThat;

import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.opencv_core.Mat;
import org.egoscope.core.observation.BoundingBox;
import org.egoscope.perception.internal.segment.SharedWeights;
import org.egoscope.torch.ModelDirectory;
import org.egoscope.torch.TorchModel;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NanoTrackerTest {
    @ParameterizedTest
    @ValueSource(ints = {0, 5, 15})
    void aThingIsFoundWhereItHasMovedTo(int frame) {
        PaintedScene scene = new PaintedScene()
                .with(40, 60, 190, PaintedScene.box(150, 80, 46, 30, -0.8, -0.2))
                .with(200, 40, 40, PaintedScene.disc(60, 50, 22, 0, 0));
        ModelDirectory models = ModelDirectory.open(SharedWeights.folder("models"));
        try (TorchModel backbone = models.load("nanotrack_v2_backbone").orElseThrow();
                TorchModel head = models.load("nanotrack_v2_head").orElseThrow();
                PointerScope scope = new PointerScope()) {
            NanoTracker nano = new NanoTracker(backbone, head);
            BoundingBox start = scene.truth(0, 0).boundingBox();
            float[] template = nano.template(mat(scene, 0), start);
            NanoTracker.Found found = nano.search(mat(scene, frame), template, start);
            assertThat(found.score()).isGreaterThan(TemplateKeeper.LEAST_SCORE);
            assertThat(found.box().iou(scene.truth(0, frame).boundingBox())).as("box %s", found.box()).isGreaterThan(0.7f);
        }
    }

    private static Mat mat(PaintedScene scene, int frame) {
        return new Mat(
                PaintedScene.SIZE.height(), PaintedScene.SIZE.width(), opencv_core.CV_8UC3, new BytePointer(scene.frame(frame).rgb()));
    }
}
