package org.egoscope.perception.internal.segment;

/** What can be measured of a mask in a crop without knowing the truth. */
final class MaskFeatures {
    static final int FILL = 0;
    static final int REACH = 1;
    static final int OUTLINE_EDGE = 2;
    static final int OPEN_OUTLINE = 3;
    static final int INNER_EDGE = 4;
    static final int COLOUR_OVERLAP = 5;
    static final int OUTLINE_CONTRAST = 6;
    static final int COMPACTNESS = 7;
    static final int AGREEMENT = 8;
    static final int SHIFT = 9;
    static final int COUNT = 10;

    /** Edges weaker than this do not close an outline. */
    private static final float WEAK_EDGE = 0.2f;

    /** Lab distance across the outline that counts as full contrast. */
    private static final double FULL_CONTRAST = 40;

    private final BoxCrop crop;
    private final BoxCut cut;

    MaskFeatures(BoxCrop crop, BoxCut cut) {
        this.crop = crop;
        this.cut = cut;
    }

    /** All but the agreement with other masks and the picture's shift, each about 0..1. */
    double[] measure(byte[] mask) {
        double[] f = new double[COUNT];
        int boxCells = 0;
        int area = 0;
        int innerCells = 0;
        double innerEdge = 0;
        Outline outline = new Outline();
        int[] corners = {Integer.MAX_VALUE, Integer.MAX_VALUE, -1, -1};
        int[] boxCorners = corners.clone();
        for (int cell = 0; cell < mask.length; cell++) {
            if (crop.insideBox(cell)) {
                boxCells++;
                extend(boxCorners, cell);
            }
            if (mask[cell] == 0) {
                continue;
            }
            area++;
            extend(corners, cell);
            if (!outline.add(mask, cell)) {
                innerCells++;
                innerEdge += crop.edges[cell];
            }
        }
        f[FILL] = (double) area / Math.max(1, boxCells);
        f[REACH] = (double) side(corners, 0) * side(corners, 1) / Math.max(1, side(boxCorners, 0) * side(boxCorners, 1));
        f[OUTLINE_EDGE] = outline.edge / Math.max(1, outline.pairs);
        f[OPEN_OUTLINE] = (double) outline.weak / Math.max(1, outline.pairs);
        f[OUTLINE_CONTRAST] = outline.contrast / Math.max(1, outline.pairs);
        f[INNER_EDGE] = innerEdge / Math.max(1, innerCells);
        f[COLOUR_OVERLAP] = cut.colourOverlap(mask);
        f[COMPACTNESS] = Math.min(1, 16.0 * area / Math.max(1.0, (double) outline.pairs * outline.pairs));
        return f;
    }

    private void extend(int[] corners, int cell) {
        int x = cell % crop.width;
        int y = cell / crop.width;
        corners[0] = Math.min(corners[0], x);
        corners[1] = Math.min(corners[1], y);
        corners[2] = Math.max(corners[2], x);
        corners[3] = Math.max(corners[3], y);
    }

    private static int side(int[] corners, int axis) {
        return Math.max(0, corners[axis + 2] - corners[axis] + 1);
    }

    /** Sums over pairs of a cell inside and a neighbour outside. */
    private final class Outline {
        private int pairs;
        private int weak;
        private double edge;
        private double contrast;

        /** True if the cell lies on the outline. The border of the picture is none. */
        boolean add(byte[] mask, int cell) {
            int x = cell % crop.width;
            int before = pairs;
            addPair(mask, cell, x > 0, -1);
            addPair(mask, cell, x < crop.width - 1, 1);
            addPair(mask, cell, cell >= crop.width, -crop.width);
            addPair(mask, cell, cell + crop.width < mask.length, crop.width);
            return pairs > before;
        }

        private void addPair(byte[] mask, int cell, boolean there, int step) {
            if (!there || mask[cell + step] != 0) {
                return;
            }
            float strength = Math.max(crop.edges[cell], crop.edges[cell + step]);
            pairs++;
            edge += strength;
            weak += strength < WEAK_EDGE ? 1 : 0;
            contrast += Math.min(1, distance(cell, acrossFrom(cell, step)) / FULL_CONTRAST);
        }

        /** Two cells out, past the blur of the edge, where the crop goes so far. */
        private int acrossFrom(int cell, int step) {
            int x = cell % crop.width + 2 * Integer.signum(step) * (Math.abs(step) == 1 ? 1 : 0);
            int far = cell + 2 * step;
            return x >= 0 && x < crop.width && far >= 0 && far < crop.cells() ? far : cell + step;
        }

        private double distance(int a, int b) {
            double squared = 0;
            for (int c = 0; c < 3; c++) {
                double d = crop.lab[a * 3 + c] - crop.lab[b * 3 + c];
                squared += d * d;
            }
            return Math.sqrt(squared);
        }
    }
}
