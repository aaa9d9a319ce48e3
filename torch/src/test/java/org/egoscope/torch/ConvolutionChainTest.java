package org.egoscope.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import java.util.List;
import java.util.SplittableRandom;
import org.egoscope.torch.ConvolutionChain.Link;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Chains against their convolutions one by one in libtorch. */
class ConvolutionChainTest {
    private static final long SEED = 31;

    private static Tensor random(SplittableRandom random, long... shape) {
        float[] values = new float[FloatTensor.elementCount(shape)];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (2 * random.nextDouble() - 1);
        }
        return Tensors.of(values, TorchDevice.CPU, shape);
    }

    private static List<Link> links(SplittableRandom random) {
        return List.of(
                new Link(random(random, 24, 6, 1, 1), random(random, 24), 1, 1, false, true),
                new Link(random(random, 24, 1, 3, 3), random(random, 24), 1, 24, false, true),
                new Link(random(random, 6, 24, 1, 1), random(random, 6), 1, 1, true, true),
                new Link(random(random, 10, 6, 3, 3), random(random, 10), 2, 1, false, false));
    }

    @ParameterizedTest
    @CsvSource({"1, 17, 20", "2, 8, 8", "1, 33, 64"})
    void giveWhatTheirConvolutionsGive(int pictures, int height, int width) {
        SplittableRandom random = new SplittableRandom(SEED);
        try (TensorScope scope = TensorScope.inference()) {
            List<Link> links = links(random);
            Tensor x = random(random, pictures, 6, height, width);
            Tensor expected = x;
            for (Link link : links) {
                expected = expected.conv2d(link.weight(), link.bias(), link.stride(), link.padding(), link.groups());
                expected = link.plusInput() ? expected.add(x) : expected;
                expected = link.gelu() ? expected.gelu() : expected;
            }
            try (ConvolutionChain chain = ConvolutionChain.of(links)) {
                for (int call = 0; call < 2; call++) {
                    Tensor got = chain.run(x);
                    assertThat(got.shape()).isEqualTo(expected.shape());
                    assertThat(got.contiguous().toArray()).as("seed %d", SEED).containsExactly(expected.contiguous().toArray(), offset(2e-5f));
                }
            }
        }
    }

    @Test
    void keepNoNativeObjectOnceClosed() {
        long before = TorchRuntime.nativeObjects();
        for (int round = 0; round < 3; round++) {
            try (TensorScope scope = TensorScope.inference();
                    ConvolutionChain chain = ConvolutionChain.of(links(new SplittableRandom(SEED)))) {
                for (int side = 5; side < 11; side++) {
                    chain.run(random(new SplittableRandom(side), 1, 6, side, side));
                }
            }
        }
        assertThat(TorchRuntime.nativeObjects()).isLessThanOrEqualTo(before);
    }
}
