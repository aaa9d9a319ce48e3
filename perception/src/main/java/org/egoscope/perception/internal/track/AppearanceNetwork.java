package org.egoscope.perception.internal.track;

import java.util.Arrays;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Size;
import org.egoscope.core.observation.BoundingBox;
import org.egoscope.perception.internal.segment.Hierarchy;
import org.egoscope.perception.internal.segment.MergeTree;
import org.egoscope.perception.internal.segment.Segment;
import org.egoscope.torch.FloatTensor;
import org.egoscope.torch.TorchModel;

/**
 * What one sight of a thing looks like to a network trained to name things: {@code mobilenet_v1_embedding}, whose 1024 features are kept
 * as bytes, since only the angle between two sights counts. The thing alone is shown, in the middle of a grey square: with its surroundings
 * two sights of one place are alike whatever lies there.
 */
final class AppearanceNetwork {
    static final int FEATURES = 1024;

    /** Sights a key frame, 14 ms each. */
    static final int MOST_RUNS = 3;

    private static final int SIDE = 224;

    /** Zero to the network: (128 - 128) / 128. */
    private static final byte GREY = (byte) 128;

    /** Left on each side of the thing, as a share of its longer side. */
    private static final float MARGIN = 0.05f;

    /** Unit features come to 0.3 at most. */
    private static final float UNITS = 512;

    private final TorchModel model;
    private final FloatTensor[] input = {FloatTensor.allocate(1, SIDE, SIDE, 3)};
    private final FloatTensor[] output = {FloatTensor.allocate(1, 1, 1, FEATURES)};
    private final float[] pixels = new float[SIDE * SIDE * 3];
    private final byte[] bytes = new byte[SIDE * SIDE * 3];
    private final float[] features = new float[FEATURES];

    /** Shares the network; does not close it. */
    AppearanceNetwork(TorchModel model) {
        this.model = model;
    }

    /** Features as unsigned bytes. */
    byte[] sight(Mat rgb, Hierarchy hierarchy, Segment segment) {
        BoundingBox box = segment.box();
        int margin = Math.round(MARGIN * Math.max(box.width(), box.height()));
        int side = Math.max(2, Math.round(Math.max(box.width(), box.height())) + 2 * margin);
        int left = Math.round(box.centerX() - side / 2f);
        int top = Math.round(box.centerY() - side / 2f);
        try (PointerScope scope = new PointerScope()) {
            byte[] square = cutOut(rgb, hierarchy, inside(hierarchy.tree(), segment), left, top, side);
            Mat crop = new Mat(side, side, rgb.type(), new BytePointer(square));
            Mat resized = new Mat();
            opencv_imgproc.resize(crop, resized, new Size(SIDE, SIDE), 0, 0, opencv_imgproc.INTER_LINEAR);
            new BytePointer(resized.data()).get(bytes);
        }
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = ((bytes[i] & 255) - 128) / 128f;
        }
        input[0].data().put(pixels);
        model.runInto(input, output);
        output[0].copyTo(features);
        return toBytes(features);
    }

    private static boolean[] inside(MergeTree tree, Segment segment) {
        boolean[] inside = new boolean[tree.leaves()];
        for (int leaf = 0; leaf < inside.length; leaf++) {
            for (int node : segment.nodes()) {
                inside[leaf] |= tree.contains(node, leaf);
            }
        }
        return inside;
    }

    private static byte[] cutOut(Mat rgb, Hierarchy hierarchy, boolean[] inside, int left, int top, int side) {
        int width = hierarchy.width();
        byte[] square = new byte[side * side * 3];
        Arrays.fill(square, GREY);
        byte[] row = new byte[width * 3];
        BytePointer data = new BytePointer(rgb.data());
        for (int y = Math.max(0, -top); y < Math.min(side, hierarchy.height() - top); y++) {
            data.position((long) (top + y) * width * 3).get(row);
            for (int x = Math.max(0, -left); x < Math.min(side, width - left); x++) {
                if (inside[hierarchy.labels()[(top + y) * width + left + x]]) {
                    System.arraycopy(row, (left + x) * 3, square, (y * side + x) * 3, 3);
                }
            }
        }
        return square;
    }

    private static byte[] toBytes(float[] features) {
        double squared = 0;
        for (float v : features) {
            squared += (double) v * v;
        }
        double unit = UNITS / Math.max(1e-6, Math.sqrt(squared));
        byte[] result = new byte[features.length];
        for (int i = 0; i < result.length; i++) {
            result[i] = (byte) Math.min(255, Math.round(features[i] * unit));
        }
        return result;
    }
}
