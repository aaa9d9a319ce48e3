package org.egoscope.torch.internal;

import java.util.function.Supplier;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.InferenceMode;
import org.bytedeco.pytorch.NoGradGuard;
import org.egoscope.torch.Tensor;
import org.jspecify.annotations.Nullable;

/** One plain pointer scope with, if asked for, gradients off; guards are undone before their memory goes. */
public final class NativeScope implements AutoCloseable {
    /** What becomes of gradients within. */
    public enum Gradients {
        INHERITED,
        OFF,
        INFERENCE
    }

    private final PointerScope pointers;
    private final @Nullable AutoCloseable guard;

    public NativeScope(Gradients gradients) {
        NativeRuntime.prepareThread();
        pointers = new PointerScope();
        guard = switch (gradients) {
            case INHERITED -> null;
            case OFF -> new NoGradGuard();
            case INFERENCE -> new InferenceMode(true);
        };
    }

    /** The result of work in a scope of its own, handed on to the scope around it. */
    public static Tensor only(Supplier<Tensor> work) {
        PointerScope around = PointerScope.getInnerScope();
        if (around == null) {
            throw new IllegalStateException("tensor scope: expected one that is open, got none");
        }
        Tensor result;
        try (PointerScope inner = new PointerScope()) {
            result = work.get().keep();
        }
        NativeTensor.attach(result, around);
        result.release();
        return result;
    }

    @Override
    public void close() {
        try {
            if (guard != null) {
                guard.close();
            }
        } catch (Exception e) {
            throw new IllegalStateException("libtorch gradient mode: expected to be restored, got " + e.getMessage(), e);
        } finally {
            pointers.close();
        }
    }
}
