package org.egoscope.torch;

import java.io.PrintWriter;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SplittableRandom;
import org.egoscope.core.ErrorKind;
import org.egoscope.core.PipelineException;

/** Time and memory of a network's call: what {@code egoscope bench torch} prints. */
public final class TorchBenchmark {
    private static final int WARM_UP_CALLS = 10;
    private static final int TIMED_CALLS = 40;
    private static final int MEMORY_CALLS = 2_000;
    private static final long SEED = 17;
    /** Side taken for a free height or width; every convolutional network of the catalogue accepts it. */
    private static final long FREE_SIDE = 256;

    private TorchBenchmark() {}

    /**
     * One network measured.
     *
     * @param name network
     * @param medianMillis median time of a call
     * @param minimumMillis shortest time of a call
     * @param bareMedianMillis median time of the C++ runtime's forward alone, measured in turns with the calls
     * @param bytesPerCall growth of resident memory over the calls, divided by their number
     * @param nativeObjectsPerCall growth of native objects over the calls, divided by their number; 0 where nothing leaks
     */
    public record Result(
            String name,
            double medianMillis,
            double minimumMillis,
            double bareMedianMillis,
            double bytesPerCall,
            double nativeObjectsPerCall) {
        /** Speed of a call through the door relative to the bare runtime; 1 where the door costs nothing. */
        public double ratio() {
            return bareMedianMillis / medianMillis;
        }
    }

    /** Times every network, and counts memory over 2,000 calls of the smallest one. */
    public static void report(ModelDirectory models, PrintWriter out) {
        TorchRuntime.Info info = TorchRuntime.info();
        out.printf(
                Locale.ROOT, "libtorch %s, %d thread(s), BLAS %d, CUDA %s%n", info.torchVersion(), info.threads(),
                info.blasThreads(), info.cudaAvailable() ? "available" : "not available");
        out.printf(
                Locale.ROOT, "%-28s %10s %10s %10s %7s %12s %14s%n", "network", "median ms", "min ms", "bare ms", "ratio", "bytes/call",
                "objects/call");
        for (String name : models.names()) {
            print(measure(models, name, 0), out);
        }
        fastest(models).ifPresent(name -> {
            out.printf(Locale.ROOT, "over %d calls:%n", MEMORY_CALLS);
            print(measure(models, name, MEMORY_CALLS), out);
        });
        out.flush();
    }

    private static void print(Result result, PrintWriter out) {
        out.printf(
                Locale.ROOT, "%-28s %10.2f %10.2f %10.2f %7.2f %12.1f %14.3f%n", result.name(), result.medianMillis(),
                result.minimumMillis(), result.bareMedianMillis(), result.ratio(), result.bytesPerCall(), result.nativeObjectsPerCall());
        out.flush();
    }

    private static Optional<String> fastest(ModelDirectory models) {
        return models.names().stream()
                .min((a, b) -> Long.compare(models.card(a).orElseThrow().bytes(), models.card(b).orElseThrow().bytes()));
    }

    /** @param memoryCalls calls over which memory is watched after the timed ones; 0 to watch the timed ones */
    public static Result measure(ModelDirectory models, String name, int memoryCalls) {
        TorchModel model = models.load(name).orElseThrow(
                () -> new PipelineException(ErrorKind.MODEL, "benchmark: expected network '" + name + "', got none"));
        try (model) {
            FloatTensor[] inputs = inputs(models.card(name).orElseThrow());
            List<FloatTensor> first = model.run(inputs);
            FloatTensor[] outputs = first.toArray(FloatTensor[]::new);
            for (int i = 0; i < WARM_UP_CALLS; i++) {
                model.runInto(inputs, outputs);
            }
            long bytesBefore = TorchRuntime.residentBytes();
            long objectsBefore = TorchRuntime.nativeObjects();
            double[] millis = new double[TIMED_CALLS];
            double[] bare = new double[TIMED_CALLS];
            for (int i = 0; i < TIMED_CALLS; i++) {
                millis[i] = timed(model, inputs, outputs);
                bare[i] = model.bareForwardNanos(inputs) / 1e6;
            }
            for (int i = TIMED_CALLS; i < memoryCalls; i++) {
                model.runInto(inputs, outputs);
            }
            double calls = Math.max(TIMED_CALLS, memoryCalls);
            Arrays.sort(millis);
            Arrays.sort(bare);
            return new Result(
                    name, millis[TIMED_CALLS / 2], millis[0], bare[TIMED_CALLS / 2], (TorchRuntime.residentBytes() - bytesBefore) / calls,
                    (TorchRuntime.nativeObjects() - objectsBefore) / calls);
        }
    }

    private static double timed(TorchModel model, FloatTensor[] inputs, FloatTensor[] outputs) {
        long start = System.nanoTime();
        model.runInto(inputs, outputs);
        return (System.nanoTime() - start) / 1e6;
    }

    /** Random values in 0..1 in the shapes of the card, free sides filled in. */
    static FloatTensor[] inputs(ModelCard card) {
        SplittableRandom random = new SplittableRandom(SEED);
        FloatTensor[] inputs = new FloatTensor[card.inputs().size()];
        for (int i = 0; i < inputs.length; i++) {
            long[] shape = card.inputs().get(i).shape().stream().mapToLong(TorchBenchmark::side).toArray();
            inputs[i] = FloatTensor.allocate(shape);
            for (int k = 0; k < inputs[i].count(); k++) {
                inputs[i].set(k, (float) random.nextDouble());
            }
        }
        return inputs;
    }

    private static long side(String text) {
        if (text.equals("N")) {
            return 1;
        }
        return text.chars().allMatch(Character::isDigit) ? Long.parseLong(text) : FREE_SIDE;
    }
}
