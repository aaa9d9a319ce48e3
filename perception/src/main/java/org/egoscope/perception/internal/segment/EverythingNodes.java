package org.egoscope.perception.internal.segment;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.egoscope.core.geometry.ImagePoint;
import org.egoscope.core.geometry.ImageSize;
import org.egoscope.core.observation.BoundingBox;
import org.egoscope.core.observation.Mask;
import org.egoscope.perception.AutomaticMask;
import org.egoscope.perception.MaskGeneratorOptions;
import org.egoscope.perception.internal.sam.CropLayout;
import org.egoscope.perception.internal.sam.MaskComponents;
import org.egoscope.perception.internal.sam.MaskPlacement;

/**
 * Masks of everything from the regions: all nodes of two trees over them, one of which joins what is alike and one that grows evenly,
 * that a click of the grid lies on and whose quality passes the thresholds, without repetitions. The offset of the stability counts in twenty-fifths of the merge height, so that SAM's default of 1 is the hierarchy's 0.04.
 */
final class EverythingNodes {
    /** A region of nearly the whole picture is the picture. */
    private static final double LARGEST_SHARE = 0.85;

    /** Masks are cut off by a crop if they come this close to its border, pixels; as in SAM's generator. */
    private static final float NEAR = 20;

    private final EdgeLook look;
    private final MaskGeneratorOptions options;

    EverythingNodes(EdgeLook look, MaskGeneratorOptions options) {
        this.look = look;
        this.options = options;
    }

    /** Best first. */
    List<AutomaticMask> of(EdgeEmbedding whole, ByteBuffer rgb) {
        ImageSize size = whole.size();
        List<AutomaticMask> found = new ArrayList<>();
        for (CropLayout crop : CropLayout.of(size, options.cropNLayers(), options.cropOverlapRatio())) {
            if (crop.isWhole(size)) {
                found.addAll(ofCrop(whole, crop, size));
            } else {
                found.addAll(ofCrop(look.embed(pixels(rgb, size, crop), new ImageSize(crop.width(), crop.height())), crop, size));
            }
        }
        if (options.cropNLayers() > 0) {
            found.sort(Comparator.comparing((AutomaticMask mask) -> mask.crop().area()));
            found = suppressed(found, options.cropNmsThresh());
        }
        return options.minMaskRegionArea() > 0 ? cleaned(found) : found;
    }

    private static ByteBuffer pixels(ByteBuffer rgb, ImageSize size, CropLayout crop) {
        ByteBuffer part = ByteBuffer.allocateDirect(crop.width() * crop.height() * 3);
        for (int y = 0; y < crop.height(); y++) {
            int start = ((crop.y() + y) * size.width() + crop.x()) * 3;
            part.put(rgb.duplicate().limit(start + crop.width() * 3).position(start));
        }
        return part.flip();
    }

    private List<AutomaticMask> ofCrop(EdgeEmbedding embedding, CropLayout crop, ImageSize size) {
        Hierarchy hierarchy = embedding.looked().hierarchy();
        Hierarchy balanced = embedding.looked().balanced();
        ImagePoint[] clicks = clicks(hierarchy, crop);
        List<Scored> nodes = goodNodes(hierarchy, clicks, false);
        nodes.addAll(goodNodes(balanced, clicks, true));
        nodes.sort(Comparator.comparing((Scored scored) -> -scored.predictedIou()));
        List<AutomaticMask> masks = new ArrayList<>();
        BoundingBox part = new BoundingBox(crop.x(), crop.y(), crop.width(), crop.height());
        for (Scored node : withoutRepetitions(nodes)) {
            PointAnswers painter = new PointAnswers(node.balanced() ? balanced : hierarchy);
            Mask mask = embedding.scale().toPicture(painter.paint(List.of(node.node())));
            Mask placed = crop.isWhole(size) ? mask : MaskPlacement.place(mask, crop.x(), crop.y(), size);
            if (crop.isWhole(size) || !isCutOff(placed.boundingBox(), part, size)) {
                ImagePoint point = new ImagePoint(crop.x() + node.click().x(), crop.y() + node.click().y());
                masks.add(new AutomaticMask(placed, node.predictedIou(), node.stability(), point, part));
            }
        }
        return masks;
    }

