package org.egoscope.motion.internal.flow;

import java.util.SortedMap;
import org.egoscope.torch.FloatTensor;

/**
 * The network of {@link FlowNetwork} for one window, written as its papers have it: loops over doubles, all pairs of frames with a mask,
 * rotary positions as products of complex numbers.
 */
final class PlainNetwork {
    private final FlowShape shape;
    private final SortedMap<String, FloatTensor> weights;

    PlainNetwork(FlowNetwork network) {
        this.shape = network.shape();
        this.weights = network.weights();
    }

    /** {@code [T][D]} clean states from {@code [T][D]} noisy states, {@code [T][C]} features, window features and time. */
    double[][] predict(double[][] noisy, double[][] features, double[] window, double time) {
        double[] sum = added(linear("time", timeFeatures(time)), linear("window", window));
        double[] modulation = silu(linear("mix", silu(sum)));
        double[][] x = new double[noisy.length][];
        for (int t = 0; t < x.length; t++) {
            double[] both = new double[noisy[t].length + features[t].length];
            System.arraycopy(noisy[t], 0, both, 0, noisy[t].length);
            System.arraycopy(features[t], 0, both, noisy[t].length, features[t].length);
            x[t] = linear("in", both);
        }
        for (int layer = 0; layer < shape.layers(); layer++) {
            double[][] parts = split(linear(layer + ".modulation", modulation), 6);
            double[][] attended = attention(layer, modulated(x, parts[0], parts[1]));
            gate(x, attended, parts[2]);
            double[][] inner = modulated(x, parts[3], parts[4]);
            for (int t = 0; t < x.length; t++) {
                inner[t] = linear(layer + ".down", gelu(linear(layer + ".up", inner[t])));
            }
            gate(x, inner, parts[5]);
        }
        double[][] last = split(linear("last.modulation", modulation), 2);
        double[][] out = modulated(x, last[0], last[1]);
        for (int t = 0; t < x.length; t++) {
            out[t] = linear("out", out[t]);
        }
        return out;
    }

    private static double[] timeFeatures(double time) {
        double[] values = new double[64];
        for (int f = 0; f < 32; f++) {
            double angle = time * Math.PI * Math.exp(Math.log(64) * f / 31);
            values[f] = Math.sin(angle);
            values[32 + f] = Math.cos(angle);
        }
        return values;
    }

    private double[][] attention(int layer, double[][] x) {
        int length = x.length;
        int d = shape.width();
        int size = d / shape.heads();
        double[][] joined = new double[length][d];
        double[][] qkv = new double[length][];
        for (int t = 0; t < length; t++) {
            qkv[t] = linear(layer + ".qkv", x[t]);
        }
        for (int head = 0; head < shape.heads(); head++) {
            for (int q = 0; q < length; q++) {
                double[] query = turned(normed(part(qkv[q], head * size, size)), q);
                double[] weight = new double[length];
                double sum = 0;
                for (int k = 0; k < length; k++) {
                    if (Math.abs(q - k) <= shape.band()) {
                        double[] key = turned(normed(part(qkv[k], d + head * size, size)), k);
                        weight[k] = Math.exp(dot(query, key) / Math.sqrt(size));
                        sum += weight[k];
                    }
                }
                for (int k = 0; k < length; k++) {
                    for (int c = 0; c < size; c++) {
                        joined[q][head * size + c] += weight[k] / sum * qkv[k][2 * d + head * size + c];
                    }
                }
            }
        }
        for (int t = 0; t < length; t++) {
            joined[t] = linear(layer + ".attended", joined[t]);
        }
        return joined;
    }

    /** Channel i and i + n/2 are one complex number, turned by position times base^(-2i/n). */
    private static double[] turned(double[] v, int position) {
        int half = v.length / 2;
        double[] turned = new double[v.length];
        for (int i = 0; i < half; i++) {
            double angle = position * Math.exp(-Math.log(1000) * i / half);
            turned[i] = v[i] * Math.cos(angle) - v[half + i] * Math.sin(angle);
            turned[half + i] = v[i] * Math.sin(angle) + v[half + i] * Math.cos(angle);
        }
        return turned;
    }

    private static void gate(double[][] x, double[][] change, double[] gate) {
        for (int t = 0; t < x.length; t++) {
            for (int c = 0; c < gate.length; c++) {
                x[t][c] += gate[c] * change[t][c];
            }
        }
    }

    private static double[][] modulated(double[][] x, double[] shift, double[] scale) {
        double[][] out = new double[x.length][];
        for (int t = 0; t < x.length; t++) {
            out[t] = normed(x[t]);
            for (int c = 0; c < shift.length; c++) {
                out[t][c] = out[t][c] * (1 + scale[c]) + shift[c];
            }
        }
        return out;
    }

    private static double[] normed(double[] v) {
        double mean = 0;
        for (double value : v) {
            mean += value / v.length;
        }
        double variance = 0;
        for (double value : v) {
            variance += (value - mean) * (value - mean) / v.length;
        }
        double[] normed = new double[v.length];
        for (int i = 0; i < v.length; i++) {
            normed[i] = (v[i] - mean) / Math.sqrt(variance + 1e-5);
        }
        return normed;
    }

    private double[] linear(String name, double[] x) {
        FloatTensor weight = weights.get(name + ".weight");
        FloatTensor bias = weights.get(name + ".bias");
        double[] y = new double[bias.count()];
        for (int o = 0; o < y.length; o++) {
            y[o] = bias.get(o);
            for (int i = 0; i < x.length; i++) {
                y[o] += weight.get(o * x.length + i) * x[i];
            }
        }
        return y;
    }

    private static double[] added(double[] a, double[] b) {
        double[] sum = a.clone();
        for (int i = 0; i < a.length; i++) {
            sum[i] += b[i];
        }
        return sum;
    }

    private static double[] part(double[] v, int from, int count) {
        double[] part = new double[count];
        System.arraycopy(v, from, part, 0, count);
        return part;
    }

    private static double[][] split(double[] v, int count) {
        double[][] parts = new double[count][];
        for (int i = 0; i < count; i++) {
            parts[i] = part(v, i * v.length / count, v.length / count);
        }
        return parts;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    private static double[] silu(double[] v) {
        double[] out = new double[v.length];
        for (int i = 0; i < v.length; i++) {
            out[i] = v[i] / (1 + Math.exp(-v[i]));
        }
        return out;
    }

    private static double[] gelu(double[] v) {
        double[] out = new double[v.length];
        for (int i = 0; i < v.length; i++) {
            out[i] = v[i] / 2 * (1 + erf(v[i] / Math.sqrt(2)));
        }
        return out;
    }

    /** By its power series; good to 1e-9 for arguments up to 4, beyond which it is 1. */
    private static double erf(double x) {
        if (Math.abs(x) > 4) {
            return Math.signum(x);
        }
        double term = x;
        double sum = x;
        for (int n = 1; n < 100; n++) {
            term *= -x * x / n;
            sum += term / (2 * n + 1);
        }
        return 2 / Math.sqrt(Math.PI) * sum;
    }
}
