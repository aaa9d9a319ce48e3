package org.egoscope.perception.internal.clip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.DoubleUnaryOperator;
import org.egoscope.core.PipelineException;
import org.egoscope.perception.internal.clip.ClipNetwork.Activation;
import org.egoscope.torch.FloatTensor;
import org.egoscope.torch.TorchDevice;
import org.egoscope.torch.TorchRuntime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ClipNetworkTest {
    private static final long SEED = 20_260_311;
    private static final int SIDE = SeededClip.SHAPE.image();

    private static ClipNetwork network(SeededClip weights, Activation activation) {
        return ClipNetwork.load(weights, activation, TorchDevice.CPU);
    }

    private static DoubleUnaryOperator formula(Activation activation) {
        return activation == Activation.GELU ? NaiveClip::gelu : NaiveClip::quickGelu;
    }

    private static void assertClose(float[] got, double[] expected, String what) {
        assertThat(got).hasSize(expected.length);
        for (int i = 0; i < expected.length; i++) {
            assertThat((double) got[i]).as("seed %d, %s, value %d", SEED, what, i).isCloseTo(expected[i], within(2e-5));
        }
    }

    @ParameterizedTest
    @EnumSource(Activation.class)
    void givePicturesTheVectorsOfTheDescription(Activation activation) {
        SeededClip weights = SeededClip.of(SEED);
        SplittableRandom random = new SplittableRandom(SEED);
        float[] pictures = new float[3 * 3 * SIDE * SIDE];
        for (int i = 0; i < pictures.length; i++) {
            pictures[i] = (float) random.nextDouble(-2, 2);
        }
        try (ClipNetwork network = network(weights, activation)) {
            float[][] vectors = network.pictures(pictures, 3);
            for (int n = 0; n < 3; n++) {
                double[][][] channels = new double[3][SIDE][SIDE];
                for (int i = 0; i < 3 * SIDE * SIDE; i++) {
                    channels[i / (SIDE * SIDE)][i / SIDE % SIDE][i % SIDE] = pictures[n * 3 * SIDE * SIDE + i];
                }
                assertClose(vectors[n], new NaiveClip(weights, formula(activation)).picture(channels), "picture " + n);
            }
        }
    }

    /** The oracle pads to the whole context, the network only to the longest text. */
    @ParameterizedTest
    @EnumSource(Activation.class)
    void giveTextsTheVectorsOfTheDescription(Activation activation) {
        SeededClip weights = SeededClip.of(SEED);
        int[][] texts = {{558, 17, 400, 559}, {558, 559}, {558, 5, 5, 5, 300, 512, 90, 559}, {558, 5, 5, 6, 559}};
        try (ClipNetwork network = network(weights, activation)) {
            float[][] vectors = network.texts(texts);
            for (int n = 0; n < texts.length; n++) {
                assertClose(vectors[n], new NaiveClip(weights, formula(activation)).text(texts[n]), "text " + n);
                assertClose(network.texts(new int[][] {texts[n]})[0], new NaiveClip(weights, formula(activation)).text(texts[n]), "alone");
            }
        }
    }

    @Test
    void readTheSizesOffTheWeights() {
        SeededClip weights = SeededClip.of(SEED);
        assertThat(ClipShape.of(weights)).isEqualTo(SeededClip.SHAPE);
        try (ClipNetwork network = network(weights, Activation.GELU)) {
            assertThat(network.logitScale()).isCloseTo(Math.exp(weights.at("logit_scale")), within(1e-5));
        }
    }

    /** Sizes as published: 151,277,313 parameters. */
    @Test
    void haveAsManyParametersAsThePublishedNetwork() {
        ClipShape large = new ClipShape(512, 224, 32, new ClipShape.Tower(768, 12, 12), 77, 49408, new ClipShape.Tower(512, 12, 8));
        long count = large.parameters().values().stream().mapToLong(FloatTensor::elementCount).sum();
        assertThat(count).isEqualTo(151_277_313);
        assertThat(large.parameters()).hasSize(302);
    }

    @Test
    void listWhatIsMissingExtraAndMisshapen() {
        Map<String, FloatTensor> tensors = new TreeMap<>(SeededClip.of(SEED).tensors());
        tensors.remove("visual.ln_post.bias");
        tensors.put("transformer.resblocks.1.mlp.c_fc.bias", FloatTensor.allocate(3));
        tensors.put("classifier", FloatTensor.allocate(3));
        tensors.put("context_length", FloatTensor.allocate());
        assertThatThrownBy(() -> network(new SeededClip(tensors), Activation.GELU))
                .isInstanceOf(PipelineException.class)
                .hasMessageContainingAll(
                        "visual.ln_post.bias is missing", "transformer.resblocks.1.mlp.c_fc.bias: expected [256], got [3]",
                        "classifier is not of this network")
                .hasMessageNotContaining("context_length");
    }

    @Test
    void refuseOtherNetworksByName() {
        Map<String, FloatTensor> residual = new TreeMap<>(SeededClip.of(SEED).tensors());
        residual.put("visual.layer1.0.conv1.weight", FloatTensor.allocate(1));
        assertThatThrownBy(() -> network(new SeededClip(residual), Activation.GELU)).hasMessageContaining("got one with a residual network");
        assertThatThrownBy(() -> network(new SeededClip(Map.of("w", FloatTensor.allocate(1))), Activation.GELU))
                .hasMessageContaining("expected a parameter visual.conv1.weight, got none");
    }

    @Test
    void leaveNothingBehind() {
        SeededClip weights = SeededClip.of(SEED);
        try (ClipNetwork network = network(weights, Activation.GELU)) {
            network.pictures(new float[3 * SIDE * SIDE], 1);
            network.texts(new int[][] {{558, 559}});
            long before = TorchRuntime.nativeObjects();
            for (int i = 0; i < 20; i++) {
                network.pictures(new float[3 * SIDE * SIDE], 1);
                network.texts(new int[][] {{558, i, 559}});
            }
            assertThat(TorchRuntime.nativeObjects()).isLessThanOrEqualTo(before);
        }
    }
}
