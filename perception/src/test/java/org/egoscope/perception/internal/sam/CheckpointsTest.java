package org.egoscope.perception.internal.sam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.egoscope.core.PipelineException;
import org.egoscope.torch.TorchDevice;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CheckpointsTest {
    @ParameterizedTest
    @ValueSource(strings = {"sam_vit_b", "sam_vit_l", "sam_vit_h", "mobile_sam"})
    void parametersAreExactlyThoseOfThePublishedCheckpoint(String name) throws IOException {
        Map<String, String> published = new TreeMap<>();
        List<String> lines = Files.readAllLines(Golden.folder().resolve(name + ".params.tsv"));
        for (String line : lines.subList(1, lines.size())) {
            String[] fields = line.split("\t");
            published.put(fields[0], fields[2]);
        }
        Checkpoints.Model model = Checkpoints.official().get(name);
        published.keySet().removeIf(model.unused());
        Map<String, String> own = new TreeMap<>();
        model.shapes().forEach((parameter, shape) -> own.put(parameter, text(shape)));
        assertThat(own).isEqualTo(published);
    }

    private static String text(long[] shape) {
        return String.join("x", Arrays.stream(shape).mapToObj(Long::toString).toList());
    }

    @ParameterizedTest
    @CsvSource({"sam_vit_b, 93735728", "sam_vit_l, 312343088", "sam_vit_h, 641090864"})
    void numbersOfValuesAreThosePublished(String name, long count) {
        long own = Checkpoints.official().get(name).shapes().values().stream()
                .mapToLong(shape -> Arrays.stream(shape).reduce(1, (a, b) -> a * b))
                .sum();
        assertThat(own).isEqualTo(count);
    }

    private static Checkpoints.Model small() {
        VitConfig config = new VitConfig(64, 16, 2, 2, List.of(1), 3, 16);
        return Checkpoints.vit("sam_vit", config, new DecoderConfig(DecoderConfig.Family.SAM, 64, 16, 24, 16));
    }

    @Test
    void sizesOfAnUnpublishedModelAreReadFromItsTensors() {
        try (SamSegmenter segmenter = Checkpoints.load(new RandomWeights(small().shapes(), 1), TorchDevice.CPU, 64)) {
            assertThat(segmenter.config()).isEqualTo(small().decoder());
            assertThat(segmenter.method()).isEqualTo("sam_vit");
        }
    }

    @Test
    void missingExtraAndMisshapenParametersAreAllListed() {
        Map<String, long[]> shapes = new TreeMap<>(small().shapes());
        shapes.remove("mask_decoder.mask_tokens.weight");
        shapes.put("mask_decoder.surprise", new long[] {3});
        shapes.put("image_encoder.neck.2.weight", new long[] {16, 16, 1, 1});
        assertThatThrownBy(() -> Checkpoints.load(new RandomWeights(shapes, 1), TorchDevice.CPU, 64))
                .isInstanceOf(PipelineException.class)
                .hasMessageContaining("mask_decoder.mask_tokens.weight is missing")
                .hasMessageContaining("mask_decoder.surprise is not of this network")
                .hasMessageContaining("image_encoder.neck.2.weight: expected [16, 16, 3, 3], got [16, 16, 1, 1]");
    }

    @Test
    void aPublishedWidthWithOtherSizesIsReportedAgainstThePublishedModel() {
        Map<String, long[]> shapes = new TreeMap<>(Checkpoints.official().get("sam_vit_b").shapes());
        shapes.keySet().removeIf(name -> name.startsWith("image_encoder.blocks.11."));
        assertThatThrownBy(() -> Checkpoints.load(new RandomWeights(shapes, 1), TorchDevice.CPU, 1024))
                .isInstanceOf(PipelineException.class)
                .hasMessageContaining("image_encoder.blocks.11.attn.qkv.weight is missing");
    }

    @Test
    void somethingElseIsNamed() {
        Map<String, long[]> shapes = Map.of("layer.weight", new long[] {2, 2});
        assertThatThrownBy(() -> Checkpoints.load(new RandomWeights(shapes, 1), TorchDevice.CPU, 1024))
                .isInstanceOf(PipelineException.class)
                .hasMessageContaining("layer.weight");
    }
}
