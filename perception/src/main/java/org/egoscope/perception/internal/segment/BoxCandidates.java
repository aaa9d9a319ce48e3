package org.egoscope.perception.internal.segment;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.egoscope.core.observation.BoundingBox;
import org.jspecify.annotations.Nullable;

/**
 * What may be meant by a box: cuts with several priors, nodes of the hierarchy that fit the box, such nodes refined by a cut, nodes
 * joined until they reach all sides, simple shapes, and the box itself. None is best for all things; {@link MaskJudge} chooses.
 */
final class BoxCandidates {
    /** Where a mask came from; the judge's bias for each differs. */
    enum Source {
        /** Cut with a prior for things that fill their box. */
        CUT_FULL,
        /** Cut with a prior for things that fill about half of it. */
        CUT_HALF,
        /** Cut with a prior for thin things. */
        CUT_THIN,
        NODE,
        NODES_JOINED,
        /** All of the box that has the colour of its largest region, or of its second largest. */
        SAME_COLOUR,
        NODE_CUT,
        /** Cut with a prior for what is enclosed by edges. */
        ENCLOSED,
        BOX,
        FOUR_CORNERS,
        ELLIPSE,
        /** A fitted shape refined by a cut. */
        SHAPE_CUT
    }

    /** Cells of the crop, 1 inside. */
    record Candidate(Source source, byte[] mask) {}

    private static final BoxCut.Settings[] CUTS = {
        new BoxCut.Settings(2, 1, 3), new BoxCut.Settings(1.5, 1.2, 3, true), new BoxCut.Settings(1, 1.5, 3)
    };
    private static final BoxCut.Settings REFINE = new BoxCut.Settings(2, 0.7, 1);
    private static final BoxCut.Settings STAR = new BoxCut.Settings(2, 0.7, 1, true);

    /** Log odds of lying inside at the sides of the box; the rise towards the middle is the same for all. */
    private static final double[] AT_SIDE = {0.6, -0.2, -0.6};

    private static final double[] RISE = {0.6, 0.5, 0.4};

    /** Log odds with which a node is trusted when a cut refines it. */
    private static final double NODE_TRUST = 1.0;

    /** Share of the largest enclosure from which on a cell rather is inside. */
    private static final double ENCLOSED_SHARE = 0.2;

    private static final double ENCLOSURE_TRUST = 1.0;

    private static final int MOST_NODES = 3;
    private static final float LEAST_BOX_IOU = 0.4f;

    /** Two nodes with a larger IoU say the same. */
    private static final float SAME = 0.9f;

    /** Two masks of cells with a larger IoU say the same. */
    private static final double REPEATED = 0.95;

    /** Share of a node's pixels that must lie in the box for it to be joined with others. */
    private static final float INSIDE = 0.9f;

    /** Lab distance (OpenCV bytes) up to which nodes may be joined. */
    private static final double JOIN_COLOUR = 30;

    /** How many of the largest regions inside are tried as the thing's colour. */
    private static final int SEEDS = 2;

    /** Lab distance (OpenCV bytes) within which a leaf has the seed's colour. */
    private static final double SAME_COLOUR = 24;

    private final LookedAt picture;
    private final BoundingBox box;
    private final BoxCrop crop;
    private final BoxCut cut;
    private final List<Refined> refined = new ArrayList<>();

    /** A mask and what a cut made of it. */
    private record Refined(PackedMask of, byte[] mask) {}

    BoxCandidates(LookedAt picture, BoundingBox box, BoxCrop crop, BoxCut cut) {
        this.picture = picture;
        this.box = box;
        this.crop = crop;
        this.cut = cut;
    }

    /** @param prior a mask of the working picture that the answer resembles; it and its refinement become candidates */
    List<Candidate> all(byte @Nullable [] prior) {
        List<Candidate> found = new ArrayList<>();
        if (prior != null) {
            addRefined(found, Source.NODE, crop.sample(prior));
        }
        Source[] cuts = {Source.CUT_FULL, Source.CUT_HALF, Source.CUT_THIN};
        for (int i = 0; i < cuts.length; i++) {
            found.add(new Candidate(cuts[i], cut.run(BoxCut.placePrior(crop, AT_SIDE[i], RISE[i]), CUTS[i])));
        }
        addEnclosed(found);
        byte[] whole = new byte[crop.cells()];
        for (int cell = 0; cell < whole.length; cell++) {
            whole[cell] = (byte) (crop.insideBox(cell) ? 1 : 0);
        }
        found.add(new Candidate(Source.BOX, whole));
        found.removeIf(candidate -> isEmpty(candidate.mask()));
        found.addAll(ofRegionsAndShapes());
        return found;
    }

