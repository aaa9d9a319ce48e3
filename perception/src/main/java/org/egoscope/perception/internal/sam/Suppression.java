package org.egoscope.perception.internal.sam;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** Of boxes that overlap much only the best stays. */
final class Suppression {
    private Suppression() {}

    /**
     * @param boxes left, top, right, bottom
     * @param scores the higher the better; of equals the earlier is the better
     * @param threshold boxes with a larger IoU than this with a better one go
     * @return places of those that stay, best first
     */
    static List<Integer> apply(float[][] boxes, float[] scores, float threshold) {
        int[] order = IntStream.range(0, scores.length)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer i) -> -scores[i]))
                .mapToInt(Integer::intValue)
                .toArray();
        boolean[] gone = new boolean[scores.length];
        List<Integer> kept = new ArrayList<>();
        for (int i = 0; i < order.length; i++) {
            if (gone[order[i]]) {
                continue;
            }
            kept.add(order[i]);
            for (int j = i + 1; j < order.length; j++) {
                gone[order[j]] |= iou(boxes[order[i]], boxes[order[j]]) > threshold;
            }
        }
        return kept;
    }

    /** Area is the product of the differences; two boxes without area give NaN. */
    private static float iou(float[] a, float[] b) {
        float width = Math.max(0, Math.min(a[2], b[2]) - Math.max(a[0], b[0]));
        float height = Math.max(0, Math.min(a[3], b[3]) - Math.max(a[1], b[1]));
        float common = width * height;
        return common / (area(a) + area(b) - common);
    }

    private static float area(float[] box) {
        return (box[2] - box[0]) * (box[3] - box[1]);
    }
}
