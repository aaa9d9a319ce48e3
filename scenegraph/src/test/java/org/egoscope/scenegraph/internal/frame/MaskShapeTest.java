package org.egoscope.scenegraph.internal.frame;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.assertj.core.data.Offset;
import org.egoscope.core.geometry.ImageSize;
import org.egoscope.core.observation.Mask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against loops over all pixels. */
class MaskShapeTest {
    private static final ImageSize SIZE = new ImageSize(23, 17);
    private static final Offset<Double> EXACT = Offset.offset(1e-9);

    private static byte[] bitmap(Random random) {
        byte[] bitmap = new byte[SIZE.pixels()];
        int blobs = 1 + random.nextInt(4);
        for (int blob = 0; blob < blobs; blob++) {
            int left = random.nextInt(20);
            int top = random.nextInt(14);
            int right = Math.min(SIZE.width(), left + 1 + random.nextInt(8));
            int bottom = random.nextInt(5) == 0 ? SIZE.height() : Math.min(SIZE.height(), top + 1 + random.nextInt(8));
            for (int y = top; y < bottom; y++) {
                for (int x = left; x < right; x++) {
                    bitmap[y * SIZE.width() + x] = 1;
                }
            }
        }
        return bitmap;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void whatTwoMasksHaveInCommonAndWhereOneEndsAreAsLoopsSay(long seed) {
        Random random = new Random(seed);
        byte[] one = bitmap(random);
        byte[] two = bitmap(random);
        double directionX = Math.cos(seed);
        double directionY = Math.sin(seed);
        int common = 0;
        double foremost = Double.NEGATIVE_INFINITY;
        for (int p = 0; p < one.length; p++) {
            common += one[p] & two[p];
            double along = (p % SIZE.width() + 0.5) * directionX + (p / SIZE.width() + 0.5) * directionY;
            foremost = one[p] != 0 ? Math.max(foremost, along) : foremost;
        }
        double[] sums = new double[3];
        for (int p = 0; p < one.length; p++) {
            double x = p % SIZE.width() + 0.5;
            double y = p / SIZE.width() + 0.5;
            if (one[p] != 0 && x * directionX + y * directionY >= foremost - 2.5) {
                sums[0] += x;
                sums[1] += y;
                sums[2]++;
            }
        }
        MaskShape shape = new MaskShape(Mask.ofBitmap(SIZE, one));
        assertThat(shape.overlap(new MaskShape(Mask.ofBitmap(SIZE, two)))).as("seed %d", seed).isEqualTo(common);
        double[] tip = shape.tip(directionX, directionY, 2.5);
        assertThat(tip[0]).as("seed %d", seed).isCloseTo(sums[0] / sums[2], EXACT);
        assertThat(tip[1]).as("seed %d", seed).isCloseTo(sums[1] / sums[2], EXACT);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void answersWhatTheBitmapSays(long seed) {
        Random random = new Random(seed);
        byte[] bitmap = bitmap(random);
        MaskShape shape = new MaskShape(Mask.ofBitmap(SIZE, bitmap));
        int[] painted = new int[SIZE.pixels()];
        shape.paint(painted, SIZE.height(), 7);
        double sumX = 0;
        double sumY = 0;
        int area = 0;
        for (int x = 0; x < SIZE.width(); x++) {
            int lowest = -1;
            int highest = -1;
            for (int y = 0; y < SIZE.height(); y++) {
                boolean inside = bitmap[y * SIZE.width() + x] != 0;
                assertThat(shape.contains(x, y)).as("seed %d at %d, %d", seed, x, y).isEqualTo(inside);
                assertThat(painted[x * SIZE.height() + y]).as("seed %d at %d, %d", seed, x, y).isEqualTo(inside ? 7 : 0);
                if (inside) {
                    sumX += x + 0.5;
                    sumY += y + 0.5;
                    area++;
                    lowest = y;
                    highest = highest < 0 ? y : highest;
                }
            }
            assertThat(shape.lowestRow(x)).as("seed %d column %d", seed, x).isEqualTo(lowest);
            assertThat(shape.highestRow(x)).as("seed %d column %d", seed, x).isEqualTo(highest);
        }
        assertThat(shape.area()).isEqualTo(area);
        assertThat(shape.centroidX()).isCloseTo(sumX / area, EXACT);
        assertThat(shape.centroidY()).isCloseTo(sumY / area, EXACT);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void distanceIsToTheNearestPixelSquare(long seed) {
        Random random = new Random(seed);
        byte[] bitmap = bitmap(random);
        MaskShape shape = new MaskShape(Mask.ofBitmap(SIZE, bitmap));
        for (int i = 0; i < 60; i++) {
            double px = random.nextDouble() * 60 - 20;
            double py = random.nextDouble() * 50 - 18;
            double expected = 12;
            for (int at = 0; at < bitmap.length; at++) {
                int x = at % SIZE.width();
                int y = at / SIZE.width();
                if (bitmap[at] != 0) {
                    double dx = Math.max(0, Math.max(x - px, px - x - 1));
                    double dy = Math.max(0, Math.max(y - py, py - y - 1));
                    expected = Math.min(expected, Math.hypot(dx, dy));
                }
            }
            assertThat(shape.distance(px, py, 12)).as("seed %d at %f, %f", seed, px, py).isCloseTo(expected, EXACT);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void overlapCountsThePixelCentresInTheRegion(long seed) {
        Random random = new Random(seed);
        byte[] bitmap = bitmap(random);
        MaskShape shape = new MaskShape(Mask.ofBitmap(SIZE, bitmap));
        double left = 2 + random.nextInt(8) + 0.25;
        double top = 2 + random.nextInt(6) + 0.25;
        ConvexRegion region = ConvexRegion.around(
                new double[] {left, left + 6, left + 6, left, left + 3}, new double[] {top, top, top + 5, top + 5, top + 2}, 1e-9);
        int expected = 0;
        for (int at = 0; at < bitmap.length; at++) {
            double x = at % SIZE.width() + 0.5;
            double y = at / SIZE.width() + 0.5;
            expected += bitmap[at] != 0 && x >= left && x <= left + 6 && y >= top && y <= top + 5 ? 1 : 0;
        }
        assertThat(shape.overlap(region)).as("seed %d", seed).isEqualTo(expected);
        assertThat(region.area()).isCloseTo(30, Offset.offset(1e-6));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void aGrownMaskHasThePixelsNoFurtherFromIt(long seed) {
        Random random = new Random(seed);
        byte[] bitmap = bitmap(random);
        double radius = 5 * random.nextDouble();
        MaskShape grown = new MaskShape(Mask.ofBitmap(SIZE, bitmap)).grown(radius, SIZE);
        for (int p = 0; p < bitmap.length; p++) {
            double nearest = Double.POSITIVE_INFINITY;
            for (int q = 0; q < bitmap.length; q++) {
                double away = Math.hypot(p % SIZE.width() - q % SIZE.width(), p / SIZE.width() - q / SIZE.width());
                nearest = bitmap[q] != 0 ? Math.min(nearest, away) : nearest;
            }
            assertThat(grown.contains(p % SIZE.width(), p / SIZE.width()))
                    .as("seed %d radius %f at %d", seed, radius, p)
                    .isEqualTo(nearest <= radius);
        }
    }

    @Test
    void anEmptyMaskIsNowhere() {
        MaskShape shape = new MaskShape(Mask.ofBitmap(SIZE, new byte[SIZE.pixels()]));
        assertThat(shape.area()).isZero();
        assertThat(shape.contains(0, 0)).isFalse();
        assertThat(shape.distance(3, 3, 5)).isEqualTo(5);
    }

    @Test
    void aRegionGrownByARadiusHasTheAreaOfTheGrownOctagons() {
        ConvexRegion point = ConvexRegion.around(new double[] {10}, new double[] {10}, 4);
        double octagon = 2 * Math.sqrt(2) * 16;
        assertThat(point.area()).isCloseTo(octagon, Offset.offset(1e-9));
        ConvexRegion segment = ConvexRegion.around(new double[] {10, 30}, new double[] {10, 10}, 4);
        double height = 2 * 4 * Math.cos(Math.PI / 8);
        assertThat(segment.area()).isCloseTo(octagon + 20 * height, Offset.offset(1e-9));
    }
}
