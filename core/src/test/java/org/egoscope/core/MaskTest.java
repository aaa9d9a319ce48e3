package org.egoscope.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.egoscope.core.geometry.ImageSize;
import org.egoscope.core.observation.BoundingBox;
import org.egoscope.core.observation.Mask;
import org.junit.jupiter.api.Test;

class MaskTest {
    @Test
    void runsGoDownTheColumnsAndBeginWithZeros() {
        // 2 rows x 3 columns:  0 1 1
        //                      1 1 0
        Mask mask = Mask.ofBitmap(new ImageSize(3, 2), new byte[] {0, 1, 1, 1, 1, 0});
        assertThat(mask.toRuns()).containsExactly(1, 4, 1);
        assertThat(Mask.ofBitmap(new ImageSize(2, 1), new byte[] {1, 0}).toRuns()).containsExactly(0, 1, 1);
    }

    @Test
    void agreesWithPixelLoopsOnRandomBitmaps() {
        for (int seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            ImageSize size = new ImageSize(1 + random.nextInt(20), 1 + random.nextInt(20));
            byte[] a = randomBitmap(random, size);
            byte[] b = randomBitmap(random, size);
            Mask maskA = Mask.ofBitmap(size, a);
            Mask maskB = Mask.ofBitmap(size, b);
            int common = 0;
            int areaA = 0;
            int areaB = 0;
            for (int i = 0; i < a.length; i++) {
                common += a[i] & b[i];
                areaA += a[i];
                areaB += b[i];
            }
            byte[] back = new byte[a.length];
            maskA.copyTo(back);
            assertThat(back).as("round trip, seed %d", seed).isEqualTo(a);
            assertThat(maskA.area()).as("area, seed %d", seed).isEqualTo(areaA);
            assertThat(maskA.intersectionArea(maskB)).as("intersection, seed %d", seed).isEqualTo(common);
            int union = areaA + areaB - common;
            assertThat(maskA.iou(maskB)).as("iou, seed %d", seed).isEqualTo(union == 0 ? 0 : (double) common / union);
            assertThat(maskA.boundingBox()).as("box, seed %d", seed).isEqualTo(boxOf(a, size));
            int x = random.nextInt(size.width());
            int y = random.nextInt(size.height());
            assertThat(maskA.contains(x, y)).as("contains, seed %d", seed).isEqualTo(a[y * size.width() + x] == 1);
            assertThat(Mask.ofRuns(size, maskA.toRuns())).isEqualTo(maskA);
        }
    }

    @Test
    void refusesRunsThatDoNotFillTheImage() {
        assertThatThrownBy(() -> Mask.ofRuns(new ImageSize(4, 4), new int[] {3, 4})).hasMessageContaining("expected sum 16");
        assertThatThrownBy(() -> Mask.ofRuns(new ImageSize(4, 4), new int[] {17, -1})).hasMessageContaining(">= 0");
    }

    @Test
    void boxOverlapIsTheSharedRectangle() {
        BoundingBox a = new BoundingBox(0, 0, 10, 10);
        assertThat(a.iou(new BoundingBox(5, 0, 10, 10))).isEqualTo(50f / 150f);
        assertThat(a.iou(new BoundingBox(10, 0, 10, 10))).isZero();
    }

    private static byte[] randomBitmap(Random random, ImageSize size) {
        byte[] bitmap = new byte[size.pixels()];
        double density = random.nextDouble();
        for (int i = 0; i < bitmap.length; i++) {
            bitmap[i] = (byte) (random.nextDouble() < density ? 1 : 0);
        }
        return bitmap;
    }

    private static BoundingBox boxOf(byte[] bitmap, ImageSize size) {
        int minX = 99;
        int minY = 99;
        int maxX = -1;
        int maxY = -1;
        for (int i = 0; i < bitmap.length; i++) {
            if (bitmap[i] == 1) {
                minX = Math.min(minX, i % size.width());
                maxX = Math.max(maxX, i % size.width());
                minY = Math.min(minY, i / size.width());
                maxY = Math.max(maxY, i / size.width());
            }
        }
        return maxX < 0 ? new BoundingBox(0, 0, 0, 0) : new BoundingBox(minX, minY, maxX - minX + 1, maxY - minY + 1);
    }
}
