package org.egoscope.perception;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.egoscope.perception.internal.sam.Checkpoints;
import org.egoscope.perception.internal.sam.SamBenchmark;
import org.egoscope.perception.internal.sam.SamSegmenter;
import org.egoscope.perception.internal.sam.StageMeter;
import org.egoscope.perception.internal.sam2.Sam2Benchmark;
import org.egoscope.perception.internal.sam2.Sam2Network;
import org.egoscope.perception.internal.sam2.Sam2Shape;
import org.egoscope.torch.Products;
import org.egoscope.torch.Tensor;
import org.egoscope.torch.TorchDevice;
import org.egoscope.torch.TorchRuntime;
import org.egoscope.torch.WeightFile;

/** Time and memory of the steps of a prompt segmenter: what {@code egoscope bench segment} prints. */
public final class SegmentBenchmark {
    private static final long SEED = 17;
    private static final int IMAGE_SIDE = 1024;
    private static final double MEBIBYTE = 1 << 20;

    private SegmentBenchmark() {}

    /**
     * Measures on one picture of 1920 x 1080.
     *
     * @param model a checkpoint, or the name of a published model, which then gets weights by chance: {@code sam_vit_b}, {@code sam_vit_l},
     *     {@code sam_vit_h}, {@code mobile_sam}, {@code sam2.1_hiera_tiny} to {@code sam2.1_hiera_large}
     * @param products of the image encoder
     * @param rounds how often each step is done
     */
    public static void report(String model, TorchDevice device, Products products, int rounds, PrintWriter out) {
        TorchRuntime.Info info = TorchRuntime.info();
        out.printf(Locale.ROOT, "libtorch %s, %d thread(s), CUDA %s%n", info.torchVersion(), info.threads(),
                info.cudaAvailable() ? "available" : "not available");
        long start = System.nanoTime();
        try (Opened segmenter = open(model, device, products.on(device))) {
            out.printf(Locale.ROOT, "%s: loaded in %.0f ms, %.0f MB resident%n", segmenter.method(), (System.nanoTime() - start) / 1e6,
                    TorchRuntime.residentBytes() / MEBIBYTE);
            out.flush();
            StageMeter meter = new StageMeter(rounds);
            segmenter.measure(meter);
            out.printf(Locale.ROOT, "%-28s %10s %10s %12s%n", "stage", "median ms", "CPU ms", "peak MB");
            for (StageMeter.Stage stage : meter.stages()) {
                String peak = stage.peakBytes() < 0 ? "unknown" : String.format(Locale.ROOT, "%.0f", stage.peakBytes() / MEBIBYTE);
                out.printf(Locale.ROOT, "%-28s %10.1f %10.1f %12s%n", stage.name(), stage.medianMillis(), stage.processorMillis(), peak);
            }
            out.flush();
        }
    }

    /** A network with its steps. */
    private interface Opened extends AutoCloseable {
        String method();

        void measure(StageMeter meter);

        @Override
        void close();
    }

    private record OpenedSam(SamSegmenter segmenter) implements Opened {
        @Override
        public String method() {
            return segmenter.method();
        }

        @Override
        public void measure(StageMeter meter) {
            SamBenchmark.run(segmenter, meter);
        }

        @Override
        public void close() {
            segmenter.close();
        }
    }

    private record OpenedSam2(Sam2Network network) implements Opened {
        @Override
        public String method() {
            return network.shape().name();
        }

        @Override
        public void measure(StageMeter meter) {
            Sam2Benchmark.run(network, meter);
        }

        @Override
        public void close() {
            network.close();
        }
    }

    private static Opened open(String model, TorchDevice device, Tensor.Precision products) {
        Optional<Sam2Shape> official = Sam2Shape.named(model);
        if (official.isPresent()) {
            return new OpenedSam2(Sam2Benchmark.random(official.get(), device, SEED).encodingIn(products));
        }
        if (SamBenchmark.names().contains(model)) {
            return new OpenedSam(SamBenchmark.random(model, device, SEED).encodingIn(products));
        }
        try (WeightFile file = WeightFile.open(Path.of(model), "model")) {
            Optional<Sam2Shape> shape = Sam2Shape.of(file);
            return shape.isPresent()
                    ? new OpenedSam2(Sam2Network.load(file, shape.get(), device).encodingIn(products))
                    : new OpenedSam(Checkpoints.load(file, device, IMAGE_SIDE).encodingIn(products));
        }
    }
}
