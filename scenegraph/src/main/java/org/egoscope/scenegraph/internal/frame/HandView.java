package org.egoscope.scenegraph.internal.frame;

import java.util.Arrays;
import org.egoscope.core.geometry.ImagePoint;
import org.egoscope.core.geometry.ImageSize;
import org.egoscope.core.observation.Hand;
import org.egoscope.core.observation.HandKeypoints;
import org.egoscope.core.observation.HandSide;
import org.egoscope.core.observation.Mask;
import org.jspecify.annotations.Nullable;

/**
 * One of the wearer's hands in one frame, as a region with a size of its own. The hand length (wrist to middle knuckle, or what the
 * width of the palm says when the hand points at the camera) is the unit of all distances and speeds around the hand, so that nothing
 * depends on resolution or on how near the hand is.
 */
public final class HandView {
    /** Wrist to middle knuckle of an adult hand, metres (50th percentile, NASA-STD-3000: palm length 0.10). */
    static final double PALM_LENGTH_METERS = 0.095;

    /** Palm length over index-to-little knuckle distance of an open hand (0.095 m / 0.065 m). */
    private static final double LENGTH_PER_WIDTH = 1.45;

    /** Share of the keypoints that lie on a mask of the hand; on a bare hand nearly all do. */
    private static final double KEYPOINTS_OF_OWN = 0.6;

    /** A hand is at least this share of the mask of hand and forearm together. */
    private static final double SHARE_OF_ARM = 0.2;

    /** Masks of two that touch are a pixel or two apart where segmentation leaves the seam to neither. */
    private static final double LEAST_REACH_PIXELS = 2;

    /** A mask with more of itself in the pixels of the hand is a part of the hand. */
    private static final double PART_OF_HAND = 0.6;

    /** A sleeve is up to 0.13 m wide. */
    private static final double FOREARM_HALF_WIDTH = 0.7;

    private static final double PART_OF_FOREARM = 0.8;

    /** Fewer keypoints in the picture than this share are a cut hand. */
    private static final double WHOLE = 0.7;

    private static final double EDGE_PIXELS = 2;

    private static final int[] TIPS = {
        HandKeypoints.THUMB_TIP, HandKeypoints.INDEX_TIP, HandKeypoints.MIDDLE_TIP, HandKeypoints.RING_TIP, HandKeypoints.LITTLE_TIP
    };
    private static final int[] PALM = {
        HandKeypoints.WRIST, HandKeypoints.INDEX_MCP, HandKeypoints.MIDDLE_MCP, HandKeypoints.LITTLE_MCP
    };

    private final HandSide side;
    private final float confidence;
    private final HandKeypoints keypoints;
    private final double lengthPixels;
    private final double palmX;
    private final double palmY;
    private final double middleX;
    private final double middleY;
    private final ConvexRegion region;
    private final @Nullable MaskShape pixels;
    private final @Nullable MaskShape reach;
    private final double reachPixels;
    private final boolean inferred;
    private @Nullable ConvexRegion forearm;
    private final long appearedNanos;

    /** @param dilation how far the region reaches beyond the hull of the keypoints, hand lengths */
    private HandView(Hand hand, double dilation, long appearedNanos) {
        this.appearedNanos = appearedNanos;
        side = hand.side();
        confidence = hand.confidence();
        inferred = ArmFollower.isInferred(hand);
        keypoints = hand.keypoints();
        ImagePoint wrist = keypoints.inImage(HandKeypoints.WRIST);
        double length = wrist.distanceTo(keypoints.inImage(HandKeypoints.MIDDLE_MCP));
        double width = keypoints.inImage(HandKeypoints.INDEX_MCP).distanceTo(keypoints.inImage(HandKeypoints.LITTLE_MCP));
        lengthPixels = Math.max(1, Math.max(length, width * LENGTH_PER_WIDTH));
        double sumX = 0;
        double sumY = 0;
        for (int keypoint : PALM) {
            sumX += keypoints.inImage(keypoint).x();
            sumY += keypoints.inImage(keypoint).y();
        }
        palmX = sumX / PALM.length;
        palmY = sumY / PALM.length;
        double[] middle = middleOf(keypoints);
        middleX = middle[0];
        middleY = middle[1];
        region = regionOf(keypoints, dilation * lengthPixels);
        reachPixels = Math.max(LEAST_REACH_PIXELS, dilation * lengthPixels);
        Mask mask = hand.mask().filter(found -> found.area() > 0).orElse(null);
        pixels = mask == null ? null : new MaskShape(mask);
        reach = mask == null || pixels == null ? null : pixels.grown(reachPixels, mask.size());
    }

