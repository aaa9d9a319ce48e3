package org.egoscope.perception.internal.track;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class AffineFieldTest {
    @Test
    void samplesOfATurnWithGrowthGiveTheTurnBack() {
        double angle = 0.1;
        double scale = 1.05;
        AffineField.Fit fit = new AffineField.Fit(100, 60);
        for (int y = 40; y < 90; y += 7) {
            for (int x = 70; x < 140; x += 9) {
                fit.add(x, y, turnedX(x, y, angle, scale) - x, turnedY(x, y, angle, scale) - y);
            }
        }
        AffineField field = fit.solve();
        assertThat(field).isNotNull();
        assertThat(field.x(200, 10)).isCloseTo(turnedX(200, 10, angle, scale) - 200, within(1e-9));
        assertThat(field.y(200, 10)).isCloseTo(turnedY(200, 10, angle, scale) - 10, within(1e-9));
    }

    private static double turnedX(double x, double y, double angle, double scale) {
        return scale * (Math.cos(angle) * x - Math.sin(angle) * y) + 3;
    }

    private static double turnedY(double x, double y, double angle, double scale) {
        return scale * (Math.sin(angle) * x + Math.cos(angle) * y) - 8;
    }

    @Test
    void samplesOnALineTellNoField() {
        AffineField.Fit fit = new AffineField.Fit(0, 0);
        for (int i = 0; i < 20; i++) {
            fit.add(i, 2 * i, 1, 1);
        }
        assertThat(fit.solve()).isNull();
    }
}
