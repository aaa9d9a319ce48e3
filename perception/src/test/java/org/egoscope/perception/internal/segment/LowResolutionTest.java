package org.egoscope.perception.internal.segment;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LowResolutionTest {
    @Test
    void aMaskOfWholeCellsComesBackAsItWas() {
        int width = 512;
        byte[] bitmap = new byte[512 * 768];
        for (int p = 0; p < bitmap.length; p++) {
            int cellX = p % width / 2;
            int cellY = p / width / 3;
            bitmap[p] = (byte) (Math.hypot(cellX - 100, cellY - 90) < 60 ? 1 : 0);
        }
        assertThat(LowResolution.bitmap(LowResolution.logits(bitmap, width), width, 768)).isEqualTo(bitmap);
    }

    @Test
    void logitsAreTheShareOfTheCellThatIsInside() {
        byte[] bitmap = new byte[512 * 512];
        bitmap[0] = 1;
        assertThat(LowResolution.logits(bitmap, 512).get(0)).isEqualTo(-4);
        assertThat(LowResolution.logits(bitmap, 512).get(1)).isEqualTo(-8);
    }
}
