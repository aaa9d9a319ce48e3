package org.egoscope.perception.internal.segment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.egoscope.core.observation.BoundingBox;
import org.junit.jupiter.api.Test;

/** Shapes drawn into an edge map with gaps are found again; cuts and odds keep what they promise. */
class BoxShapesTest {
    private static final int WIDTH = 160;
    private static final int HEIGHT = 120;

    private interface Inside {
        boolean test(double x, double y);
    }

    /** Outline of the shape as edges, with every third stretch of ten pixels missing. */
    private static float[] outline(Inside inside) {
        float[] edges = new float[WIDTH * HEIGHT];
        for (int y = 1; y < HEIGHT - 1; y++) {
            for (int x = 1; x < WIDTH - 1; x++) {
                boolean here = inside.test(x + 0.5, y + 0.5);
                boolean border = here != inside.test(x + 1.5, y + 0.5) || here != inside.test(x + 0.5, y + 1.5);
                edges[y * WIDTH + x] = border && (x / 10 + y / 10) % 3 != 0 ? 0.9f : 0;
            }
        }
        return edges;
    }

    static LookedAt picture(float[] edges) {
        byte[] lab = new byte[edges.length * 3];
        Arrays.fill(lab, (byte) 128);
        Watershed watershed = new Watershed(WIDTH, HEIGHT);
        int regions = watershed.run(edges);
        MergeTree tree = MergeTreeBuilder.build(RegionGraph.of(regions, WIDTH, watershed.labels(), edges, lab));
        return new LookedAt(new Hierarchy(WIDTH, watershed.labels(), tree), edges, lab);
    }

    private static double iou(BoxCrop crop, byte[] cells, Inside inside) {
        byte[] found = new byte[WIDTH * HEIGHT];
        crop.paint(cells, found);
        byte[] wanted = new byte[WIDTH * HEIGHT];
        for (int p = 0; p < wanted.length; p++) {
            wanted[p] = (byte) (inside.test(p % WIDTH + 0.5, p / WIDTH + 0.5) ? 1 : 0);
        }
        return new PackedMask(found).iou(new PackedMask(wanted));
    }

    /** Corners (30, 28), (128, 20), (120, 95), (40, 104), clockwise. */
    private static boolean inDoor(double x, double y) {
        double[][] corners = {{30, 28}, {128, 20}, {120, 95}, {40, 104}};
        for (int i = 0; i < 4; i++) {
            double[] a = corners[i];
            double[] b = corners[(i + 1) % 4];
            if ((b[0] - a[0]) * (y - a[1]) - (b[1] - a[1]) * (x - a[0]) < 0) {
                return false;
            }
        }
        return true;
    }

    @Test
    void fourCornersAreFoundThoughTheOutlineHasGaps() {
        BoxCrop crop = new BoxCrop(new BoundingBox(30, 20, 98, 84), picture(outline(BoxShapesTest::inDoor)));

        assertThat(iou(crop, new FittedShapes(crop).fourCorners(), BoxShapesTest::inDoor)).isGreaterThan(0.93);
    }

    @Test
    void aTiltedEllipseIsFoundThoughTheOutlineHasGaps() {
        double tilt = 0.6;
        Inside plate = (x, y) -> {
            double a = (x - 80) / 50;
            double b = (y - 60) / 40;
            return a * a - 2 * tilt * a * b + b * b <= 1 - tilt * tilt;
        };
        BoxCrop crop = new BoxCrop(new BoundingBox(30, 20, 100, 80), picture(outline(plate)));

        assertThat(iou(crop, new FittedShapes(crop).ellipse(), plate)).isGreaterThan(0.93);
    }

    @Test
    void aStarCutHasNoCellWithoutTheNextOneTowardsTheMiddle() {
        for (long seed = 1; seed <= 5; seed++) {
            Random random = new Random(seed);
            float[] edges = new float[WIDTH * HEIGHT];
            for (int p = 0; p < edges.length; p++) {
                edges[p] = random.nextInt(5) == 0 ? random.nextFloat() : 0;
            }
            BoxCrop crop = new BoxCrop(new BoundingBox(25, 15, 110, 90), picture(edges));
            float[] prior = new float[crop.cells()];
            for (int cell = 0; cell < prior.length; cell++) {
                prior[cell] = (float) random.nextGaussian() * 3;
            }
            byte[] free = new BoxCut(crop).run(prior, new BoxCut.Settings(1, 0, 1));
            byte[] star = new BoxCut(crop).run(prior, new BoxCut.Settings(1, 0, 1, true));

            assertThat(leaps(crop, free)).as("free cut, seed " + seed).isPositive();
            assertThat(leaps(crop, star)).as("star cut, seed " + seed).isZero();
        }
    }

