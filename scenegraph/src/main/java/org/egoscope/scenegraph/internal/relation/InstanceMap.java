package org.egoscope.scenegraph.internal.relation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.egoscope.core.geometry.ImageSize;
import org.egoscope.scenegraph.internal.frame.MaskShape;
import org.egoscope.scenegraph.internal.frame.SceneFrame;
import org.egoscope.scenegraph.internal.frame.Thing;

/** Which thing each pixel shows; where masks overlap, the smaller one. The buffer is used again for the next frame and is no state. */
final class InstanceMap {
    /** Nothing segmented. */
    static final int NOTHING = -1;

    /** The wearer's arm, which hides what is behind. */
    static final int ARM = -2;

    /** Outside the picture. */
    static final int OUTSIDE = -3;

    private int width;
    private int height;
    private int[] indices = new int[0];

    void paint(SceneFrame frame) {
        ImageSize size = frame.observation().camera().model().imageSize();
        width = size.width();
        height = size.height();
        if (indices.length < size.pixels()) {
            indices = new int[size.pixels()];
        }
        Arrays.fill(indices, 0, size.pixels(), NOTHING);
        List<Thing> things = frame.things();
        List<Integer> order = new ArrayList<>(things.size());
        for (int i = 0; i < things.size(); i++) {
            order.add(i);
        }
        order.sort(Comparator.comparingInt(i -> -things.get(i).shape().area()));
        for (int index : order) {
            things.get(index).shape().paint(indices, height, index);
        }
        for (MaskShape arm : frame.arms()) {
            arm.paint(indices, height, ARM);
        }
    }

    /** Index into the frame's things, or one of the constants. */
    int at(int x, int y) {
        return x < 0 || y < 0 || x >= width || y >= height ? OUTSIDE : indices[x * height + y];
    }
}
