package org.egoscope.ingest.internal.chunk;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TimeScaleTest {
    @Test
    void roundsToTheNearestNanosecondHalvesAwayFromZero() {
        Random random = new Random(3);
        for (int i = 0; i < 20_000; i++) {
            TimeScale scale = new TimeScale(random.nextInt(1 << 20), 1 + random.nextInt(1001), 1 + random.nextInt(1_000_000));
            long pts = random.nextLong() >> 34;
            long expected = BigDecimal.valueOf(pts - scale.originPts())
                    .multiply(BigDecimal.valueOf(scale.numerator()))
                    .multiply(BigDecimal.valueOf(1_000_000_000L))
                    .divide(BigDecimal.valueOf(scale.denominator()), 0, RoundingMode.HALF_UP)
                    .longValueExact();
            assertThat(scale.nanosOf(pts)).as("%s of %d", scale, pts).isEqualTo(expected);
        }
    }

    @Test
    void countsTheTicksThatFitIntoALength() {
        assertThat(new TimeScale(0, 1, 90_000).ticksWithin(2_000_000_000L)).isEqualTo(180_000);
        assertThat(new TimeScale(0, 1001, 30_000).ticksWithin(2_000_000_000L)).isEqualTo(59);
        assertThat(new TimeScale(0, 1, 30).ticksWithin(33_333_333L)).isEqualTo(1);
    }
}
