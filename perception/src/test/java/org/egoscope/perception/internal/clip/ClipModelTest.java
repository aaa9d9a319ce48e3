package org.egoscope.perception.internal.clip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.egoscope.core.PipelineException;
import org.egoscope.core.geometry.ImageSize;
import org.egoscope.core.observation.BoundingBox;
import org.egoscope.perception.TextImageEncoder;
import org.egoscope.torch.FloatTensor;
import org.egoscope.torch.SafetensorsWriter;
import org.egoscope.torch.TorchDevice;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClipModelTest {
    private static final long SEED = 77;
    private static final String CONFIG = "open_clip_config.json";

    @TempDir
    private Path folder;

    private void write(String prefix, boolean openAi, boolean half) throws IOException {
        SortedMap<String, FloatTensor> tensors = new TreeMap<>();
        SeededClip.of(SEED).tensors().forEach((name, values) -> {
            boolean text = !name.startsWith("visual.") && !name.equals("logit_scale");
            tensors.put(prefix + (text && !prefix.isEmpty() ? "text." : "") + name, values);
        });
        if (openAi) {
            tensors.put("input_resolution", FloatTensor.of(new float[] {12}));
        }
        SafetensorsWriter.write(folder.resolve("model.safetensors"), tensors, half, Map.of());
        List<String> merges = new ArrayList<>(List.of("c u", "cu p</w>"));
        // The network of these tests has 560 tokens; the rest stands for words that no text here uses.
        for (int i = 0; i < 44; i++) {
            merges.add((char) ('A' + i % 26) + " " + (char) ('A' + i / 26) + "</w>");
        }
        Files.writeString(folder.resolve("bpe_simple_vocab_16e6.txt"), String.join("\n", merges));
    }

    private TextImageEncoder open() {
        return TextImageEncoder.open(folder, TorchDevice.CPU);
    }

    private static float[] oracle(ClipNetwork.Activation activation, int[] tokens) {
        double[] exact = new NaiveClip(SeededClip.of(SEED), activation == ClipNetwork.Activation.GELU ? NaiveClip::gelu : NaiveClip::quickGelu)
                .text(tokens);
        float[] values = new float[exact.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) exact[i];
        }
        return values;
    }

    @Test
    void takeTheActivationFromWhatLiesBesideTheWeights() throws IOException {
        int[] cup = {558, 513, 559};
        write("", true, false);
        try (TextImageEncoder clip = open()) {
            assertThat(clip.texts(List.of("Cup"))[0]).containsExactly(oracle(ClipNetwork.Activation.QUICK_GELU, cup), within(2e-5f));
            assertThat(clip.name()).isEqualTo("model.safetensors");
            assertThat(clip.length()).isEqualTo(16);
        }
        write("", false, false);
        assertThatThrownBy(this::open).isInstanceOf(PipelineException.class).hasMessageContaining("expected open_clip_config.json");
        Files.writeString(folder.resolve(CONFIG), "{\"model_cfg\": {\"embed_dim\": 16}, \"preprocess_cfg\": {\"mean\": [0, 0, 0]}}");
        try (TextImageEncoder clip = open()) {
            assertThat(clip.texts(List.of("cup"))[0]).containsExactly(oracle(ClipNetwork.Activation.GELU, cup), within(2e-5f));
        }
        Files.writeString(folder.resolve(CONFIG), "{\"model_cfg\": {\"quick_gelu\": true}}");
        try (TextImageEncoder clip = open()) {
            assertThat(clip.texts(List.of("cup"))[0]).containsExactly(oracle(ClipNetwork.Activation.QUICK_GELU, cup), within(2e-5f));
        }
        Files.writeString(folder.resolve(CONFIG), "{\"preprocess_cfg\": {\"resize_mode\": \"squash\"}}");
        assertThatThrownBy(this::open).hasMessageContaining("resize_mode 'shortest'").hasMessageContaining("got 'squash'");
    }

    @Test
    void knowTheNamesOfTrainingCheckpoints() throws IOException {
        write("module.", false, true);
        Files.writeString(folder.resolve(CONFIG), "{}");
        try (TextImageEncoder clip = open()) {
            // Half precision in the file: 11 bits.
            assertThat(clip.texts(List.of("cup"))[0])
                    .containsExactly(oracle(ClipNetwork.Activation.GELU, new int[] {558, 513, 559}), within(0.02f));
        }
    }

    @Test
    void giveManyTextsAndCropsTheVectorsOfEach() throws IOException {
        write("", true, false);
        ImageSize size = new ImageSize(40, 30);
        ByteBuffer rgb = ByteBuffer.allocate(size.pixels() * 3);
        new SplittableRandom(SEED).nextBytes(rgb.array());
        List<BoundingBox> boxes = new ArrayList<>();
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < 35; i++) {
            boxes.add(new BoundingBox(i % 20, i % 11, 6 + i % 9, 4 + i % 13));
            texts.add("cup " + i % 10 + (i < 20 ? " x" : ""));
        }
        try (TextImageEncoder clip = open()) {
            float[][] crops = clip.crops(rgb, size, boxes);
            float[][] named = clip.texts(texts);
            for (int i = 0; i < 35; i += 7) {
                assertThat(crops[i]).containsExactly(clip.crops(rgb, size, List.of(boxes.get(i)))[0], within(1e-5f));
                assertThat(named[i]).containsExactly(clip.texts(List.of(texts.get(i)))[0], within(1e-5f));
                assertThat(product(crops[i], crops[i])).isCloseTo(1, within(1e-5));
            }
            assertThat(product(crops[0], crops[3])).isLessThan(0.9999);
            assertThat(clip.picture(rgb, size)).containsExactly(
                    clip.crops(rgb, size, List.of(new BoundingBox(0, 0, 40, 30)))[0], within(1e-6f));
        }
    }

    private static double product(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (double) a[i] * b[i];
        }
        return sum;
    }

    @Test
    void sayWhatIsMissingInAFolder() throws IOException {
        assertThatThrownBy(() -> TextImageEncoder.open(folder.resolve("absent"), TorchDevice.CPU)).hasMessageContaining("expected a folder");
        assertThatThrownBy(this::open).hasMessageContaining("one file with weights").hasMessageContaining("got none");
        write("", true, false);
        Files.delete(folder.resolve("bpe_simple_vocab_16e6.txt"));
        assertThatThrownBy(this::open).hasMessageContaining("expected bpe_simple_vocab_16e6.txt.gz");
        Files.write(folder.resolve("other.pt"), new byte[3]);
        assertThatThrownBy(this::open).hasMessageContaining("other.pt");
    }

    /** Tokens by OpenAI's own code for the published vocabulary, which EGOSCOPE_CLIP names the folder of. */
    @Test
    void cutTextsAsThePublishedVocabularyDoes() {
        String named = System.getenv("EGOSCOPE_CLIP");
        assumeTrue(named != null, "no folder EGOSCOPE_CLIP with a published vocabulary");
        BpeVocabulary vocabulary = BpeVocabulary.open(Path.of(named));
        assertThat(vocabulary.ids()).hasSize(49408);
        BpeTokenizer tokenizer = new BpeTokenizer(vocabulary, 77);
        assertThat(tokenizer.tokens("a photo of a cat")).containsExactly(49406, 320, 1125, 539, 320, 2368, 49407);
        assertThat(tokenizer.tokens("a photo of a cutting board."))
                .containsExactly(49406, 320, 1125, 539, 320, 7266, 1972, 269, 49407);
        assertThat(tokenizer.tokens("the chef's 2 knives, don't!"))
                .containsExactly(49406, 518, 4895, 568, 273, 20910, 267, 847, 713, 256, 49407);
        assertThat(tokenizer.tokens("caf\u00e9 cr\u00e8me \u5200 \u211642"))
                .containsExactly(49406, 15304, 1075, 12138, 614, 42748, 478, 8604, 500, 275, 273, 49407);
        assertThat(tokenizer.tokens("refrigerator dishwasher spatula colander"))
                .containsExactly(49406, 36662, 40524, 588, 1744, 320, 754, 3935, 49407);
    }
}
