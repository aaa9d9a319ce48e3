package org.egoscope.perception.internal.segment;

import java.util.Arrays;

/**
 * How well a cell is shut off from the outside of the box: the least sum of edge strengths (squared, so that weak ones hardly count) on any
 * way there (a geodesic distance; Criminisi et al., "GeoS", ECCV 2008). High and even inside a closed outline, whatever its colours.
 */
final class Enclosure {
    /** Cost of a step over flat ground, so that distances grow slowly inside large things, too. */
    private static final float STEP = 0.01f;

    private static final float DIAGONAL = 1.4142f;

    /** Two sweeps each; ways with more turns than that are rare and only cost precision. */
    private static final int ROUNDS = 4;

    private final BoxCrop crop;
    private final float[] distance;

    Enclosure(BoxCrop crop) {
        this.crop = crop;
        distance = new float[crop.cells()];
        Arrays.fill(distance, Float.MAX_VALUE);
        for (int cell = 0; cell < distance.length; cell++) {
            boolean border = cell % crop.width == 0 || cell % crop.width == crop.width - 1 || cell < crop.width
                    || cell >= distance.length - crop.width;
            distance[cell] = crop.insideBox(cell) && !border ? Float.MAX_VALUE : 0;
        }
        for (int round = 0; round < ROUNDS; round++) {
            for (int cell = 0; cell < distance.length; cell++) {
                relax(cell, -1);
            }
            for (int cell = distance.length - 1; cell >= 0; cell--) {
                relax(cell, 1);
            }
        }
    }

    /** @param way -1 to look at neighbours before the cell, 1 after it */
    private void relax(int cell, int way) {
        int x = cell % crop.width;
        int y = cell / crop.width;
        float cost = STEP + crop.edges[cell] * crop.edges[cell];
        take(cell, x + way, y, cost);
        take(cell, x, y + way, cost);
        take(cell, x + way, y + way, cost * DIAGONAL);
        take(cell, x - way, y + way, cost * DIAGONAL);
    }

    private void take(int cell, int x, int y, float cost) {
        if (x >= 0 && y >= 0 && x < crop.width && y < crop.height) {
            distance[cell] = Math.min(distance[cell], distance[y * crop.width + x] + cost);
        }
    }

    /** Log odds from -most to most: even at {@code share} of the largest distance. */
    float[] prior(double share, double most) {
        float largest = 1e-6f;
        for (float d : distance) {
            largest = Math.max(largest, d);
        }
        float[] prior = new float[distance.length];
        for (int cell = 0; cell < prior.length; cell++) {
            double odds = (distance[cell] / largest - share) * 4 * most;
            prior[cell] = (float) Math.max(-most, Math.min(most, odds));
        }
        return prior;
    }
}
