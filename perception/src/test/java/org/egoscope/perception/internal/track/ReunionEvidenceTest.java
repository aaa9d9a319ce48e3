package org.egoscope.perception.internal.track;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ReunionEvidenceTest {
    private static final int KNOWN = 10;

    @Test
    void whatLooksTheSameAtTheSamePlaceIsTheSame() {
        assertThat(ReunionEvidence.of(0.9f, 0, 0, KNOWN, 0)).isPositive();
    }

    @Test
    void eachMeasureSpeaksAgainstItTheMoreTheFartherItIsOff() {
        double all = ReunionEvidence.of(0.9f, 0, 0, KNOWN, 0);
        assertThat(ReunionEvidence.of(0.8f, 0, 0, KNOWN, 0)).as("colours").isLessThan(all);
        assertThat(ReunionEvidence.of(0.9f, Math.log(2), 0, KNOWN, 0)).as("size").isLessThan(all);
        assertThat(ReunionEvidence.of(0.9f, -Math.log(2), 0, KNOWN, 0))
                .as("half as large").isEqualTo(ReunionEvidence.of(0.9f, Math.log(2), 0, KNOWN, 0));
        assertThat(ReunionEvidence.of(0.9f, 0, 0.2, KNOWN, 0)).as("way").isLessThan(all);
        assertThat(ReunionEvidence.of(0.9f, 0, 0, 1, 0)).as("seen once").isLessThan(all);
        assertThat(ReunionEvidence.of(0.9f, 0, 0, KNOWN, -1)).as("another name").isLessThan(all);
    }

    @Test
    void whatHasComeFourTimesAsNearIsKnownByItsNameOnly() {
        double fourTimes = Math.log(4);
        assertThat(ReunionEvidence.of(0.83f, fourTimes, 0.05, KNOWN, 0)).isNegative();
        assertThat(ReunionEvidence.of(0.83f, fourTimes, 0.05, KNOWN, 1)).isPositive();
    }

    @Test
    void theNetworkMaySpeakForItOrAgainstItButNotAlone() {
        assertThat(ReunionEvidence.ofSight(Float.NaN)).isZero();
        assertThat(ReunionEvidence.ofSight(0.95f)).isPositive();
        assertThat(ReunionEvidence.ofSight(0.5f)).isNegative();
        assertThat(ReunionEvidence.of(0.3f, 0, 0, KNOWN, 0) + ReunionEvidence.ofSight(1)).isLessThanOrEqualTo(0.5);
    }
}
