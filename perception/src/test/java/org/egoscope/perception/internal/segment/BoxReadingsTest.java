package org.egoscope.perception.internal.segment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import org.egoscope.core.observation.BoundingBox;
import org.junit.jupiter.api.Test;

/** What is found in the picture moved against a box fits the box. */
class BoxReadingsTest {
    private static final int WIDTH = 160;
    private static final int HEIGHT = 120;

    /** How far the thing lies beside its box. */
    private static final int BESIDE_X = 4;

    private static final int BESIDE_Y = -4;

    /** A lozenge around (80, 60), 90 wide and 70 high: its box alone is right by half. */
    private static boolean inLozenge(double x, double y) {
        return Math.abs(x - 80) / 45 + Math.abs(y - 60) / 35 <= 1;
    }

    private static LookedAt lozenge() {
        float[] edges = new float[WIDTH * HEIGHT];
        for (int y = 1; y < HEIGHT - 1; y++) {
            for (int x = 1; x < WIDTH - 1; x++) {
                boolean here = inLozenge(x + 0.5, y + 0.5);
                boolean border = here != inLozenge(x + 1.5, y + 0.5) || here != inLozenge(x + 0.5, y + 1.5);
                edges[y * WIDTH + x] = border ? 0.9f : 0;
            }
        }
        return BoxShapesTest.picture(edges);
    }

    private static PackedMask truth(int right, int down) {
        byte[] bitmap = new byte[WIDTH * HEIGHT];
        for (int p = 0; p < bitmap.length; p++) {
            bitmap[p] = (byte) (inLozenge(p % WIDTH + 0.5 - right, p / WIDTH + 0.5 - down) ? 1 : 0);
        }
        return new PackedMask(bitmap);
    }

    private static double best(BoxReadings readings, PackedMask truth, boolean moved) {
        double best = 0;
        for (int i = 0; i < readings.count(); i++) {
            if (moved == readings.measured(i)[MaskFeatures.SHIFT] > 0) {
                byte[] bitmap = new byte[WIDTH * HEIGHT];
                readings.crop().paint(readings.mask(i), bitmap);
                best = Math.max(best, truth.iou(new PackedMask(bitmap)));
            }
        }
        return best;
    }

    @Test
    void aThingBesideItsBoxIsReadWholeAtThePlaceOfTheBox() {
        // The box says that the thing is 4 pixels further left and lower than the picture shows it.
        BoundingBox box = new BoundingBox(35 - BESIDE_X, 25 - BESIDE_Y, 90, 70);
        BoxReadings readings = new BoxReadings(lozenge(), box, null);
        PackedMask fitting = truth(-BESIDE_X, -BESIDE_Y);

        assertThat(best(readings, fitting, true)).isGreaterThan(0.95);
        assertThat(best(readings, fitting, false)).isLessThan(best(readings, fitting, true) - 0.02);
    }

    @Test
    void theAnswerToATightBoxIsTheThing() {
        BoxAnswers answers = new BoxAnswers(lozenge(), new BoundingBox(35, 25, 90, 70), List.of(), null);

        assertThat(truth(0, 0).iou(new PackedMask(answers.best(1).get(0).bitmap()))).isGreaterThan(0.93);
    }

    @Test
    void theAnswerToABoxBesideTheThingMovesWithTheBox() {
        BoundingBox box = new BoundingBox(35 - BESIDE_X, 25 - BESIDE_Y, 90, 70);
        PackedMask answer = new PackedMask(new BoxAnswers(lozenge(), box, List.of(), null).best(1).get(0).bitmap());

        assertThat(answer.iou(truth(-BESIDE_X, -BESIDE_Y))).isGreaterThan(0.85).isGreaterThan(answer.iou(truth(0, 0)));
    }

    @Test
    void aMovedCropShowsTheCellsOfAMovedPicture() {
        for (long seed = 1; seed <= 4; seed++) {
            Random random = new Random(seed);
            float[] edges = new float[WIDTH * HEIGHT];
            for (int p = 0; p < edges.length; p++) {
                edges[p] = random.nextInt(4) == 0 ? random.nextFloat() : 0;
            }
            int right = random.nextInt(9) - 4;
            int down = random.nextInt(9) - 4;
            float[] there = new float[edges.length];
            for (int p = 0; p < edges.length; p++) {
                int x = Math.max(0, Math.min(WIDTH - 1, p % WIDTH + right));
                int y = Math.max(0, Math.min(HEIGHT - 1, p / WIDTH + down));
                there[p] = edges[y * WIDTH + x];
            }
            // At the picture's corner, so that the edge of the picture comes into view.
            BoundingBox box = new BoundingBox(1, 60, 120, 58);
            BoxCrop moved = new BoxCrop(box, BoxShapesTest.picture(edges), right, down);
            BoxCrop expected = new BoxCrop(box, BoxShapesTest.picture(there));

            assertThat(moved.edges).as("seed " + seed).containsExactly(expected.edges);
            assertThat(moved.depth).as("seed " + seed).containsExactly(expected.depth);
        }
    }

    @Test
    void packedMasksOverlapAsTheirCellsDo() {
        for (long seed = 1; seed <= 20; seed++) {
            Random random = new Random(seed);
            byte[] a = new byte[1 + random.nextInt(300)];
            byte[] b = new byte[a.length];
            int common = 0;
            int either = 0;
            int area = 0;
            for (int cell = 0; cell < a.length; cell++) {
                a[cell] = (byte) random.nextInt(2);
                b[cell] = (byte) (random.nextInt(3) / 2);
                common += a[cell] == 1 && b[cell] == 1 ? 1 : 0;
                either += a[cell] == 1 || b[cell] == 1 ? 1 : 0;
                area += a[cell];
            }
            double expected = either == 0 ? 0 : (double) common / either;

            assertThat(new PackedMask(a).iou(new PackedMask(b))).as("seed " + seed).isCloseTo(expected, within(1e-12));
            assertThat(new PackedMask(a).area()).as("seed " + seed).isEqualTo(area);
        }
    }
}
