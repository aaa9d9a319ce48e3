package org.egoscope.perception.internal.sam;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/** The parameters that a network needs: shape by name. Written down layer by layer, in the layouts of PyTorch. */
public final class ParameterShapes {
    private final Map<String, long[]> shapes = new TreeMap<>();

    public Map<String, long[]> asMap() {
        return Collections.unmodifiableMap(shapes);
    }

    public ParameterShapes put(String name, long... shape) {
        shapes.put(name, shape);
        return this;
    }

    /** Weight and bias over {@code channels}. */
    public ParameterShapes norm(String name, long channels) {
        return put(name + ".weight", channels).put(name + ".bias", channels);
    }

    public ParameterShapes linear(String name, long in, long out) {
        return put(name + ".weight", out, in).put(name + ".bias", out);
    }

    /** With bias. */
    public ParameterShapes conv(String name, long in, long out, long kernel) {
        return put(name + ".weight", out, in, kernel, kernel).put(name + ".bias", out);
    }

    /** With bias. */
    public ParameterShapes convTranspose(String name, long in, long out, long kernel) {
        return put(name + ".weight", in, out, kernel, kernel).put(name + ".bias", out);
    }

    /** The linear layers {@code name.layers.0..}; {@code widths} are those of the input, between the layers, and of the output. */
    public ParameterShapes perceptron(String name, long... widths) {
        for (int i = 0; i + 1 < widths.length; i++) {
            linear(name + ".layers." + i, widths[i], widths[i + 1]);
        }
        return this;
    }

    /** Projections {@code q_proj}, {@code k_proj}, {@code v_proj}, {@code out_proj}; keys and values may come from another width. */
    public ParameterShapes attention(String name, long width, long keyWidth, long inner) {
        return linear(name + ".q_proj", width, inner)
                .linear(name + ".k_proj", keyWidth, inner)
                .linear(name + ".v_proj", keyWidth, inner)
                .linear(name + ".out_proj", inner, width);
    }
}
