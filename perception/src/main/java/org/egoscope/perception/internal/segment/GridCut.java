package org.egoscope.perception.internal.segment;

import java.util.Arrays;

/**
 * Least cut of a grid of pixels into inside and outside (maximum flow; Boykov and Kolmogorov, "An Experimental Comparison of
 * Min-Cut/Max-Flow Algorithms", PAMI 2004: two search trees that grow towards each other and are repaired, not rebuilt).
 *
 * <p>Every pixel has a price for lying inside and one for lying outside, every pair of the eight-neighbourhood a price for being
 * separated. All prices are whole numbers, so that the result is the same everywhere. Arrays are kept between calls.
 */
final class GridCut {
    /** Neighbour k and its opposite k ^ 1. */
    static final int NEIGHBOURS = 8;

    private static final int[] DX = {1, -1, 0, 0, 1, -1, 1, -1};
    private static final int[] DY = {0, 0, 1, -1, 1, -1, -1, 1};
    private static final byte FREE = 0;
    private static final byte SOURCE = 1;
    private static final byte SINK = 2;
    /** More than any sum of pulls that a cut could save. */
    private static final int CERTAIN = 1 << 29;

    private static final int NONE = -1;
    private static final int TERMINAL = -2;

    private final int width;
    private final int height;
    private final int pixels;
    private final int[] step = new int[NEIGHBOURS];

    /** Left over capacity towards neighbour k of pixel p at k * pixels + p. */
    private final int[] capacity;

    /** Left over capacity from the source if positive, to the sink if negative. */
    private final int[] terminal;

    private final byte[] tree;
    /** Direction of the parent, or one of the constants. */
    private final int[] parent;

    private final int[] queue;
    private final boolean[] queued;
    private int queueHead;
    private int queueSize;
    private final int[] orphans;
    private int orphanHead;
    private int orphanSize;
    private final int[] stamp;
    private final int[] depth;
    private int clock;

    GridCut(int width, int height) {
        this.width = width;
        this.height = height;
        pixels = width * height;
        for (int k = 0; k < NEIGHBOURS; k++) {
            step[k] = DY[k] * width + DX[k];
        }
        capacity = new int[NEIGHBOURS * pixels];
        terminal = new int[pixels];
        tree = new byte[pixels];
        parent = new int[pixels];
        queue = new int[pixels];
        queued = new boolean[pixels];
        orphans = new int[pixels];
        stamp = new int[pixels];
        depth = new int[pixels];
    }

    int width() {
        return width;
    }

    int height() {
        return height;
    }

    /** Forgets all prices. */
    void clear() {
        Arrays.fill(capacity, 0);
        Arrays.fill(terminal, 0);
    }

    /** Price of the pixel outside minus its price inside: positive pulls it in. */
    void setPull(int pixel, int pull) {
        terminal[pixel] = pull;
    }

    /** Price of separating a pixel from its right (0), lower (2), lower right (4) or upper right (6) neighbour; 0 or more. */
    void setBond(int pixel, int direction, int price) {
        capacity[direction * pixels + pixel] = price;
        capacity[(direction ^ 1) * pixels + pixel + step[direction]] = price;
    }

    /** Forbids that the pixel lies inside while its neighbour in that direction lies outside; to be called after the bond is set. */
    void setNeed(int pixel, int direction) {
        capacity[direction * pixels + pixel] = CERTAIN;
    }

    /** The direction of the neighbour that a step of any length goes to, nearest eighth of a turn; -1 for no step. */
    static int direction(double dx, double dy) {
        int best = -1;
        double most = 0;
        for (int k = 0; k < NEIGHBOURS; k++) {
            double along = (dx * DX[k] + dy * DY[k]) / Math.sqrt(DX[k] * DX[k] + DY[k] * DY[k]);
            if (along > most) {
                most = along;
                best = k;
            }
        }
        return most < 0.5 ? -1 : best;
    }

    /** The neighbour in that direction, which must exist. */
    int neighbour(int pixel, int direction) {
        return pixel + step[direction];
    }

    /** Whether the pixel has a neighbour in that direction. */
    boolean hasNeighbour(int pixel, int direction) {
        int x = pixel % width + DX[direction];
        int y = pixel / width + DY[direction];
        return x >= 0 && y >= 0 && x < width && y < height;
    }

    /** Finds the cut and writes 1 for inside, 0 for outside; what could be either is outside. */
    void run(byte[] inside) {
        Arrays.fill(tree, 0, pixels, FREE);
        Arrays.fill(parent, NONE);
        Arrays.fill(queued, false);
        Arrays.fill(stamp, 0);
        clock = 0;
        queueHead = 0;
        queueSize = 0;
        orphanSize = 0;
        for (int p = 0; p < pixels; p++) {
            if (terminal[p] != 0) {
                tree[p] = terminal[p] > 0 ? SOURCE : SINK;
                parent[p] = TERMINAL;
                depth[p] = 1;
                activate(p);
            }
        }
        while (queueSize > 0) {
            int p = queue[queueHead];
            if (tree[p] == FREE || !growFrom(p)) {
                queueHead = queueHead + 1 == pixels ? 0 : queueHead + 1;
                queueSize--;
                queued[p] = false;
            }
        }
        for (int p = 0; p < pixels; p++) {
            inside[p] = (byte) (tree[p] == SOURCE ? 1 : 0);
        }
    }