    /**
     * A node that passes the thresholds.
     *
     * @param balanced which tree it is of
     * @param box tight, pixels of the working picture
     * @param click pixels of the crop
     */
    private record Scored(boolean balanced, int node, BoundingBox box, float predictedIou, float stability, ImagePoint click) {}

    /** Of nodes whose boxes overlap much the first stays. */
    private List<Scored> withoutRepetitions(List<Scored> nodes) {
        List<Scored> kept = new ArrayList<>();
        for (Scored scored : nodes) {
            if (kept.stream().noneMatch(other -> other.box().iou(scored.box()) > options.boxNmsThresh())) {
                kept.add(scored);
            }
        }
        return kept;
    }

    /** By leaf the first click of the grid that lies on it; null for none. */
    private ImagePoint[] clicks(Hierarchy hierarchy, CropLayout crop) {
        int side = (int) (options.pointsPerSide() / Math.pow(options.cropNPointsDownscaleFactor(), crop.layer()));
        ImagePoint[] clicks = new ImagePoint[hierarchy.tree().leaves()];
        for (int i = 0; i < side * side; i++) {
            double u = (i % side + 0.5) / side;
            double v = (i / side + 0.5) / side;
            int leaf = hierarchy.labels()[(int) (v * hierarchy.height()) * hierarchy.width() + (int) (u * hierarchy.width())];
            if (clicks[leaf] == null) {
                clicks[leaf] = new ImagePoint(u * crop.width(), v * crop.height());
            }
        }
        return clicks;
    }

    private List<Scored> goodNodes(Hierarchy hierarchy, ImagePoint[] clicks, boolean balanced) {
        MergeTree tree = hierarchy.tree();
        NodeQuality quality = new NodeQuality(tree, balanced);
        ImagePoint[] click = Arrays.copyOf(clicks, tree.nodes());
        List<Scored> good = new ArrayList<>();
        for (int node = 0; node < tree.nodes(); node++) {
            if (!tree.isLeaf(node)) {
                click[node] = click[tree.left(node)] != null ? click[tree.left(node)] : click[tree.right(node)];
            }
            if (click[node] == null || tree.area(node) > LARGEST_SHARE * tree.area(tree.root())) {
                continue;
            }
            float stability = MaskQuality.stability(tree, node, options.stabilityScoreOffset() * PointAnswers.STABILITY_OFFSET);
            float iou = quality.predictedIou(node, stability);
            // Regions of one leaf are in both trees.
            if (iou > options.predIouThresh() && stability >= options.stabilityScoreThresh() && !(balanced && tree.isLeaf(node))) {
                good.add(new Scored(balanced, node, tree.box(node), iou, stability, click[node]));
            }
        }
        return good;
    }

    private static boolean isCutOff(BoundingBox box, BoundingBox part, ImageSize size) {
        float[] sides = {box.x(), box.y(), box.right(), box.bottom()};
        float[] partSides = {part.x(), part.y(), part.right(), part.bottom()};
        float[] wholeSides = {0, 0, size.width(), size.height()};
        for (int i = 0; i < 4; i++) {
            if (Math.abs(sides[i] - partSides[i]) <= NEAR && Math.abs(sides[i] - wholeSides[i]) > NEAR) {
                return true;
            }
        }
        return false;
    }

    /** Of masks whose boxes overlap much the first stays. */
    private static List<AutomaticMask> suppressed(List<AutomaticMask> masks, float threshold) {
        List<AutomaticMask> kept = new ArrayList<>();
        List<BoundingBox> boxes = new ArrayList<>();
        for (AutomaticMask mask : masks) {
            BoundingBox box = mask.mask().boundingBox();
            if (boxes.stream().noneMatch(other -> other.iou(box) > threshold)) {
                kept.add(mask);
                boxes.add(box);
            }
        }
        return kept;
    }

    private List<AutomaticMask> cleaned(List<AutomaticMask> masks) {
        List<AutomaticMask> clean = new ArrayList<>();
        for (AutomaticMask mask : masks) {
            Mask filled = MaskComponents.withoutHoles(mask.mask(), options.minMaskRegionArea());
            Mask whole = MaskComponents.withoutIslands(filled, options.minMaskRegionArea());
            clean.add(new AutomaticMask(whole, mask.predictedIou(), mask.stability(), mask.point(), mask.crop()));
        }
        return suppressed(clean, Math.max(options.boxNmsThresh(), options.cropNmsThresh()));
    }
}
