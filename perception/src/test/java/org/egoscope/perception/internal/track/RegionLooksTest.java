package org.egoscope.perception.internal.track;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.opencv_core.Mat;
import org.egoscope.core.video.VideoFrame;
import org.egoscope.perception.SegmentConfig;
import org.egoscope.perception.internal.segment.GradientEdges;
import org.egoscope.perception.internal.segment.Hierarchy;
import org.egoscope.perception.internal.segment.MergeTree;
import org.egoscope.perception.internal.segment.NodeMatcher;
import org.egoscope.perception.internal.segment.Proposals;
import org.egoscope.perception.internal.segment.Segment;
import org.egoscope.perception.internal.segment.Segmenter;
import org.junit.jupiter.api.Test;

class RegionLooksTest {
    private static final PaintedScene SCENE = new PaintedScene()
            .with(200, 40, 40, PaintedScene.disc(60, 50, 22, 0, 0))
            .with(40, 60, 190, PaintedScene.box(82, 40, 40, 30, 0, 0));

    private static Segmenter segmenter() {
        return new Segmenter(
                PaintedScene.SIZE.width(), PaintedScene.SIZE.height(),
                new GradientEdges(PaintedScene.SIZE.width(), PaintedScene.SIZE.height()));
    }

    private static Hierarchy hierarchy(Segmenter segmenter) {
        VideoFrame frame = SCENE.frame(0);
        try (Mat rgb = new Mat(
                PaintedScene.SIZE.height(), PaintedScene.SIZE.width(), opencv_core.CV_8UC3, new BytePointer(frame.rgb()))) {
            return segmenter.segment(rgb);
        }
    }

    @Test
    void looksOfARegionAreThoseOfItsPixelsCountedOneByOne() {
        Segmenter segmenter = segmenter();
        Hierarchy hierarchy = hierarchy(segmenter);
        MergeTree tree = hierarchy.tree();
        RegionLooks looks = new RegionLooks(hierarchy, segmenter.lab());
        long seed = 5;
        Random random = new Random(seed);
        for (int round = 0; round < 25; round++) {
            int node = random.nextInt(tree.nodes());
            Segment segment = new Proposals(SegmentConfig.defaults()).segmentOf(tree, node);
            long[] planes = new long[hierarchy.labels().length];
            hierarchy.paint(segment, planes, 1L);
            ColourHistogram counted = ColourHistogram.ofPlanes(planes, segmenter.lab(), 1)[0];
            ColourHistogram summed = looks.of(segment);
            for (int bin = 0; bin < ColourHistogram.BINS; bin++) {
                assertThat(summed.share(bin)).as("seed %d, node %d, cell %d", seed, node, bin).isEqualTo(counted.share(bin));
            }
        }
    }

    @Test
    void aLeafOfAThingHasItsColoursAndOneBesideItHasNot() {
        Segmenter segmenter = segmenter();
        Hierarchy hierarchy = hierarchy(segmenter);
        RegionLooks looks = new RegionLooks(hierarchy, segmenter.lab());
        long[] disc = new long[hierarchy.labels().length];
        MaskPlanes.paint(SCENE.truth(0, 0), disc, 0);
        ColourHistogram red = ColourHistogram.ofPlanes(disc, segmenter.lab(), 1)[0];
        int width = PaintedScene.SIZE.width();
        assertThat(looks.shareIn(hierarchy.labels()[50 * width + 60], red, 0.02f)).as("middle of the disc").isGreaterThan(0.8f);
        assertThat(looks.shareIn(hierarchy.labels()[55 * width + 105], red, 0.02f)).as("middle of the box").isLessThan(0.2f);
    }

    @Test
    void ofRegionsThatFitAboutAsWellTheOneWithTheColoursOfTheThingIsChosen() {
        Segmenter segmenter = segmenter();
        Hierarchy hierarchy = hierarchy(segmenter);
        MergeTree tree = hierarchy.tree();
        RegionLooks looks = new RegionLooks(hierarchy, segmenter.lab());
        Proposals proposals = new Proposals(SegmentConfig.defaults());
        long[] planes = new long[hierarchy.labels().length];
        MaskPlanes.paint(SCENE.truth(0, 0), planes, 0);
        Track track = new Track(1, SCENE.truth(0, 0).boundingBox(), ColourHistogram.ofPlanes(planes, segmenter.lab(), 1)[0]);
        int[] hits = new int[tree.leaves()];
        for (int p = 0; p < planes.length; p++) {
            hits[hierarchy.labels()[p]] += planes[p] != 0 ? 1 : 0;
        }
        List<NodeMatcher.Match> candidates = new NodeMatcher(proposals)
                .candidates(tree, hits, SCENE.truth(0, 0).area(), new int[hits.length], Integer.MAX_VALUE, 1f);
        // The picture as a whole is made to fit a little better than what is the disc.
        NodeMatcher.Match disc = candidates.get(0);
        NodeMatcher.Match all = new NodeMatcher.Match(proposals.segmentOf(tree, tree.root()), disc.iou() + 0.05f, true);
        assertThat(disc.iou()).as("the disc is in the tree").isCloseTo(1, within(0.15f));
        assertThat(RegionChoice.of(track, List.of(all, disc), looks)).isEqualTo(disc);
    }
}
