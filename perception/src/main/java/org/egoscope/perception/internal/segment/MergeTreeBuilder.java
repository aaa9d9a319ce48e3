package org.egoscope.perception.internal.segment;

import java.util.Arrays;

/**
 * Joins the most similar neighbours first until one region is left. Dissimilarity of two neighbours:
 * (mean edge strength along their common border + {@link #COLOUR_WEIGHT} x distance of their mean Lab colours, capped at 1), lowered for
 * regions under {@link #SMALL_AREA} pixels so that slivers between two close edges do not outlive real things.
 * Ties go to the edge that was met first in row order, so the tree depends on nothing but its input.
 */
public final class MergeTreeBuilder {
    /** Weight of colour against border strength; the best of 0, 0.15, 0.3, 0.5 by eye on kitchen frames. */
    static final float COLOUR_WEIGHT = 0.3f;

    /** Lab distance (OpenCV bytes) that counts as wholly different. */
    static final float COLOUR_RANGE = 60f;

    static final int SMALL_AREA = 60;

    /** Factor on the dissimilarity of the very smallest regions. */
    static final float SMALL_FACTOR = 0.4f;

    /** Exponent of areas in a balanced tree; of 0.25 and 0.5 the one with which more true things are nodes. */
    static final double BALANCE = 0.5;

    /** Areas are told in so many rows of the picture. */
    private static final double AREA_ROWS = 100;

    private final RegionGraph graph;
    private final double balance;
    private final MergeTree tree;
    private final int[] slotNode;
    private final int[] slotArea;
    private final float[] colour;
    private final float[] outlineSum;
    private final int[] outlineLength;
    private final int[][] adjacency;
    private final int[] degree;
    private final int[] from;
    private final int[] to;
    private final float[] sum;
    private final int[] length;
    private final float[] pushed;
    private final int[] mark;
    private final EdgeHeap heap;

    private MergeTreeBuilder(RegionGraph graph, double balance) {
        this.graph = graph;
        this.balance = balance;
        int n = graph.regions();
        int edges = graph.edgeCount();
        tree = new MergeTree(n);
        slotNode = new int[n];
        slotArea = new int[n];
        colour = new float[n * 3];
        outlineSum = new float[n];
        outlineLength = new int[n];
        adjacency = new int[n][];
        degree = new int[n];
        from = new int[edges];
        to = new int[edges];
        sum = new float[edges];
        length = new int[edges];
        pushed = new float[edges];
        mark = new int[n];
        Arrays.fill(mark, -1);
        heap = new EdgeHeap(edges * 2 + 16);
    }

    public static MergeTree build(RegionGraph graph) {
        return new MergeTreeBuilder(graph, 0).run();
    }

    /**
     * Another tree over the same regions: dissimilarity grows with the harmonic mean of both areas to the power of {@link #BALANCE}, so
     * that regions grow evenly and a leak through a gap comes late (as Ward's method does). Heights may exceed 1.
     */
    static MergeTree buildBalanced(RegionGraph graph) {
        return new MergeTreeBuilder(graph, BALANCE).run();
    }

    private MergeTree run() {
        openSlots();
        openEdges();
        int next = graph.regions();
        while (next < tree.nodes()) {
            int edge = heap.popEdge();
            if (length[edge] == 0) {
                continue;
            }
            float now = dissimilarity(edge);
            if (now > heap.poppedKey()) {
                push(edge, now);
                continue;
            }
            join(edge, next++, now);
        }
        tree.parent[tree.root()] = -1;
        tree.rankLeaves();
        return tree;
    }

    private void openSlots() {
        for (int s = 0; s < slotNode.length; s++) {
            slotNode[s] = s;
            slotArea[s] = graph.area(s);
            for (int c = 0; c < 3; c++) {
                colour[s * 3 + c] = graph.colourSum(s, c);
            }
            adjacency[s] = new int[8];
            graph.copyCorners(s, tree.corners, s * 4);
            tree.area[s] = graph.area(s);
        }
    }

    private void openEdges() {
        for (int e = 0; e < from.length; e++) {
            from[e] = graph.from(e);
            to[e] = graph.to(e);
            sum[e] = graph.strengthSum(e);
            length[e] = graph.length(e);
            attach(from[e], e);
            attach(to[e], e);
            for (int s : new int[] {from[e], to[e]}) {
                outlineSum[s] += sum[e];
                outlineLength[s] += length[e];
            }
        }
        for (int s = 0; s < slotNode.length; s++) {
            recordLooks(s, s);
        }
        for (int e = 0; e < from.length; e++) {
            push(e, dissimilarity(e));
        }
    }

    private void attach(int slot, int edge) {
        if (degree[slot] == adjacency[slot].length) {
            adjacency[slot] = Arrays.copyOf(adjacency[slot], degree[slot] * 2);
        }
        adjacency[slot][degree[slot]++] = edge;
    }

    private void push(int edge, float key) {
        pushed[edge] = key;
        heap.push(key, edge);
    }

