package org.egoscope.app.segmentation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class SegmentationFiguresTest {
    private static void add(SegmentationFigures figures, double predicted, double trueIou) {
        figures.add(new SegmentationFigures.ObjectRow("picture", 1, 3000, 0.6, trueIou, predicted, 0, 0, 0));
    }

    @Test
    void calibrationIsTheLineOnWhichTheTruthLies() {
        for (long seed = 1; seed <= 5; seed++) {
            Random random = new Random(seed);
            double slope = 0.5 + random.nextDouble();
            double offset = random.nextDouble() - 0.5;
            SegmentationFigures figures = new SegmentationFigures("test");
            for (int i = 0; i < 20; i++) {
                double predicted = random.nextDouble();
                double beside = (i % 2 == 0 ? 0.1 : -0.1) * (i / 2 % 2 == 0 ? 1 : -1);
                // Off the line in pairs that cancel each other at the same prediction.
                add(figures, predicted, slope * predicted + offset + beside);
                add(figures, predicted, slope * predicted + offset - beside);
            }

            assertThat(figures.calibration().slope()).as("seed " + seed).isCloseTo(slope, within(1e-9));
            assertThat(figures.calibration().offset()).as("seed " + seed).isCloseTo(offset, within(1e-9));
        }
    }
}
