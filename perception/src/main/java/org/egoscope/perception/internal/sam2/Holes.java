package org.egoscope.perception.internal.sam2;

/** Fills small holes of masks. */
final class Holes {
    /** What a filled pixel becomes: just inside. */
    static final float FILLED = 0.1f;

    private Holes() {}

    /** Regions outside the mask (logit at most 0), joined also over corners, of at most this area become inside. */
    static void fill(float[] logits, int width, int height, int mostArea) {
        boolean[] seen = new boolean[logits.length];
        int[] region = new int[logits.length];
        for (int start = 0; start < logits.length; start++) {
            if (!seen[start] && logits[start] <= 0) {
                int count = collect(logits, width, height, start, seen, region);
                for (int i = 0; i < count && count <= mostArea; i++) {
                    logits[region[i]] = FILLED;
                }
            }
        }
    }

    /** Writes the pixels of the region into the array and gives their number. */
    private static int collect(float[] logits, int width, int height, int start, boolean[] seen, int[] region) {
        int count = 0;
        region[count++] = start;
        seen[start] = true;
        for (int done = 0; done < count; done++) {
            int x = region[done] % width;
            int y = region[done] / width;
            for (int ny = Math.max(0, y - 1); ny <= Math.min(height - 1, y + 1); ny++) {
                for (int nx = Math.max(0, x - 1); nx <= Math.min(width - 1, x + 1); nx++) {
                    int at = ny * width + nx;
                    if (!seen[at] && logits[at] <= 0) {
                        seen[at] = true;
                        region[count++] = at;
                    }
                }
            }
        }
        return count;
    }
}
