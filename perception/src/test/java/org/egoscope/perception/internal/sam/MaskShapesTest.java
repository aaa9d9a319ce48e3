package org.egoscope.perception.internal.sam;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Random;
import org.egoscope.core.geometry.ImageSize;
import org.egoscope.core.observation.Mask;
import org.junit.jupiter.api.Test;

class MaskShapesTest {
    private static byte[] speckles(ImageSize size, Random random, double density) {
        byte[] bitmap = new byte[size.pixels()];
        for (int i = 0; i < bitmap.length; i++) {
            bitmap[i] = (byte) (random.nextDouble() < density ? 1 : 0);
        }
        return bitmap;
    }

    /** By flooding: pixels of small parts of that value are turned over; if all parts are small, the largest stays where asked. */
    private static byte[] flooded(byte[] bitmap, ImageSize size, byte value, int leastArea, boolean keepLargest) {
        int[] part = new int[bitmap.length];
        int[] areas = new int[bitmap.length + 1];
        int parts = 0;
        for (int start = 0; start < bitmap.length; start++) {
            if (bitmap[start] == value && part[start] == 0) {
                areas[++parts] = flood(bitmap, size, start, part, parts);
            }
        }
        int largest = 0;
        boolean anyLarge = false;
        for (int i = 1; i <= parts; i++) {
            largest = areas[i] > areas[largest] ? i : largest;
            anyLarge |= areas[i] >= leastArea;
        }
        byte[] result = bitmap.clone();
        for (int i = 0; i < bitmap.length; i++) {
            boolean kept = areas[part[i]] >= leastArea || keepLargest && !anyLarge && part[i] == largest;
            if (part[i] > 0 && !kept) {
                result[i] = (byte) (1 - value);
            }
        }
        return result;
    }

    private static int flood(byte[] bitmap, ImageSize size, int start, int[] part, int number) {
        ArrayDeque<Integer> open = new ArrayDeque<>(List.of(start));
        part[start] = number;
        int area = 0;
        while (!open.isEmpty()) {
            int at = open.pop();
            area++;
            for (int dy = -1; dy <= 1; dy++) {
                for (int dx = -1; dx <= 1; dx++) {
                    int x = at % size.width() + dx;
                    int y = at / size.width() + dy;
                    int next = y * size.width() + x;
                    boolean there = x >= 0 && y >= 0 && x < size.width() && y < size.height();
                    if (there && bitmap[next] == bitmap[start] && part[next] == 0) {
                        part[next] = number;
                        open.push(next);
                    }
                }
            }
        }
        return area;
    }

    @Test
    void holesAndIslandsEqualThoseFoundByFlooding() {
        for (int seed = 0; seed < 60; seed++) {
            Random random = new Random(seed);
            ImageSize size = new ImageSize(1 + random.nextInt(40), 1 + random.nextInt(40));
            byte[] bitmap = speckles(size, random, 0.2 + 0.6 * random.nextDouble());
            int leastArea = 1 + random.nextInt(30);
            Mask mask = Mask.ofBitmap(size, bitmap);
            byte[] filled = flooded(bitmap, size, (byte) 0, leastArea, false);
            assertThat(MaskComponents.withoutHoles(mask, leastArea)).as("holes, seed %d", seed).isEqualTo(Mask.ofBitmap(size, filled));
            byte[] cleared = flooded(bitmap, size, (byte) 1, leastArea, false);
            if (Mask.ofBitmap(size, cleared).area() > 0) {
                assertThat(MaskComponents.withoutIslands(mask, leastArea))
                        .as("islands, seed %d", seed)
                        .isEqualTo(Mask.ofBitmap(size, cleared));
            }
        }
    }

    @Test
    void theLargestIslandStaysWhenAllAreSmall() {
        ImageSize size = new ImageSize(6, 2);
        byte[] bitmap = {1, 0, 1, 0, 1, 1, 0, 0, 1, 0, 1, 0};
        byte[] largest = {0, 0, 0, 0, 1, 1, 0, 0, 0, 0, 1, 0};
        assertThat(MaskComponents.withoutIslands(Mask.ofBitmap(size, bitmap), 100)).isEqualTo(Mask.ofBitmap(size, largest));
    }

    @Test
    void whatNeedsNoChangeIsTheSameMask() {
        Mask mask = Mask.ofRuns(new ImageSize(4, 4), new int[] {4, 8, 4});
        assertThat(MaskComponents.withoutHoles(mask, 4)).isSameAs(mask);
        assertThat(MaskComponents.withoutIslands(mask, 8)).isSameAs(mask);
    }

    @Test
    void aPartIsPlacedPixelByPixel() {
        for (int seed = 0; seed < 30; seed++) {
            Random random = new Random(seed);
            ImageSize part = new ImageSize(1 + random.nextInt(12), 1 + random.nextInt(12));
            int x = random.nextInt(5);
            int y = random.nextInt(5);
            ImageSize whole = new ImageSize(part.width() + x + random.nextInt(4), part.height() + y + random.nextInt(4));
            byte[] bitmap = speckles(part, random, 0.5);
            byte[] expected = new byte[whole.pixels()];
            for (int i = 0; i < bitmap.length; i++) {
                expected[(y + i / part.width()) * whole.width() + x + i % part.width()] = bitmap[i];
            }
            assertThat(MaskPlacement.place(Mask.ofBitmap(part, bitmap), x, y, whole))
                    .as("seed %d", seed)
                    .isEqualTo(Mask.ofBitmap(whole, expected));
        }
    }

    @Test
    void theBestOfOverlappingBoxesStaysAndTheEarlierOfEquals() {
        // IoU of the first two: 90 / 110; the third touches neither; the fourth equals the third.
        float[][] boxes = {{0, 0, 10, 10}, {0, 1, 10, 11}, {20, 0, 30, 10}, {20, 0, 30, 10}, {5, 5, 5, 5}};
        float[] scores = {0.5f, 0.9f, 0.7f, 0.7f, 0.1f};
        assertThat(Suppression.apply(boxes, scores, 0.8f)).containsExactly(1, 2, 4);
        assertThat(Suppression.apply(boxes, scores, 0.82f)).containsExactly(1, 2, 0, 4);
        assertThat(Suppression.apply(boxes, scores, 1)).containsExactly(1, 2, 3, 0, 4);
    }

    @Test
    void cropsOverlapAsTheReferencesDo() {
        // 512 / 1500 of 600 = 204.8; of that 204 for 2 x 2: sides ceil((204 + 900) / 2) = 552 and ceil((204 + 600) / 2) = 402.
        List<CropLayout> crops = CropLayout.of(new ImageSize(900, 600), 1, 512.0 / 1500);
        assertThat(crops).containsExactly(
                new CropLayout(0, 0, 900, 600, 0),
                new CropLayout(0, 0, 552, 402, 1),
                new CropLayout(0, 198, 552, 402, 1),
                new CropLayout(348, 0, 552, 402, 1),
                new CropLayout(348, 198, 552, 402, 1));
        assertThat(CropLayout.of(new ImageSize(900, 600), 3, 512.0 / 1500)).hasSize(1 + 4 + 16 + 64);
    }
}
