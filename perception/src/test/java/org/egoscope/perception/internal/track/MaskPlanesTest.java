package org.egoscope.perception.internal.track;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.egoscope.core.geometry.ImageSize;
import org.egoscope.core.observation.Mask;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MaskPlanesTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 7, 62, 63})
    void planesBecomeTheMasksOfTheirBitmapsAndBack(int count) {
        ImageSize size = new ImageSize(37, 23);
        Random random = new Random(count);
        long[] planes = new long[size.pixels()];
        for (int p = 0; p < planes.length; p++) {
            planes[p] = p > 0 && random.nextInt(4) > 0 ? planes[p - 1] : random.nextLong();
            planes[p] = planes[p] & ((1L << count) - 1);
        }
        Mask[] masks = MaskPlanes.toMasks(size, planes, count);
        long[] again = new long[planes.length];
        for (int plane = 0; plane < count; plane++) {
            byte[] bitmap = new byte[planes.length];
            for (int p = 0; p < planes.length; p++) {
                bitmap[p] = (byte) (planes[p] >>> plane & 1);
            }
            assertThat(masks[plane]).as("plane %d of %d", plane, count).isEqualTo(Mask.ofBitmap(size, bitmap));
            MaskPlanes.paint(masks[plane], again, plane);
        }
        assertThat(again).isEqualTo(planes);
    }

    @ParameterizedTest
    @ValueSource(ints = {2})
    void bitsOfOtherPlanesAreLeftOut(int count) {
        ImageSize size = new ImageSize(5, 4);
        long[] planes = new long[size.pixels()];
        planes[7] = 0b1110;
        Mask[] masks = MaskPlanes.toMasks(size, planes, count);
        assertThat(masks).hasSize(2);
        assertThat(masks[0].area()).isZero();
        assertThat(masks[1].area()).isOne();
        assertThat(masks[1].contains(2, 1)).isTrue();
    }
}
