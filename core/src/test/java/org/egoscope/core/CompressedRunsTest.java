package org.egoscope.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Random;
import org.egoscope.core.geometry.ImageSize;
import org.egoscope.core.observation.Mask;
import org.junit.jupiter.api.Test;

class CompressedRunsTest {
    /** 53 columns of 37 pixels. */
    private static final ImageSize SIZE = new ImageSize(53, 37);

    @Test
    void textsEqualThoseOfCoco() {
        // 1961 = 1 * 1024 + 29 * 32 + 9: the characters of 9 and 29 with bit 0x20, then that of 1.
        assertText("Ym1", 1961);
        assertText("0Ym1", 0, 1961);
        assertText("01Xm1", 0, 1, 1960);
        assertText("Xm11", 1960, 1);
    }

    private static void assertText(String text, int... runs) {
        assertThat(Mask.ofRuns(SIZE, runs).toCompressedRuns()).isEqualTo(text);
        assertThat(Mask.ofCompressedRuns(SIZE, text).toRuns()).containsExactly(runs);
    }

    @Test
    void differencesAreStoredFromTheFourthRunOn() {
        // 3, 4, 5 as they are; 6 - 4 = 2; 2 - 5 = -3, whose low five bits are 29, the character of which is M.
        ImageSize size = new ImageSize(4, 5);
        assertThat(Mask.ofRuns(size, new int[] {3, 4, 5, 6, 2}).toCompressedRuns()).isEqualTo("3452M");
    }

    @Test
    void anyMaskComesBack() {
        for (int seed = 0; seed < 50; seed++) {
            Random random = new Random(seed);
            ImageSize size = new ImageSize(1 + random.nextInt(90), 1 + random.nextInt(90));
            byte[] bitmap = new byte[size.pixels()];
            int stretch = 1 + random.nextInt(200);
            for (int i = 0; i < bitmap.length; i++) {
                bitmap[i] = (byte) (i > 0 && random.nextInt(stretch) > 0 ? bitmap[i - 1] : random.nextInt(2));
            }
            Mask mask = Mask.ofBitmap(size, bitmap);
            assertThat(Mask.ofCompressedRuns(size, mask.toCompressedRuns())).as("seed %d", seed).isEqualTo(mask);
        }
    }

    @Test
    void damagedTextsAreRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> Mask.ofCompressedRuns(SIZE, "Ym"));
        assertThatIllegalArgumentException().isThrownBy(() -> Mask.ofCompressedRuns(SIZE, "Ym1 "));
        assertThatIllegalArgumentException().isThrownBy(() -> Mask.ofCompressedRuns(SIZE, "Xm1"));
        assertThatIllegalArgumentException().isThrownBy(() -> Mask.ofCompressedRuns(SIZE, "oooooooo0"));
    }
}
