package org.egoscope.perception.internal.segment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.egoscope.perception.SegmentConfig;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against every subset of the twelve leaves of a small picture. */
class NodeMatcherTest {
    private static final int WIDTH = 16;
    private static final int HEIGHT = 12;
    private static final int LEAVES = 12;

    private static MergeTree tree(Random random) {
        int[] labels = new int[WIDTH * HEIGHT];
        float[] edges = new float[labels.length];
        byte[] lab = new byte[labels.length * 3];
        byte[] shade = new byte[LEAVES];
        random.nextBytes(shade);
        for (int p = 0; p < labels.length; p++) {
            labels[p] = p / WIDTH / 4 * 4 + p % WIDTH / 4;
            edges[p] = random.nextFloat();
            lab[p * 3] = shade[labels[p]];
        }
        return MergeTreeBuilder.build(RegionGraph.of(LEAVES, WIDTH, labels, edges, lab));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void findsTheSetOfLeavesWithTheLargestIouOrANodeThatIsAboutAsGood(long seed) {
        Random random = new Random(seed);
        MergeTree tree = tree(random);
        int[] hits = new int[LEAVES];
        int prompt = 0;
        for (int leaf = 0; leaf < LEAVES; leaf++) {
            hits[leaf] = random.nextInt(3) == 0 ? 0 : random.nextInt(tree.area(leaf) + 1);
            prompt += hits[leaf];
        }
        double best = 0;
        for (int set = 1; set < 1 << LEAVES; set++) {
            int common = 0;
            int area = 0;
            for (int leaf = 0; leaf < LEAVES; leaf++) {
                common += (set >> leaf & 1) * hits[leaf];
                area += (set >> leaf & 1) * tree.area(leaf);
            }
            best = Math.max(best, (double) common / (area + prompt - common));
        }
        NodeMatcher.Match match = new NodeMatcher(new Proposals(SegmentConfig.defaults())).matchMask(tree, hits, prompt);
        assertThat((double) match.iou()).as("seed %d", seed).isEqualTo(naiveIou(tree, match.segment(), hits, prompt), within(1e-6));
        if (match.single()) {
            assertThat((double) match.iou()).as("seed %d, a single node", seed).isGreaterThan(best - 0.081);
        } else {
            assertThat((double) match.iou()).as("seed %d, a union", seed).isEqualTo(best, within(1e-6));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void whatIsNotKnownIsTakenOnlyUpToTheSizeOfTheThing(long seed) {
        MergeTree tree = tree(new Random(seed));
        int[] hits = new int[LEAVES];
        int[] unknown = new int[LEAVES];
        hits[5] = tree.area(5);
        for (int leaf = 0; leaf < LEAVES; leaf++) {
            unknown[leaf] = leaf == 5 ? 0 : tree.area(leaf);
        }
        NodeMatcher matcher = new NodeMatcher(new Proposals(SegmentConfig.defaults()));
        Segment all = matcher.matchMask(tree, hits, hits[5], unknown, Integer.MAX_VALUE).segment();
        assertThat(all.area()).as("seed %d, without a limit", seed).isEqualTo(WIDTH * HEIGHT);
        for (int most : new int[] {hits[5], 2 * hits[5], 5 * hits[5]}) {
            Segment limited = matcher.matchMask(tree, hits, hits[5], unknown, most).segment();
            int largest = 0;
            for (int node = 0; node < tree.nodes(); node++) {
                largest = tree.contains(node, 5) && tree.area(node) <= most ? Math.max(largest, tree.area(node)) : largest;
            }
            assertThat(limited.area()).as("seed %d, at most %d", seed, most).isEqualTo(largest);
        }
    }

    private static double naiveIou(MergeTree tree, Segment segment, int[] hits, int prompt) {
        int common = 0;
        int area = 0;
        for (int leaf = 0; leaf < LEAVES; leaf++) {
            boolean inside = false;
            for (int node : segment.nodes()) {
                inside |= tree.contains(node, leaf);
            }
            common += inside ? hits[leaf] : 0;
            area += inside ? tree.area(leaf) : 0;
        }
        return (double) common / (area + prompt - common);
    }
}
