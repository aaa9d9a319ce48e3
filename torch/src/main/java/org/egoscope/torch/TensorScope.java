package org.egoscope.torch;

import org.egoscope.torch.internal.NativeScope;

/**
 * Life of the tensors that this thread makes: closing frees all that were not kept. Scopes nest and close in reverse order, on the thread
 * that opened them.
 */
public final class TensorScope implements AutoCloseable {
    private final NativeScope scope;

    private TensorScope(NativeScope scope) {
        this.scope = scope;
    }

    /** Records how values come about, for gradients. */
    public static TensorScope training() {
        return new TensorScope(new NativeScope(NativeScope.Gradients.INHERITED));
    }

    /** Records nothing: for changing weights and for measuring. */
    public static TensorScope withoutGradients() {
        return new TensorScope(new NativeScope(NativeScope.Gradients.OFF));
    }

    /** Fastest; its tensors can never take part in training. */
    public static TensorScope inference() {
        return new TensorScope(new NativeScope(NativeScope.Gradients.INFERENCE));
    }

    @Override
    public void close() {
        scope.close();
    }
}
