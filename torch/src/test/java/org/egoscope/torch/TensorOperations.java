package org.egoscope.torch;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** The operations of {@link Tensor}, each with its definition in double as an oracle. */
final class TensorOperations {
    static final long SEED = 20_260_101;

    private static final TorchDevice CPU = TorchDevice.CPU;

    private TensorOperations() {}

    /** Row-major values. */
    record Values(float[] data, long... shape) {
        double at(int... index) {
            int flat = 0;
            for (int axis = 0; axis < shape.length; axis++) {
                flat = flat * (int) shape[axis] + index[axis];
            }
            return data[flat];
        }

        /** Never nearer than 0.1 to zero, so that differences do not straddle the kinks there. */
        static Values random(SplittableRandom random, boolean positive, long... shape) {
            float[] data = new float[FloatTensor.elementCount(shape)];
            for (int i = 0; i < data.length; i++) {
                float magnitude = (float) random.nextDouble(0.1, 2);
                data[i] = positive || random.nextBoolean() ? magnitude + (positive ? 0.2f : 0) : -magnitude;
            }
            return new Values(data, shape);
        }

        Tensor tensor() {
            return Tensors.of(data, CPU, shape);
        }
    }

    /** The value at an index of the result, by the definition of the operation. */
    interface Oracle {
        double at(Values[] in, int[] index);
    }

    record Operation(
            String name, boolean positive, Function<Tensor[], Tensor> tensor, long[][] inputs, long[] output, Oracle oracle) {
        @Override
        public String toString() {
            return name;
        }

        Values[] draw() {
            SplittableRandom random = new SplittableRandom(SEED + name.hashCode());
            return Arrays.stream(inputs).map(shape -> Values.random(random, positive, shape)).toArray(Values[]::new);
        }

        /** The oracle at all indices, row-major. */
        double[] expected(Values[] in) {
            double[] expected = new double[FloatTensor.elementCount(output)];
            for (int flat = 0; flat < expected.length; flat++) {
                int[] index = new int[output.length];
                int rest = flat;
                for (int axis = index.length - 1; axis >= 0; axis--) {
                    index[axis] = rest % (int) output[axis];
                    rest /= (int) output[axis];
                }
                expected[flat] = oracle.at(in, index);
            }
            return expected;
        }
    }

    private static long[] shape(long... sides) {
        return sides;
    }

    private static long[][] inputs(long[]... shapes) {
        return shapes;
    }

    private static Operation elementwise(String name, boolean positive, UnaryOperator<Tensor> tensor, DoubleUnaryOperator formula) {
        return new Operation(
                name, positive, in -> tensor.apply(in[0]), inputs(shape(5, 7)), shape(5, 7),
                (in, i) -> formula.applyAsDouble(in[0].at(i)));
    }

    private static Operation of(String name, Function<Tensor[], Tensor> tensor, long[][] inputs, long[] output, Oracle oracle) {
        return new Operation(name, false, tensor, inputs, output, oracle);
    }

    static List<Operation> all() {
        List<Operation> all = new ArrayList<>(elementByElement());
        all.addAll(pairs());
        all.addAll(overAxes());
        all.addAll(products());
        all.addAll(shapes());
        all.addAll(PictureOperations.all());
        return all;
    }

    private static List<Operation> elementByElement() {
        return List.of(
                elementwise("add a number", false, x -> x.add(0.7), x -> x + 0.7),
                elementwise("times a number", false, x -> x.mul(-1.3), x -> -1.3 * x),
                elementwise("abs", false, Tensor::abs, Math::abs),
                elementwise("square", false, Tensor::square, x -> x * x),
                elementwise("sqrt", true, Tensor::sqrt, Math::sqrt),
                elementwise("rsqrt", true, Tensor::rsqrt, x -> 1 / Math.sqrt(x)),
                elementwise("exp", false, Tensor::exp, Math::exp),
                elementwise("log", true, Tensor::log, Math::log),
                elementwise("sin", false, Tensor::sin, Math::sin),
                elementwise("cos", false, Tensor::cos, Math::cos),
                elementwise("tanh", false, Tensor::tanh, Math::tanh),
                elementwise("sigmoid", false, Tensor::sigmoid, TensorOperations::sigmoid),
                elementwise("relu", false, Tensor::relu, x -> x > 0 ? x : 0),
                elementwise("silu", false, Tensor::silu, x -> x * sigmoid(x)),
                elementwise("gelu", false, Tensor::gelu, x -> x * (1 + erf(x / Math.sqrt(2))) / 2),
                elementwise("softplus", false, Tensor::softplus, x -> Math.log(1 + Math.exp(x))),
                elementwise("at least", false, x -> x.atLeast(0.05), x -> x < 0.05 ? 0.05 : x),
                elementwise("at most", false, x -> x.atMost(-0.05), x -> x > -0.05 ? -0.05 : x),
                elementwise("contiguous", false, Tensor::contiguous, x -> x));
    }

