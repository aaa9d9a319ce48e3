package org.egoscope.perception.internal.track;

import java.nio.ByteBuffer;
import java.util.List;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.opencv.opencv_core.Mat;
import org.egoscope.core.Shape;
import org.egoscope.core.geometry.ImageSize;
import org.egoscope.perception.PictureEmbedding;
import org.egoscope.perception.PromptSegmenter;
import org.egoscope.perception.SegmentConfig;
import org.egoscope.perception.internal.segment.Hierarchy;
import org.egoscope.perception.internal.segment.Proposals;
import org.egoscope.perception.internal.segment.Segment;
import org.jspecify.annotations.Nullable;

/**
 * Asks a network of the SAM family about key frames: what is tracked is asked for again, then what is not covered is searched. Where there
 * are small things, the part of the picture that has most of them is looked at closely, too. From one key frame to the next only
 * {@link VainClicks} are remembered, which are the store's.
 */
final class Prompter {
    /** Questions that are answered together: of 1 to 24, 8 take the least time each on the CPU (62 ms; by one 74, by 24 67). */
    static final int AT_ONCE = 8;

    /** Of the prompts, for what is tracked. */
    private static final double FOR_TRACKS = 0.75;

    /** So many times the prompts are spent where nothing is tracked yet. */
    private static final int FIRST = 2;

    /** Regions worth a click, and of how much less promise than what becomes a track without a network. */
    private static final int MOST_REGIONS = 160;

    private static final float LEAST_PROMISE = 0.4f;

    /** Worth of small things from which they are looked at closely. */
    private static final double WORTH_A_CLOSE_UP = 1;

    private final PromptSegmenter segmenter;
    private final Proposals proposals;
    private final ImageSize size;
    private final int mostPrompts;
    private final int leastArea;
    private final float leastIou;
    private final ByteBuffer partPixels;

    /** Shares the network; does not close it. */
    Prompter(Networks.Prompts prompts, SegmentConfig config, ImageSize size) {
        segmenter = prompts.segmenter();
        mostPrompts = prompts.most();
        leastArea = KeyFrame.leastPromptedArea(config);
        leastIou = config.predIouThresh();
        partPixels = CloseUp.room(size);
        proposals = new Proposals(config.withLimits(LEAST_PROMISE * config.predIouThresh(), leastArea));
        this.size = size;
    }

    String method() {
        return segmenter.method();
    }

    /**
     * @param carriedPlanes of the active tracks
     * @param hierarchy regions of the picture
     * @param nanos when
     */
    MaskAnswers ask(Mat rgb, @Shape("H W 3") byte[] lab, Hierarchy hierarchy, @Shape("H W") long[] carriedPlanes, TrackStore store, long nanos) {
        List<Track> tracks = store.active;
        ByteBuffer pixels = new BytePointer(rgb.data()).capacity(3L * size.pixels()).asByteBuffer();
        List<Segment> regions = proposals.choose(hierarchy.tree(), MOST_REGIONS);
        TrackPrompts again = new TrackPrompts(size, lab, carriedPlanes, tracks.size(), leastArea);
        SmallThings small = new SmallThings(size, carriedPlanes);
        again.addSmall(small, tracks);
        small.addRegions(hierarchy, regions, again.things(), leastIou);
        List<Spots.Spot> spots = new Spots(size, lab).find();
        small.addSpots(spots, again.areas());
        CloseUpPlace place = CloseUpPlace.around(size, small.found(), WORTH_A_CLOSE_UP);
        try (PictureEmbedding whole = segmenter.embed(pixels, size);
                CloseUp part = place == null ? null : CloseUp.of(segmenter, pixels, size, place, partPixels)) {
            TwoScales picture = new TwoScales(whole, part);
            int forTracks = (int) (FOR_TRACKS * mostPrompts);
            List<@Nullable MaskAnswer> known = again.ask(picture, tracks, forTracks);
            int left = tracks.isEmpty() ? FIRST * mostPrompts : mostPrompts - Math.min(forTracks, tracks.size());
            List<MaskAnswer> fresh = new FreshMasks(size, leastArea, known, store.vainClicks).ask(picture, hierarchy, regions, spots, left, nanos);
            again.growInto(known, tracks, fresh);
            return new MaskAnswers(known, fresh);
        }
    }
}
