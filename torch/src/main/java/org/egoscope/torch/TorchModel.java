package org.egoscope.torch;

import java.nio.file.Path;
import java.util.List;
import org.egoscope.torch.internal.NativeModule;

/**
 * A TorchScript network, ready to run. Inference only, float32 in and out, no gradient.
 *
 * <p>On the CPU the first call with inputs of a shape plans the network for that shape (half a second): oneDNN's calls are laid down
 * once, with weights in its own layouts, activations and sums within convolutions. Results differ from the file's own by rounding.
 *
 * <p>Stateless, so several sessions may share one; calls from several threads are allowed and take turns. Whoever loads it closes it,
 * after the last call has returned.
 */
public final class TorchModel implements AutoCloseable {
    private final String name;
    private final NativeModule module;

    private TorchModel(String name, NativeModule module) {
        this.name = name;
        this.module = module;
    }

    /**
     * Loads a TorchScript file without looking at any card. TorchScript is code: use this only for a file that the user has named as
     * trusted; everything else goes through {@link ModelDirectory#load(String, TorchDevice)}.
     *
     * @throws org.egoscope.core.PipelineException with kind MODEL if the file is not TorchScript, or the device is not there
     */
    public static TorchModel loadTrusted(String name, Path file, TorchDevice device) {
        return loadTrusted(name, file, device, Products.AUTO);
    }

    /**
     * The same with a choice of numbers. With bfloat16 on the CPU, convolutions round what they read to eight bits and add up in float32;
     * outputs differ by some hundredths of their largest value.
     *
     * @throws org.egoscope.core.PipelineException also if bfloat16 is asked for where it is slower or not safe
     */
    public static TorchModel loadTrusted(String name, Path file, TorchDevice device, Products products) {
        boolean narrow = products.on(device) == Tensor.Precision.BFLOAT16;
        return new TorchModel(name, NativeModule.load(name, file, device, narrow));
    }

    public String name() {
        return name;
    }

    /** Where it runs: CPU or CUDA. */
    public TorchDevice device() {
        return module.device();
    }

    /**
     * Runs once. Inputs are used in place; outputs are fresh. A network that gives a tuple or list gives one tensor per element.
     *
     * @throws org.egoscope.core.PipelineException with kind MODEL if the network refuses the inputs
     */
    public List<FloatTensor> run(FloatTensor... inputs) {
        return module.run(inputs);
    }

    /**
     * Runs once and writes each output into the tensor of the same index: nothing but a few small handles is allocated, and the inputs'
     * buffers are used without a copy.
     *
     * @throws org.egoscope.core.PipelineException with kind MODEL if the network refuses the inputs, or an output's shape is another
     *     than that of the tensor given for it
     */
    public void runInto(FloatTensor[] inputs, FloatTensor[] outputs) {
        module.runInto(inputs, List.of(), outputs);
    }

    /**
     * As {@link #runInto(FloatTensor[], FloatTensor[])}, for some of the outputs: what only the others need is not computed where
     * convolutions run packed.
     *
     * @param wanted index of the network's output for each tensor of {@code outputs}
     * @throws org.egoscope.core.PipelineException with kind MODEL if the network refuses the inputs, has no such output, or an output's
     *     shape is another than that of the tensor given for it
     */
    public void runInto(FloatTensor[] inputs, List<Integer> wanted, FloatTensor[] outputs) {
        module.runInto(inputs, wanted, outputs);
    }

    /** For how many shapes of inputs, among those seen so far, convolutions run packed; 0 on a GPU. */
    int packedShapes() {
        return module.packedShapes();
    }

    /** Nanoseconds of the C++ runtime's forward alone; for {@link TorchBenchmark}. */
    long bareForwardNanos(FloatTensor[] inputs) {
        return module.bareForwardNanos(inputs);
    }

    @Override
    public void close() {
        module.close();
    }

    @Override
    public String toString() {
        return "TorchModel[" + name + " on " + device() + "]";
    }
}
