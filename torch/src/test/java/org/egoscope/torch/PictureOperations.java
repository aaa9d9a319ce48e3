package org.egoscope.torch;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.egoscope.torch.Tensor.Interpolation;
import org.egoscope.torch.TensorOperations.Operation;
import org.egoscope.torch.TensorOperations.Oracle;
import org.egoscope.torch.TensorOperations.Term;
import org.egoscope.torch.TensorOperations.Values;

/** The operations of {@link Tensor} that networks for pictures need, each with its definition in double as an oracle. */
final class PictureOperations {
    private PictureOperations() {}

    static List<Operation> all() {
        List<Operation> all = new ArrayList<>(convolutions());
        all.addAll(transposedConvolutions());
        all.addAll(pools());
        all.addAll(sizes());
        all.addAll(attentions());
        all.addAll(overAxes());
        return all;
    }

    private static long[] shape(long... sides) {
        return sides;
    }

    private static long[][] inputs(long[]... shapes) {
        return shapes;
    }

    private static Operation of(String name, Function<Tensor[], Tensor> tensor, long[][] inputs, long[] output, Oracle oracle) {
        return new Operation(name, false, tensor, inputs, output, oracle);
    }

    private static double total(int count, Term term) {
        return TensorOperations.total(count, term);
    }

    private static List<Operation> convolutions() {
        return List.of(
                of("convolution", in -> in[0].conv2d(in[1], null, 1, 0, 1), inputs(shape(2, 3, 5, 6), shape(4, 3, 3, 2)), shape(2, 4, 3, 5),
                        (in, i) -> convolved(in[0], in[1], i, 1, 0, 1)),
                of("convolution with bias, stride and padding", in -> in[0].conv2d(in[1], in[2], 2, 1, 1),
                        inputs(shape(1, 2, 5, 7), shape(3, 2, 3, 3), shape(3)), shape(1, 3, 3, 4),
                        (in, i) -> convolved(in[0], in[1], i, 2, 1, 1) + in[2].at(i[1])),
                of("convolution in two groups", in -> in[0].conv2d(in[1], in[2], 1, 2, 2),
                        inputs(shape(2, 4, 4, 3), shape(6, 2, 3, 3), shape(6)), shape(2, 6, 6, 5),
                        (in, i) -> convolved(in[0], in[1], i, 1, 2, 2) + in[2].at(i[1])),
                of("convolution of each channel by itself", in -> in[0].conv2d(in[1], null, 3, 1, 5),
                        inputs(shape(1, 5, 7, 6), shape(5, 1, 2, 2)), shape(1, 5, 3, 3), (in, i) -> convolved(in[0], in[1], i, 3, 1, 5)),
                of("convolution of patches", in -> in[0].conv2d(in[1], in[2], 4, 0, 1),
                        inputs(shape(1, 3, 8, 12), shape(2, 3, 4, 4), shape(2)), shape(1, 2, 2, 3),
                        (in, i) -> convolved(in[0], in[1], i, 4, 0, 1) + in[2].at(i[1])));
    }

    /** Cross-correlation, as networks call it. */
    private static double convolved(Values x, Values weight, int[] i, int stride, int padding, int groups) {
        int perGroup = (int) weight.shape()[1];
        int firstChannel = i[1] / ((int) weight.shape()[0] / groups) * perGroup;
        int height = (int) weight.shape()[2];
        int width = (int) weight.shape()[3];
        return total(perGroup * height * width, k -> {
            int channel = k / (height * width);
            int dy = k / width % height;
            int dx = k % width;
            return inside(x, i[0], firstChannel + channel, i[2] * stride - padding + dy, i[3] * stride - padding + dx)
                    * weight.at(i[1], channel, dy, dx);
        });
    }

    private static double inside(Values x, int batch, int channel, int row, int column) {
        boolean outside = row < 0 || column < 0 || row >= x.shape()[2] || column >= x.shape()[3];
        return outside ? 0 : x.at(batch, channel, row, column);
    }

    private static List<Operation> transposedConvolutions() {
        return List.of(
                of("transposed convolution", in -> in[0].convTranspose2d(in[1], null, 1),
                        inputs(shape(2, 3, 3, 2), shape(3, 4, 2, 3)), shape(2, 4, 4, 4), (in, i) -> spread(in[0], in[1], i, 1)),
                of("transposed convolution that doubles, with bias", in -> in[0].convTranspose2d(in[1], in[2], 2),
                        inputs(shape(1, 3, 3, 4), shape(3, 2, 2, 2), shape(2)), shape(1, 2, 6, 8),
                        (in, i) -> spread(in[0], in[1], i, 2) + in[2].at(i[1])),
                of("transposed convolution that leaves gaps", in -> in[0].convTranspose2d(in[1], null, 3),
                        inputs(shape(1, 2, 2, 2), shape(2, 1, 2, 2)), shape(1, 1, 5, 5), (in, i) -> spread(in[0], in[1], i, 3)));
    }