    /** Those that hang on where exactly regions and edges lie. */
    List<Candidate> ofRegionsAndShapes() {
        List<Candidate> found = new ArrayList<>();
        for (MergeTree tree : List.of(picture.hierarchy().tree(), picture.balanced().tree())) {
            fittingNodes(tree).forEach(node -> addRefined(found, Source.NODE, cellsOf(tree, List.of(node))));
        }
        List<Integer> joined = joinedNodes();
        if (joined.size() > 1) {
            addRefined(found, Source.NODES_JOINED, cellsOf(picture.hierarchy().tree(), joined));
        }
        largestInside().forEach(seed -> addRefined(found, Source.SAME_COLOUR, cellsOf(picture.hierarchy().tree(), likeColoured(seed))));
        addShapes(found);
        found.removeIf(candidate -> isEmpty(candidate.mask()));
        return found;
    }

    /** Adds a mask and its refinement. Both trees often have the same region: it counts twice and is cut once. */
    private void addRefined(List<Candidate> found, Source source, byte[] mask) {
        found.add(new Candidate(source, mask));
        PackedMask packed = new PackedMask(mask);
        byte[] like = refined.stream().filter(one -> one.of().iou(packed) > REPEATED).map(Refined::mask).findFirst().orElse(null);
        byte[] cutOut = like == null ? cut.run(BoxCut.maskPrior(mask, NODE_TRUST), REFINE) : like;
        refined.add(new Refined(packed, cutOut));
        found.add(new Candidate(Source.NODE_CUT, cutOut));
    }

    private void addEnclosed(List<Candidate> found) {
        float[] enclosed = new Enclosure(crop).prior(ENCLOSED_SHARE, ENCLOSURE_TRUST);
        found.add(new Candidate(Source.ENCLOSED, cut.run(enclosed, STAR)));
        found.add(new Candidate(Source.ENCLOSED, cut.run(enclosed, CUTS[1])));
    }

    private void addShapes(List<Candidate> found) {
        FittedShapes shapes = new FittedShapes(crop);
        byte[] corners = shapes.fourCorners();
        byte[] ellipse = shapes.ellipse();
        found.add(new Candidate(Source.FOUR_CORNERS, corners));
        found.add(new Candidate(Source.ELLIPSE, ellipse));
        found.add(new Candidate(Source.SHAPE_CUT, cut.run(BoxCut.maskPrior(corners, NODE_TRUST), REFINE)));
        found.add(new Candidate(Source.SHAPE_CUT, cut.run(BoxCut.maskPrior(ellipse, NODE_TRUST), REFINE)));
    }

    private static boolean isEmpty(byte[] mask) {
        for (byte cell : mask) {
            if (cell != 0) {
                return false;
            }
        }
        return true;
    }

    /** Nodes whose tight box fits best, best first, without near duplicates. */
    private List<Integer> fittingNodes(MergeTree tree) {
        float[] fit = new float[tree.nodes()];
        for (int node = 0; node < fit.length; node++) {
            fit[node] = boxIou(tree, node);
        }
        List<Integer> chosen = new ArrayList<>();
        while (chosen.size() < MOST_NODES) {
            int best = -1;
            for (int node = 0; node < fit.length; node++) {
                if (fit[node] >= LEAST_BOX_IOU && (best < 0 || fit[node] > fit[best])) {
                    best = node;
                }
            }
            if (best < 0) {
                break;
            }
            chosen.add(best);
            dropSimilar(tree, fit, best);
        }
        return chosen;
    }

    private static void dropSimilar(MergeTree tree, float[] fit, int chosen) {
        fit[chosen] = 0;
        for (int node = 0; node < fit.length; node++) {
            boolean nested = tree.contains(node, chosen) || tree.contains(chosen, node);
            float smaller = Math.min(tree.area(node), tree.area(chosen));
            if (nested && smaller > SAME * Math.max(tree.area(node), tree.area(chosen))) {
                fit[node] = 0;
            }
        }
    }

