package org.egoscope.perception.internal.sam;

import org.egoscope.torch.Tensor;

/** The last layers of the image encoders of SAM and MobileSAM. */
final class Neck {
    private static final String NAME = "image_encoder.neck.";

    private Neck() {}

    static ParameterShapes shapes(ParameterShapes shapes, long in, long out) {
        return shapes.put(NAME + "0.weight", out, in, 1, 1)
                .norm(NAME + 1, out)
                .put(NAME + "2.weight", out, out, 3, 3)
                .norm(NAME + 3, out);
    }

    /** {@code [B, C, g, g]} to {@code [B, out, g, g]}. */
    static Tensor apply(Layers layers, Tensor map) {
        Tensor x = layers.layerNorm2d(NAME + 1, layers.conv(NAME + 0, map, 1, 0));
        return layers.layerNorm2d(NAME + 3, layers.conv(NAME + 2, x, 1, 1));
    }
}
