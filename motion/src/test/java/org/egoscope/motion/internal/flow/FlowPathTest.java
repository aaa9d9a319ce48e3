package org.egoscope.motion.internal.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class FlowPathTest {
    private static final int DRAWS = 20_000;

    /** Share of draws below a time. */
    private static double below(FlowPath path, double time) {
        SplittableRandom random = new SplittableRandom(5);
        int count = 0;
        for (int i = 0; i < DRAWS; i++) {
            float t = path.draw(random);
            assertThat(t).isBetween(0f, 1f);
            count += t < time ? 1 : 0;
        }
        return count / (double) DRAWS;
    }

    @Test
    void flowTimesAreLogitNormal() {
        // Normal distribution below -1, 0 and 1.
        assertThat(below(FlowPath.FLOW, 1 / (1 + Math.E))).isCloseTo(0.1587, within(0.01));
        assertThat(below(FlowPath.FLOW, 0.5)).isCloseTo(0.5, within(0.01));
        assertThat(below(FlowPath.FLOW, 1 / (1 + 1 / Math.E))).isCloseTo(0.8413, within(0.01));
    }

    @Test
    void diffusionTimesHaveTheRatioOfSignalToNoiseOfTheCosineSchedule() {
        for (double share : new double[] {0.01, 0.1, 0.5, 0.9}) {
            double angle = (share + 0.008) / 1.008 * Math.PI / 2;
            double first = 0.008 / 1.008 * Math.PI / 2;
            double signal = Math.pow(Math.cos(angle) / Math.cos(first), 2);
            assertThat(FlowPath.signal(share)).isCloseTo(signal, within(1e-9));
            double t = FlowPath.timeOf(signal);
            double ratio = t * t / ((1 - t) * (1 - t));
            assertThat(ratio * (1 - signal)).as("share %s", share).isCloseTo(signal, within(1e-9));
        }
        // Uniform steps: half of the draws have less signal than after half of the steps.
        assertThat(below(FlowPath.DIFFUSION, FlowPath.timeOf(FlowPath.signal(0.5)))).isCloseTo(0.5, within(0.01));
    }

    @Test
    void weightsAreThoseOfVelocityAndOfSignalToNoise() {
        assertThat(FlowPath.FLOW.weight(0)).isEqualTo(0.25f);
        assertThat(FlowPath.FLOW.weight(0.5)).isEqualTo(1);
        assertThat(FlowPath.FLOW.weight(0.99)).as("bounded by 20 / 4").isEqualTo(5);
        assertThat(FlowPath.DIFFUSION.weight(0.25)).isCloseTo(1 / 9f, within(1e-6f));
        assertThat(FlowPath.DIFFUSION.weight(0.01)).isEqualTo(0.01f);
        assertThat(FlowPath.DIFFUSION.weight(0.9)).isEqualTo(1);
    }
}
