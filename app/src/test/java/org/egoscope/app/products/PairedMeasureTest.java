package org.egoscope.app.products;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class PairedMeasureTest {
    @Test
    void aDifferenceThatIsTheSameEverywhereHasNoSpread() {
        PairedMeasure measure = new PairedMeasure("x");
        for (int i = 0; i < 40; i++) {
            measure.add("block " + i / 4, i, i + 0.25);
        }

        PairedMeasure.Result result = measure.result(1);

        assertThat(result.count()).isEqualTo(40);
        assertThat(result.first()).isCloseTo(19.5, within(1e-12));
        assertThat(result.difference()).isCloseTo(0.25, within(1e-12));
        assertThat(result.low()).isCloseTo(0.25, within(1e-12));
        assertThat(result.high()).isCloseTo(0.25, within(1e-12));
    }

    @Test
    void theIntervalIsTheNormalOneForManyBlocks() {
        for (long seed = 1; seed <= 5; seed++) {
            Random random = new Random(seed);
            PairedMeasure measure = new PairedMeasure("x");
            double sum = 0;
            double squares = 0;
            int blocks = 400;
            for (int i = 0; i < blocks; i++) {
                double difference = random.nextGaussian();
                sum += difference;
                squares += difference * difference;
                measure.add("block " + i, 5, 5 + difference);
            }
            double mean = sum / blocks;
            double half = 1.96 * Math.sqrt((squares / blocks - mean * mean) / blocks);

            PairedMeasure.Result result = measure.result(seed);

            assertThat(result.low()).as("seed " + seed).isCloseTo(mean - half, within(0.15 * half));
            assertThat(result.high()).as("seed " + seed).isCloseTo(mean + half, within(0.15 * half));
        }
    }

    @Test
    void alikeFramesOfOneBlockDoNotMakeItNarrower() {
        PairedMeasure few = new PairedMeasure("x");
        PairedMeasure many = new PairedMeasure("x");
        for (int block = 0; block < 8; block++) {
            few.add("block " + block, 0, block % 2);
            for (int frame = 0; frame < 50; frame++) {
                many.add("block " + block, 0, block % 2);
            }
        }

        assertThat(many.result(3).low()).isEqualTo(few.result(3).low());
        assertThat(many.result(3).high()).isEqualTo(few.result(3).high());
    }
}