    private void activate(int p) {
        if (!queued[p]) {
            queued[p] = true;
            int at = queueHead + queueSize++;
            queue[at >= pixels ? at - pixels : at] = p;
        }
    }

    /** Capacity along the edge in the direction in which flow runs: from the source's tree outwards, towards the sink's inwards. */
    private int open(int p, int k) {
        return tree[p] == SOURCE ? capacity[k * pixels + p] : capacity[(k ^ 1) * pixels + p + step[k]];
    }

    /** Takes free neighbours into the tree; where it meets the other tree, sends flow. True if it met it (p stays active). */
    private boolean growFrom(int p) {
        for (int k = 0; k < NEIGHBOURS; k++) {
            if (!hasNeighbour(p, k) || open(p, k) == 0) {
                continue;
            }
            int q = p + step[k];
            if (tree[q] == FREE) {
                tree[q] = tree[p];
                parent[q] = k ^ 1;
                stamp[q] = stamp[p];
                depth[q] = depth[p] + 1;
                activate(q);
            } else if (tree[q] != tree[p]) {
                if (tree[p] == SOURCE) {
                    augment(p, k, q);
                } else {
                    augment(q, k ^ 1, p);
                }
                adopt();
                return true;
            } else if (stamp[q] <= stamp[p] && depth[q] > depth[p] + 1 && parent[q] != TERMINAL) {
                // A shorter way to the root keeps the trees shallow.
                parent[q] = k ^ 1;
                stamp[q] = stamp[p];
                depth[q] = depth[p] + 1;
            }
        }
        return false;
    }

    private void augment(int fromSource, int k, int toSink) {
        int bottleneck = capacity[k * pixels + fromSource];
        int p = fromSource;
        for (; parent[p] != TERMINAL; p += step[parent[p]]) {
            bottleneck = Math.min(bottleneck, capacity[(parent[p] ^ 1) * pixels + p + step[parent[p]]]);
        }
        bottleneck = Math.min(bottleneck, terminal[p]);
        for (p = toSink; parent[p] != TERMINAL; p += step[parent[p]]) {
            bottleneck = Math.min(bottleneck, capacity[parent[p] * pixels + p]);
        }
        bottleneck = Math.min(bottleneck, -terminal[p]);
        capacity[k * pixels + fromSource] -= bottleneck;
        capacity[(k ^ 1) * pixels + toSink] += bottleneck;
        push(fromSource, bottleneck, SOURCE);
        push(toSink, bottleneck, SINK);
    }

    /** Takes the flow off the path from the pixel to its root; pixels whose way is used up become orphans. */
    private void push(int start, int flow, byte side) {
        int p = start;
        while (parent[p] != TERMINAL) {
            int k = parent[p];
            int q = p + step[k];
            int outward = side == SOURCE ? (k ^ 1) * pixels + q : k * pixels + p;
            int back = side == SOURCE ? k * pixels + p : (k ^ 1) * pixels + q;
            capacity[outward] -= flow;
            capacity[back] += flow;
            if (capacity[outward] == 0) {
                orphan(p);
            }
            p = q;
        }
        terminal[p] += side == SOURCE ? -flow : flow;
        if (terminal[p] == 0) {
            orphan(p);
        }
    }

    private void orphan(int p) {
        parent[p] = NONE;
        if (orphanSize == 0) {
            orphanHead = 0;
        }
        int at = orphanHead + orphanSize++;
        orphans[at >= pixels ? at - pixels : at] = p;
    }

    private void adopt() {
        clock++;
        while (orphanSize > 0) {
            int p = orphans[orphanHead];
            orphanHead = orphanHead + 1 == pixels ? 0 : orphanHead + 1;
            orphanSize--;
            findParent(p);
        }
    }

    private void findParent(int p) {
        int best = NONE;
        int bestDepth = Integer.MAX_VALUE;
        for (int k = 0; k < NEIGHBOURS; k++) {
            if (!hasNeighbour(p, k)) {
                continue;
            }
            int q = p + step[k];
            if (tree[q] != tree[p] || open(q, k ^ 1) == 0) {
                continue;
            }
            int d = depthToRoot(q);
            if (d < bestDepth) {
                bestDepth = d;
                best = k;
            }
        }
        if (best != NONE) {
            parent[p] = best;
            stamp[p] = clock;
            depth[p] = bestDepth + 1;
        } else {
            release(p);
        }
    }

    /** Steps to the terminal, or the largest number if the way ends at an orphan. Marks the way so that it is walked once. */
    private int depthToRoot(int start) {
        int p = start;
        int walked = 0;
        while (stamp[p] != clock) {
            if (parent[p] == NONE) {
                return Integer.MAX_VALUE;
            }
            if (parent[p] == TERMINAL) {
                stamp[p] = clock;
                depth[p] = 1;
                break;
            }
            walked++;
            p += step[parent[p]];
        }
        int total = depth[p] + walked;
        int d = total;
        for (p = start; stamp[p] != clock; p += step[parent[p]]) {
            stamp[p] = clock;
            depth[p] = d--;
        }
        return total;
    }

    private void release(int p) {
        for (int k = 0; k < NEIGHBOURS; k++) {
            if (!hasNeighbour(p, k)) {
                continue;
            }
            int q = p + step[k];
            if (tree[q] != tree[p]) {
                continue;
            }
            if (open(q, k ^ 1) > 0) {
                activate(q);
            }
            if (parent[q] == (k ^ 1)) {
                orphan(q);
            }
        }
        tree[p] = FREE;
    }
}
