package org.egoscope.perception.internal.segment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.egoscope.core.geometry.ImageSize;
import org.egoscope.core.observation.BoundingBox;
import org.egoscope.core.observation.Mask;
import org.egoscope.perception.SegmentConfig;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MergeTreeTest {
    private static final int WIDTH = 36;
    private static final int HEIGHT = 28;
    private static final ImageSize SIZE = new ImageSize(WIDTH, HEIGHT);

    private static final class Example {
        final float[] edges = new float[WIDTH * HEIGHT];
        final byte[] lab = new byte[WIDTH * HEIGHT * 3];
        final int[] labels;
        final int count;
        final MergeTree tree;

        Example(long seed) {
            Random random = new Random(seed);
            for (int i = 0; i < edges.length; i++) {
                edges[i] = random.nextFloat();
            }
            new FloatBlur(WIDTH, HEIGHT, 1.2).apply(edges);
            random.nextBytes(lab);
            for (int i = 0; i < edges.length; i++) {
                edges[i] = Math.max(0, (edges[i] - 0.42f) * 4);
                int patch = i % WIDTH / 9 * 40 + i / WIDTH / 7 * 20;
                lab[i * 3] = (byte) (patch + (lab[i * 3] & 15));
            }
            Watershed watershed = new Watershed(WIDTH, HEIGHT);
            count = watershed.run(edges);
            labels = watershed.labels().clone();
            tree = MergeTreeBuilder.build(RegionGraph.of(count, WIDTH, labels, edges, lab));
        }

        boolean[] pixels(int node) {
            boolean[] inside = new boolean[labels.length];
            for (int p = 0; p < labels.length; p++) {
                inside[p] = tree.contains(node, labels[p]);
            }
            return inside;
        }

        Mask mask(int node) {
            byte[] bitmap = new byte[labels.length];
            boolean[] inside = pixels(node);
            for (int p = 0; p < bitmap.length; p++) {
                bitmap[p] = (byte) (inside[p] ? 1 : 0);
            }
            return Mask.ofBitmap(SIZE, bitmap);
        }
    }

    /** Greedy joining by the definition, every value measured again from the pixels at every step. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void joinsInTheOrderOfTheDefinition(long seed) {
        Example example = new Example(seed);
        int[] now = example.labels.clone();
        float least = 0;
        for (int node = example.count; node < example.tree.nodes(); node++) {
            double best = Double.MAX_VALUE;
            int a = -1;
            int b = -1;
            for (int p = 0; p < example.tree.nodes(); p++) {
                for (int q = p + 1; q < example.tree.nodes(); q++) {
                    double value = naiveDissimilarity(example, now, p, q);
                    if (value < best - 1e-6) {
                        best = value;
                        a = p;
                        b = q;
                    }
                }
            }
            least = Math.max(least, (float) best);
            assertThat(example.tree.height(node)).as("height of node %d, seed %d", node, seed).isCloseTo(least, within(2e-4f));
            assertThat(List.of(example.tree.left(node), example.tree.right(node)))
                    .as("children of node %d, seed %d", node, seed)
                    .containsExactlyInAnyOrder(a, b);
            for (int i = 0; i < now.length; i++) {
                now[i] = now[i] == a || now[i] == b ? node : now[i];
            }
        }
    }

    /** Infinite where the two do not touch. */
    private static double naiveDissimilarity(Example example, int[] now, int a, int b) {
        double strength = 0;
        int length = 0;
        double[][] colour = new double[2][3];
        int[] area = new int[2];
        for (int p = 0; p < now.length; p++) {
            if (now[p] == a || now[p] == b) {
                int which = now[p] == a ? 0 : 1;
                area[which]++;
                for (int c = 0; c < 3; c++) {
                    colour[which][c] += example.lab[p * 3 + c] & 255;
                }
            }
            int[] forward = {p % WIDTH < WIDTH - 1 ? p + 1 : -1, p + WIDTH < now.length ? p + WIDTH : -1};
            for (int n : forward) {
                if (n >= 0 && ((now[p] == a && now[n] == b) || (now[p] == b && now[n] == a))) {
                    strength += Math.max(example.edges[p], example.edges[n]);
                    length++;
                }
            }
        }
        if (length == 0) {
            return Double.POSITIVE_INFINITY;
        }
        double squared = 0;
        for (int c = 0; c < 3; c++) {
            double d = colour[0][c] / area[0] - colour[1][c] / area[1];
            squared += d * d;
        }
        double value = Math.min(1, strength / length + 0.3 * Math.min(1, Math.sqrt(squared) / 60));
        return value * (0.4 + 0.6 * Math.min(1, Math.min(area[0], area[1]) / 60.0));
    }

    @ParameterizedTest
    @ValueSource(longs = {21, 22, 23})
    void measuresOfNodesAreThoseOfTheirPixels(long seed) {
        Example example = new Example(seed);
        for (int node = 0; node < example.tree.nodes(); node++) {
            Mask mask = example.mask(node);
            assertThat(example.tree.area(node)).as("area of node %d, seed %d", node, seed).isEqualTo(mask.area());
            assertThat(example.tree.box(node)).as("box of node %d, seed %d", node, seed).isEqualTo(mask.boundingBox());
            assertThat(example.tree.outlineLength(node))
                    .as("outline of node %d, seed %d", node, seed)
                    .isEqualTo(naiveOutline(example.pixels(node)));
        }
    }

    private static int naiveOutline(boolean[] inside) {
        int length = 0;
        for (int p = 0; p < inside.length; p++) {
            length += p % WIDTH < WIDTH - 1 && inside[p] != inside[p + 1] ? 1 : 0;
            length += p + WIDTH < inside.length && inside[p] != inside[p + WIDTH] ? 1 : 0;
        }
        return length;
    }

    @ParameterizedTest
    @ValueSource(longs = {31, 32, 33, 34})
    void aMaskIsMatchedWithTheNodeOfLargestIou(long seed) {
        Example example = new Example(seed);
        Random random = new Random(seed);
        byte[] bitmap = new byte[WIDTH * HEIGHT];
        int x0 = random.nextInt(WIDTH / 2);
        int y0 = random.nextInt(HEIGHT / 2);
        int[] hits = new int[example.count];
        int area = 0;
        for (int y = y0; y < y0 + 12; y++) {
            for (int x = x0; x < x0 + 15; x++) {
                bitmap[y * WIDTH + x] = 1;
                hits[example.labels[y * WIDTH + x]]++;
                area++;
            }
        }
        Mask prompt = Mask.ofBitmap(SIZE, bitmap);
        double best = 0;
        for (int node = 0; node < example.tree.nodes(); node++) {
            best = Math.max(best, example.mask(node).iou(prompt));
        }
        NodeMatcher.Match match = new NodeMatcher(new Proposals(SegmentConfig.defaults())).matchMask(example.tree, hits, area);
        if (match.single()) {
            assertThat((double) match.iou()).as("seed %d", seed).isCloseTo(best, within(1e-5));
        } else {
            assertThat((double) match.iou()).as("seed %d", seed).isGreaterThan(best);
            assertThat(paint(example, match.segment()).iou(prompt)).isCloseTo(match.iou(), within(1e-5));
        }
    }

    private static Mask paint(Example example, Segment segment) {
        long[] planes = new long[WIDTH * HEIGHT];
        new Hierarchy(WIDTH, example.labels, example.tree).paint(segment, planes, 4);
        byte[] bitmap = new byte[planes.length];
        for (int p = 0; p < planes.length; p++) {
            bitmap[p] = (byte) (planes[p] / 4);
        }
        return Mask.ofBitmap(SIZE, bitmap);
    }

    @ParameterizedTest
    @ValueSource(longs = {41, 42, 43})
    void aBoxOfANodeIsMatchedWithARegionOfThatBox(long seed) {
        Example example = new Example(seed);
        Hierarchy hierarchy = new Hierarchy(WIDTH, example.labels, example.tree);
        NodeMatcher matcher = new NodeMatcher(new Proposals(SegmentConfig.defaults()));
        for (int node = 0; node < example.tree.nodes(); node++) {
            BoundingBox box = example.tree.box(node);
            if (example.tree.area(node) >= 0.25f * box.area()) {
                NodeMatcher.Match match = matcher.matchBox(hierarchy, box);
                assertThat(match.iou()).as("node %d, seed %d", node, seed).isEqualTo(1f);
                assertThat(match.segment().box()).as("node %d, seed %d", node, seed).isEqualTo(box);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {51, 52, 53})
    void proposalsKeepTheirThresholdsAndAreNoNearDuplicates(long seed) {
        Example example = new Example(seed);
        SegmentConfig config = new SegmentConfig(0.1f, 0.6f, 0.02f, 0.7f, 10, 12, 0, 0, 1, 6, 0, 0, 0.3f);
        List<Segment> chosen = new Proposals(config).choose(example.tree);
        assertThat(chosen).as("seed %d", seed).isNotEmpty().hasSizeLessThanOrEqualTo(12);
        List<Mask> masks = new ArrayList<>();
        for (Segment segment : chosen) {
            assertThat(segment.area()).isGreaterThanOrEqualTo(10);
            assertThat(segment.stabilityScore()).isBetween(0.6f, 1f);
            assertThat(segment.predictedIou()).isBetween(0.1f, 1f);
            Mask mask = paint(example, segment);
            assertThat(masks).as("seed %d", seed).allSatisfy(other -> assertThat(other.iou(mask)).isLessThanOrEqualTo(0.7 + 1e-6));
            masks.add(mask);
        }
    }

    /** The definition: cut the tree at two heights and compare the regions around the node's largest part. */
    @ParameterizedTest
    @ValueSource(longs = {61, 62})
    void stabilityIsTheIouOfTheRegionsAtTwoCuts(long seed) {
        Example example = new Example(seed);
        MergeTree tree = example.tree;
        float offset = 0.03f;
        for (int node = 0; node < tree.root(); node++) {
            float middle = (tree.height(node) + tree.height(tree.parent(node))) / 2;
            Mask stricter = largestPieceOfCut(example, node, middle - offset);
            Mask laxer = pieceOfCutAround(example, node, middle + offset);
            assertThat((double) MaskQuality.stability(tree, node, offset))
                    .as("node %d, seed %d", node, seed)
                    .isCloseTo(stricter.iou(laxer), within(1e-5));
        }
    }

    private static Mask largestPieceOfCut(Example example, int node, float height) {
        int piece = node;
        while (!example.tree.isLeaf(piece) && example.tree.height(piece) > height) {
            int a = example.tree.left(piece);
            int b = example.tree.right(piece);
            piece = example.mask(a).area() >= example.mask(b).area() ? a : b;
        }
        return example.mask(piece);
    }

    private static Mask pieceOfCutAround(Example example, int node, float height) {
        int piece = node;
        for (int n = node; n >= 0; n = example.tree.parent(n)) {
            piece = example.tree.height(n) <= height ? n : piece;
        }
        return example.mask(piece);
    }
}
