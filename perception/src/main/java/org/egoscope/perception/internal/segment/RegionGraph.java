package org.egoscope.perception.internal.segment;

import java.util.Arrays;
import org.egoscope.core.Shape;

/** Neighbouring regions and what lies between them: border length in pixel pairs, summed edge strength, colour sums per region. */
public final class RegionGraph {
    private final int regions;
    private final int width;
    private final int height;
    private final int[] area;
    private final int[] minX;
    private final int[] minY;
    private final int[] maxX;
    private final int[] maxY;
    private final float[] colourSum;
    private int edgeCount;
    private int[] from = new int[1024];
    private int[] to = new int[1024];
    private float[] strengthSum = new float[1024];
    private int[] length = new int[1024];
    private int[] table = new int[4096];

    private RegionGraph(int regions, int width, int height) {
        this.regions = regions;
        this.width = width;
        this.height = height;
        area = new int[regions];
        minX = new int[regions];
        minY = new int[regions];
        maxX = new int[regions];
        maxY = new int[regions];
        colourSum = new float[regions * 3];
        Arrays.fill(minX, Integer.MAX_VALUE);
        Arrays.fill(minY, Integer.MAX_VALUE);
        Arrays.fill(table, -1);
    }

    /**
     * @param labels region of each pixel, 0..regions-1
     * @param edges edge strength 0..1
     * @param lab CIE Lab bytes as OpenCV scales them (L 0..255, a and b offset 128)
     */
    public static RegionGraph of(
            int regions, int width, @Shape("H W") int[] labels, @Shape("H W") float[] edges, @Shape("H W 3") byte[] lab) {
        RegionGraph graph = new RegionGraph(regions, width, labels.length / width);
        graph.measureRegions(labels, lab);
        graph.measureBorders(labels, edges);
        return graph;
    }

    private void measureRegions(int[] labels, byte[] lab) {
        for (int y = 0, p = 0; y < height; y++) {
            for (int x = 0; x < width; x++, p++) {
                int r = labels[p];
                area[r]++;
                minX[r] = Math.min(minX[r], x);
                maxX[r] = Math.max(maxX[r], x);
                minY[r] = Math.min(minY[r], y);
                maxY[r] = Math.max(maxY[r], y);
                colourSum[r * 3] += lab[p * 3] & 255;
                colourSum[r * 3 + 1] += lab[p * 3 + 1] & 255;
                colourSum[r * 3 + 2] += lab[p * 3 + 2] & 255;
            }
        }
    }

    private void measureBorders(int[] labels, float[] edges) {
        for (int y = 0, p = 0; y < height; y++) {
            for (int x = 0; x < width; x++, p++) {
                if (x + 1 < width && labels[p] != labels[p + 1]) {
                    addPair(labels[p], labels[p + 1], Math.max(edges[p], edges[p + 1]));
                }
                if (y + 1 < height && labels[p] != labels[p + width]) {
                    addPair(labels[p], labels[p + width], Math.max(edges[p], edges[p + width]));
                }
            }
        }
    }

    private void addPair(int a, int b, float strength) {
        int edge = findOrAdd(Math.min(a, b), Math.max(a, b));
        strengthSum[edge] += strength;
        length[edge]++;
    }

    private int findOrAdd(int low, int high) {
        int slot = hash(low, high) & (table.length - 1);
        while (table[slot] >= 0) {
            int edge = table[slot];
            if (from[edge] == low && to[edge] == high) {
                return edge;
            }
            slot = (slot + 1) & (table.length - 1);
        }
        if (edgeCount == from.length) {
            grow();
            return findOrAdd(low, high);
        }
        from[edgeCount] = low;
        to[edgeCount] = high;
        table[slot] = edgeCount;
        return edgeCount++;
    }

    private static int hash(int low, int high) {
        int h = low * 0x9E3779B1 + high * 0x85EBCA77;
        return h ^ (h >>> 15);
    }

    private void grow() {
        int size = from.length * 2;
        from = Arrays.copyOf(from, size);
        to = Arrays.copyOf(to, size);
        strengthSum = Arrays.copyOf(strengthSum, size);
        length = Arrays.copyOf(length, size);
        table = new int[size * 4];
        Arrays.fill(table, -1);
        for (int e = 0; e < edgeCount; e++) {
            int slot = hash(from[e], to[e]) & (table.length - 1);
            while (table[slot] >= 0) {
                slot = (slot + 1) & (table.length - 1);
            }
            table[slot] = e;
        }
    }

    public int regions() {
        return regions;
    }

    public int width() {
        return width;
    }

    public int height() {
        return height;
    }

    public int edgeCount() {
        return edgeCount;
    }

    int from(int edge) {
        return from[edge];
    }

    int to(int edge) {
        return to[edge];
    }

    float strengthSum(int edge) {
        return strengthSum[edge];
    }

    int length(int edge) {
        return length[edge];
    }

    int area(int region) {
        return area[region];
    }

    float colourSum(int region, int channel) {
        return colourSum[region * 3 + channel];
    }

    /** Corners minX, minY, maxX, maxY (inclusive) of a region. */
    void copyCorners(int region, int[] corners, int at) {
        corners[at] = minX[region];
        corners[at + 1] = minY[region];
        corners[at + 2] = maxX[region];
        corners[at + 3] = maxY[region];
    }
}
