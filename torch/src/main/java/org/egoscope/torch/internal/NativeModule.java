package org.egoscope.torch.internal;

import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.DeviceOptional;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.IValueVector;
import org.bytedeco.pytorch.InferenceMode;
import org.bytedeco.pytorch.JitModule;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.TupleElements;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.egoscope.core.ErrorKind;
import org.egoscope.core.PipelineException;
import org.egoscope.torch.FloatTensor;
import org.egoscope.torch.TorchDevice;
import org.jspecify.annotations.Nullable;

/** The one owner of a native module. Every call opens and closes one pointer scope on its own thread. */
public final class NativeModule implements AutoCloseable {
    private static final int PICTURE_CHANNELS = 3;

    private final String name;
    private final JitModule module;
    private final TorchDevice device;
    private final @Nullable PackedNetwork packed;
    private volatile boolean closed;

    private NativeModule(String name, JitModule module, TorchDevice device, @Nullable PackedNetwork packed) {
        this.name = name;
        this.module = module;
        this.device = device;
        this.packed = packed;
    }

    /** @param narrow whether convolutions on the CPU read bfloat16 */
    public static NativeModule load(String name, Path file, TorchDevice wanted, boolean narrow) {
        NativeRuntime.prepareThread();
        TorchDevice device = resolve(name, wanted);
        try (PointerScope scope = new PointerScope()) {
            Device target = new Device(device == TorchDevice.CUDA ? "cuda:0" : "cpu");
            JitModule module = torch.load(file.toString(), new DeviceOptional(target), false);
            module.eval();
            // Lives longer than this scope; close() of the owner releases it.
            module.retainReference();
            return new NativeModule(name, module, device, device == TorchDevice.CPU ? PackedNetwork.of(module, narrow) : null);
        } catch (RuntimeException e) {
            throw new PipelineException(
                    ErrorKind.MODEL, "model " + file + ": expected TorchScript, got " + firstLine(e), e);
        }
    }

    private static TorchDevice resolve(String name, TorchDevice wanted) {
        boolean cuda = wanted != TorchDevice.CPU && NativeRuntime.cudaAvailable();
        if (wanted == TorchDevice.CUDA && !cuda) {
            throw new PipelineException(ErrorKind.MODEL, "model " + name + ": expected a CUDA device, got none");
        }
        return cuda ? TorchDevice.CUDA : TorchDevice.CPU;
    }

    public TorchDevice device() {
        return device;
    }

    /** For how many shapes of inputs, among those seen so far, convolutions are packed. */
    public int packedShapes() {
        return packed == null ? 0 : packed.packedShapes();
    }

    public List<FloatTensor> run(FloatTensor[] inputs) {
        requireOpen();
        NativeRuntime.prepareThread();
        try (PointerScope scope = new PointerScope();
                InferenceMode mode = new InferenceMode(true)) {
            synchronized (turn()) {
                Tensor[] results = forward(inputs, List.of());
                List<FloatTensor> outputs = new ArrayList<>(results.length);
                for (Tensor result : results) {
                    FloatTensor output = FloatTensor.allocate(result.shape());
                    copy(result, output);
                    outputs.add(output);
                }
                return outputs;
            }
        } catch (PipelineException e) {
            throw e;
        } catch (RuntimeException e) {
            throw refused(inputs, e);
        }
    }

    /** @param wanted index of the network's output for each of the given ones; all of them in order if there is none */
    public void runInto(FloatTensor[] inputs, List<Integer> wanted, FloatTensor[] outputs) {
        requireOpen();
        NativeRuntime.prepareThread();
        try (PointerScope scope = new PointerScope();
                InferenceMode mode = new InferenceMode(true)) {
            synchronized (turn()) {
                Tensor[] results = forward(inputs, wanted);
                requireOutputs(wanted, outputs.length, results.length);
                for (int i = 0; i < outputs.length; i++) {
                    int index = wanted.isEmpty() ? i : wanted.get(i);
                    requireShape(index, outputs[i], results[index].shape());
                    copy(results[index], outputs[i]);
                }
            }
        } catch (PipelineException e) {
            throw e;
        } catch (RuntimeException e) {
            throw refused(inputs, e);
        }
    }

