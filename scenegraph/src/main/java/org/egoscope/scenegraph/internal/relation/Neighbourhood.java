package org.egoscope.scenegraph.internal.relation;

import java.util.Arrays;
import java.util.List;
import org.egoscope.scenegraph.internal.frame.SceneFrame;
import org.egoscope.scenegraph.internal.frame.Thing;

/** Who stands beside whom in a frame: for each thing only the nearest few. */
final class Neighbourhood {
    /** Neighbours told per thing; more make lists that nobody reads, growing with the square of their number. */
    private static final int MOST = 4;

    /** Of the smaller mask in the larger one: then one is in or on the other, or a part of it, but not beside it. */
    private static final double NESTED = 0.8;

    private final double[][] gaps;
    private final double[] farthest;

    Neighbourhood(SceneFrame frame, boolean[] worthy) {
        List<Thing> things = frame.things();
        int count = things.size();
        gaps = new double[count][count];
        farthest = new double[count];
        for (int i = 0; i < count; i++) {
            Arrays.fill(gaps[i], Double.POSITIVE_INFINITY);
        }
        for (int i = 0; i < count; i++) {
            for (int j = i + 1; j < count && worthy[i]; j++) {
                if (worthy[j] && mayBeTold(things.get(i), things.get(j))) {
                    Footprint footprint = Footprint.of(things.get(i).shape().box(), frame.observation());
                    gaps[i][j] = footprint.gap(Footprint.of(things.get(j).shape().box(), frame.observation()));
                    gaps[j][i] = gaps[i][j];
                }
            }
        }
        for (int i = 0; i < count; i++) {
            double[] sorted = gaps[i].clone();
            Arrays.sort(sorted);
            farthest[i] = sorted[Math.min(MOST, count) - 1];
        }
    }

    private static boolean mayBeTold(Thing a, Thing b) {
        return a.shape().overlap(b.shape()) < NESTED * Math.min(a.shape().area(), b.shape().area());
    }

    /** True if both may be told of, and as two things. */
    boolean isMeasured(int a, int b) {
        return gaps[a][b] < Double.POSITIVE_INFINITY;
    }

    /** True if either is among the nearest few of the other. */
    boolean areNeighbours(int a, int b) {
        return gaps[a][b] < Double.POSITIVE_INFINITY && (gaps[a][b] <= farthest[a] || gaps[a][b] <= farthest[b]);
    }

    /** Space between their circles on the support, in diameters of the smaller one; see {@link Footprint#gap}. */
    double gap(int a, int b) {
        return gaps[a][b];
    }
}
