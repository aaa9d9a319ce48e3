package org.egoscope.perception.internal.track;

import java.util.Arrays;
import java.util.List;
import org.bytedeco.opencv.opencv_core.Mat;
import org.egoscope.core.geometry.ImageSize;
import org.egoscope.core.observation.Hand;
import org.egoscope.perception.SegmentConfig;
import org.egoscope.perception.internal.segment.Detection;
import org.egoscope.perception.internal.segment.EdgeDetector;
import org.egoscope.perception.internal.segment.GradientEdges;
import org.egoscope.perception.internal.segment.Hierarchy;
import org.egoscope.perception.internal.segment.LdcEdges;
import org.egoscope.perception.internal.segment.NodeMatcher;
import org.egoscope.perception.internal.segment.Proposals;
import org.egoscope.perception.internal.segment.Segment;
import org.egoscope.perception.internal.segment.Segmenter;
import org.egoscope.perception.internal.segment.YoloxDetector;
import org.jspecify.annotations.Nullable;

/** What depends on the size of the pictures: operators with their work arrays, and the bit planes of the masks. */
final class Workspace implements AutoCloseable {
    /** Length of a border with an arm, in side lengths of a square of the mask's area. */
    private static final double BESIDE_SHARE = 0.4;

    final ImageSize size;
    final MotionField motion;
    final MaskFollower follower;
    final Segmenter segmenter;
    final Proposals proposals;
    final NodeMatcher matcher;
    final @Nullable NanoTracker nano;
    final @Nullable AppearanceNetwork appearance;
    /** True if a network finds the edges. */
    final boolean learnedEdges;
    /** Masks of the active tracks at the last key frame, one plane each. */
    final long[] keyPlanes;
    /** The same where the follower has brought them. */
    final long[] carriedPlanes;

    private final SegmentConfig config;
    private final @Nullable YoloxDetector detector;
    private final @Nullable Prompter prompter;

    Workspace(ImageSize size, SegmentConfig config, Networks networks) {
        this.size = size;
        this.config = config;
        int width = size.width();
        int height = size.height();
        learnedEdges = networks.edges() != null;
        motion = new MotionField(width, height);
        follower = follower(networks);
        segmenter = new Segmenter(width, height, edges(size, networks));
        detector = networks.detector() == null ? null : new YoloxDetector(networks.detector(), width, height);
        nano = networks.trackBackbone() == null || networks.trackHead() == null
                ? null
                : new NanoTracker(networks.trackBackbone(), networks.trackHead());
        appearance = networks.appearance() == null ? null : new AppearanceNetwork(networks.appearance());
        proposals = new Proposals(config);
        matcher = new NodeMatcher(proposals);
        prompter = networks.prompts() == null ? null : new Prompter(networks.prompts(), config, size);
        keyPlanes = new long[size.pixels()];
        carriedPlanes = new long[size.pixels()];
    }

    private static EdgeDetector edges(ImageSize size, Networks networks) {
        return networks.edges() == null
                ? new GradientEdges(size.width(), size.height())
                : new LdcEdges(networks.edges(), size.width(), size.height());
    }

    private MaskFollower follower(Networks networks) {
        MaskFollower flow = new FlowFollower(motion);
        Networks.Memory memory = networks.memory();
        return memory == null ? flow : new MemoryFollower(flow, memory.segmenters().get(), size, memory.mostObjects());
    }

    /** Of the masks of key frames. */
    String method() {
        return prompter == null ? segmenter.method() : prompter.method() + "-" + segmenter.method();
    }

    /** @param store whose active tracks are those of the carried planes */
    KeyFrame keyFrame(long nanos, @Nullable Viewpoint viewpoint, Mat rgb, List<Hand> hands, TrackStore store) {
        List<Detection> detections = detector == null ? List.of() : detector.detect(rgb, config.detectionThresh());
        Hierarchy hierarchy = segmenter.segment(rgb);
        MaskAnswers.Regions prompted = null;
        if (prompter != null) {
            MaskAnswers answers = prompter.ask(rgb, segmenter.lab(), hierarchy, carriedPlanes, store, nanos);
            hierarchy = segmenter.cutAlong(answers.masks(), answers.qualities());
            prompted = answers.toRegions(matcher, hierarchy);
        }
        RegionLooks looks = new RegionLooks(hierarchy, segmenter.lab());
        return new KeyFrame(
                nanos, viewpoint, rgb, segmenter.lab(), hierarchy, prompted, looks, carriedPlanes, detections, detector != null, hands);
    }

    /** Replaces the key planes by the claims' masks, in their order. */
    void paint(List<Claim> claims, KeyFrame frame) {
        Arrays.fill(keyPlanes, 0);
        for (int plane = 0; plane < claims.size(); plane++) {
            Segment segment = claims.get(plane).segment();
            if (segment != null) {
                frame.hierarchy().paint(segment, keyPlanes, 1L << plane);
            } else {
                copyPlane(claims.get(plane).carriedPlane(), plane);
            }
        }
        cutOutArms(claims);
    }

    /** What the wearer's arm hides belongs to nothing else. */
    private void cutOutArms(List<Claim> claims) {
        long arms = armsOf(claims);
        for (int p = 0; arms != 0 && p < keyPlanes.length; p++) {
            keyPlanes[p] = (keyPlanes[p] & arms) != 0 ? keyPlanes[p] & arms : keyPlanes[p];
        }
    }

    /** Planes of the masks that an arm borders on, and may hide in part: for so long a way that it does more than touch. */
    long besideArms(List<Claim> claims) {
        long arms = armsOf(claims);
        int[] border = new int[claims.size()];
        int width = size.width();
        for (int p = 0; arms != 0 && p + width < keyPlanes.length; p++) {
            countBorder(keyPlanes[p], keyPlanes[p + 1], arms, border);
            countBorder(keyPlanes[p], keyPlanes[p + width], arms, border);
        }
        long beside = 0;
        for (int plane = 0; plane < border.length; plane++) {
            Segment segment = claims.get(plane).segment();
            boolean much = segment != null && border[plane] >= BESIDE_SHARE * Math.sqrt(segment.area());
            beside |= much ? 1L << plane : 0;
        }
        return beside & ~arms;
    }

    private static void countBorder(long here, long there, long arms, int[] border) {
        if (here == there || ((here | there) & arms) == 0) {
            return;
        }
        for (long bits = (here & arms) != 0 ? there : here; bits != 0; bits &= bits - 1) {
            border[Long.numberOfTrailingZeros(bits)]++;
        }
    }

    private static long armsOf(List<Claim> claims) {
        long arms = 0;
        for (int plane = 0; plane < claims.size(); plane++) {
            arms |= claims.get(plane).track().votes.isOwnArm() ? 1L << plane : 0;
        }
        return arms;
    }

    private void copyPlane(int from, int to) {
        for (int p = 0; p < keyPlanes.length; p++) {
            keyPlanes[p] |= (carriedPlanes[p] >>> from & 1) << to;
        }
    }

    @Override
    public void close() {
        follower.close();
        motion.close();
    }
}