    private float dissimilarity(int edge) {
        int a = from[edge];
        int b = to[edge];
        float squared = 0;
        for (int c = 0; c < 3; c++) {
            float d = colour[a * 3 + c] / slotArea[a] - colour[b * 3 + c] / slotArea[b];
            squared += d * d;
        }
        float apart = Math.min(1, (float) Math.sqrt(squared) / COLOUR_RANGE);
        float value = Math.min(1, sum[edge] / length[edge] + COLOUR_WEIGHT * apart);
        float small = Math.min(1, (float) Math.min(slotArea[a], slotArea[b]) / SMALL_AREA);
        double even = balance == 0 ? 1 : Math.pow(harmonicMean(slotArea[a], slotArea[b]) / (AREA_ROWS * graph.width()), balance);
        return (float) (value * even) * (SMALL_FACTOR + (1 - SMALL_FACTOR) * small);
    }

    private static double harmonicMean(double a, double b) {
        return 2 * a * b / (a + b);
    }

    private void join(int edge, int node, float key) {
        int keep = slotArea[from[edge]] >= slotArea[to[edge]] ? from[edge] : to[edge];
        int gone = keep == from[edge] ? to[edge] : from[edge];
        growTree(keep, gone, node, key);
        outlineSum[keep] += outlineSum[gone] - 2 * sum[edge];
        outlineLength[keep] += outlineLength[gone] - 2 * length[edge];
        slotArea[keep] += slotArea[gone];
        for (int c = 0; c < 3; c++) {
            colour[keep * 3 + c] += colour[gone * 3 + c];
        }
        slotNode[keep] = node;
        recordLooks(keep, node);
        length[edge] = 0;
        takeOverEdges(keep, gone);
        refreshEdges(keep);
    }

    private void growTree(int keep, int gone, int node, float key) {
        int a = slotNode[keep];
        int b = slotNode[gone];
        tree.left[node] = a;
        tree.right[node] = b;
        tree.parent[a] = node;
        tree.parent[b] = node;
        tree.height[node] = Math.max(key, Math.max(tree.height[a], tree.height[b]));
        tree.area[node] = tree.area[a] + tree.area[b];
        for (int k = 0; k < 4; k++) {
            int p = tree.corners[a * 4 + k];
            int q = tree.corners[b * 4 + k];
            tree.corners[node * 4 + k] = k < 2 ? Math.min(p, q) : Math.max(p, q);
        }
    }

    private void recordLooks(int slot, int node) {
        for (int c = 0; c < 3; c++) {
            tree.colour[node * 3 + c] = colour[slot * 3 + c] / slotArea[slot];
        }
        tree.outlineLength[node] = outlineLength[slot];
        tree.outlineStrength[node] = outlineLength[slot] == 0 ? 0 : outlineSum[slot] / outlineLength[slot];
    }

    private void takeOverEdges(int keep, int gone) {
        int[] kept = adjacency[keep];
        int alive = 0;
        for (int i = 0; i < degree[keep]; i++) {
            int e = kept[i];
            if (length[e] > 0) {
                kept[alive++] = e;
                mark[from[e] == keep ? to[e] : from[e]] = e;
            }
        }
        degree[keep] = alive;
        for (int i = 0; i < degree[gone]; i++) {
            int e = adjacency[gone][i];
            if (length[e] == 0) {
                continue;
            }
            int other = from[e] == gone ? to[e] : from[e];
            if (mark[other] >= 0) {
                sum[mark[other]] += sum[e];
                length[mark[other]] += length[e];
                length[e] = 0;
            } else {
                from[e] = keep;
                to[e] = other;
                attach(keep, e);
            }
        }
        adjacency[gone] = new int[0];
        degree[gone] = 0;
    }

    /** Edges that became lighter need a new place in the heap; those that became heavier are put back when they come up. */
    private void refreshEdges(int keep) {
        for (int i = 0; i < degree[keep]; i++) {
            int e = adjacency[keep][i];
            mark[from[e] == keep ? to[e] : from[e]] = -1;
            float now = dissimilarity(e);
            if (now < pushed[e]) {
                push(e, now);
            }
        }
    }

    /** Binary heap of (key, edge), smallest key first, then smallest edge. */
    private static final class EdgeHeap {
        private float[] keys;
        private int[] edges;
        private int size;
        private float poppedKey;

        EdgeHeap(int capacity) {
            keys = new float[capacity];
            edges = new int[capacity];
        }

        float poppedKey() {
            return poppedKey;
        }

        void push(float key, int edge) {
            if (size == keys.length) {
                keys = Arrays.copyOf(keys, size * 2);
                edges = Arrays.copyOf(edges, size * 2);
            }
            int i = size++;
            while (i > 0 && before(key, edge, (i - 1) / 2)) {
                keys[i] = keys[(i - 1) / 2];
                edges[i] = edges[(i - 1) / 2];
                i = (i - 1) / 2;
            }
            keys[i] = key;
            edges[i] = edge;
        }

        private boolean before(float key, int edge, int slot) {
            return key < keys[slot] || (key == keys[slot] && edge < edges[slot]);
        }

        int popEdge() {
            int result = edges[0];
            poppedKey = keys[0];
            float key = keys[--size];
            int edge = edges[size];
            int i = 0;
            while (2 * i + 1 < size) {
                int child = 2 * i + 1;
                if (child + 1 < size && before(keys[child + 1], edges[child + 1], child)) {
                    child++;
                }
                if (before(key, edge, child)) {
                    break;
                }
                keys[i] = keys[child];
                edges[i] = edges[child];
                i = child;
            }
            keys[i] = key;
            edges[i] = edge;
            return result;
        }
    }
}