    private static double sigmoid(double x) {
        return 1 / (1 + Math.exp(-x));
    }

    /** Maclaurin series, Abramowitz and Stegun 7.1.5; exact to 1e-15 for arguments below 2. */
    private static double erf(double x) {
        double term = x;
        double sum = x;
        for (int n = 1; n < 60; n++) {
            term *= -x * x / n;
            sum += term / (2 * n + 1);
        }
        return 2 / Math.sqrt(Math.PI) * sum;
    }

    private static List<Operation> pairs() {
        long[] full = shape(2, 3, 4);
        return List.of(
                of("sum of two", in -> in[0].add(in[1]), inputs(full, full), full, (in, i) -> in[0].at(i) + in[1].at(i)),
                of("difference with a row", in -> in[0].sub(in[1]), inputs(full, shape(4)), full, (in, i) -> in[0].at(i) - in[1].at(i[2])),
                of("product with a column", in -> in[0].mul(in[1]), inputs(full, shape(3, 1)), full,
                        (in, i) -> in[0].at(i) * in[1].at(i[1], 0)),
                of("product of a column and a row", in -> in[0].mul(in[1]), inputs(shape(3, 1), shape(4)), shape(3, 4),
                        (in, i) -> in[0].at(i[0], 0) * in[1].at(i[1])),
                of("product with one number", in -> in[0].mul(in[1]), inputs(full, shape()), full, (in, i) -> in[0].at(i) * in[1].at()),
                new Operation("quotient", true, in -> in[0].div(in[1]), inputs(full, shape(2, 1, 4)), full,
                        (in, i) -> in[0].at(i) / in[1].at(i[0], 0, i[2])),
                of("used twice", in -> in[0].mul(in[0]).add(in[0]), inputs(shape(6)), shape(6),
                        (in, i) -> in[0].at(i) * in[0].at(i) + in[0].at(i)));
    }

    interface Term {
        double at(int k);
    }

    static double total(int count, Term term) {
        double total = 0;
        for (int k = 0; k < count; k++) {
            total += term.at(k);
        }
        return total;
    }

    private static List<Operation> overAxes() {
        long[] x = shape(3, 4, 5);
        return List.of(
                of("sum of all", in -> in[0].sum(), inputs(x), shape(),
                        (in, i) -> total(60, k -> in[0].data()[k])),
                of("mean of all", in -> in[0].mean(), inputs(x), shape(),
                        (in, i) -> total(60, k -> in[0].data()[k]) / 60),
                of("sum over the middle", in -> in[0].sum(1, false), inputs(x), shape(3, 5),
                        (in, i) -> total(4, k -> in[0].at(i[0], k, i[1]))),
                of("sum over the first, kept", in -> in[0].sum(0, true), inputs(x), shape(1, 4, 5),
                        (in, i) -> total(3, k -> in[0].at(k, i[1], i[2]))),
                of("mean over the last, kept", in -> in[0].mean(-1, true), inputs(x), shape(3, 4, 1),
                        (in, i) -> total(5, k -> in[0].at(i[0], i[1], k)) / 5),
                of("mean over the second last", in -> in[0].mean(-2, false), inputs(x), shape(3, 5),
                        (in, i) -> total(4, k -> in[0].at(i[0], k, i[1])) / 4),
                of("softmax over the last", in -> in[0].softmax(-1), inputs(x), x,
                        (in, i) -> Math.exp(in[0].at(i)) / total(5, k -> Math.exp(in[0].at(i[0], i[1], k)))),
                of("softmax over the first", in -> in[0].softmax(0), inputs(x), x,
                        (in, i) -> Math.exp(in[0].at(i)) / total(3, k -> Math.exp(in[0].at(k, i[1], i[2])))),
                of("norm", in -> in[0].layerNorm(null, null), inputs(shape(4, 6)), shape(4, 6), (in, i) -> norm(in[0], i)),
                of("norm, scaled", in -> in[0].layerNorm(in[1], null), inputs(shape(4, 6), shape(6)), shape(4, 6),
                        (in, i) -> norm(in[0], i) * in[1].at(i[1])),
                of("norm, scaled and shifted", in -> in[0].layerNorm(in[1], in[2]), inputs(shape(4, 6), shape(6), shape(6)), shape(4, 6),
                        (in, i) -> norm(in[0], i) * in[1].at(i[1]) + in[2].at(i[1])));
    }

