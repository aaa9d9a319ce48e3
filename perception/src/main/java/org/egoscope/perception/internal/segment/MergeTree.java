package org.egoscope.perception.internal.segment;

import org.egoscope.core.observation.BoundingBox;

/**
 * A binary tree over regions. Leaves 0..leaves-1 are the regions of the watershed; each inner node is the union of its two children,
 * and its height is the dissimilarity at which they were joined, never below its children's (an ultrametric; Arbelaez et al.,
 * "Contour Detection and Hierarchical Image Segmentation", PAMI 2011). Cutting the tree at a height gives a segmentation.
 *
 * <p>Leaves have ranks in depth-first order, so that a node is the range {@code [firstRank, endRank)}.
 */
public final class MergeTree {
    private final int leaves;
    final int[] parent;
    final int[] left;
    final int[] right;
    final float[] height;
    final int[] area;
    final int[] corners;
    /** Mean edge strength along the whole outline, without the picture's border. */
    final float[] outlineStrength;
    /** Pixel pairs along the outline, without the picture's border. */
    final int[] outlineLength;
    /** Mean Lab colour, three values per node. */
    final float[] colour;
    private final int[] firstRank;
    private final int[] endRank;

    MergeTree(int leaves) {
        this.leaves = leaves;
        int nodes = 2 * leaves - 1;
        parent = new int[nodes];
        left = new int[nodes];
        right = new int[nodes];
        height = new float[nodes];
        area = new int[nodes];
        corners = new int[nodes * 4];
        outlineStrength = new float[nodes];
        outlineLength = new int[nodes];
        colour = new float[nodes * 3];
        firstRank = new int[nodes];
        endRank = new int[nodes];
    }

    /** To be called once all nodes are joined. Parents have higher numbers than their children. */
    void rankLeaves() {
        int[] count = new int[nodes()];
        for (int n = 0; n < nodes(); n++) {
            count[n] = n < leaves ? 1 : count[left[n]] + count[right[n]];
        }
        int root = root();
        endRank[root] = leaves;
        for (int n = root; n >= leaves; n--) {
            firstRank[left[n]] = firstRank[n];
            endRank[left[n]] = firstRank[n] + count[left[n]];
            firstRank[right[n]] = endRank[left[n]];
            endRank[right[n]] = endRank[n];
        }
    }

    public int leaves() {
        return leaves;
    }

    public int nodes() {
        return parent.length;
    }

    public int root() {
        return parent.length - 1;
    }

    /** -1 at the root. */
    public int parent(int node) {
        return parent[node];
    }

    public boolean isLeaf(int node) {
        return node < leaves;
    }

    public int left(int node) {
        return left[node];
    }

    public int right(int node) {
        return right[node];
    }

    public float height(int node) {
        return height[node];
    }

    /** Height at which the node stops being a region of its own; infinite for the root. */
    public float deathHeight(int node) {
        return parent[node] < 0 ? Float.POSITIVE_INFINITY : height[parent[node]];
    }

    public int area(int node) {
        return area[node];
    }

    public float outlineStrength(int node) {
        return outlineStrength[node];
    }

    public int outlineLength(int node) {
        return outlineLength[node];
    }

    /** Mean of a channel (L, a, b as OpenCV bytes) over the node's pixels. */
    public float meanColour(int node, int channel) {
        return colour[node * 3 + channel];
    }

    public int rank(int leaf) {
        return firstRank[leaf];
    }

    public int firstRank(int node) {
        return firstRank[node];
    }

    public int endRank(int node) {
        return endRank[node];
    }

    public boolean contains(int node, int descendant) {
        return firstRank[node] <= firstRank[descendant] && endRank[descendant] <= endRank[node];
    }

    public BoundingBox box(int node) {
        int at = node * 4;
        return new BoundingBox(
                corners[at], corners[at + 1], corners[at + 2] - corners[at] + 1, corners[at + 3] - corners[at + 1] + 1);
    }

    int minX(int node) {
        return corners[node * 4];
    }

    int minY(int node) {
        return corners[node * 4 + 1];
    }

    int maxX(int node) {
        return corners[node * 4 + 2];
    }

    int maxY(int node) {
        return corners[node * 4 + 3];
    }
}
