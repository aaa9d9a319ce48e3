package org.egoscope.torch.internal;

import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.InferenceMode;
import org.bytedeco.pytorch.NoGradGuard;
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
