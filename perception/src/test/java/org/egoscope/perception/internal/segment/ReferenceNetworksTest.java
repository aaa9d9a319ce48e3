package org.egoscope.perception.internal.segment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.opencv_core.Mat;
import org.egoscope.core.observation.BoundingBox;
import org.egoscope.torch.FloatTensor;
import org.egoscope.torch.ModelDirectory;
import org.egoscope.torch.SafetensorsFile;
import org.egoscope.torch.TorchModel;
import org.junit.jupiter.api.Test;

/** Against golden tensors and results that other programs made. */
class ReferenceNetworksTest {
    @Test
    void yoloxRowsAreDecodedAsTheReferenceDoes() throws IOException {
        Path golden = SharedWeights.folder("golden");
        try (SafetensorsFile file = SafetensorsFile.open(golden.resolve("fixtures/yolox_nano.safetensors"))) {
            float[] rows = file.floats("real.output0").toArray();
            compare(expected(golden), new YoloxDecoder(416, 416).decode(rows, 0.25f, 1), 0.5f);
        }
    }

    @Test
    void yoloxFindsInThePictureWhatTheReferenceFound() throws IOException {
        Path golden = SharedWeights.folder("golden");
        try (SafetensorsFile file = SafetensorsFile.open(golden.resolve("fixtures/yolox_nano.safetensors"));
                TorchModel model = load("yolox_nano");
                PointerScope scope = new PointerScope()) {
            Mat rgb = rgbFromBgr(file.bytes("real.input_u8_hwc"), 416, 416);
            compare(expected(golden), new YoloxDetector(model, 416, 416).detect(rgb, 0.25f), 0.5f);
        }
    }

    private static JsonNode expected(Path golden) throws IOException {
        return new ObjectMapper().readTree(golden.resolve("fixtures/decoded.json").toFile()).path("yolox_nano").path("detections");
    }

    private static void compare(JsonNode expected, List<Detection> got, float pixels) {
        assertThat(got).hasSize(expected.size());
        for (int i = 0; i < got.size(); i++) {
            JsonNode one = expected.get(i);
            BoundingBox box = got.get(i).box();
            double[] corners = {box.x(), box.y(), box.right(), box.bottom()};
            assertThat(got.get(i).classIndex()).as("class of box %d", i).isEqualTo(one.path("class_id").asInt());
            assertThat((double) got.get(i).score()).as("score of box %d", i).isCloseTo(one.path("score").asDouble(), within(1e-3));
            for (int k = 0; k < 4; k++) {
                assertThat(corners[k]).as("corner %d of box %d", k, i)
                        .isCloseTo(one.path("box_xyxy").get(k).asDouble(), within((double) pixels));
            }
        }
    }

    @Test
    void ldcEdgesAreTheGoldenOnes() {
        Path golden = SharedWeights.folder("golden");
        try (SafetensorsFile file = SafetensorsFile.open(golden.resolve("fixtures/ldc_mdbd.safetensors"));
                TorchModel model = load("ldc_mdbd");
                PointerScope scope = new PointerScope()) {
            Mat rgb = rgbFromBgr(file.bytes("real.input_u8_hwc"), 512, 288);
            float[] edges = new float[512 * 288];
            new LdcEdges(model, 512, 288).detect(rgb, edges);
            FloatTensor expected = file.floats("real.output0");
            float worst = 0;
            for (int p = 0; p < edges.length; p++) {
                worst = Math.max(worst, Math.abs(edges[p] - expected.get(p)));
            }
            assertThat(worst).isLessThan(1e-3f);
        }
    }

    private static TorchModel load(String name) {
        return ModelDirectory.open(SharedWeights.folder("models")).load(name).orElseThrow();
    }

    private static Mat rgbFromBgr(ByteBuffer bgr, int width, int height) {
        byte[] rgb = new byte[width * height * 3];
        for (int i = 0; i < rgb.length; i++) {
            rgb[i] = bgr.get(i / 3 * 3 + 2 - i % 3);
        }
        Mat picture = new Mat(height, width, opencv_core.CV_8UC3);
        new BytePointer(picture.data()).put(rgb, 0, rgb.length);
        return picture;
    }
}
