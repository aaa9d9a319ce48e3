package org.egoscope.perception.internal.sam;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.egoscope.core.geometry.ImageSize;
import org.egoscope.core.observation.Mask;

/** Connected parts of a mask, neighbours including diagonal ones; found by joining runs of neighbouring columns. */
public final class MaskComponents {
    /** Pieces of one column of the same value, down the columns. */
    private final List<int[]> pieces = new ArrayList<>();

    private final ImageSize size;
    private int[] parents = new int[0];

    private static final int COLUMN = 0;
    private static final int TOP = 1;
    private static final int END = 2;

    /** @param inside whether parts of the mask or of what lies around it are looked for */
    private MaskComponents(Mask mask, boolean inside) {
        size = mask.size();
        int position = 0;
        int[] runs = mask.toRuns();
        for (int i = 0; i < runs.length; i++) {
            if ((i & 1) == 1 == inside) {
                cut(position, position + runs[i]);
            }
            position += runs[i];
        }
        join();
    }

    private void cut(int begin, int end) {
        int height = size.height();
        for (int at = begin; at < end; ) {
            int x = at / height;
            int next = Math.min(end, (x + 1) * height);
            pieces.add(new int[] {x, at - x * height, next - x * height});
            at = next;
        }
    }

    private void join() {
        parents = new int[pieces.size()];
        Arrays.setAll(parents, i -> i);
        int before = 0;
        for (int i = 0; i < parents.length; i++) {
            int[] piece = pieces.get(i);
            // Pieces of the column before that end above this one's start end above the next one's start, too.
            while (before < i && isPassed(pieces.get(before), piece)) {
                before++;
            }
            for (int j = before; j < i && touches(pieces.get(j), piece); j++) {
                parents[root(i)] = root(j);
            }
        }
    }

    private static boolean isPassed(int[] other, int[] piece) {
        return other[COLUMN] < piece[COLUMN] - 1 || other[COLUMN] == piece[COLUMN] - 1 && other[END] < piece[TOP];
    }

    private static boolean touches(int[] other, int[] piece) {
        return other[COLUMN] == piece[COLUMN] - 1 && other[TOP] <= piece[END];
    }

    private int root(int piece) {
        int at = piece;
        while (parents[at] != at) {
            parents[at] = parents[parents[at]];
            at = parents[at];
        }
        return at;
    }

    /** By piece: the area of the part that it belongs to. */
    private int[] areas() {
        int[] byRoot = new int[parents.length];
        for (int i = 0; i < parents.length; i++) {
            byRoot[root(i)] += pieces.get(i)[END] - pieces.get(i)[TOP];
        }
        int[] areas = new int[parents.length];
        Arrays.setAll(areas, i -> byRoot[root(i)]);
        return areas;
    }

    /** Fills parts of the background of fewer pixels; the same mask if there are none. */
    public static Mask withoutHoles(Mask mask, int leastArea) {
        MaskComponents holes = new MaskComponents(mask, false);
        int[] areas = holes.areas();
        boolean[] filled = new boolean[areas.length];
        boolean changed = false;
        for (int i = 0; i < areas.length; i++) {
            filled[i] = areas[i] < leastArea;
            changed |= filled[i];
        }
        return changed ? holes.painted(filled, true) : mask;
    }

    /** Removes parts of fewer pixels, but leaves the largest if all are small; the same mask if there are none. */
    public static Mask withoutIslands(Mask mask, int leastArea) {
        MaskComponents islands = new MaskComponents(mask, true);
        int[] areas = islands.areas();
        int largest = 0;
        boolean changed = false;
        boolean any = false;
        for (int i = 0; i < areas.length; i++) {
            largest = areas[islands.root(i)] > areas[largest] ? islands.root(i) : largest;
            changed |= areas[i] < leastArea;
            any |= areas[i] >= leastArea;
        }
        if (!changed) {
            return mask;
        }
        boolean[] kept = new boolean[areas.length];
        for (int i = 0; i < areas.length; i++) {
            kept[i] = any ? areas[i] >= leastArea : islands.root(i) == islands.root(largest);
        }
        return islands.painted(kept, false);
    }

    /**
     * Pieces that are picked are inside. Of those that are not: outside.
     *
     * @param between what lies between the pieces
     */
    private Mask painted(boolean[] picked, boolean between) {
        RunBuilder runs = new RunBuilder();
        int position = 0;
        for (int i = 0; i < picked.length; i++) {
            int[] piece = pieces.get(i);
            int begin = piece[COLUMN] * size.height() + piece[TOP];
            runs.add(between, begin - position);
            runs.add(picked[i], piece[END] - piece[TOP]);
            position = begin + piece[END] - piece[TOP];
        }
        runs.add(between, size.pixels() - position);
        return runs.build(size);
    }
}