    private static double[] middleOf(HandKeypoints keypoints) {
        double sumX = 0;
        double sumY = 0;
        int count = 0;
        for (int k = 0; k < HandKeypoints.COUNT; k++) {
            ImagePoint point = keypoints.inImage(k);
            if (isPlaced(point)) {
                sumX += point.x();
                sumY += point.y();
                count++;
            }
        }
        return new double[] {sumX / count, sumY / count};
    }

    /** Null if the palm has no place in the image (behind the camera): then nothing can be said of the hand. */
    static @Nullable HandView of(Hand hand, double dilation, long appearedNanos) {
        for (int keypoint : PALM) {
            if (!isPlaced(hand.keypoints().inImage(keypoint))) {
                return null;
            }
        }
        return new HandView(hand, dilation, appearedNanos);
    }

    private static boolean isPlaced(ImagePoint point) {
        return Double.isFinite(point.x()) && Double.isFinite(point.y());
    }

    private static ConvexRegion regionOf(HandKeypoints keypoints, double radiusPixels) {
        double[] x = new double[HandKeypoints.COUNT];
        double[] y = new double[HandKeypoints.COUNT];
        int count = 0;
        for (int k = 0; k < HandKeypoints.COUNT; k++) {
            ImagePoint point = keypoints.inImage(k);
            if (isPlaced(point)) {
                x[count] = point.x();
                y[count++] = point.y();
            }
        }
        return ConvexRegion.around(Arrays.copyOf(x, count), Arrays.copyOf(y, count), radiusPixels);
    }

    public HandSide side() {
        return side;
    }

    /** True if its place follows from the arm alone: good enough to go on with what it does, but not to begin or end anything. */
    public boolean isInferred() {
        return inferred;
    }

    public float confidence() {
        return confidence;
    }

    /** Start of the frame in which the hand came into view, nanoseconds; it has been there since but for moments. */
    public long appearedNanos() {
        return appearedNanos;
    }

    /** True if the picture's edge hides a good part of the hand: where it seems to be then is a guess. */
    public boolean isCutBy(ImageSize size) {
        int inside = 0;
        for (int k = 0; k < HandKeypoints.COUNT; k++) {
            ImagePoint point = keypoints.inImage(k);
            boolean within = point.x() >= EDGE_PIXELS && point.x() < size.width() - EDGE_PIXELS
                    && point.y() >= EDGE_PIXELS && point.y() < size.height() - EDGE_PIXELS;
            inside += within ? 1 : 0;
        }
        return inside < HandKeypoints.COUNT * WHOLE;
    }

    /** Pixels. */
    public double lengthPixels() {
        return lengthPixels;
    }

    /** Centre of the palm, pixels. */
    public double palmX() {
        return palmX;
    }

    /** Centre of the palm, pixels. */
    public double palmY() {
        return palmY;
    }

    /** Mean of all keypoints, pixels: it stays where a doubtful hand is taken for one turned round. */
    public double middleX() {
        return middleX;
    }

    /** Mean of all keypoints, pixels. */
    public double middleY() {
        return middleY;
    }

    public ConvexRegion region() {
        return region;
    }

    /** True if the hand's own pixels are known, so that {@link #borderWith} has an answer. */
    public boolean hasPixels() {
        return pixels != null;
    }

    /**
     * How long the border is along which the hand's pixels meet the shape, hand lengths: the part of the shape within reach of the hand's
     * pixels, over that reach. A shape that lies along the hand for {@code b} pixels, {@code g} pixels away, gives {@code b (reach - g)
     * / reach}; a shape that covers the hand gives more than its border. NaN without pixels.
     */
    public double borderWith(MaskShape shape) {
        return reach == null ? Double.NaN : shape.overlap(reach) / reachPixels / lengthPixels;
    }