    /** Every input pixel adds its multiple of the kernel at its place times the stride. */
    private static double spread(Values x, Values weight, int[] i, int stride) {
        double value = 0;
        for (int channel = 0; channel < x.shape()[1]; channel++) {
            for (int row = 0; row < x.shape()[2]; row++) {
                for (int column = 0; column < x.shape()[3]; column++) {
                    int dy = i[2] - row * stride;
                    int dx = i[3] - column * stride;
                    if (dy >= 0 && dx >= 0 && dy < weight.shape()[2] && dx < weight.shape()[3]) {
                        value += x.at(i[0], channel, row, column) * weight.at(channel, i[1], dy, dx);
                    }
                }
            }
        }
        return value;
    }

    private static List<Operation> pools() {
        return List.of(
                of("largest of squares", in -> in[0].maxPool2d(2), inputs(shape(2, 3, 4, 6)), shape(2, 3, 2, 3),
                        (in, i) -> largest(in[0], i, 2)),
                of("largest of squares with a remainder", in -> in[0].maxPool2d(3), inputs(shape(1, 2, 8, 7)), shape(1, 2, 2, 2),
                        (in, i) -> largest(in[0], i, 3)));
    }

    private static double largest(Values x, int[] i, int size) {
        double largest = Double.NEGATIVE_INFINITY;
        for (int k = 0; k < size * size; k++) {
            largest = Math.max(largest, x.at(i[0], i[1], i[2] * size + k / size, i[3] * size + k % size));
        }
        return largest;
    }

    private static List<Operation> sizes() {
        List<Operation> all = new ArrayList<>();
        int[][] targets = {{6, 4}, {3, 4}, {13, 10}, {5, 7}, {10, 3}};
        for (int[] target : targets) {
            for (Interpolation kind : Interpolation.values()) {
                all.add(resized(kind, target[0], target[1]));
            }
        }
        long[] x = shape(1, 2, 3, 4);
        all.add(of("pad below and right", in -> in[0].pad(0, 2, 1), inputs(x), shape(1, 2, 5, 5), (in, i) -> inside(in[0], i[0], i[1], i[2], i[3])));
        all.add(of("pad right with a value", in -> in[0].pad(-0.5, 0, 2), inputs(shape(3, 4)), shape(3, 6),
                (in, i) -> i[1] < 4 ? in[0].at(i) : -0.5));
        return all;
    }

    private static Operation resized(Interpolation kind, int height, int width) {
        return of(
                "resize 5x7 to " + height + "x" + width + " " + kind, in -> in[0].resize(kind, height, width),
                inputs(shape(2, 1, 5, 7)), shape(2, 1, height, width), (in, i) -> {
                    double[] rows = weights(kind, 5, height, i[2]);
                    double[] columns = weights(kind, 7, width, i[3]);
                    return total(35, k -> rows[k / 7] * columns[k % 7] * in[0].at(i[0], i[1], k / 7, k % 7));
                });
    }

    /** What each of the source's pixels counts for one of the result's, along one axis. */
    private static double[] weights(Interpolation kind, int from, int to, int index) {
        double[] weights = new double[from];
        double ratio = from / (double) to;
        double centre = (index + 0.5) * ratio;
        switch (kind) {
            case NEAREST -> weights[(int) Math.floor(index * ratio)] = 1;
            case BILINEAR -> replicated(weights, centre, 1, distance -> Math.max(0, 1 - distance));
            case BICUBIC -> replicated(weights, centre, 2, PictureOperations::keys);
            case BILINEAR_ANTIALIASED -> footprint(weights, centre, Math.max(1, ratio));
        }
        return weights;
    }

    private interface Kernel {
        double at(double distance);
    }

    /** The kernel around a place; pixels beyond the border are those at the border. */
    private static void replicated(double[] weights, double centre, int reach, Kernel kernel) {
        for (int pixel = -reach; pixel < weights.length + reach; pixel++) {
            weights[Math.min(Math.max(pixel, 0), weights.length - 1)] += kernel.at(Math.abs(pixel + 0.5 - centre));
        }
    }

