package org.egoscope.app.hands;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class EvenSampleTest {
    private static EvenSample<Integer> of(int wanted, int length) {
        EvenSample<Integer> sample = new EvenSample<>(wanted);
        for (int i = 0; i < length; i++) {
            int element = i;
            sample.offer(() -> element);
        }
        return sample;
    }

    @Test
    void shortStreamsAreKeptWhole() {
        assertThat(of(5, 3).elements()).containsExactly(0, 1, 2);
        assertThat(of(5, 5).elements()).containsExactly(0, 1, 2, 3, 4);
        assertThat(of(5, 0).elements()).isEmpty();
    }

    @Test
    void longStreamsAreKeptFromBeginningToEndAtLikeSteps() {
        for (int length = 6; length < 700; length++) {
            EvenSample<Integer> sample = of(5, length);
            List<Integer> elements = sample.elements();
            assertThat(sample.offered()).isEqualTo(length);
            assertThat(elements).as("length %d", length).hasSize(5).isSorted().startsWith(0);
            assertThat(elements.get(4)).as("length %d", length).isGreaterThanOrEqualTo((int) (0.75 * length));
            for (int i = 1; i < 5; i++) {
                assertThat(elements.get(i) - elements.get(i - 1)).as("length %d", length).isBetween(length / 10, length / 2);
            }
        }
    }
}