    private float boxIou(MergeTree tree, int node) {
        double common = Math.max(0, Math.min(tree.maxX(node) + 1, box.right()) - Math.max(tree.minX(node), box.x()))
                * Math.max(0, Math.min(tree.maxY(node) + 1, box.bottom()) - Math.max(tree.minY(node), box.y()));
        double own = (double) (tree.maxX(node) + 1 - tree.minX(node)) * (tree.maxY(node) + 1 - tree.minY(node));
        return (float) (common / (own + box.area() - common));
    }

    /** Starts with the largest node inside the box and adds those of like colour that bring the joint box nearer to the prompt's. */
    private List<Integer> joinedNodes() {
        MergeTree tree = picture.hierarchy().tree();
        List<Integer> inside = nodesInside(tree);
        List<Integer> joined = new ArrayList<>();
        int[] corners = {Integer.MAX_VALUE, Integer.MAX_VALUE, -1, -1};
        double reached = 0;
        int seed = inside.stream().reduce(-1, (a, b) -> a < 0 || tree.area(b) > tree.area(a) ? b : a);
        int next = seed;
        while (next >= 0) {
            joined.add(next);
            inside.remove(Integer.valueOf(next));
            extend(corners, tree, next);
            reached = cornersIou(corners);
            next = -1;
            double best = reached + 0.01;
            for (int node : inside) {
                int[] grown = corners.clone();
                extend(grown, tree, node);
                double iou = cornersIou(grown);
                if (iou > best && colourDistance(tree, seed, node) < JOIN_COLOUR) {
                    best = iou;
                    next = node;
                }
            }
        }
        return joined;
    }

    private List<Integer> largestInside() {
        MergeTree tree = picture.hierarchy().tree();
        List<Integer> inside = nodesInside(tree);
        inside.sort(java.util.Comparator.comparing((Integer node) -> -tree.area(node)));
        return inside.subList(0, Math.min(SEEDS, inside.size()));
    }

    /** Leaves inside the box with about the colour of the seed. */
    private List<Integer> likeColoured(int seed) {
        MergeTree tree = picture.hierarchy().tree();
        List<Integer> found = new ArrayList<>();
        int[] hits = picture.hierarchy().hitsOfBox(box);
        for (int leaf = 0; leaf < tree.leaves(); leaf++) {
            if (hits[leaf] > INSIDE * tree.area(leaf) && colourDistance(tree, seed, leaf) < SAME_COLOUR) {
                found.add(leaf);
            }
        }
        return found;
    }

    private List<Integer> nodesInside(MergeTree tree) {
        int[] sums = Arrays.copyOf(picture.hierarchy().hitsOfBox(box), tree.nodes());
        List<Integer> found = new ArrayList<>();
        for (int node = tree.leaves(); node < tree.nodes(); node++) {
            sums[node] = sums[tree.left(node)] + sums[tree.right(node)];
        }
        for (int node = 0; node < tree.nodes(); node++) {
            boolean in = sums[node] > INSIDE * tree.area(node);
            boolean parentIn = tree.parent(node) >= 0 && sums[tree.parent(node)] > INSIDE * tree.area(tree.parent(node));
            if (in && !parentIn) {
                found.add(node);
            }
        }
        return found;
    }

    private static void extend(int[] corners, MergeTree tree, int node) {
        corners[0] = Math.min(corners[0], tree.minX(node));
        corners[1] = Math.min(corners[1], tree.minY(node));
        corners[2] = Math.max(corners[2], tree.maxX(node));
        corners[3] = Math.max(corners[3], tree.maxY(node));
    }

    private double cornersIou(int[] c) {
        return new BoundingBox(c[0], c[1], c[2] + 1f - c[0], c[3] + 1f - c[1]).iou(box);
    }

    private static double colourDistance(MergeTree tree, int a, int b) {
        double squared = 0;
        for (int c = 0; c < 3; c++) {
            double d = tree.meanColour(a, c) - tree.meanColour(b, c);
            squared += d * d;
        }
        return Math.sqrt(squared);
    }

    private byte[] cellsOf(MergeTree tree, List<Integer> nodes) {
        boolean[] chosen = new boolean[tree.leaves()];
        for (int node : nodes) {
            for (int leaf = 0; leaf < chosen.length; leaf++) {
                chosen[leaf] |= tree.contains(node, leaf);
            }
        }
        byte[] mask = new byte[crop.cells()];
        for (int cell = 0; cell < mask.length; cell++) {
            mask[cell] = (byte) (crop.insideBox(cell) && chosen[crop.leaves[cell]] ? 1 : 0);
        }
        return mask;
    }
}
