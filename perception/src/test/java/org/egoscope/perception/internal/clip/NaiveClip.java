package org.egoscope.perception.internal.clip;

import java.util.function.DoubleUnaryOperator;

/** CLIP from its description, one token at a time in double: the oracle of the tests. */
record NaiveClip(SeededClip weights, DoubleUnaryOperator activation) {
    static double quickGelu(double x) {
        return x / (1 + Math.exp(-1.702 * x));
    }

    static double gelu(double x) {
        // Maclaurin series of erf, Abramowitz and Stegun 7.1.5; beyond 5 erf is 1 to twelve places.
        double z = x / Math.sqrt(2);
        double erf = Math.signum(z);
        if (Math.abs(z) < 5) {
            double term = z;
            erf = z;
            for (int n = 1; n < 200; n++) {
                term *= -z * z / n;
                erf += term / (2 * n + 1);
            }
            erf *= 2 / Math.sqrt(Math.PI);
        }
        return x * (1 + erf) / 2;
    }

    double[] picture(double[][][] channels) {
        int patch = SeededClip.SHAPE.patch();
        int grid = SeededClip.SHAPE.grid();
        int width = SeededClip.SHAPE.vision().width();
        double[][] x = new double[grid * grid + 1][width];
        for (int c = 0; c < width; c++) {
            x[0][c] = weights.at("visual.class_embedding", c) + weights.at("visual.positional_embedding", 0, c);
            for (int p = 0; p < grid * grid; p++) {
                double sum = 0;
                for (int in = 0; in < 3; in++) {
                    for (int k = 0; k < patch * patch; k++) {
                        sum += weights.at("visual.conv1.weight", c, in, k / patch, k % patch)
                                * channels[in][p / grid * patch + k / patch][p % grid * patch + k % patch];
                    }
                }
                x[p + 1][c] = sum + weights.at("visual.positional_embedding", p + 1, c);
            }
        }
        for (int t = 0; t < x.length; t++) {
            x[t] = norm("visual.ln_pre", x[t]);
        }
        double[][] seen = tower(x, "visual.transformer.resblocks.", SeededClip.SHAPE.vision(), false);
        return unit(project("visual.proj", norm("visual.ln_post", seen[0])));
    }

    /** Padded with zeros to the whole context as OpenAI's code does. */
    double[] text(int[] tokens) {
        int width = SeededClip.SHAPE.text().width();
        double[][] x = new double[SeededClip.SHAPE.context()][width];
        for (int t = 0; t < x.length; t++) {
            int token = t < tokens.length ? tokens[t] : 0;
            for (int c = 0; c < width; c++) {
                x[t][c] = weights.at("token_embedding.weight", token, c) + weights.at("positional_embedding", t, c);
            }
        }
        double[][] read = tower(x, "transformer.resblocks.", SeededClip.SHAPE.text(), true);
        return unit(project("text_projection", norm("ln_final", read[tokens.length - 1])));
    }

    private double[][] tower(double[][] x, String prefix, ClipShape.Tower tower, boolean causal) {
        double[][] out = x;
        for (int layer = 0; layer < tower.layers(); layer++) {
            out = block(out, prefix + layer + ".", tower.heads(), causal);
        }
        return out;
    }

    private double[][] block(double[][] x, String block, int heads, boolean causal) {
        int width = x[0].length;
        double[][] normed = new double[x.length][];
        double[][] joined = new double[x.length][];
        for (int t = 0; t < x.length; t++) {
            normed[t] = norm(block + "ln_1", x[t]);
            joined[t] = linear(block + "attn.in_proj_weight", block + "attn.in_proj_bias", normed[t]);
        }
        double[][] out = new double[x.length][];
        for (int t = 0; t < x.length; t++) {
            double[] mixed = new double[width];
            for (int head = 0; head < heads; head++) {
                attend(joined, t, head * (width / heads), width / heads, causal, mixed);
            }
            double[] attended = linear(block + "attn.out_proj.weight", block + "attn.out_proj.bias", mixed);
            double[] residual = sum(x[t], attended);
            double[] hidden = linear(block + "mlp.c_fc.weight", block + "mlp.c_fc.bias", norm(block + "ln_2", residual));
            for (int c = 0; c < hidden.length; c++) {
                hidden[c] = activation.applyAsDouble(hidden[c]);
            }
            out[t] = sum(residual, linear(block + "mlp.c_proj.weight", block + "mlp.c_proj.bias", hidden));
        }
        return out;
    }

    private static void attend(double[][] joined, int query, int first, int size, boolean causal, double[] target) {
        int width = target.length;
        int visible = causal ? query + 1 : joined.length;
        double total = 0;
        for (int key = 0; key < visible; key++) {
            double score = 0;
            for (int c = first; c < first + size; c++) {
                score += joined[query][c] * joined[key][width + c];
            }
            double weight = Math.exp(score / Math.sqrt(size));
            total += weight;
            for (int c = first; c < first + size; c++) {
                target[c] += weight * joined[key][2 * width + c];
            }
        }
        for (int c = first; c < first + size; c++) {
            target[c] /= total;
        }
    }

    private static double[] sum(double[] a, double[] b) {
        double[] sum = new double[a.length];
        for (int c = 0; c < a.length; c++) {
            sum[c] = a[c] + b[c];
        }
        return sum;
    }

    private double[] norm(String name, double[] x) {
        double mean = 0;
        for (double value : x) {
            mean += value / x.length;
        }
        double variance = 0;
        for (double value : x) {
            variance += (value - mean) * (value - mean) / x.length;
        }
        double[] out = new double[x.length];
        for (int c = 0; c < x.length; c++) {
            out[c] = (x[c] - mean) / Math.sqrt(variance + 1e-5) * weights.at(name + ".weight", c) + weights.at(name + ".bias", c);
        }
        return out;
    }

    private double[] linear(String weight, String bias, double[] x) {
        double[] out = new double[(int) weights.shape(weight)[0]];
        for (int o = 0; o < out.length; o++) {
            out[o] = weights.at(bias, o);
            for (int c = 0; c < x.length; c++) {
                out[o] += weights.at(weight, o, c) * x[c];
            }
        }
        return out;
    }

    private double[] project(String name, double[] x) {
        double[] out = new double[SeededClip.SHAPE.embedding()];
        for (int o = 0; o < out.length; o++) {
            for (int c = 0; c < x.length; c++) {
                out[o] += x[c] * weights.at(name, c, o);
            }
        }
        return out;
    }

    private static double[] unit(double[] x) {
        double square = 0;
        for (double value : x) {
            square += value * value;
        }
        for (int c = 0; c < x.length; c++) {
            x[c] /= Math.sqrt(square);
        }
        return x;
    }
}
