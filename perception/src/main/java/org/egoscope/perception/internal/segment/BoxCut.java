package org.egoscope.perception.internal.segment;

import java.util.Arrays;

/**
 * Cuts a thing out of its box: prior by place, colour models of inside and outside learned in turns (Rother et al., "GrabCut",
 * SIGGRAPH 2004), outlines cheap where the edge detector sees an edge.
 */
final class BoxCut {
    /** Whole prices per unit of log odds. */
    private static final int UNIT = 1000;

    private static final int CERTAIN = 1_000_000;

    /** Price of an outline along the strongest edge, as a share of that through flat ground. */
    private static final double EDGE_PRICE = 0.05;

    /** How sure the colour models of the next turn take the last cut to be. */
    private static final float SURE = 0.9f;

    private final BoxCrop crop;
    private final GridCut cut;
    private final ColourModel colours;
    private final float[] openness;

    /** By direction and cell, of an outline price of one log odds. */
    private final float[] bonds;

    private final float[] probability;

    /**
     * @param outlinePrice log odds per cell of outline through flat ground
     * @param colourWeight weight of the colour evidence
     * @param rounds cuts, each with colours learned from the one before
     */
    record Settings(double outlinePrice, double colourWeight, int rounds, boolean star) {
        Settings(double outlinePrice, double colourWeight, int rounds) {
            this(outlinePrice, colourWeight, rounds, false);
        }
    }

    BoxCut(BoxCrop crop) {
        this.crop = crop;
        cut = new GridCut(crop.width, crop.height);
        colours = new ColourModel(crop);
        probability = new float[crop.cells()];
        openness = new float[crop.cells()];
        for (int cell = 0; cell < openness.length; cell++) {
            openness[cell] = 1 - Math.min(1, crop.edges[cell]);
        }
        bonds = new float[GridCut.NEIGHBOURS / 2 * openness.length];
        fillBonds();
    }

    /**
     * Log odds of lying inside by place alone: {@code atSide} at the sides of the box, more by {@code rise} from half way to the middle on.
     */
    static float[] placePrior(BoxCrop crop, double atSide, double rise) {
        float[] prior = new float[crop.cells()];
        for (int cell = 0; cell < prior.length; cell++) {
            prior[cell] = (float) (atSide + rise * Math.min(1, 2 * Math.max(0, crop.depth[cell])));
        }
        return prior;
    }

    /** Log odds from a mask: it is right with these log odds. */
    static float[] maskPrior(byte[] mask, double logOdds) {
        float[] prior = new float[mask.length];
        for (int cell = 0; cell < prior.length; cell++) {
            prior[cell] = (float) (mask[cell] != 0 ? logOdds : -logOdds);
        }
        return prior;
    }

    /** @param prior log odds of lying inside; cells outside the box are outside */
    byte[] run(float[] prior, Settings settings) {
        byte[] mask = new byte[crop.cells()];
        for (int cell = 0; cell < probability.length; cell++) {
            probability[cell] = crop.insideBox(cell) ? (float) (1 / (1 + Math.exp(-prior[cell]))) : 0;
        }
        for (int round = 0; round < settings.rounds(); round++) {
            colours.learn(probability);
            cut.clear();
            setPulls(prior, settings.colourWeight());
            setBonds(settings.outlinePrice());
            if (settings.star()) {
                setNeeds();
            }
            cut.run(mask);
            for (int cell = 0; cell < probability.length; cell++) {
                probability[cell] = !crop.insideBox(cell) ? 0 : mask[cell] != 0 ? SURE : 1 - SURE;
            }
        }
        return mask;
    }

    private void setPulls(float[] prior, double colourWeight) {
        for (int cell = 0; cell < prior.length; cell++) {
            double pull = prior[cell] + colourWeight * colours.evidence(cell);
            cut.setPull(cell, crop.insideBox(cell) ? (int) Math.round(UNIT * pull) : -CERTAIN);
        }
    }

    private void setBonds(double outlinePrice) {
        float scale = (float) (UNIT * outlinePrice);
        for (int direction = 0; direction < GridCut.NEIGHBOURS; direction += 2) {
            for (int cell = 0, at = direction / 2 * openness.length; cell < openness.length; cell++, at++) {
                if (bonds[at] > 0) {
                    cut.setBond(cell, direction, Math.round(scale * bonds[at]));
                }
            }
        }
    }

    private void fillBonds() {
        for (int direction = 0; direction < GridCut.NEIGHBOURS; direction += 2) {
            double length = direction < 4 ? 1 : Math.sqrt(0.5);
            for (int cell = 0; cell < openness.length; cell++) {
                if (cut.hasNeighbour(cell, direction)) {
                    float open = Math.min(openness[cell], openness[cut.neighbour(cell, direction)]);
                    bonds[direction / 2 * openness.length + cell] = (float) ((EDGE_PRICE + (1 - EDGE_PRICE) * open * open) * length);
                }
            }
        }
    }

    /** Every cell inside needs the next one on its way to the middle of the box. */
    private void setNeeds() {
        for (int cell = 0; cell < openness.length; cell++) {
            int direction = crop.insideBox(cell) ? GridCut.direction(crop.middleX() - cell % crop.width, crop.middleY() - cell / crop.width) : -1;
            if (direction >= 0) {
                cut.setNeed(cell, direction);
            }
        }
    }

    /** Overlap of the colours inside and outside of a mask, 0..1. */
    double colourOverlap(byte[] mask) {
        Arrays.fill(probability, 0);
        for (int cell = 0; cell < mask.length; cell++) {
            probability[cell] = mask[cell];
        }
        colours.learn(probability);
        return colours.overlap();
    }
}
