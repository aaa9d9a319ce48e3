package org.egoscope.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.egoscope.core.ErrorKind;
import org.egoscope.core.PipelineException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelDirectoryTest {
    @TempDir
    private Path folder;

    private Path weights;

    @BeforeEach
    void writeOneNetworkWithItsCard() throws IOException {
        weights = TinyTorchScript.write(
                folder.resolve("twice.torchscript.pt"), "self, x: Tensor) -> Tensor", "return torch.mul(x, 2)");
        writeCard(ModelDirectory.sha256(weights));
    }

    private void writeCard(String sha256) throws IOException {
        Files.writeString(
                folder.resolve("twice.json"),
                """
                {"name":"twice","file":"twice.torchscript.pt","sha256":"%s","license":"CC0","task":"doubling","threshold":0.5,
                 "input":{"shape":["N",2],"layout":"","dtype":"float32","range":"any"},
                 "outputs":[{"index":0,"shape":["N",2],"meaning":"twice the input"}]}"""
                        .formatted(sha256));
    }

    @Test
    void loadWhatACardListsAndReportItsHash() throws IOException {
        ModelDirectory models = ModelDirectory.open(folder);
        assertThat(models.names()).containsExactly("twice");
        assertThat(models.hashes()).containsEntry("twice", ModelDirectory.sha256(weights));
        ModelCard card = models.card("twice").orElseThrow();
        assertThat(card.licence()).isEqualTo("CC0");
        assertThat(card.threshold()).hasValue(0.5);
        assertThat(card.inputs().get(0).shape()).containsExactly("N", "2");
        assertThat(card.outputs().get(0).meaning()).isEqualTo("twice the input");
        try (TorchModel model = models.load("twice").orElseThrow()) {
            assertThat(model.run(FloatTensor.of(new float[] {1, 2}, 1, 2)).get(0).toArray()).containsExactly(2, 4);
        }
    }

    @Test
    void giveNothingForANameThatIsNotThere() {
        assertThat(ModelDirectory.open(folder).load("thrice")).isEmpty();
    }

    @Test
    void refuseWeightsWhoseHashIsAnother() throws IOException {
        writeCard("0".repeat(64));
        ModelDirectory models = ModelDirectory.open(folder);
        assertThatThrownBy(() -> models.load("twice"))
                .isInstanceOfSatisfying(PipelineException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.MODEL))
                .hasMessageContaining("expected sha256 000000");
    }

    @Test
    void refuseWeightsThatNoCardLists() throws IOException {
        Files.copy(weights, folder.resolve("stray.pt"));
        ModelDirectory models = ModelDirectory.open(folder);
        assertThat(models.unlistedFiles()).containsExactly("stray.pt");
        assertThatThrownBy(() -> models.load("stray"))
                .isInstanceOf(PipelineException.class)
                .hasMessageContaining("expected a card that lists it");
    }

    @Test
    void refuseAMissingFolderAndDamagedCards() throws IOException {
        assertThatThrownBy(() -> ModelDirectory.open(folder.resolve("absent")))
                .isInstanceOfSatisfying(PipelineException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.MODEL));
        String good = Files.readString(folder.resolve("twice.json"));
        for (String bad : new String[] {
            good.substring(0, 40), "[]", good.replace("\"name\"", "\"nom\""), good.replace("twice.torchscript.pt", "../escape.pt"),
            good.replaceAll("sha256\":\"..", "sha256\":\"XY")
        }) {
            Files.writeString(folder.resolve("twice.json"), bad);
            assertThatThrownBy(() -> ModelDirectory.open(folder))
                    .isInstanceOfSatisfying(PipelineException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.MODEL))
                    .hasMessageContaining("twice.json");
        }
    }

    @Test
    void refuseTwoCardsOfOneName() throws IOException {
        Files.copy(folder.resolve("twice.json"), folder.resolve("other.json"));
        assertThatThrownBy(() -> ModelDirectory.open(folder)).hasMessageContaining("got two");
    }

    @Test
    void benchmarkEveryNetworkAndFindNoGrowth() {
        ModelDirectory models = ModelDirectory.open(folder);
        TorchBenchmark.Result result = TorchBenchmark.measure(models, "twice", 400);
        assertThat(result.nativeObjectsPerCall()).isZero();
        assertThat(result.minimumMillis()).isPositive().isLessThanOrEqualTo(result.medianMillis());
        StringWriter text = new StringWriter();
        TorchBenchmark.report(models, new PrintWriter(text));
        assertThat(text.toString()).contains("libtorch 2.").contains("over 2000 calls:").contains("twice");
    }
}