    /** Ba, Kiros and Hinton 2016, with the epsilon of the contract. */
    private static double norm(Values x, int[] i) {
        int count = (int) x.shape()[1];
        double mean = total(count, k -> x.at(i[0], k)) / count;
        double variance = total(count, k -> Math.pow(x.at(i[0], k) - mean, 2)) / count;
        return (x.at(i) - mean) / Math.sqrt(variance + 1e-5);
    }

    private static List<Operation> products() {
        return List.of(
                of("matrix product", in -> in[0].matmul(in[1]), inputs(shape(3, 4), shape(4, 5)), shape(3, 5),
                        (in, i) -> total(4, k -> in[0].at(i[0], k) * in[1].at(k, i[1]))),
                of("matrix product in batches", in -> in[0].matmul(in[1]), inputs(shape(2, 1, 3, 4), shape(2, 4, 2)), shape(2, 2, 3, 2),
                        (in, i) -> total(4, k -> in[0].at(i[0], 0, i[2], k) * in[1].at(i[1], k, i[3]))),
                of("linear", in -> in[0].linear(in[1], null), inputs(shape(3, 4), shape(5, 4)), shape(3, 5),
                        (in, i) -> total(4, k -> in[0].at(i[0], k) * in[1].at(i[1], k))),
                of("linear with bias", in -> in[0].linear(in[1], in[2]), inputs(shape(2, 3, 4), shape(5, 4), shape(5)), shape(2, 3, 5),
                        (in, i) -> in[2].at(i[2]) + total(4, k -> in[0].at(i[0], i[1], k) * in[1].at(i[2], k))));
    }

    private static List<Operation> shapes() {
        long[] x = shape(2, 3, 4);
        return List.of(
                of("reshape", in -> in[0].reshape(6, -1), inputs(x), shape(6, 4), (in, i) -> in[0].at(i[0] / 3, i[0] % 3, i[1])),
                of("reshape after a turn", in -> in[0].transpose(0, 1).reshape(12), inputs(shape(3, 4)), shape(12),
                        (in, i) -> in[0].at(i[0] % 3, i[0] / 3)),
                of("permute", in -> in[0].permute(2, 0, 1), inputs(x), shape(4, 2, 3), (in, i) -> in[0].at(i[1], i[2], i[0])),
                of("transpose", in -> in[0].transpose(0, -1), inputs(x), shape(4, 3, 2), (in, i) -> in[0].at(i[2], i[1], i[0])),
                of("contiguous after a turn", in -> in[0].transpose(0, 1).contiguous(), inputs(shape(3, 4)), shape(4, 3),
                        (in, i) -> in[0].at(i[1], i[0])),
                of("unsqueeze", in -> in[0].unsqueeze(1), inputs(shape(3, 4)), shape(3, 1, 4), (in, i) -> in[0].at(i[0], i[2])),
                of("unsqueeze at the end", in -> in[0].unsqueeze(-1), inputs(shape(3)), shape(3, 1), (in, i) -> in[0].at(i[0])),
                of("expand", in -> in[0].expand(2, 3, 4), inputs(shape(3, 1)), x, (in, i) -> in[0].at(i[1], 0)),
                of("narrow", in -> in[0].narrow(1, 1, 2), inputs(x), shape(2, 2, 4), (in, i) -> in[0].at(i[0], i[1] + 1, i[2])),
                of("select with one twice", in -> in[0].select(1, 2, 0, 2), inputs(x), x,
                        (in, i) -> in[0].at(i[0], new int[] {2, 0, 2}[i[1]], i[2])),
                of("select from the end", in -> in[0].select(-1, 3), inputs(x), shape(2, 3, 1), (in, i) -> in[0].at(i[0], i[1], 3)),
                of("cat", in -> Tensors.cat(1, in[0], in[1]), inputs(shape(2, 3), shape(2, 2)), shape(2, 5),
                        (in, i) -> i[1] < 3 ? in[0].at(i) : in[1].at(i[0], i[1] - 3)),
                of("cat of a list", in -> Tensors.cat(-2, List.of(in[0], in[1], in[0])), inputs(shape(1, 3), shape(2, 3)), shape(4, 3),
                        (in, i) -> i[0] == 0 || i[0] == 3 ? in[0].at(0, i[1]) : in[1].at(i[0] - 1, i[1])),
                of("stack", in -> Tensors.stack(1, in[0], in[1]), inputs(shape(2, 3), shape(2, 3)), shape(2, 2, 3),
                        (in, i) -> in[i[1]].at(i[0], i[2])),
                of("on the same device", in -> in[0].onDeviceOf(in[1]), inputs(x, shape(1)), x, (in, i) -> in[0].at(i)));
    }
}