    /** Share of the shape that is within reach of the hand's pixels; NaN without pixels. */
    public double shareInReach(MaskShape shape) {
        return reach == null ? Double.NaN : (double) shape.overlap(reach) / Math.max(1, shape.area());
    }

    /** Metres from the camera plane: measured where the keypoints have depth, else from the size of the hand. */
    public double depthMeters(double focalPixels) {
        if (keypoints.hasDepth() && keypoints.inCamera(HandKeypoints.WRIST).z() > 0) {
            return keypoints.inCamera(HandKeypoints.WRIST).z();
        }
        return focalPixels * PALM_LENGTH_METERS / lengthPixels;
    }

    /** Distances of the two nearest fingertips to the shape, hand lengths, nearest first; at most {@code limit}. */
    public double[] fingertipDistances(MaskShape shape, double limit) {
        double nearest = limit;
        double second = limit;
        for (int tip : TIPS) {
            ImagePoint point = keypoints.inImage(tip);
            if (!isPlaced(point)) {
                continue;
            }
            double distance = shape.distance(point.x(), point.y(), limit * lengthPixels) / lengthPixels;
            if (distance < nearest) {
                second = nearest;
                nearest = distance;
            } else {
                second = Math.min(second, distance);
            }
        }
        return new double[] {nearest, second};
    }

    /** Distance from the palm to the nearest pixel of the shape, hand lengths; at most {@code limit}. */
    public double palmDistance(MaskShape shape, double limit) {
        return shape.distance(palmX, palmY, limit * lengthPixels) / lengthPixels;
    }

    /**
     * True if the mask is the hand itself (or the arm with it, or a part of it) and not a thing: most of it is among the hand's pixels, or
     * it holds the wrist and most keypoints. A thing in the
     * hand may cover the fingers but leaves the wrist free, and a table behind the hand is far larger than an arm.
     */
    public boolean isCoveredBy(MaskShape shape) {
        if (pixels != null && pixels.overlap(shape) >= PART_OF_HAND * shape.area()) {
            return true;
        }
        if (!covers(shape, HandKeypoints.WRIST)) {
            return false;
        }
        int inside = 0;
        for (int k = 0; k < HandKeypoints.COUNT; k++) {
            if (covers(shape, k)) {
                inside++;
            }
        }
        return inside >= HandKeypoints.COUNT * KEYPOINTS_OF_OWN && shape.overlap(region) >= shape.area() * SHARE_OF_ARM;
    }

    /** True if the mask is a piece of the forearm: nearly all of it lies behind the wrist, where the arm comes from, up to the picture's edge. */
    boolean isForearm(MaskShape shape, ImageSize size) {
        return shape.isCutBy(size) && shape.overlap(forearm(size)) >= PART_OF_FOREARM * shape.area();
    }

    private ConvexRegion forearm(ImageSize size) {
        ConvexRegion known = forearm;
        if (known == null) {
            ImagePoint wrist = keypoints.inImage(HandKeypoints.WRIST);
            double dx = wrist.x() - palmKnuckleX();
            double dy = wrist.y() - palmKnuckleY();
            double reach = (size.width() + size.height()) / Math.max(1, Math.hypot(dx, dy));
            double[] x = {wrist.x(), wrist.x() + dx * reach};
            double[] y = {wrist.y(), wrist.y() + dy * reach};
            known = ConvexRegion.around(x, y, FOREARM_HALF_WIDTH * lengthPixels);
            forearm = known;
        }
        return known;
    }

    private double palmKnuckleX() {
        return (keypoints.inImage(HandKeypoints.INDEX_MCP).x() + keypoints.inImage(HandKeypoints.LITTLE_MCP).x()) / 2;
    }

    private double palmKnuckleY() {
        return (keypoints.inImage(HandKeypoints.INDEX_MCP).y() + keypoints.inImage(HandKeypoints.LITTLE_MCP).y()) / 2;
    }

    private boolean covers(MaskShape shape, int keypoint) {
        ImagePoint point = keypoints.inImage(keypoint);
        return isPlaced(point) && shape.contains((int) Math.floor(point.x()), (int) Math.floor(point.y()));
    }
}