    /** Nanoseconds of the runtime's own forward alone, inputs wrapped before and outputs left where they are: the yardstick. */
    public long bareForwardNanos(FloatTensor[] inputs) {
        requireOpen();
        NativeRuntime.prepareThread();
        try (PointerScope scope = new PointerScope();
                InferenceMode mode = new InferenceMode(true)) {
            IValue[] values = valuesOf(inputs);
            synchronized (turn()) {
                long start = System.nanoTime();
                forward(inputs, values, List.of());
                return System.nanoTime() - start;
            }
        }
    }

    /** Plans work in memory of their own, where results lie until they are copied: one call at a time. */
    private Object turn() {
        return packed == null ? new Object() : packed;
    }

    private void requireOutputs(List<Integer> wanted, int expected, int got) {
        if (wanted.isEmpty() ? expected != got : expected != wanted.size()) {
            throw new PipelineException(
                    ErrorKind.MODEL, "model " + name + ": expected " + expected + " outputs, got " + (wanted.isEmpty() ? got : wanted));
        }
        for (int index : wanted) {
            if (index < 0 || index >= got) {
                throw new PipelineException(
                        ErrorKind.MODEL, "model " + name + ": expected output " + index + ", got " + got + " outputs");
            }
        }
    }

    private Tensor[] forward(FloatTensor[] inputs, List<Integer> wanted) {
        return tensorsOf(forward(inputs, valuesOf(inputs), wanted));
    }

    private IValue forward(FloatTensor[] inputs, IValue[] values, List<Integer> wanted) {
        IValue result = packed == null ? null : packed.run(inputs, values, wanted);
        return result == null ? module.forward(new IValueVector(values)) : result;
    }

    private IValue[] valuesOf(FloatTensor[] inputs) {
        IValue[] values = new IValue[inputs.length];
        for (int i = 0; i < inputs.length; i++) {
            values[i] = new IValue(tensorOf(inputs[i]));
        }
        return values;
    }

    /** Shares the buffer's memory, but copies read-only memory, since a network may write its input. */
    private Tensor tensorOf(FloatTensor input) {
        Tensor shared = torch.from_blob(new FloatPointer(input.data()), input.shape());
        if (device == TorchDevice.CUDA) {
            return shared.to(new Device("cuda:0"), ScalarType.Float);
        }
        if (isPlanarPicture(input.shape())) {
            // Convolutions then run on interleaved channels from the first to the last: the face detector takes 8 ms in place of 14.
            return shared.contiguous(torch.MemoryFormat.ChannelsLast);
        }
        return input.isReadOnly() ? shared.clone() : shared;
    }

    private static boolean isPlanarPicture(long[] shape) {
        return shape.length == 4 && shape[1] == PICTURE_CHANNELS;
    }

    private Tensor[] tensorsOf(IValue result) {
        if (result.isTensor()) {
            return new Tensor[] {result.toTensor()};
        }
        if (result.isTensorList()) {
            TensorVector list = result.toTensorVector();
            return list.get();
        }
        if (!result.isTuple()) {
            throw new PipelineException(
                    ErrorKind.MODEL, "model " + name + ": expected a tensor or a tuple of tensors as output, got something else");
        }
        TupleElements elements = result.toTuple().elements();
        Tensor[] tensors = new Tensor[Math.toIntExact(elements.size())];
        for (int i = 0; i < tensors.length; i++) {
            tensors[i] = elements.at(i).toTensor();
        }
        return tensors;
    }

    private static void copy(Tensor result, FloatTensor output) {
        FloatBuffer target = output.data();
        if (target.isReadOnly()) {
            throw new IllegalArgumentException("output tensor: expected a writable one, got read-only " + output);
        }
        torch.from_blob(new FloatPointer(target), output.shape()).copy_(result);
    }

    private void requireShape(int index, FloatTensor output, long[] got) {
        if (!output.hasShape(got)) {
            throw new PipelineException(
                    ErrorKind.MODEL,
                    "model " + name + " output " + index + ": expected " + output + ", got shape " + Arrays.toString(got));
        }
    }

    private PipelineException refused(FloatTensor[] inputs, RuntimeException cause) {
        return new PipelineException(
                ErrorKind.MODEL,
                "model " + name + ": expected to run on " + Arrays.toString(inputs) + ", got " + firstLine(cause), cause);
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("model " + name + ": expected open, got closed");
        }
    }

    /** libtorch's messages carry a stack trace of some hundred lines. */
    private static String firstLine(RuntimeException e) {
        String message = String.valueOf(e.getMessage()).strip();
        int end = message.indexOf('\n');
        return end < 0 ? message : message.substring(0, end);
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            if (packed != null) {
                packed.close();
            }
            module.close();
        }
    }
}