    /** A triangle as wide as two pixels of the result (of the source where that is enlarged), cut at the border and scaled to sum 1. */
    private static void footprint(double[] weights, double centre, double width) {
        double sum = 0;
        for (int pixel = 0; pixel < weights.length; pixel++) {
            weights[pixel] = Math.max(0, 1 - Math.abs(pixel + 0.5 - centre) / width);
            sum += weights[pixel];
        }
        for (int pixel = 0; pixel < weights.length; pixel++) {
            weights[pixel] /= sum;
        }
    }

    /** Keys 1981, equation 4 with its free parameter a = -3/4. */
    private static double keys(double s) {
        double a = -0.75;
        if (s < 1) {
            return (a + 2) * s * s * s - (a + 3) * s * s + 1;
        }
        return s < 2 ? a * s * s * s - 5 * a * s * s + 8 * a * s - 4 * a : 0;
    }

    private static List<Operation> attentions() {
        long[] queries = shape(2, 3, 4, 5);
        long[] keys = shape(2, 3, 6, 5);
        return List.of(
                of("attention", in -> in[0].attention(in[1], in[2], null, 0.4), inputs(queries, keys, keys), queries,
                        (in, i) -> attended(in, i, 0.4, 5)),
                of("attention to values of another width", in -> in[0].attention(in[1], in[2], null, 0.4),
                        inputs(queries, keys, shape(2, 3, 6, 2)), shape(2, 3, 4, 2), (in, i) -> attended(in, i, 0.4, 5)),
                of("attention with a bias per pair", in -> in[0].attention(in[1], in[2], in[3], 0.3),
                        inputs(queries, keys, keys, shape(2, 3, 4, 6)), queries, (in, i) -> attended(in, i, 0.3, 5)),
                of("attention with a bias for all heads", in -> in[0].attention(in[1], in[2], in[3].expand(2, 3, 4, 6), 0.3),
                        inputs(queries, keys, keys, shape(4, 6)), queries, (in, i) -> attended(in, i, 0.3, 5)));
    }

    private static double attended(Values[] in, int[] i, double factor, int channels) {
        double[] weights = new double[6];
        double sum = 0;
        for (int key = 0; key < weights.length; key++) {
            int other = key;
            double score = factor * total(channels, c -> in[0].at(i[0], i[1], i[2], c) * in[1].at(i[0], i[1], other, c));
            if (in.length == 4) {
                score += in[3].shape().length == 2 ? in[3].at(i[2], key) : in[3].at(i[0], i[1], i[2], key);
            }
            weights[key] = Math.exp(score);
            sum += weights[key];
        }
        double scale = 1 / sum;
        return total(6, key -> weights[key] * scale * in[2].at(i[0], i[1], key, i[3]));
    }

    private static List<Operation> overAxes() {
        long[] x = shape(3, 4, 5);
        return List.of(
                of("largest over the last", in -> in[0].max(-1, false), inputs(x), shape(3, 4), (in, i) -> {
                    double largest = Double.NEGATIVE_INFINITY;
                    for (int k = 0; k < 5; k++) {
                        largest = Math.max(largest, in[0].at(i[0], i[1], k));
                    }
                    return largest;
                }),
                of("largest over the first, kept", in -> in[0].max(0, true), inputs(x), shape(1, 4, 5),
                        (in, i) -> Math.max(in[0].at(0, i[1], i[2]), Math.max(in[0].at(1, i[1], i[2]), in[0].at(2, i[1], i[2])))),
                of("norm with an epsilon", in -> in[0].layerNorm(in[1], in[2], 0.75), inputs(shape(2, 3, 6), shape(6), shape(6)),
                        shape(2, 3, 6), (in, i) -> norm(in[0], i, 0.75) * in[1].at(i[2]) + in[2].at(i[2])),
                of("norm with a small epsilon", in -> in[0].layerNorm(null, null, 1e-6), inputs(shape(2, 3, 6)), shape(2, 3, 6),
                        (in, i) -> norm(in[0], i, 1e-6)));
    }

    private static double norm(Values x, int[] i, double epsilon) {
        int count = (int) x.shape()[2];
        double mean = total(count, k -> x.at(i[0], i[1], k)) / count;
        double variance = total(count, k -> Math.pow(x.at(i[0], i[1], k) - mean, 2)) / count;
        return (x.at(i) - mean) / Math.sqrt(variance + epsilon);
    }
}