    /** Cells inside whose neighbour in the direction nearest to the middle of the box lies outside; none near the middle. */
    private static int leaps(BoxCrop crop, byte[] mask) {
        int leaps = 0;
        for (int cell = 0; cell < mask.length; cell++) {
            double dx = 80 - 0.5 - cellsToPixelsX(crop, cell % crop.width);
            double dy = 60 - 0.5 - cellsToPixelsY(crop, cell / crop.width);
            if (mask[cell] != 0 && Math.hypot(dx, dy) > 6) {
                int eighth = (int) Math.round(Math.atan2(dy, dx) / (Math.PI / 4));
                int stepX = (int) Math.round(Math.cos(eighth * Math.PI / 4));
                int stepY = (int) Math.round(Math.sin(eighth * Math.PI / 4));
                boolean clear = Math.abs(Math.atan2(dy, dx) / (Math.PI / 4) - eighth) < 0.4;
                leaps += clear && mask[cell + stepY * crop.width + stepX] == 0 ? 1 : 0;
            }
        }
        return leaps;
    }

    private static double cellsToPixelsX(BoxCrop crop, int column) {
        return 80 - 0.5 + (column - crop.middleX()) * 110 / (2 * (crop.middleX() - crop.leftOfBox()));
    }

    private static double cellsToPixelsY(BoxCrop crop, int row) {
        return 60 - 0.5 + (row - crop.middleY()) * 90 / (2 * (crop.middleY() - crop.topOfBox()));
    }

    @Test
    void oddsDependOnDifferencesBetweenCandidatesOnly() {
        BoxCandidates.Source[] sources = {BoxCandidates.Source.NODE, BoxCandidates.Source.BOX, BoxCandidates.Source.ELLIPSE};
        Random random = new Random(3);
        double[][] measured = new double[3][MaskFeatures.COUNT];
        double[][] shifted = new double[3][];
        for (int i = 0; i < 3; i++) {
            for (int k = 0; k < MaskFeatures.COUNT; k++) {
                measured[i][k] = random.nextDouble();
            }
            shifted[i] = measured[i].clone();
            shifted[i][MaskFeatures.OUTLINE_CONTRAST] += 0.3;
            shifted[i][MaskFeatures.AGREEMENT] -= 0.2;
        }

        double[] odds = MaskJudge.logOdds(sources, measured);

        assertThat(MaskJudge.logOdds(sources, shifted)).containsExactly(odds, within(1e-9));
        measured[1][MaskFeatures.AGREEMENT] += 0.3;
        assertThat(MaskJudge.logOdds(sources, measured)[1] - MaskJudge.logOdds(sources, measured)[0]).isGreaterThan(odds[1] - odds[0]);
    }

    @Test
    void aBalancedTreeJoinsSmallRegionsBeforeALargeRegionLeaks() {
        // Two large squares whose border has a weak stretch, and beside them two small ones with a clear border.
        float[] edges = new float[WIDTH * HEIGHT];
        for (int y = 0; y < HEIGHT; y++) {
            edges[y * WIDTH + 70] = 0.5f;
            edges[y * WIDTH + 140] = 0.95f;
        }
        for (int x = 140; x < WIDTH; x++) {
            edges[60 * WIDTH + x] = 0.6f;
        }
        LookedAt picture = picture(edges);
        int[] labels = picture.hierarchy().labels();
        int left = labels[60 * WIDTH + 35];
        int small = labels[30 * WIDTH + 150];

        assertThat(deathOfRegionWith(picture.hierarchy().tree(), left, 70 * 110)).isLessThan(
                deathOfRegionWith(picture.hierarchy().tree(), small, 19 * 55));
        assertThat(deathOfRegionWith(picture.balanced().tree(), left, 70 * 110)).isGreaterThan(
                deathOfRegionWith(picture.balanced().tree(), small, 19 * 55));
    }

    /** Height at which the smallest node around a leaf that has at least so many pixels is joined with another. */
    private static float deathOfRegionWith(MergeTree tree, int leaf, int pixels) {
        int node = leaf;
        while (tree.area(node) < pixels) {
            node = tree.parent(node);
        }
        return tree.deathHeight(node);
    }
}
