package org.egoscope.perception.internal.segment;

import java.util.Arrays;
import java.util.List;
import org.egoscope.core.Shape;
import org.egoscope.core.observation.Mask;

/** Cuts regions along the outlines of masks, so that each mask is a set of regions, to the pixel. */
final class RegionOverlay {
    private final int[] labels;
    private int count;
    private int[] area;
    private int[] inside;
    private int[] renamed;

    /**
     * @param labels region of each pixel, 0..count-1, row-major; changed in place
     */
    private RegionOverlay(@Shape("H W") int[] labels, int count) {
        this.labels = labels;
        this.count = count;
        area = new int[Math.max(16, 2 * count)];
        inside = new int[area.length];
        renamed = new int[area.length];
        for (int label : labels) {
            area[label]++;
        }
    }

    /**
     * Cuts in place, mask after mask.
     *
     * @param labels region of each pixel, 0..count-1, row-major
     * @return how many regions there are now; the new ones are not connected where a mask is not
     */
    static int cut(@Shape("H W") int[] labels, int count, List<Mask> masks) {
        RegionOverlay overlay = new RegionOverlay(labels, count);
        masks.forEach(overlay::cut);
        return overlay.count;
    }

    private void cut(Mask mask) {
        Arrays.fill(inside, 0, count, 0);
        Arrays.fill(renamed, 0, count, -1);
        int before = count;
        mask.forEachInside(p -> inside[labels[p]]++);
        for (int label = 0; label < before; label++) {
            if (inside[label] > 0 && inside[label] < area[label]) {
                int opened = open(inside[label]);
                renamed[label] = opened;
                area[label] -= inside[label];
            }
        }
        mask.forEachInside(p -> {
            int label = labels[p];
            labels[p] = label < before && renamed[label] >= 0 ? renamed[label] : label;
        });
    }

    private int open(int pixels) {
        if (count == area.length) {
            area = Arrays.copyOf(area, 2 * count);
            inside = Arrays.copyOf(inside, 2 * count);
            renamed = Arrays.copyOf(renamed, 2 * count);
        }
        area[count] = pixels;
        return count++;
    }
}
