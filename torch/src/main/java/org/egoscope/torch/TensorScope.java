package org.egoscope.torch;

import java.util.function.Supplier;
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

    /**
     * Does work in a scope of its own and hands only the result on to the present scope: what came up in between is freed at once, save
     * what gradients need. For long computations, whose intermediate values would fill the memory.
     */
    public static Tensor only(Supplier<Tensor> work) {
        return NativeScope.only(work);
    }

    @Override
    public void close() {
        scope.close();
    }
}
